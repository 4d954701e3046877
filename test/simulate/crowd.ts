import type { OwnPolicies } from '../../party/turns/policies.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { Random } from '../support/random.js';
import { exponential } from './chance.js';
import { Conductor } from './conductor.js';
import { Measure } from './measure.js';
import { SimRoom } from './sim-room.js';
import { HABITS, Visitor } from './visitors.js';

export const TWO_HOURS_MS = 2 * 3_600_000;

/** How soon a host looks at the suggestions, and prompts from the stage, on average (seconds). */
const HOST = { chooses: 8, prompts: 20, pings: 60 };

/**
 * Two hours of a room with a crowd, or their beginning; the same seed brings the same people,
 * whatever the rules.
 */
export function simulate(
  rules: RulesPatch,
  own: OwnPolicies,
  seed: number,
  forMs = TWO_HOURS_MS,
): Measure {
  const room = new SimRoom(rules, own);
  // Chance of their own for each, so that what one does changes nothing about who the others are.
  const draw = new Random(seed);
  const chance = () => new Random(Math.floor(draw.next() * 2 ** 32));
  const visitors = Array.from(
    { length: HABITS.visitors },
    (_, index) => new Visitor(room, chance(), index),
  );
  const conductor = new Conductor(room, chance());
  const measure = new Measure(room, conductor, room.now);
  const byId = new Map(visitors.map((visitor) => [visitor.id, visitor]));
  tellVisitors(room, byId);
  const arrivals = chance();
  for (const visitor of visitors) {
    const early = arrivals.chance(HABITS.atTheOpening.share);
    const withinMs = early ? HABITS.atTheOpening.within * 1000 : TWO_HOURS_MS;
    room.after(arrivals.next() * withinMs, () => visitor.arrive());
  }
  beHost(room, chance());
  room.run(room.now + forMs);
  measure.end();
  return measure;
}

/** What a page would show its visitor as news. */
function tellVisitors(room: SimRoom, visitors: ReadonlyMap<string, Visitor>): void {
  let holder: string | null = null;
  let ballot: string | null = null;
  room.watch(({ before, effects }) => {
    for (const effect of effects) {
      if (effect.type !== 'send' || effect.message.type !== 'receipt') continue;
      const { id, status } = effect.message.receipt;
      if (status !== 'applied') continue;
      const visitor = visitors.get(id.slice(0, 5));
      room.after(0, () => visitor?.promptSettled());
    }
    if (before.turns === room.state.turns) return;
    const turns = room.turnsOf();
    if ((turns.holder?.id ?? null) !== holder) {
      holder = turns.holder?.id ?? null;
      const visitor = holder === null ? undefined : visitors.get(holder);
      room.after(0, () => visitor?.turnBegan());
    }
    const open = turns.round?.phase === 'vote' ? turns.round.id : null;
    if (open === ballot) return;
    ballot = open;
    if (ballot === null) return;
    for (const visitor of visitors.values()) {
      if (visitor.connection !== null) visitor.ballotOpened();
    }
  });
}

/** A host who is always there: chooses where that is the mode, and has the stage. */
function beHost(room: SimRoom, random: Random): void {
  const host = room.join({ id: 'host', role: 'host', conduct: 'no', mayConduct: false });
  const { turns } = room.state.rules.values;
  const every = (seconds: () => number, act: () => void) => {
    room.after(seconds() * 1000, () => {
      act();
      every(seconds, act);
    });
  };
  every(
    () => HOST.pings,
    () => room.say(host, { type: 'ping' }),
  );
  if (turns === 'curated') {
    every(
      () => exponential(random, HOST.chooses),
      () => {
        const [best] = [...(room.turnsOf().round?.choices ?? [])].sort((a, b) => b.votes - a.votes);
        if (best !== undefined) room.say(host, { type: 'choose', id: 'q', promptId: best.id });
      },
    );
  }
  if (turns === 'stage') {
    let prompts = 0;
    every(
      () => exponential(random, HOST.prompts),
      () => {
        prompts += 1;
        room.prompt(host, `scene number ${prompts}`, `host-${prompts}`);
      },
    );
  }
}
