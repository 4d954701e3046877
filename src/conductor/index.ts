export { attachConductor, type ConductorOptions } from './attach-conductor.js';
export type { OdysseySession, OpenSession, SessionEvents, StreamStart } from './session.js';
