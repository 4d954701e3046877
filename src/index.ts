/**
 * The element's class, its events and the types of what it shows. Registers nothing: import
 * `odyssey-broadcast/define` for the tag.
 *
 * @example
 * import 'odyssey-broadcast/define';
 * import type { OdysseyStatusEvent } from 'odyssey-broadcast';
 *
 * const tell = ({ phase }: OdysseyStatusEvent) => console.log(phase);
 * document.querySelector('odyssey-broadcast')?.addEventListener('odyssey-status', tell);
 *
 * @packageDocumentation
 */
export type { ClientView, ConnectionStatus, SettledReceipt } from './client/index.js';
export {
  type ErrorReason,
  OdysseyErrorEvent,
  OdysseyPromptEvent,
  OdysseyReactionEvent,
  OdysseyReceiptEvent,
  OdysseyStatusEvent,
  OdysseyStreamEvent,
  OdysseyTurnEvent,
} from './element/events.js';
export { OdysseyBroadcast } from './element/odyssey-broadcast.js';
export type { RoomClient, StreamService } from './element/ports.js';
export type { OwnWords } from './element/words/translation.js';
export type { PlaybackState } from './playback/playback-state.js';
export type { ConnectPort, StreamConnection } from './playback/whep.js';
export type { ReactionSums } from './protocol/reactions.js';
export type { Outcome, Reason, Receipt, ReceiptStatus, Refusal } from './protocol/reasons.js';
export type { Rules, RulesPatch } from './protocol/rules.js';
export type { HolderView, LifeView, RoomView, Standing, TurnsView, You } from './protocol/view.js';
