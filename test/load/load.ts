import { useOf } from '../bench/measure/process-group.js';
import { spreadOf } from '../bench/measure/spread.js';
import { type Crowd, LoadViewer } from './load-viewer.js';
import { readLoadOptions } from './options.js';

/**
 * `npm run load -- --viewers 3000 --url http://127.0.0.1:1999`: a crowd that watches, prompts, votes, reacts,
 * leaves and is cut off, and what that came to. It aims at this machine alone, unless it is told that another
 * server is yours to load.
 */

const options = readLoadOptions(process.argv.slice(2));
const { url, room, viewers, group } = options;
const delays: number[] = [];
const joins: number[] = [];
const failures = new Map<string, number>();
const crowd: Crowd = {
  ...{ url, room },
  delayed: (ms) => delays.push(ms),
  joined: (ms) => joins.push(ms),
  failed: (why) => failures.set(why, (failures.get(why) ?? 0) + 1),
};
const everybody = new Set<LoadViewer>();
const counts = { prompts: 0, votes: 0, reactions: 0, leaves: 0, cuts: 0, refused: 0 };
const startedAt = Date.now();
const usedAtFirst = group === 0 ? null : useOf(group);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function enter(): void {
  const viewer = new LoadViewer(crowd);
  everybody.add(viewer);
  viewer.come();
}

function anybody(): LoadViewer | undefined {
  const index = Math.floor(Math.random() * everybody.size);
  return [...everybody][index];
}

const DEEDS: Readonly<
  Record<keyof Omit<typeof counts, 'refused'>, (viewer: LoadViewer) => unknown>
> = {
  prompts: (viewer) => ask(viewer, { type: 'prompt', text: `a lighthouse, ${Date.now()}` }),
  votes: ({ round }) => {
    for (const viewer of round === null ? [] : [anybody()]) {
      const choice = round?.choices[Math.floor(Math.random() * round.choices.length)];
      if (viewer && choice) ask(viewer, { type: 'vote', roundId: round?.id, choice });
    }
  },
  reactions: (viewer) => ask(viewer, { type: 'react', emoji: '👏' }),
  leaves: (viewer) => {
    viewer.leave();
    everybody.delete(viewer);
    enter();
  },
  cuts: (viewer) => viewer.cut(),
};

function ask(viewer: LoadViewer, message: object): void {
  void viewer.ask(message).then((ok) => {
    // A prompt is answered by receipts.
    if (!ok && !('text' in message)) counts.refused += 1;
  });
}

for (let count = 0; count < viewers; count += 1) {
  enter();
  if (options.joins > 0 && count % 10 === 9) await sleep(10_000 / options.joins);
}
const isIn = () => [...everybody].filter(({ isWelcome }) => isWelcome).length;
for (let waited = 0; isIn() < viewers && waited < 30_000; waited += 100) await sleep(100);
const joinedMs = Date.now() - startedAt;
console.log(`${isIn()} of ${viewers} are in after ${(joinedMs / 1000).toFixed(1)} s`);
console.log(`until the welcome: ${words(joins)}`);

const before = { at: Date.now(), used: group === 0 ? null : useOf(group), ...received() };
delays.length = 0;
const timers = Object.entries(DEEDS).flatMap(([name, deed]) => {
  const perMinute = options[name as keyof typeof DEEDS];
  if (perMinute === 0) return [];
  const run = () => {
    const viewer = anybody();
    if (viewer === undefined) return;
    counts[name as keyof typeof DEEDS] += 1;
    deed(viewer);
  };
  return [setInterval(run, 60_000 / perMinute)];
});
await sleep(options.seconds * 1_000);
for (const timer of timers) clearInterval(timer);

const seconds = (Date.now() - before.at) / 1_000;
const after = received();
const inParties = [...everybody].filter((viewer) => viewer.isInParty).length;
console.log(
  `\n${isIn()} of ${viewers} are in after ${seconds.toFixed(0)} s more, ${inParties} through audience parties`,
);
console.log(`done: ${JSON.stringify(counts)}`);
console.log(`lost: ${JSON.stringify(Object.fromEntries(failures))}`);
console.log(`deliveries: ${((after.messages - before.messages) / seconds).toFixed(0)} a second`);
console.log(
  `bytes: ${((after.bytes - before.bytes) / seconds / viewers).toFixed(0)} a second and viewer`,
);
console.log(`delay of a change: ${words(delays)}`);
if (before.used !== null && usedAtFirst !== null) {
  const used = useOf(group);
  const cpu = (used.cpuMs - before.used.cpuMs) / seconds / 10;
  const kB = ((used.memoryMB - usedAtFirst.memoryMB) * 1_024) / viewers;
  console.log(`server: ${cpu.toFixed(1)} % of a core, ${kB.toFixed(0)} kB a connection`);
}
for (const viewer of everybody) viewer.leave();
process.exit(isIn() > 0 || viewers === 0 ? 0 : 1);

function received(): { messages: number; bytes: number } {
  const all = [...everybody];
  return {
    messages: all.reduce((sum, { messages }) => sum + messages, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function words(values: readonly number[]): string {
  const { count, p50, p99, worst } = spreadOf(values);
  if (count === 0) return 'nothing came';
  return `${p50.toFixed(0)} ms p50, ${p99.toFixed(0)} ms p99, ${worst.toFixed(0)} ms at worst, of ${count}`;
}
