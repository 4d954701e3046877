import type { Outcome } from '../protocol/reasons.js';
import type { Actions } from './frame.js';
import type { RoomClient, RoomPlayback } from './ports.js';

export interface ActionsPort {
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
}

/** What the buttons do: ask the room, and hand its answer on. */
export function createActions(
  port: ActionsPort,
  answered: (outcome: Outcome) => void,
  soundChanged: () => void,
): Actions {
  const ask = (request: (client: RoomClient) => Promise<Outcome>) => () => {
    if (port.client !== null) request(port.client).then(answered, () => {});
  };
  return {
    takeTurn: ask((client) => client.requestTurn()),
    claimTurn: ask((client) => client.claimTurn()),
    releaseTurn: ask((client) => client.releaseTurn()),
    passTurn: ask((client) => client.passTurn()),
    passTo: (id) => ask((client) => client.passTurn(id))(),
    extendTurn: ask((client) => client.extendTurn()),
    skipVote: ask((client) => client.skipVote()),
    contest: ask((client) => client.takeTurn()),
    keepTurn: ask((client) => client.keepTurn()),
    vote: (id) => ask((client) => client.vote(id))(),
    choose: (id) => ask((client) => client.choose(id))(),
    dismiss: (id) => ask((client) => client.dismiss(id))(),
    switchTo: (mode) => ask((client) => client.switchVote(mode))(),
    withdraw: (id) => ask((client) => client.withdraw(id))(),
    play: () => port.picture?.resume(),
    toggleSound() {
      port.picture?.setMuted(!port.picture.muted);
      soundChanged();
    },
  };
}
