import { OdysseyBroadcast } from './element/odyssey-broadcast.js';
import { register } from './element/register.js';

/** What a script tag loads. The room server that serves the script is meant, by its scheme as well. */
OdysseyBroadcast.defaultHost = new URL(import.meta.url).origin;

register();

export { OdysseyBroadcast };
