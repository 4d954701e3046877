export { BroadcastClient } from './broadcast-client.js';
export { checkDraw, type Draw } from './check-draw.js';
export type { ClientOptions, ClientProblem, Log, SettledReceipt } from './client-options.js';
export { type Clock, systemClock } from './client-options.js';
export { type ClientView, type ConnectionStatus, EMPTY_VIEW } from './client-view.js';
export type { TokenSource } from './identity.js';
export { type IdentityStore, memoryIdentity, storedIdentity } from './identity.js';
export type { OpenSocket, RoomSocket, SocketEvents } from './room-socket.js';
export { partySocket } from './room-socket.js';
