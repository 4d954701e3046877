export { BroadcastClient } from './broadcast-client.js';
export { checkDraw, type Draw } from './check-draw.js';
export type { ClientOptions, ClientProblem, SettledReceipt } from './client-options.js';
export { type ClientView, type ConnectionStatus, EMPTY_VIEW } from './client-view.js';
export { type Clock, systemClock } from './clock.js';
export { type IdentityStore, memoryIdentity, storedIdentity } from './identity-store.js';
export type { Log } from './log.js';
export { partySocket } from './party-socket.js';
export type { OpenSocket, RoomSocket, SocketEvents } from './room-socket.js';
