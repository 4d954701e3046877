import { register } from './element/register.js';

register();

export { OdysseyBroadcast } from './element/odyssey-broadcast.js';
