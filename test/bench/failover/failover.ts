import { cpus, loadavg } from 'node:os';
import { Stack } from '../../support/stack.js';
import { begin } from '../measure/begin.js';
import { inWords, spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { ACCIDENTS, type Accident, RULES, suffer, type Takeover } from './accident.js';
import {
  CLOSING_RULES,
  LINGER_SECONDS,
  PARTINGS,
  type Parted,
  type Parting,
  part,
} from './closing.js';

/**
 * `npm run bench:failover`: what becomes of a broadcast whose conductor is killed, cut off or stopped
 * and continued; and what is left at the service when everybody goes.
 */

/** How long the world holds the slot of a client that vanished; minutes at the real service. */
const TOKEN_SECONDS = 30;
/** The page that lost its room holds on for 20 s, then it ends the session by itself. */
const ALONE_BOUND_MS = 25_000;

const options = begin(
  {
    times: 20,
    accidents: ACCIDENTS.join(','),
    partings: 3,
    fps: 20,
    /** With short streams the blow falls into a renewal now and then. */
    'stream-seconds': 150,
    /** How long the world takes over a prompt, ms: a quick one performs also what comes too late. */
    acknowledge: 1,
    /** How many of the ways in which everybody goes, of those that are listed. */
    'parting-kinds': PARTINGS.length,
  },
  { times: 1, accidents: ACCIDENTS[0], partings: 1, 'parting-kinds': 1, fps: 5 },
);
const accidents = options.accidents.split(',').filter((name) => name !== '');
const unheardOf = accidents.filter((name) => !ACCIDENTS.some((accident) => accident === name));
if (unheardOf.length > 0) throw new Error(`No accident is called ${unheardOf.join(', ')}.`);

const verdict = new Verdict(options.isSmoke);
const taken: Record<string, Takeover[]> = {};
const parted: Record<string, Parted[]> = {};
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Tries an accident as often as asked, and says what comes of it as it goes along. */
async function tryAccident(accident: Accident, stack: Stack): Promise<Takeover[]> {
  const context = await stack.browser.createBrowserContext();
  const others = { standby: await stack.newPage(), viewer: await stack.newPage(context) };
  for (const page of Object.values(others)) await page.setViewport({ width: 1280, height: 900 });
  const all: Takeover[] = [];
  for (let count = 1; count <= options.times; count += 1) {
    const takeover = await suffer(stack, others, accident, count);
    all.push(takeover);
    const { pictureMs, freezeMs, late, old, oldMs } = takeover;
    console.log(
      `  ${accident} ${count}: picture after ${pictureMs.toFixed(0)} ms, frozen ${freezeMs.toFixed(0)} ms, ${late} late, old ${old.join(', ')} within ${oldMs} ms ${JSON.stringify(takeover.prompts.others)}`,
    );
  }
  await context.close();
  await others.standby.close();
  return all;
}

async function tryParting(parting: Parting, stack: Stack): Promise<Parted[]> {
  const all: Parted[] = [];
  for (let count = 0; count < options.partings; count += 1) {
    all.push(await part(stack, parting, count));
  }
  return all;
}

function judgeTakeovers(accident: Accident, all: readonly Takeover[]): void {
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
  for (const { pictureMs, freezeMs, prompts: count, old } of all) {
    verdict.measured(`${accident}: ms to another picture`, pictureMs);
    verdict.measured(`${accident}: ms in which nothing moved`, freezeMs);
    verdict.atLeast(`${accident}: prompts applied`, count.applied, 1);
    verdict.atLeast(`${accident}: sessions that it struck`, old.length, 1);
  }
  verdict.exactly(`${accident}: prompts performed by the old one`, late, 0);
  verdict.exactly(`${accident}: prompts without a receipt`, sum('unanswered'), 0);
  verdict.exactly(`${accident}: prompts performed twice`, sum('doubled'), 0);
  verdict.exactly(`${accident}: prompts told to be applied that never were`, sum('untrue'), 0);
  verdict.exactly(`${accident}: old sessions that go on`, total(all.map(({ goOn }) => goOn)), 0);
}

function judgePartings(parting: Parting, all: readonly Parted[]): void {
  const lingering = (LINGER_SECONDS + 3) * 1000;
  const bounds: Partial<Record<Parting, number>> = {
    'room server killed for good': ALONE_BOUND_MS,
    'browser killed': (TOKEN_SECONDS + 3) * 1000,
  };
  const spread = spreadOf(all.map(({ endedMs }) => endedMs));
  const hows = [...new Set(all.flatMap(({ how }) => how))].join(', ');
  console.log(`  ${parting}: ${inWords(spread)}, ${hows}`);
  verdict.exactly(`${parting}: times`, all.length, options.partings);
  for (const { how } of all) verdict.atLeast(`${parting}: sessions that ended`, how.length, 1);
  const bound = bounds[parting] ?? lingering;
  verdict.within(`${parting}: until the session is over, ms`, spread.worst, bound);
}

const chosen = ACCIDENTS.filter((accident) => accidents.includes(accident));
const partings = options.partings > 0 ? PARTINGS.slice(0, options['parting-kinds']) : [];
verdict.atLeast('kinds of loss that are tried', chosen.length + partings.length, 1);
const stack = await Stack.start({
  env: { STREAM_SECONDS: String(options['stream-seconds']) },
  rules: { ...RULES, ...CLOSING_RULES },
  world: {
    tokenSeconds: TOKEN_SECONDS,
    concurrentSessions: 100,
    framesPerSecond: options.fps,
    streamSeconds: options['stream-seconds'],
    acknowledgeMillis: options.acknowledge,
  },
});
try {
  for (const accident of chosen) {
    taken[accident] = await tryAccident(accident, stack);
    judgeTakeovers(accident, taken[accident]);
  }
  if (partings.length > 0) {
    console.log(`\neverybody gone, linger-seconds ${LINGER_SECONDS}: until the session is over`);
  }
  for (const parting of partings) {
    parted[parting] = await tryParting(parting, stack);
    judgePartings(parting, parted[parting]);
  }
  console.log(`machine: ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(JSON.stringify({ bench: 'failover', options, taken, parted }));
} finally {
  await stack.close();
}
verdict.end();
