/**
 * The client alone, for an interface of one's own: a room's state and what a visitor can ask of it.
 *
 * @example
 * import { BroadcastClient, storedIdentity } from 'odyssey-broadcast/client';
 *
 * const place = { host: 'rooms.example.com', room: 'lobby' };
 * const client = new BroadcastClient({ ...place, identity: storedIdentity(place) });
 * client.subscribe((view) => console.log(view.connection.status, view.room?.turns.waiting));
 * client.connect();
 *
 * @packageDocumentation
 */
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
export {
  type ClientView,
  type Clock,
  type ConnectionStatus,
  EMPTY_VIEW,
  type IdentityStore,
  systemClock,
} from './client-options.js';
export { memoryIdentity, storedIdentity } from './identity.js';
export { partySocket } from './room-socket.js';
