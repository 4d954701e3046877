import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startRoomServer } from '../../demo/room-server.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import type { CrowdOptions } from './hostile-crowd.js';
import { begin } from './measure/begin.js';
import { useOf } from './measure/process-group.js';
import { spreadOf } from './measure/spread.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:hostile`: for how long hostile sockets, which say as much as they may and come back when
 * they are closed, can delay an honest visitor's arrival, pong, prompt and vote; of one address and of as
 * many addresses as sockets. And what it costs the room when all of them hang up.
 */

const options = begin(
  { sockets: 1_000, seconds: 30, visitors: 10, paces: '1,20' },
  { sockets: 30, seconds: 2, visitors: 2, paces: '5' },
);
const verdict = new Verdict(options.isSmoke);

const CROWD = fileURLToPath(new URL('./hostile-crowd.ts', import.meta.url));
const HEADER = 'X-Bench-Address';
const PROMISED_MS = 1_000;
const HANG_UP_MS = 1_000;
/** A person prompts and votes so often at most. */
const EVERY_MS = options.isSmoke ? 500 : 5_000;

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

const DEEDS = ['welcome', 'pong', 'prompt', 'vote'] as const;

/** What honest visitors did, how long each answer took, and what they were refused as too much. */
class Measured {
  readonly times = { welcome: [], pong: [], prompt: [], vote: [] } as Record<
    (typeof DEEDS)[number],
    number[]
  >;
  refused = 0;

  async timed(what: (typeof DEEDS)[number], answer: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    await answer();
    this.times[what].push(performance.now() - startedAt);
  }
}

/** Comes while the crowd talks, and tries each thing that an honest visitor does. */
async function honest(room: string, number: number, measured: Measured): Promise<void> {
  await pause((number / options.visitors) * EVERY_MS);
  const address = { [HEADER]: `198.51.100.${number}` };
  let visitor: RawVisitor | null = null;
  await measured.timed('welcome', async () => {
    visitor = await RawVisitor.connect(rooms.host, room, address);
    visitor.hello();
    await visitor.next('welcome');
  });
  await stay(visitor as unknown as RawVisitor, number, measured);
}

async function stay(visitor: RawVisitor, number: number, measured: Measured): Promise<void> {
  const answered = async (id: string) => {
    const answer = await until(
      `an answer to ${id}`,
      () => visitor.heard.find((message) => isAnswer(message, id)),
      (found) => found !== undefined,
    );
    if (answer?.type === 'answer' && answer.reason === 'too-fast') measured.refused += 1;
  };
  for (let round = 0; round < (options.seconds * 1_000) / EVERY_MS; round += 1) {
    await measured.timed('pong', () => {
      visitor.say({ type: 'ping' });
      return visitor.next('pong');
    });
    const id = `p-${number}-${round}`;
    await measured.timed('prompt', () => {
      visitor.say({ type: 'prompt', id, text: `a lighthouse, number ${number} ${round}` });
      return answered(id);
    });
    const vote = `v-${number}-${round}`;
    await measured.timed('vote', () => {
      visitor.say({ type: 'switch-vote', id: vote, mode: 'open' });
      return answered(vote);
    });
    visitor.heard.length = 0;
    await pause(EVERY_MS);
  }
  verdict.exactly('honest visitors hung up on', visitor.closed === null ? 0 : 1, 0);
  visitor.close();
}

function isAnswer(message: ServerMessage, id: string): boolean {
  if (message.type === 'receipt') return message.receipt.id === id;
  return message.type === 'answer' && message.id === id;
}

async function measure(
  what: string,
  perSecond: number,
  addressOf: (index: number) => string,
): Promise<void> {
  const name = `${what}, ${perSecond} a second each`;
  const room = name.replaceAll(/\W+/g, '-');
  const before = useOf(rooms.group);
  const given: CrowdOptions = {
    url: `ws://${rooms.host}/parties/main/${room}`,
    header: HEADER,
    addresses: Array.from({ length: options.sockets }, (_, index) => addressOf(index)),
    perSecond,
  };
  const crowd = fork(CROWD, [JSON.stringify(given)], { execArgv: ['--import', 'tsx'] });
  const [admitted] = (await once(crowd, 'message')) as [number];
  const there = useOf(rooms.group);
  console.log(`${name}: ${admitted} of ${options.sockets} sockets`);
  console.log(
    `  to come: ${((there.cpuMs - before.cpuMs) / options.sockets).toFixed(1)} ms of CPU each; memory ${before.memoryMB.toFixed(0)} to ${there.memoryMB.toFixed(0)} MB`,
  );
  const measured = new Measured();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: options.visitors }, (_, number) => honest(room, number, measured)),
  );
  const busy = (useOf(rooms.group).cpuMs - there.cpuMs) / (performance.now() - startedAt);
  for (const deed of DEEDS) {
    const { count, p50, p95, p99, worst } = spreadOf(measured.times[deed]);
    const figures = [p50, p95, p99, worst].map((ms) => ms.toFixed(0)).join(' / ');
    console.log(`  honest ${deed} (median / 95 % / 99 % / worst of ${count}): ${figures} ms`);
    verdict.within(`${name}: 99 % of ${deed}`, p99, PROMISED_MS);
  }
  console.log(
    `  the server took ${(100 * busy).toFixed(0)} % of a core; ${measured.refused} prompts and votes refused as too fast`,
  );
  if (!options.isSmoke) verdict.exactly(`${name}: honest words refused`, measured.refused, 0);
  const quiet = useOf(rooms.group).cpuMs;
  crowd.send('over');
  const [left] = (await once(crowd, 'message')) as [number];
  await once(crowd, 'exit');
  await pause(2_000);
  const hangUpMs = useOf(rooms.group).cpuMs - quiet;
  console.log(`  ${left} were still there; to hang up all at once: ${hangUpMs} ms of CPU`);
  verdict.within(`${name}: CPU of a hang-up of all`, Math.max(1, hangUpMs), HANG_UP_MS);
}

try {
  for (const pace of options.paces.split(',').map(Number)) {
    await measure('one address', pace, () => '203.0.113.66');
    await measure('as many addresses', pace, (index) => `10.0.${index >> 8}.${index & 255}`);
  }
} finally {
  await rooms.stop();
}
verdict.end();
