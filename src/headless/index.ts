export { type Conductors, type ConductorsOptions, startConductors } from './conductors.js';
export type { Health, HeldSession, RoomHealth } from './health.js';
export { type HealthServer, startHealthServer } from './health.js';
export { MissingPackages } from './web-rtc.js';
