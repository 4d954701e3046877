import { cpus, loadavg } from 'node:os';
import { Stack } from '../../support/stack.js';
import { begin } from '../measure/begin.js';
import { openFarBrowser } from '../measure/far-browser.js';
import type { Seen } from '../measure/picture-record.js';
import { inWords } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { plainRestarts } from './plain.js';
import { type Renewed, RULES, renewedByRoom } from './renewed.js';

/**
 * `npm run bench:renewal`: what a viewer sees when a stream reaches its end and the room renews it,
 * beside the plain restart of Odyssey's own guide, in one run on one machine. On a good line, where STUN
 * is silent, and behind a delay (of all requests and messages; media go straight). `--line` takes one.
 */

const FREEZE_BOUND_MS = 150;

const options = begin(
  {
    line: 'all',
    'delay-ms': 150,
    times: 30,
    'stream-seconds': 20,
    fps: 20,
    /** Sessions that the account may have at once; with one only, a renewal has to hold the picture. */
    slots: 5,
    'plain-times': 30,
    /** The plain restarts are as they are however long the streams were. */
    'plain-seconds': 5,
  },
  { line: 'good', times: 1, 'stream-seconds': 12, fps: 10, 'plain-times': 1 },
);

interface Line {
  readonly name: string;
  readonly stunAnswers: boolean;
  readonly delayMs: number;
}

const LINES: readonly Line[] = [
  { name: 'good', stunAnswers: true, delayMs: 0 },
  { name: 'silent-stun', stunAnswers: false, delayMs: 0 },
  { name: 'delayed', stunAnswers: true, delayMs: options['delay-ms'] },
];

function row(what: string, ours: string, plain: string | null = null): void {
  console.log(`${what.padEnd(44)}${ours.padEnd(24)}${plain ?? ''}`);
}

type Say = (one: Seen) => string;

function showPicture(ours: Seen, plain: Seen | null): void {
  const both = (what: string, say: Say) => row(what, say(ours), plain === null ? '' : say(plain));
  both('changes of stream', ({ changes }) => `${changes}`);
  both('longest freeze at each, p50 / p95 / worst', ({ freeze }) => inWords(freeze));
  both('  in as long a time without a change', ({ quiet }) => inWords(quiet));
  both('  the world stood still meanwhile', ({ source }) => inWords(source));
  both('  beyond that', ({ beyond }) => inWords(beyond));
  both('between two frames, without a change', ({ gap }) => inWords(gap));
  both('frames a second, without a change', (one) => one.framesPerSecond.toFixed(1));
  both('missing pictures, and the longest', (one) => {
    return `${one.missingPictures}, ${one.longestMissingMs.toFixed(0)} ms`;
  });
  both('black pictures, and the darkest (of 255)', (one) => {
    return `${one.blackPictures}, ${one.darkestLuma.toFixed(0)}`;
  });
  both('words over the picture', ({ overlaidMs }) => `${overlaidMs.toFixed(0)} ms`);
  both('least share of the stage under a picture', ({ thinnest }) => thinnest.toFixed(2));
}

const streamSeconds = options['stream-seconds'];
const verdict = new Verdict(options.isSmoke);

async function measure({ name, stunAnswers, delayMs }: Line): Promise<void> {
  const stack = await Stack.start({
    world: {
      ...{ streamSeconds, stunAnswers },
      ...{ framesPerSecond: options.fps, concurrentSessions: options.slots },
    },
    env: { STREAM_SECONDS: String(streamSeconds) },
    rules: RULES,
  });
  const far = delayMs > 0 ? await openFarBrowser(delayMs) : null;
  try {
    const ours = await renewedByRoom(
      stack,
      far?.browser ?? stack.browser,
      options.times,
      streamSeconds,
    );
    console.log(`${name}, renewed by the room: ${JSON.stringify(ours)}\n`);
    // The plain restart knows no lines of its own: one will do.
    const isFirst = name === LINES[0]?.name;
    const plain = isFirst
      ? await plainRestarts(stack, options['plain-times'], options['plain-seconds'])
      : null;
    show(name, ours, plain);
    judge(name, ours, plain);
  } finally {
    await far?.close();
    await stack.close();
  }
}

function show(name: string, ours: Renewed, plain: Seen | null): void {
  row(`a viewer on the line: ${name}`, 'renewed by the room', plain && 'plain restart');
  showPicture(ours.seen, plain);
  row('both streams ran, p50 / p95 / worst', inWords(ours.overlap));
  row('prompts', `${ours.prompts.asked}`, plain && '(none while restarting)');
  row('  lost', `${ours.prompts.lost}`);
  row('  doubled', `${ours.prompts.doubled}`);
  row('  until applied, p50 / p95 / worst', inWords(ours.prompts.answer));
  row('  other receipts', JSON.stringify(ours.prompts.others));
  row('sessions at once, at most', `${ours.mostSessions}`);
  row('sessions left behind', `${ours.leftBehind}`);
  if (plain !== null) {
    const ratio = (say: (one: Seen) => number) => (say(ours.seen) / say(plain)).toFixed(3);
    const [p50, p95] = [ratio(({ freeze }) => freeze.p50), ratio(({ freeze }) => freeze.p95)];
    console.log(`\nlongest freeze, ours over plain: p50 ${p50}, p95 ${p95}`);
  }
  console.log(`machine: ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(JSON.stringify({ bench: 'renewal', line: name, options, ours, plain }));
}

function judge(name: string, ours: Renewed, plain: Seen | null): void {
  const of = (what: string) => `${name}: ${what}`;
  verdict.atLeast(of('streams of the room'), ours.streams, options.times + 1);
  for (const { freeze, gap, framesPerSecond, looks } of [ours.seen, ...(plain ? [plain] : [])]) {
    for (const { p50 } of [freeze, gap]) verdict.measured(of('a time between two frames'), p50);
    verdict.measured(of('frames a second'), framesPerSecond);
    verdict.atLeast(of('looks at the picture'), looks, 1);
  }
  if (plain !== null) {
    verdict.exactly('plain restarts seen', plain.changes, options['plain-times']);
    if (!options.isSmoke) verdict.measured('ordinary time of the plain ones', plain.quiet.p50);
  }
  verdict.atLeast(of('prompts applied'), ours.prompts.applied, 1);
  // The streams of a smoke run are so short that there may be more than one, and nothing in between.
  if (options.isSmoke) verdict.atLeast(of('renewals seen'), ours.seen.changes, options.times);
  else {
    verdict.exactly(of('renewals seen'), ours.seen.changes, options.times);
    verdict.measured(of('ordinary time'), ours.seen.quiet.p50);
  }
  verdict.exactly(of('missing pictures'), ours.seen.missingPictures, 0);
  verdict.exactly(of('black pictures'), ours.seen.blackPictures, 0);
  if (options.slots > 1) {
    verdict.within(of('longest freeze, p95 in ms'), ours.seen.freeze.p95, FREEZE_BOUND_MS);
  }
  verdict.exactly(of('prompts lost'), ours.prompts.lost, 0);
  verdict.exactly(of('prompts performed twice'), ours.prompts.doubled, 0);
  verdict.exactly(of('prompts told to be applied that never were'), ours.prompts.untrue, 0);
  verdict.atMost(of('sessions at once'), ours.mostSessions, Math.min(2, options.slots));
  verdict.exactly(of('sessions left behind'), ours.leftBehind, 0);
}

const lines = LINES.filter(({ name }) => options.line === 'all' || options.line === name);
verdict.atLeast('lines measured', lines.length, 1);
for (const line of lines) await measure(line);
verdict.end();
