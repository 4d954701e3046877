export { BroadcastClient } from './broadcast-client.js';
export { checkDraw, type Draw } from './check-draw.js';
export type {
  ClientOptions,
  ClientProblem,
  Log,
  OpenSocket,
  RoomSocket,
  SettledReceipt,
  SocketEvents,
  TokenSource,
} from './client-options.js';
export { type Clock, type IdentityStore, systemClock } from './client-options.js';
export { type ClientView, type ConnectionStatus, EMPTY_VIEW } from './client-view.js';
export { memoryIdentity, storedIdentity } from './identity.js';
export { partySocket } from './room-socket.js';
