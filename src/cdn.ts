import { OdysseyBroadcast } from './element/odyssey-broadcast.js';
import { register, TAG } from './element/register.js';

let isScript = true;

/**
 * The package's modules are made of this script, too. They call this in the run that has loaded it, and register the
 * tag themselves, or not.
 */
export function asLibrary(): void {
  isScript = false;
}

/** What a script tag loads. The room server that serves the script is meant, by its scheme as well. */
queueMicrotask(() => {
  if (!isScript) return;
  OdysseyBroadcast.defaultHost = new URL(import.meta.url).origin;
  register();
});

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
