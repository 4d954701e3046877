import {
  isHere,
  type QueueOrder,
  type QueueTurns,
  queueInOrder,
  servedLongestAgo,
  type TurnPolicy,
} from 'odyssey-broadcast/party';

const TEAMS = ['Red', 'Blue'] as const;

/** Everyone belongs to one of the teams, by the last sign of an id that is drawn by lot. */
function teamOf(who: string): number {
  return (who.at(-1) ?? '').charCodeAt(0) % TEAMS.length;
}

/** The teams in turn; within a team, the one who was served longest ago. Who is away waits behind. */
const teamsInTurn: QueueOrder = (joined, turns, room) => {
  const line = servedLongestAgo(joined, turns, room);
  const here = line.filter(({ who }) => isHere(who, room));
  const previous = turns.holder?.who ?? turns.last?.who;
  const first = previous === undefined ? 0 : teamOf(previous) + 1;
  const teams = TEAMS.map((_, shift) =>
    here.filter(({ who }) => teamOf(who) === (first + shift) % TEAMS.length),
  );
  const pairs = here.flatMap((_, index) => teams.flatMap((team) => team[index] ?? []));
  return [...pairs, ...line.filter((place) => !here.includes(place))];
};

/** All else is as in a queue: claiming, idling, passing, skipping, prompts that ride along. */
const line = queueInOrder(teamsInTurn);

/** Two teams in turn. Everybody's team is shown before the name. */
export const teams: TurnPolicy<QueueTurns> = {
  ...line,
  view(turns, room) {
    const shown = line.view(turns, room);
    const inColours = <Person extends { id: string; name: string }>(person: Person) => ({
      ...person,
      name: `${TEAMS[teamOf(person.id)]} · ${person.name}`,
    });
    return {
      ...shown,
      holder: shown.holder && inColours(shown.holder),
      next: shown.next.map(inColours),
      last: shown.last && inColours(shown.last),
    };
  },
};
