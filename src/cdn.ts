import { OdysseyBroadcast, register } from './element/odyssey-broadcast.js';

/** What a script tag loads. The room server that serves the script is the one that is meant. */
OdysseyBroadcast.defaultHost = new URL(import.meta.url).host;

register();

export { OdysseyBroadcast };
