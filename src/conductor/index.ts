/**
 * Lets a page with a client of its own run the world for everyone.
 *
 * @example
 * import { BroadcastClient } from 'odyssey-broadcast/client';
 * import { attachConductor } from 'odyssey-broadcast/conductor';
 *
 * const client = new BroadcastClient({ host: 'rooms.example.com', room: 'lobby', conduct: 'can' });
 * attachConductor(client);
 * client.connect();
 *
 * @packageDocumentation
 */
export {
  type AttachedConductor,
  attachConductor,
  type ConductorOptions,
} from './attach-conductor.js';
export type {
  OdysseySession,
  Opening,
  OpenSession,
  SessionEvents,
  StreamStart,
} from './conductor-session.js';
