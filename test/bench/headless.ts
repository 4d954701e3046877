import type { BroadcastClient } from '../../src/client/index.js';
import type { ConductorProcess } from '../support/conductor-process.js';
import { HeadlessStack, live } from '../support/headless-stack.js';
import { begin } from './measure/begin.js';
import { Verdict } from './measure/verdict.js';
import { WorldLog } from './measure/world-log.js';

/**
 * `npm run bench:headless -- --minutes 30`: one conductor without a browser carries three rooms whose
 * streams are short, each with a visitor who prompts. Prints what that costs, and whether it grows.
 */

const ROOMS = ['lobby', 'hall', 'attic'];
const SAMPLE_EVERY_MS = 1_000;
const MB = 1024 * 1024;

const options = begin(
  {
    minutes: 30,
    /** What it takes to warm up is not held against it. */
    'warm-up': 5,
    'stream-seconds': 20,
    'prompt-seconds': 15,
    /** Memory goes up and down between collections: its lowest in so many minutes is what stays. */
    'lowest-in': 1,
  },
  { minutes: 0.18, 'warm-up': 0, 'stream-seconds': 8, 'prompt-seconds': 2, 'lowest-in': 0.05 },
);
const { minutes, 'warm-up': warmUpMinutes, 'stream-seconds': streamSeconds } = options;

interface Sample {
  readonly minute: number;
  readonly cpuSeconds: number;
  readonly rss: number;
  readonly heap: number;
}

const stack = await HeadlessStack.start(
  { streamSeconds, concurrentSessions: 2 * ROOMS.length },
  { STREAM_SECONDS: String(streamSeconds) },
);
const log = new WorldLog(stack.world);
const verdict = new Verdict(options.isSmoke);
const outcomes = new Map<string, number>();
try {
  const conductor = await stack.conductor(ROOMS).ready();
  const visitors = ROOMS.map((room) => stack.visitor(room));
  await Promise.all(visitors.map((visitor) => live(visitor)));
  const stop = promptNowAndThen(visitors);
  const samples = await watch(conductor);
  stop();
  tell(samples);
} finally {
  await stack.close();
}
verdict.end();

/** Takes a sample each second and prints a line each minute. */
async function watch(conductor: ConductorProcess): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAt = Date.now();
  console.log('minute  % of a core  RSS MB  heap MB (lowest)  opened  live  dangling');
  for (let minute = 0; minute < minutes; ) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS));
    const { memory, cpuSeconds } = (await conductor.health()).body;
    minute = (Date.now() - startedAt) / 60_000;
    samples.push({ minute, cpuSeconds, rss: memory.rss / MB, heap: memory.heapUsed / MB });
    const before = samples.at(-2)?.minute ?? 0;
    if (Math.floor(minute) > Math.floor(before)) line(samples, Math.floor(minute));
  }
  return samples;
}

function line(samples: readonly Sample[], minute: number): void {
  log.read();
  const last = samples.filter((sample) => sample.minute > minute - 1);
  const { opened, live: held, dangling } = stack.world.stats().sessions;
  const heap = Math.min(...last.map((sample) => sample.heap));
  const numbers = [minute, share(last).toFixed(1), last.at(-1)?.rss.toFixed(0), heap.toFixed(1)];
  const widths = [6, 13, 8, 18, 8, 6, 10];
  const cells = [...numbers, opened, held, dangling];
  console.log(cells.map((cell, at) => String(cell).padStart(widths[at] ?? 0)).join(''));
}

/** What it used of one core, in per cent. */
function share(samples: readonly Sample[]): number {
  const [first, last] = [samples.at(0), samples.at(-1)];
  if (first === undefined || last === undefined || first === last) return 0;
  return ((last.cpuSeconds - first.cpuSeconds) / ((last.minute - first.minute) * 60)) * 100;
}

/** Growth by the hour, by least squares. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(samples.map(({ minute }) => minute)), mean(samples.map(of))];
  const up = samples.map((sample) => (sample.minute - x) * (of(sample) - y));
  const across = samples.map(({ minute }) => (minute - x) ** 2);
  return (mean(up) / mean(across)) * 60;
}

function tell(samples: readonly Sample[]): void {
  const warm = samples.filter(({ minute }) => minute >= warmUpMinutes && minute < minutes);
  const { opened, closed, live: held, dangling } = stack.world.stats().sessions;
  const rss = lowestOfEach(warm, (sample) => sample.rss);
  const heap = lowestOfEach(warm, (sample) => sample.heap);
  const streams = log.streams();
  const growth = { rss: slope(rss, (sample) => sample.rss), heap: slope(heap, (one) => one.heap) };
  console.log(`
After ${warmUpMinutes} of ${minutes} minutes:
  CPU          ${share(warm).toFixed(2)} % of a core
  RSS          ${range(rss.map((sample) => sample.rss))} MB, ${growth.rss.toFixed(1)} MB an hour
  heap         ${range(heap.map((sample) => sample.heap))} MB, ${growth.heap.toFixed(1)} MB an hour
  sessions     ${opened} opened, ${closed} closed, ${held} live, ${dangling} dangling
  streams      ${streams.length}
  prompts      ${JSON.stringify(Object.fromEntries(outcomes))}`);
  const ended = streams.filter(({ endedAt }) => endedAt !== null).length;
  verdict.measured('the share of a core', share(warm));
  verdict.measured('the least memory', Math.min(...rss.map((sample) => sample.rss)));
  verdict.measured('the least heap', Math.min(...heap.map((sample) => sample.heap)));
  verdict.atLeast('parts whose lowest memory makes a slope', Math.min(rss.length, heap.length), 2);
  verdict.atLeast('streams that ended and were followed by another', ended, ROOMS.length);
  verdict.atLeast('prompts applied', outcomes.get('applied') ?? 0, ROOMS.length);
}

function lowestOfEach(samples: readonly Sample[], of: (sample: Sample) => number): Sample[] {
  const partOf = ({ minute }: Sample) => Math.floor(minute / options['lowest-in']);
  return [...new Set(samples.map(partOf))].map((part) => {
    const within = samples.filter((sample) => partOf(sample) === part);
    return within.reduce((low, sample) => (of(sample) < of(low) ? sample : low));
  });
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
}

/** Each visitor prompts every now and then; how each prompt ended is counted. */
function promptNowAndThen(visitors: readonly BroadcastClient[]): () => void {
  let number = 0;
  const timer = setInterval(() => {
    for (const visitor of visitors) {
      number += 1;
      void visitor.prompt(`balloon number ${number}`).then(({ status, reason }) => {
        const outcome = reason === undefined ? status : `${status}: ${reason}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      });
    }
  }, options['prompt-seconds'] * 1000);
  return () => clearInterval(timer);
}
