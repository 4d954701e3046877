import { OdysseyBroadcast } from './element/odyssey-broadcast.js';
import { register } from './element/register.js';

/** What a script tag loads. The room server that serves the script is the one that is meant. */
OdysseyBroadcast.defaultHost = new URL(import.meta.url).host;

register();

export { OdysseyBroadcast };
