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
