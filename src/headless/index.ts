/**
 * Conductors in Node, without a browser, and a health check for them.
 *
 * @example
 * import { startConductors, startHealthServer } from 'odyssey-broadcast/headless';
 *
 * const conductors = await startConductors({ host: 'rooms.example.com', rooms: ['lobby'] });
 * await startHealthServer({ host: '0.0.0.0', port: 8080, health: () => conductors.health() });
 *
 * @packageDocumentation
 */
export { type Conductors, type ConductorsOptions, startConductors } from './conductors.js';
export type { Health, HeldSession, RoomHealth } from './health.js';
export { type HealthServer, startHealthServer } from './health.js';
export { MissingPackages } from './web-rtc.js';
