import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Candidate, candidatesIn } from './candidates.js';
import { EQUIVALENTS } from './equivalents.js';
import type { Note } from './preload.js';
import { compile, copyTree, filesIn, type Mutant, typed } from './tree.js';

/**
 * `npm run mutants -- --seed 7 --count 200`: changes the room in many small ways, one at a time, and
 * counts which of them the tests notice. Each is tried by the tests that reach it, those of files with a
 * name alike first, then the quickest, until one fails or 20 s of tests are over. Fails when fewer than
 * nine in ten are noticed. Seconds are a process's own, so that a busy machine changes nothing.
 */

const ZONES = ['src/protocol', 'party/room', 'party/turns', 'party/budget'];
const TESTS = ['room', 'protocol', 'server', 'http', 'budget', 'fuzz'].map(
  (name) => `test/${name}`,
);
const TESTS_SECONDS = 20;
const FILE_SECONDS_MAX = 200;
const NOTICED_MIN = 0.9;
/** For a test that waits for ever and does nothing. */
const WAIT_MS = 180_000;

type Run = 'passed' | 'failed' | 'hung';
interface Test {
  readonly file: string;
  readonly name: string;
  readonly seconds: number;
  /** What the file costs before its first test. */
  readonly startSeconds: number;
  readonly reached: ReadonlySet<number>;
}

const { values } = parseArgs({
  options: {
    /** May be given more than once: what the tests reach is found out for all seeds together. */
    seed: { type: 'string', multiple: true, default: [String(Date.now() % 100_000)] },
    count: { type: 'string', default: '200' },
    /** Only files whose path has this in it. */
    in: { type: 'string', default: '' },
    /** How many tests run beside each other; more on a machine that has other things to do as well. */
    lanes: { type: 'string', default: '2' },
  },
});
const seeds = values.seed.map(Number);
const count = Number(values.count);
const zone = ZONES.flatMap((folder) => filesIn(folder, '.ts'));
const texts = new Map(zone.map((file) => [file, readFileSync(file, 'utf8')]));
const root = copyTree();
try {
  await sample();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function sample(): Promise<void> {
  const mutants = seeds.flatMap(draw).map((mutant, id) => ({ ...mutant, id }));
  await compile(root, mutants, texts);
  const tests = await unchanged();
  for (const seed of seeds) {
    const drawn = mutants.filter((mutant) => mutant.seed === seed);
    if ((await noticedOf(seed, drawn, tests)) < NOTICED_MIN) process.exitCode = 1;
  }
}

/** Which share of a seed's mutants the tests notice. */
async function noticedOf(
  seed: number,
  mutants: readonly Mutant[],
  tests: readonly Test[],
): Promise<number> {
  const startedAt = Date.now();
  const runs = await inParallel(mutants, (mutant) => hunt(mutant, tests));
  const number = (how: Run) => runs.filter((run) => run === how).length;
  const noticed = 1 - number('passed') / mutants.length;
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  console.log(
    `\nseed ${seed}: ${number('failed')} killed, ${number('hung')} hung, ${number('passed')} survived of ${mutants.length}: ${(100 * noticed).toFixed(1)} % noticed, in ${minutes} min`,
  );
  for (const [index, mutant] of mutants.entries()) {
    if (runs[index] === 'passed') console.log(inWords(mutant));
  }
  return noticed;
}

/** As many as are wanted of those that compile; what is known to make no difference is left out. */
function draw(seed: number) {
  const all = [...texts].flatMap(([file, text]) => candidatesIn(file, text));
  const gone = EQUIVALENTS.filter((one) => !all.some((candidate) => isThe(one, candidate)));
  if (gone.length > 0) throw new Error(`No longer there, but listed: ${JSON.stringify(gone)}`);
  const shuffled = all
    .filter(({ file }) => file.includes(values.in))
    .filter((candidate) => !EQUIVALENTS.some((one) => isThe(one, candidate)))
    .map((candidate) => ({ candidate, lot: lotOf(candidate, seed) }))
    .sort((a, b) => a.lot.localeCompare(b.lot))
    .map(({ candidate }) => candidate);
  const some = shuffled.slice(0, 2 * count);
  const valid = typed(root, some, texts);
  const drawn = valid.slice(0, count).map((candidate) => ({ ...candidate, seed }));
  console.log(
    `seed ${seed}: ${drawn.length} of ${shuffled.length} changes; of ${some.length} the compiler refuses ${some.length - valid.length}`,
  );
  return drawn;
}

/** By what is changed, not by where it stands: a seed means the same mutants when others come or go. */
function lotOf(candidate: Candidate, seed: number): string {
  const words = [seed, candidate.file, placeOf(candidate).line, changeOf(candidate)];
  return createHash('sha256').update(words.join('\n')).digest('hex');
}

/** The tests as they do without a change: which mutants they reach, and what they cost. */
async function unchanged(): Promise<Test[]> {
  const names = TESTS.flatMap((folder) => filesIn(folder, '.test.ts'));
  const tests = await inParallel(names, async (file): Promise<Test[]> => {
    const notes = join(root, `${file}.json`);
    const run = await tried(file, [], { NOTES: notes }, FILE_SECONDS_MAX);
    if (run === 'passed') return testsOf(file, JSON.parse(readFileSync(notes, 'utf8')));
    console.log(`left out, since it ${run === 'hung' ? 'takes longer' : 'fails here'}: ${file}`);
    return [];
  });
  return tests.flat();
}

/** What a file reaches before its tests may show in any of them. */
function testsOf(file: string, [start, ...tests]: [Note, ...Note[]]): Test[] {
  return tests.map(({ name, seconds, reached }) => ({
    ...{ file, name, seconds, startSeconds: start.seconds },
    reached: new Set([...start.reached, ...reached]),
  }));
}

/** The first that notices it says how; `passed` when none does. */
async function hunt(mutant: Mutant, tests: readonly Test[]): Promise<Run> {
  const reaching = tests
    .filter(({ reached }) => reached.has(mutant.id))
    .map((test) => ({ ...test, alike: alike(mutant.file, test.file) }))
    .sort((a, b) => b.alike - a.alike || a.seconds - b.seconds);
  let left = TESTS_SECONDS;
  const files = new Map<string, Test[]>();
  for (const test of reaching) {
    const some = files.get(test.file) ?? [];
    const seconds = test.seconds + (some.length === 0 ? test.startSeconds : 0);
    if (seconds > left) continue;
    left -= seconds;
    files.set(test.file, [...some, test]);
  }
  for (const [file, some] of files) {
    const names = some.map(({ name }) => name);
    const seconds = some.reduce((sum, test) => sum + test.seconds, 0);
    const run = await tried(file, names, { MUTANT: String(mutant.id) }, 5 + 3 * seconds);
    if (run !== 'passed') return run;
  }
  console.log(`survives${reaching.length === 0 ? ', no test reaches it' : ''}: ${inWords(mutant)}`);
  return 'passed';
}

/** How many words of two files' names are the same. */
function alike(source: string, test: string): number {
  const words = source.replace(/\.ts$/, '').split(/[/-]/);
  return (test.match(/[a-z]+/g) ?? []).filter((word) => words.includes(word)).length;
}

/** Runs a file of tests, or those with these names, until the first of them fails. */
function tried(
  file: string,
  names: readonly string[],
  env: Readonly<Record<string, string>>,
  seconds: number,
): Promise<Run> {
  const pattern = (name: string) => `^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`;
  const node = [
    ...[process.execPath, '--import', './test/mutants/preload.js', '--test-reporter=tap'],
    ...names.map((name) => `--test-name-pattern=${pattern(name)}`),
  ];
  const limited = ['-c', `ulimit -t ${Math.ceil(seconds)}; exec "$@"`, 'sh'];
  const child = spawn('sh', [...limited, ...node, file.replace(/ts$/, 'js')], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: WAIT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let run: Run = 'passed';
  child.stdout.on('data', (data: Buffer) => {
    output = output.slice(-20) + data;
    if (!/^\s*not ok /m.test(output)) return;
    run = 'failed';
    child.kill('SIGKILL');
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      if (run === 'passed' && signal !== null) run = 'hung';
      resolve(run === 'passed' && code !== 0 ? 'failed' : run);
    });
  });
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
  return results;
}

function isThe({ file, line, change }: (typeof EQUIVALENTS)[number], one: Candidate): boolean {
  return one.file === file && changeOf(one) === change && placeOf(one).line === line;
}

function inWords(candidate: Candidate): string {
  return `${candidate.file}:${placeOf(candidate).number} ${changeOf(candidate)}`;
}

function changeOf({ file, start, end, mutated, before }: Candidate): string {
  const was = texts.get(file)?.slice(start, end);
  const which = before === 0 ? '' : ` (no. ${before + 1})`;
  return `${was} → ${mutated ?? '(left out)'}${which}`.replace(/\s+/g, ' ');
}

function placeOf({ file, start }: Candidate): { number: number; line: string } {
  const lines = (texts.get(file) ?? '').split('\n');
  const number = (texts.get(file) ?? '').slice(0, start).split('\n').length;
  return { number, line: lines[number - 1]?.trim() ?? '' };
}
