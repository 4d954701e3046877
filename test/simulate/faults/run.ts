import { parseArgs } from 'node:util';
import { SMOKE_WORDS } from '../../bench/measure/begin.js';
import { type Summary, simulateFaults } from './scenario.js';

/**
 * `npm run simulate:faults`: rooms with everybody who has to do with them, on one simulated clock,
 * through faults of every part; what must hold is in `scenario.ts` and `witness.ts`. Prints how many
 * hours of rooms a minute of one core simulates, and fails with the seeds in which something did not
 * hold. `--hours 100000` goes on for so many; `--seed 29 --trace` replays one and tells what happened.
 */
const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '20' },
    /** The first seed; alone with `--trace`. */
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    /** One place for both rooms, at a service that few come to. */
    scarce: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    /** What every benchmark may be told; here nothing needs to be built. */
    built: { type: 'boolean' },
  },
});
const PROGRESS_EVERY_MS = 60_000;

const sums = {
  roomHours: 0,
  liveHours: 0,
  prompts: 0,
  applied: 0,
  sessions: 0,
  kills: 0,
  events: 0,
};
const faults: Record<string, number> = {};
const failed: number[] = [];
let seeds = 0;

async function run(seed: number): Promise<void> {
  seeds += 1;
  try {
    const trace = values.trace ? (line: string) => console.log(line) : undefined;
    add(await simulateFaults(seed, { trace, isScarce: values.scarce }));
  } catch (error) {
    failed.push(seed);
    console.log(`Seed ${seed}: ${(error as Error).stack ?? String(error)}`);
    const how = values.scarce ? '--scarce --trace' : '--trace';
    console.log(`Replay it: npm run simulate:faults -- --seed ${seed} ${how}`);
  }
}

function add(summary: Summary): void {
  for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += summary[name];
  for (const [name, count] of Object.entries(summary.faults)) {
    faults[name] = (faults[name] ?? 0) + count;
  }
}

/** What one core does in a minute in which it does nothing else. */
function perMinute(): number {
  return (sums.roomHours / cpuSeconds()) * 60;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function told(): string {
  const hours = `${sums.roomHours.toFixed(1)} room-hours (${sums.liveHours.toFixed(1)} of streams)`;
  return `${seeds} seeds, ${hours}, ${perMinute().toFixed(0)} room-hours a minute of one core`;
}

if (values.seed !== undefined) {
  const before = cpuSeconds();
  await run(Number(values.seed));
  console.log(`Replayed in ${(cpuSeconds() - before).toFixed(2)} s of one core.`);
} else {
  if (values.smoke) console.log(SMOKE_WORDS);
  const wanted = values.smoke ? 1 : Number(values.hours);
  let toldAt = Date.now();
  for (let seed = Number(values.from); sums.roomHours < wanted && failed.length < 10; seed += 1) {
    await run(seed);
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) continue;
    toldAt = Date.now();
    console.log(told());
  }
}
const { prompts, applied, sessions, kills, events } = sums;
console.table([{ prompts, applied, sessions, kills, events, 'seeds that failed': failed.length }]);
console.table(faults);
console.log(told());
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
