import { OdysseyBroadcast, register } from './element/odyssey-broadcast.js';

/** What a script tag loads. The room server that serves the script is meant, by its scheme as well. */
OdysseyBroadcast.defaultHost = new URL(import.meta.url).origin;

register();

export { OdysseyBroadcast };
