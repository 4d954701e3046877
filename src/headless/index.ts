export { type Conductors, type ConductorsOptions, startConductors } from './conductors.js';
export type { Health, RoomHealth } from './health.js';
export { type HealthServer, startHealthServer } from './health.js';
export type { HeldSession } from './held-sessions.js';
export { MissingPackages } from './web-rtc.js';
