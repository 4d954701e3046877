/**
 * Registers `<odyssey-broadcast>`.
 *
 * @example
 * import 'odyssey-broadcast/define';
 *
 * document.body.innerHTML = '<odyssey-broadcast room="lobby" host="rooms.example.com"></odyssey-broadcast>';
 *
 * @packageDocumentation
 */
import { register } from './element/register.js';

register();

export type {
  OdysseyErrorEvent,
  OdysseyPromptEvent,
  OdysseyReactionEvent,
  OdysseyReceiptEvent,
  OdysseyStatusEvent,
  OdysseyStreamEvent,
  OdysseyTurnEvent,
} from './element/events.js';
export { OdysseyBroadcast } from './element/odyssey-broadcast.js';
