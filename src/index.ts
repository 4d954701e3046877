export type { ClientView, ConnectionStatus, SettledReceipt } from './client/index.js';
export {
  type ErrorReason,
  OdysseyErrorEvent,
  OdysseyPromptEvent,
  OdysseyReceiptEvent,
  OdysseyStatusEvent,
  OdysseyStreamEvent,
  OdysseyTurnEvent,
} from './element/events.js';
export { OdysseyBroadcast } from './element/odyssey-broadcast.js';
export type { PlaybackState } from './playback/playback-state.js';
export type { Outcome, Reason, Refusal } from './protocol/reasons.js';
export type { Receipt, ReceiptStatus } from './protocol/receipt.js';
export type { Rules, RulesPatch } from './protocol/rules.js';
export type { LifeView, RoomView, Standing, TurnsView, You } from './protocol/view.js';
