import { startRoomServer } from '../../demo/room-server.js';
import { Random } from '../support/random.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import { begin } from './measure/begin.js';
import { useOf } from './measure/process-group.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:malformed`: malformed and hostile messages through real sockets, as many
 * over each as the room looks at. The room must answer an honest visitor all the while, and stay as large.
 */

const options = begin(
  { messages: 1_000_000, sockets: 80, rooms: 20, seed: 1 },
  { messages: 3_000, sockets: 5, rooms: 2 },
);
const verdict = new Verdict(options.isSmoke);
const random = new Random(options.seed);

/** A room is this much larger at most after the second half of all messages than after the first. */
const GROWN_MB = 40;

const lines: string[] = [];
const rooms = await startRoomServer({
  port: 0,
  env: { ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: 'http://127.0.0.1:9', OPEN_ROOMS: '*' },
  onLine: (line) => lines.push(line),
});

const HOSTILE: readonly (() => unknown)[] = [
  () => '{',
  () => 'null',
  () => '[]',
  () => '{"type":"__proto__"}',
  () => '{"__proto__":{"type":"ping"}}',
  () => '{"type":"prompt","id":"constructor","text":"hasOwnProperty"}',
  () => `{"type":"act","id":"a","act":{"act":"ban","who":"__proto__","seconds":1e308}}`,
  () => ({ type: 'hello', version: 2, identity: 'x'.repeat(4_000), token: {}, epochs: [1e308] }),
  () => ({ type: 'prompt', id: 'p'.repeat(random.below(200)), text: '\u202e\u0000'.repeat(200) }),
  () => ({ type: 'prompt', id: `p-${random.below(1e9)}`, text: '🦊'.repeat(random.below(300)) }),
  () => ({ type: 'vote', id: 'v', choice: '__proto__' }),
  () => ({ type: 'request-turn', id: `t-${random.below(1e9)}` }),
  () => ({ type: 'release-turn', id: `l-${random.below(1e9)}` }),
  () => ({ type: 'rename', name: '𠀀'.repeat(200) }),
  () => ({ type: 'switch-vote', id: 's', mode: 'constructor' }),
  () => ({ type: 'desk', id: 'd', open: true }),
  () => ({ type: 'conductor', report: { report: 'ended', epoch: 1, reason: 'bad-key' } }),
  () => ({ type: 'frame', promptId: 'p', jpeg: 'A'.repeat(11_000) }),
  () => ({ type: 'renew', id: 'r', token: 'a.b.c' }),
  () => 'x'.repeat(17_000),
  () => `${'['.repeat(8_000)}`,
  () => new Uint8Array(random.below(100)),
];

/** What ends a connection. */
const LAST: readonly (() => unknown)[] = [
  () => ({ type: 'hello', version: 1e308, identity: null, token: {}, epochs: [1e308] }),
  () => ({ type: 'ping' }),
];

/** So many of a socket are looked at; what it says beyond at once is refused unread. */
const PER_SOCKET = 55;
const AT_ONCE = 11;

/** How many messages the room has looked at: those that it answered a ping after. */
let heard = 0;
let closes = 0;

/** Over several rooms: each closes those who say more than it has time to hear. */
async function attack(_: unknown, number: number): Promise<void> {
  const room = `target-${number % options.rooms}`;
  while (heard < options.messages) {
    const visitor = await RawVisitor.connect(rooms.host, room);
    visitor.hello();
    for (let count = 0; count < PER_SOCKET && visitor.closed === null; count += AT_ONCE) {
      for (let one = 0; one < AT_ONCE; one += 1) {
        const message = random.pick(HOSTILE)();
        if (message instanceof Uint8Array) visitor.sayBytes(message);
        else visitor.say(message);
      }
      visitor.say({ type: 'ping' });
      const isHeard = await until(
        'a pong, or the end',
        () => visitor.closed !== null || visitor.heard.some(({ type }) => type === 'pong'),
      );
      if (isHeard && visitor.closed === null) heard += AT_ONCE;
      visitor.heard.length = 0;
    }
    visitor.say(random.pick(LAST)());
    visitor.close();
    closes += 1;
  }
}

const answered: number[] = [];
const sizes: number[] = [];

async function watch(): Promise<void> {
  const honest = await RawVisitor.connect(rooms.host, 'target-0');
  honest.hello();
  await honest.next('welcome');
  while (heard < options.messages) {
    const startedAt = performance.now();
    honest.say({ type: 'ping' });
    await honest.next('pong');
    answered.push(performance.now() - startedAt);
    honest.heard.length = 0;
    sizes.push(useOf(rooms.group).memoryMB);
    await new Promise((resolve) => setTimeout(resolve, options.isSmoke ? 50 : 1_000));
  }
  verdict.exactly('honest visitors hung up on', honest.closed === null ? 0 : 1, 0);
  honest.close();
}

const startedAt = Date.now();
try {
  await Promise.all([watch(), ...Array.from({ length: options.sockets }, attack)]);
} finally {
  await rooms.stop();
}
const failed = lines.filter((line) =>
  /event-failed|request-failed|start-failed|(Type|Range|Reference)Error/.test(line),
);
const half = sizes.slice(Math.floor(sizes.length / 2));
const grown = (half.at(-1) ?? 0) - (half[0] ?? 0);
console.log(
  `${heard} messages over ${closes} sockets in ${Math.round((Date.now() - startedAt) / 1000)} s; ${failed.length} failures`,
);
console.log(
  `memory: ${sizes
    .map((size) => size.toFixed(0))
    .filter((_, at) => at % Math.ceil(sizes.length / 12) === 0)
    .join(', ')} MB`,
);
console.log(`an honest pong took ${Math.max(...answered).toFixed(0)} ms at most`);
for (const line of failed.slice(0, 5)) console.log(line);
verdict.exactly('failures in the log', failed.length, 0);
verdict.atLeast('messages', heard, options.messages);
verdict.measured('the size of the server', sizes.at(-1) ?? 0);
if (!options.isSmoke) verdict.atMost('growth in the second half (MB)', grown, GROWN_MB);
verdict.end();
