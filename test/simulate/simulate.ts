import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { teams } from '../../demo/two-teams/teams.js';
import { SMOKE_WORDS } from '../bench/measure/begin.js';
import { simulate, TWO_HOURS_MS } from './crowd.js';
import { drawResults } from './picture.js';
import { COURSES, missed, type Result, resultOf } from './results.js';

/**
 * `npm run simulate`: 200 visitors over two simulated hours, in every mode. Prints the figures,
 * draws a picture, and fails when a figure that is wanted was missed. With `--smoke` it is their first
 * quarter of an hour, and fails when such a figure could not be had at all. How the visitors behave is
 * at the top of `visitors.ts`.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** Only these modes, with their names as in the table; several may be given. */
    mode: { type: 'string', multiple: true },
    smoke: { type: 'boolean', default: false },
    /** What every benchmark may be told; here nothing needs to be built. */
    built: { type: 'boolean' },
    /** One course alone, its result as JSON: what the processes are asked for. */
    course: { type: 'string' },
  },
});
const { smoke: isSmoke } = values;
const seed = Number(values.seed);
const forMs = isSmoke ? TWO_HOURS_MS / 8 : TWO_HOURS_MS;
/** A smoke run does not put its picture in the place of one that means something. */
const { out = `test/simulate/out${isSmoke ? '/smoke' : ''}` } = values;

if (values.course === undefined) await simulateAll();
else process.stdout.write(JSON.stringify(simulateOne(Number(values.course))));

function simulateOne(index: number): Result {
  const course = COURSES[index]!;
  return resultOf(course.name, simulate(course.rules, { teams }, seed, forMs));
}

function isWanted(name: string): boolean {
  return values.mode?.includes(name) ?? true;
}

async function simulateAll(): Promise<void> {
  if (isSmoke) console.log(SMOKE_WORDS);
  const done: Result[] = [];
  const left = COURSES.flatMap(({ name }, index) => (isWanted(name) ? [index] : []));
  if (left.length === 0)
    throw new Error(`Only these modes: ${COURSES.map(({ name }) => name).join('; ')}.`);
  const work = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      done[index] = await inProcess(index);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  // Without the gaps of the modes that were not asked for.
  const results = done.flat();
  console.table(results.map(rowOf));
  for (const { name, refusals } of results) {
    const reasons = Object.entries(refusals).map(([reason, count]) => `${reason} ${count}`);
    console.log(`${name} refused: ${reasons.join(', ')}`);
  }
  for (const { name, absenceStory } of results) {
    if (absenceStory.length > 0)
      console.log(`${name}, its longest absence: ${absenceStory.join('; ')}`);
  }
  mkdirSync(out, { recursive: true });
  const file = join(out, 'simulation.png');
  writeFileSync(file, await drawResults(results));
  console.log(`\nThe picture is ${file}.`);
  const sentences = missed(results, isSmoke);
  for (const sentence of sentences) console.log(`Missed: ${sentence}.`);
  process.exitCode = sentences.length === 0 ? 0 : 1;
}

/** Each course in a process of its own: they share nothing, and there are several cores. */
async function inProcess(index: number): Promise<Result> {
  const file = fileURLToPath(import.meta.url);
  const words = [
    '--course',
    String(index),
    '--seed',
    String(seed),
    ...(isSmoke ? ['--smoke'] : []),
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', file, ...words],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout) as Result;
}

function rowOf(result: Result) {
  const { name, fairness, fairnessOfAll, absenceSeconds, waitError } = result;
  return {
    mode: name,
    'prompts applied': result.applied,
    turns: result.turns,
    sessions: result.sessions,
    fairness: fairness?.toFixed(3) ?? '–',
    'of people': result.people,
    'fairness, all': fairnessOfAll?.toFixed(3) ?? '–',
    'longest absence': absenceSeconds === null ? '–' : `${absenceSeconds.toFixed(1)} s`,
    'error of waits': waitError === null ? '–' : `${(100 * waitError).toFixed(0)} %`,
    refusals: Object.values(result.refusals).reduce((sum, count) => sum + count, 0),
  };
}
