import { cpus, loadavg } from 'node:os';
import { Stack } from '../../support/stack.js';
import { begin } from '../measure/begin.js';
import type { Seen } from '../measure/picture-record.js';
import { inWords } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { plainRestarts } from './plain.js';
import { RULES, renewedByRoom } from './renewed.js';

/**
 * `npm run bench:renewal`: what a viewer sees when a stream reaches its end and the room renews it,
 * beside the plain restart of Odyssey's own guide, in one run on one machine.
 */

const FREEZE_BOUND_MS = 150;

const options = begin(
  {
    times: 30,
    'stream-seconds': 20,
    fps: 20,
    /** Sessions that the account may have at once; with one only, a renewal has to hold the picture. */
    slots: 5,
    'plain-times': 30,
    /** The plain restarts are as they are however long the streams were. */
    'plain-seconds': 5,
  },
  { times: 1, 'stream-seconds': 12, fps: 10, 'plain-times': 1 },
);

function row(what: string, ours: string, plain: string): void {
  console.log(`${what.padEnd(44)}${ours.padEnd(24)}${plain}`);
}

function showPicture(ours: Seen, plain: Seen): void {
  const both = (what: string, say: (one: Seen) => string) => row(what, say(ours), say(plain));
  both('changes of stream', ({ changes }) => `${changes}`);
  both('longest freeze at each, p50 / p95 / worst', ({ freeze }) => inWords(freeze));
  both('  in as long a time without a change', ({ quiet }) => inWords(quiet));
  both('  the world stood still meanwhile', ({ source }) => inWords(source));
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
const stack = await Stack.start({
  world: { streamSeconds, framesPerSecond: options.fps, concurrentSessions: options.slots },
  env: { STREAM_SECONDS: String(streamSeconds) },
  rules: RULES,
});
const verdict = new Verdict(options.isSmoke);
try {
  const ours = await renewedByRoom(stack, options.times, streamSeconds);
  console.log(`renewed by the room: ${JSON.stringify(ours)}\n`);
  const plain = await plainRestarts(stack, options['plain-times'], options['plain-seconds']);
  row('', 'renewed by the room', 'plain restart');
  showPicture(ours.seen, plain);
  row('prompts', `${ours.prompts.asked}`, '(none while restarting)');
  row('  lost', `${ours.prompts.lost}`, '');
  row('  doubled', `${ours.prompts.doubled}`, '');
  row('  until applied, p50 / p95 / worst', inWords(ours.prompts.answer), '');
  row('  other receipts', JSON.stringify(ours.prompts.others), '');
  row('sessions at once, at most', `${ours.mostSessions}`, '');
  row('sessions left behind', `${ours.leftBehind}`, '');
  const ratio = (say: (one: Seen) => number) => say(ours.seen) / say(plain);
  const ratios = {
    freezeP50: ratio(({ freeze }) => freeze.p50),
    freezeP95: ratio(({ freeze }) => freeze.p95),
  };
  const [p50, p95] = [ratios.freezeP50, ratios.freezeP95].map((value) => value.toFixed(3));
  console.log(`\nlongest freeze, ours over plain: p50 ${p50}, p95 ${p95}`);
  console.log(`machine: ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(JSON.stringify({ bench: 'renewal', options, ours, plain, ratios }));

  verdict.atLeast('streams of the room', ours.streams, options.times + 1);
  verdict.exactly('plain restarts seen', plain.changes, options['plain-times']);
  for (const { freeze, gap, framesPerSecond, looks } of [ours.seen, plain]) {
    for (const { p50 } of [freeze, gap]) verdict.measured('a time between two frames', p50);
    verdict.measured('frames a second', framesPerSecond);
    verdict.atLeast('looks at the picture', looks, 1);
  }
  verdict.atLeast('prompts applied', ours.prompts.applied, 1);
  // The streams of a smoke run are so short that there may be more than one, and nothing in between.
  if (options.isSmoke) verdict.atLeast('renewals seen', ours.seen.changes, options.times);
  else {
    verdict.exactly('renewals seen', ours.seen.changes, options.times);
    for (const { quiet } of [ours.seen, plain]) verdict.measured('ordinary time', quiet.p50);
  }
  verdict.exactly('missing pictures', ours.seen.missingPictures, 0);
  verdict.exactly('black pictures', ours.seen.blackPictures, 0);
  if (options.slots > 1) {
    verdict.within('longest freeze, p95 in ms', ours.seen.freeze.p95, FREEZE_BOUND_MS);
  }
  verdict.exactly('prompts lost', ours.prompts.lost, 0);
  verdict.exactly('prompts performed twice', ours.prompts.doubled, 0);
  verdict.exactly('prompts told to be applied that never were', ours.prompts.untrue, 0);
  verdict.atMost('sessions at once', ours.mostSessions, Math.min(2, options.slots));
  verdict.exactly('sessions left behind', ours.leftBehind, 0);
} finally {
  await stack.close();
}
verdict.end();
