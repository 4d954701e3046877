import { BroadcastClient, type ClientOptions, type ClientProblem } from '../../src/client/index.js';
import { FakeClock } from './fake-clock.js';
import { fakeSockets } from './fake-socket.js';
import { welcome } from './room-words.js';

export function setUp(options: Partial<ClientOptions> = {}) {
  const sockets = fakeSockets();
  const clock = new FakeClock();
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

export function connected(options: Partial<ClientOptions> = {}) {
  const set = setUp(options);
  set.client.connect();
  const socket = set.sockets.last();
  socket.open();
  socket.say(welcome());
  return { ...set, socket };
}
