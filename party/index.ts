/**
 * The pieces of which both shells are made, for a room on yet another platform. A project on
 * PartyKit or Workers takes the ready shell: `odyssey-broadcast/party/partykit`, or `…/workers`.
 */
export { admitRequest, admitSocket } from './shell/admit.js';
export { readEnvironment } from './shell/environment.js';
export type { Connection } from './shell/quiet-socket.js';
export type { KeyStore } from './shell/room-key.js';
export { roomName } from './shell/room-name.js';
export { RoomShell, type ShellPlatform } from './shell/room-shell.js';
export type { KeyValue } from './shell/storage.js';
