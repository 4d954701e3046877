/**
 * What a turn policy of one's own is made of, and the pieces of which both shells are made, for a
 * room on yet another platform. A project on PartyKit or Workers takes the ready shell:
 * `odyssey-broadcast/party/partykit`, or `…/workers`.
 */
export { ACCEPTED, type Outcome, type Reason, refuse } from '../src/protocol/reasons.js';
export type { ReceiptStatus } from '../src/protocol/receipt.js';
export type { Rules } from '../src/protocol/rules.js';
export type { Clock, Role, Standing } from '../src/protocol/view.js';
export { admitRequest, admitSocket } from './shell/admit.js';
export { readEnvironment } from './shell/environment.js';
export type { Connection } from './shell/quiet-socket.js';
export type { KeyStore } from './shell/room-key.js';
export { roomName } from './shell/room-name.js';
export { RoomShell, type ShellPlatform } from './shell/room-shell.js';
export type { KeyValue } from './shell/storage.js';
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
export { directs } from './turns/directs.js';
export type { OwnPolicies } from './turns/policies.js';
export {
  NO_VOTES,
  NOTHING_SHOWN,
  type OwnVotes,
  type PolicyView,
  type TurnAction,
  type TurnContext,
  type TurnPolicy,
  type WaitingPrompt,
} from './turns/policy.js';
export { goneAt, isBusy, isGone, isHere } from './turns/presence.js';
export { nextPrompt, placesOf, promptLineView } from './turns/prompt-line.js';
export { queueInOrder } from './turns/queue.js';
export { type LineOrder, orderByRules, servedLongestAgo } from './turns/queue-order.js';
export type { Place, QueueTurns } from './turns/queue-state.js';
