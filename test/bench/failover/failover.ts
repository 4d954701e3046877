import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { Stack } from '../../support/stack.js';
import { readArguments } from '../measure/arguments.js';
import { inWords, spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { ACCIDENTS, suffer, type Takeover } from './accident.js';
import { LINGER_SECONDS, PARTINGS, type Parted, type Parting, part } from './closing.js';

/**
 * `npm run bench:failover`: what becomes of a broadcast whose conductor is killed, cut off or stopped
 * and continued; and what is left at the service when everybody goes.
 */

/** How long the world holds the slot of a client that vanished; minutes at the real service. */
const TOKEN_SECONDS = 30;
/** The page that lost its room holds on for 20 s, then it ends the session by itself. */
const ALONE_BOUND_MS = 25_000;

const options = readArguments({
  times: 20,
  accidents: ACCIDENTS.join(','),
  partings: 3,
  fps: 20,
  /** With short streams the blow falls into a renewal now and then. */
  'stream-seconds': 150,
  /** How long the world takes over a prompt, ms: a quick one performs also what comes too late. */
  acknowledge: 1,
});

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Tries each as often as asked, and says what comes of it as it goes along. */
async function takeovers(stack: Stack): Promise<Record<string, Takeover[]>> {
  const context = await stack.browser.createBrowserContext();
  const others = { standby: await stack.newPage(), viewer: await stack.newPage(context) };
  for (const page of Object.values(others)) await page.setViewport({ width: 1280, height: 900 });
  const results: Record<string, Takeover[]> = {};
  for (const accident of ACCIDENTS.filter((one) => options.accidents.includes(one))) {
    const all: Takeover[] = [];
    results[accident] = all;
    for (let count = 1; count <= options.times; count += 1) {
      const takeover = await suffer(stack, others, accident, count);
      all.push(takeover);
      const { pictureMs, freezeMs, late, old, oldMs } = takeover;
      console.log(
        `  ${accident} ${count}: picture after ${pictureMs.toFixed(0)} ms, frozen ${freezeMs.toFixed(0)} ms, ${late} late, old ${old.join(', ')} within ${oldMs} ms ${JSON.stringify(takeover.prompts.others)}`,
      );
    }
  }
  await context.close();
  await others.standby.close();
  return results;
}

function judge(accident: string, all: readonly Takeover[], verdict: Verdict): void {
  const prompts = all.map((one) => one.prompts);
  const sum = (what: 'asked' | 'applied' | 'unanswered' | 'doubled' | 'untrue') =>
    total(prompts.map((count) => count[what]));
  const late = total(all.map((one) => one.late));
  const ends = new Map<string, number>();
  for (const how of all.flatMap(({ old }) => old)) ends.set(how, (ends.get(how) ?? 0) + 1);
  console.log(`\nconductor ${accident}, ${all.length} times (p50 / p95 / worst)`);
  console.log(`  to another picture: ${inWords(spreadOf(all.map((one) => one.pictureMs)))}`);
  console.log(`  nothing moved for:  ${inWords(spreadOf(all.map((one) => one.freezeMs)))}`);
  console.log(`  two leaders: ${late} prompts performed by the old one`);
  console.log(
    `  the old sessions: ${[...ends].map(([how, times]) => `${how} ${times}`).join(', ')}`,
  );
  console.log(
    `  prompts: ${sum('asked')} asked, ${sum('applied')} applied, ${sum('unanswered')} without a receipt, ${sum('doubled')} doubled`,
  );
  verdict.exactly(`${accident}: took over`, all.length, options.times);
  verdict.exactly(`${accident}: prompts performed by the old one`, late, 0);
  verdict.exactly(`${accident}: prompts without a receipt`, sum('unanswered'), 0);
  verdict.exactly(`${accident}: prompts performed twice`, sum('doubled'), 0);
  verdict.exactly(`${accident}: prompts told to be applied that never were`, sum('untrue'), 0);
  verdict.exactly(`${accident}: old sessions that go on`, total(all.map(({ goOn }) => goOn)), 0);
}

async function partings(stack: Stack, verdict: Verdict): Promise<Record<string, Parted[]>> {
  const results: Record<string, Parted[]> = {};
  const bounds: Record<Parting, number> = {
    'pages closed one by one': (LINGER_SECONDS + 3) * 1000,
    'pages closed at once': (LINGER_SECONDS + 3) * 1000,
    'pages closed, a headless conductor stays': (LINGER_SECONDS + 3) * 1000,
    'room server killed, then pages closed': (LINGER_SECONDS + 3) * 1000,
    'room server killed for good': ALONE_BOUND_MS,
    'browser killed': (TOKEN_SECONDS + 3) * 1000,
  };
  console.log(`\neverybody gone, linger-seconds ${LINGER_SECONDS}: until the session is over`);
  for (const parting of PARTINGS) {
    const all: Parted[] = [];
    results[parting] = all;
    for (let count = 0; count < options.partings; count += 1) {
      all.push(await part(stack, parting, count));
    }
    const spread = spreadOf(all.map(({ endedMs }) => endedMs));
    const hows = [...new Set(all.flatMap(({ how }) => how))].join(', ');
    console.log(`  ${parting}: ${inWords(spread)}, ${hows}`);
    verdict.atMost(`${parting}: until the session is over, ms`, spread.worst, bounds[parting]);
  }
  return results;
}

execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
const stack = await Stack.start({
  env: { STREAM_SECONDS: String(options['stream-seconds']) },
  world: {
    tokenSeconds: TOKEN_SECONDS,
    concurrentSessions: 100,
    framesPerSecond: options.fps,
    streamSeconds: options['stream-seconds'],
    acknowledgeMillis: options.acknowledge,
  },
});
const verdict = new Verdict();
try {
  const taken = await takeovers(stack);
  for (const [accident, all] of Object.entries(taken)) judge(accident, all, verdict);
  const parted = options.partings > 0 ? await partings(stack, verdict) : {};
  console.log(`machine: ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(JSON.stringify({ bench: 'failover', options, taken, parted }));
} finally {
  await stack.close();
}
verdict.end();
