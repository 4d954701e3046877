import { startRoomServer } from '../../demo/room-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { begin } from './measure/begin.js';
import { useOf } from './measure/process-group.js';
import { inWords, spreadOf } from './measure/spread.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:hostile`: for how long many sockets of one address can delay an honest visitor's
 * pong, prompt and vote, and what it costs the room when all of them come and hang up.
 */

const options = begin(
  { sockets: 1_000, rounds: 40, talkers: 50 },
  { sockets: 30, rounds: 3, talkers: 5 },
);
const verdict = new Verdict(options.isSmoke);

const HEADER = 'X-Bench-Address';
const PROMISED_MS = 1_000;
const HANG_UP_MS = 1_000;

const rooms = await startRoomServer({
  port: 0,
  env: {
    ODYSSEY_API_KEY: 'local',
    ODYSSEY_API_URL: 'http://127.0.0.1:9',
    OPEN_ROOMS: '*',
    ADDRESS_HEADER: HEADER,
  },
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries each thing that an honest visitor does, and how long its answer takes. */
async function honest(room: string): Promise<Record<'pong' | 'prompt' | 'vote', number[]>> {
  const visitor = await RawVisitor.connect(rooms.host, room, { [HEADER]: '198.51.100.7' });
  visitor.hello();
  await visitor.next('welcome');
  const times = { pong: [] as number[], prompt: [] as number[], vote: [] as number[] };
  const timed = async (what: keyof typeof times, say: object, answer: () => Promise<unknown>) => {
    const startedAt = performance.now();
    visitor.say(say);
    await answer();
    times[what].push(performance.now() - startedAt);
  };
  for (let round = 0; round < options.rounds; round += 1) {
    await timed('pong', { type: 'ping' }, () => visitor.next('pong'));
    const id = `p-${round}`;
    await timed('prompt', { type: 'prompt', id, text: `a lighthouse, number ${round}` }, () =>
      visitor.next('receipt', ({ receipt }) => receipt.id === id),
    );
    const vote = `v-${round}`;
    await timed('vote', { type: 'switch-vote', id: vote, mode: 'open' }, () =>
      visitor.next('answer', (answer) => answer.id === vote),
    );
    await pause(100);
  }
  visitor.close();
  return times;
}

/** What hostile sockets say, over and over, at a pace at which none of them is hung up on. */
function harass(crowd: readonly RawVisitor[]): () => void {
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    for (const visitor of crowd.slice(0, options.talkers)) {
      if (visitor.closed !== null) continue;
      const id = `t-${count}`;
      visitor.say({ type: count % 2 === 0 ? 'request-turn' : 'release-turn', id });
      visitor.heard.length = 0;
    }
  }, 60);
  return () => clearInterval(timer);
}

async function measure(what: string, addresses: (index: number) => string): Promise<void> {
  const room = what.replaceAll(' ', '-');
  const before = useOf(rooms.group);
  const crowd: RawVisitor[] = [];
  for (let index = 0; index < options.sockets; index += 50) {
    const some = Array.from({ length: Math.min(50, options.sockets - index) }, async (_, at) => {
      const visitor = await RawVisitor.connect(rooms.host, room, {
        [HEADER]: addresses(index + at),
      });
      if (visitor.closed === null) visitor.hello();
      return visitor;
    });
    crowd.push(...(await Promise.all(some)));
  }
  await pause(1_000);
  const admitted = crowd.filter(({ closed }) => closed === null);
  const { cpuMs, memoryMB } = useOf(rooms.group);
  const stop = harass(admitted);
  const times = await honest(room);
  stop();
  console.log(`${what}: ${admitted.length} of ${options.sockets} sockets admitted`);
  console.log(
    `  to come: ${((cpuMs - before.cpuMs) / options.sockets).toFixed(1)} ms of CPU each; memory ${before.memoryMB.toFixed(0)} to ${memoryMB.toFixed(0)} MB`,
  );
  for (const [name, values] of Object.entries(times)) {
    console.log(`  honest ${name} (median / 95 % / worst): ${inWords(spreadOf(values))}`);
    verdict.within(`${what}: the longest ${name}`, spreadOf(values).worst, PROMISED_MS);
  }
  await pause(1_000);
  const quiet = useOf(rooms.group).cpuMs;
  for (const visitor of crowd) visitor.close();
  await pause(2_000);
  const hangUpMs = useOf(rooms.group).cpuMs - quiet;
  console.log(`  to hang up all at once: ${hangUpMs} ms of CPU`);
  verdict.within(`${what}: CPU of a hang-up of all`, Math.max(1, hangUpMs), HANG_UP_MS);
}

try {
  await measure('one address', () => '203.0.113.66');
  await measure('as many addresses', (index) => `10.0.${index >> 8}.${index & 255}`);
} finally {
  await rooms.stop();
}
verdict.end();
