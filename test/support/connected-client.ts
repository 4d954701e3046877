import { BroadcastClient, type ClientOptions, type ClientProblem } from '../../src/client/index.js';
import { FakeClock } from './fake-clock.js';
import { fakeSockets } from './fake-socket.js';
import { welcome } from './room-words.js';

export function setUp(options: Partial<ClientOptions> = {}, clock = new FakeClock()) {
  const sockets = fakeSockets();
  const client = new BroadcastClient({
    host: 'localhost:1999',
    room: 'lobby',
    openSocket: sockets.open,
    clock,
    random: () => 0.5,
    ...options,
  });
  const problems: ClientProblem[] = [];
  client.onProblem((problem) => problems.push(problem));
  return { client, clock, sockets, problems };
}

/** A client on its way: its socket is there, and not yet open. */
export function connecting(options: Partial<ClientOptions> = {}, clock = new FakeClock()) {
  const set = setUp(options, clock);
  set.client.connect();
  return { ...set, socket: set.sockets.last() };
}

export function connected(options: Partial<ClientOptions> = {}) {
  const set = connecting(options);
  set.socket.open();
  set.socket.say(welcome());
  return set;
}
