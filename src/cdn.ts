import { OdysseyBroadcast } from './element/odyssey-broadcast.js';
import { register, TAG } from './element/register.js';

/**
 * The package's modules are made of this script, too. While they load it this is in the global scope, and they register
 * the tag themselves, or not.
 */
const AS_LIBRARY = Symbol.for('odyssey-broadcast.as-library');

/** What a script tag loads. The room server that serves the script is meant, by its scheme as well. */
if (!(AS_LIBRARY in globalThis)) {
  OdysseyBroadcast.defaultHost = new URL(import.meta.url).origin;
  register();
}

export {
  OdysseyErrorEvent,
  OdysseyPromptEvent,
  OdysseyReactionEvent,
  OdysseyReceiptEvent,
  OdysseyStatusEvent,
  OdysseyStreamEvent,
  OdysseyTurnEvent,
} from './element/events.js';
export { OdysseyBroadcast, register, TAG };
