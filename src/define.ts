import { register } from './element/odyssey-broadcast.js';

register();

export { OdysseyBroadcast } from './element/odyssey-broadcast.js';
