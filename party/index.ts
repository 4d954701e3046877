export type { ReceiptStatus } from '../src/protocol/reasons.js';
/**
 * `odyssey-broadcast/party`: what a turn policy of your own is made of, and the room server for a
 * platform of your own. A project on PartyKit or Workers takes the ready room instead:
 * `odyssey-broadcast/party/partykit` or `odyssey-broadcast/party/workers`.
 *
 * @example
 * import { queueInOrder, servedLongestAgo, type TurnPolicy } from 'odyssey-broadcast/party';
 *
 * export const teams: TurnPolicy = { ...queueInOrder(servedLongestAgo) };
 */
export { ACCEPTED, type Outcome, type Reason, refuse } from '../src/protocol/reasons.js';
export type { Rules } from '../src/protocol/rules.js';
export type { Clock, Role, Standing } from '../src/protocol/view.js';
export { admitRequest, admitSocket, roomName } from './server/admission.js';
export { readEnvironment } from './server/environment.js';
export type { Connection } from './server/hearing.js';
export type { KeyStore } from './server/identity.js';
export {
  RoomServer,
  /** @deprecated Use `RoomServer`. */
  RoomServer as RoomShell,
  type RoomServerPlatform,
  /** @deprecated Use `RoomServerPlatform`. */
  type RoomServerPlatform as ShellPlatform,
} from './server/room-server.js';
export type { KeyValue } from './server/storage.js';
export {
  addTime,
  earliest,
  endOf,
  isDue,
  resumeClock,
  runClock,
  startClock,
  stopClock,
} from './turns/clock.js';
export type { OwnPolicies } from './turns/policies.js';
export {
  directs,
  goneAt,
  isBusy,
  isGone,
  isHere,
  NO_VOTES,
  NOTHING_SHOWN,
  nextPrompt,
  type OwnVotes,
  type PolicyView,
  placesOf,
  type TurnAction,
  type TurnContext,
  type TurnPolicy,
  type WaitingPrompt,
  waitingPromptsView,
  /** @deprecated Use `waitingPromptsView`. */
  waitingPromptsView as promptLineView,
} from './turns/policy.js';
export { queueInOrder } from './turns/queue.js';
/** @deprecated Use `QueueOrder`. */
export type { QueueOrder as LineOrder } from './turns/queue-state.js';
export {
  orderByRules,
  type Place,
  type QueueOrder,
  type QueueTurns,
  servedLongestAgo,
} from './turns/queue-state.js';
