import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { needChromium } from './support/chromium.js';
import { globSync } from './support/glob.js';

/**
 * `npm test`: everything, on a machine that may have no browser yet. Pure parts and servers run in
 * Node, what has a page in Chromium, and the whole product end to end in both.
 */

interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Reads the counts from what the stage printed. */
  readonly count: (output: string) => { passed: number; failed: number };
}

/**
 * What the platforms themselves have a part in: their shell, storage, sockets, timers and HTTP, and the
 * whole product once. All else of it is the same code on both, and runs on one of them.
 */
const ON_EACH_PLATFORM = [
  ...[
    'api',
    'bad-messages',
    'budget',
    'http',
    'ledger',
    'main-job',
    'replay',
    'serving',
    'survival',
  ],
].map((name) => `test/e2e/${name}.test.ts`);

/** What is tested end to end waits for turns and streams, and yet draws pictures: more at once were late. */
const AT_ONCE = 2;

const node = (name: string, where: readonly string[]): Stage => ({
  name,
  command: [
    process.execPath,
    ...['--import', 'tsx', '--test', `--test-concurrency=${AT_ONCE}`, '--test-reporter=spec'],
    ...where.flatMap((path) => (path.endsWith('.ts') ? path : globSync(path, '.test.ts'))),
  ],
  count: (output) => ({
    passed: lastNumber(output, /ℹ pass (\d+)/g),
    failed: lastNumber(output, /ℹ fail (\d+)/g) + lastNumber(output, /ℹ cancelled (\d+)/g),
  }),
});

const STAGES: readonly Stage[] = [
  node('the room and what it stands on', [
    'test/room',
    'test/protocol',
    'test/server',
    'test/http',
    'test/budget',
    'test/fuzz',
    'test/audience',
  ]),
  node('the local world', ['test/world']),
  {
    name: 'client, conductor, playback and element in Chromium',
    command: [process.execPath, 'node_modules/@web/test-runner/dist/bin.js'],
    count: (output) => ({
      passed: lastNumber(output, /(\d+) passed/g),
      failed: lastNumber(output, /(\d+) failed/g),
    }),
  },
  node('how it looks', ['test/shots']),
  node('the package, the command line and the deployment', [
    'test/package',
    'test/headless',
    'test/deploy',
  ]),
  {
    ...node('the whole product, end to end, on PartyKit', ['test/e2e', 'test/abuse']),
    env: { ROOM_PLATFORM: 'partykit' },
  },
  {
    ...node('what depends on the platform, on Workers', [
      ...ON_EACH_PLATFORM,
      'test/workers',
      'test/abuse',
    ]),
    env: { ROOM_PLATFORM: 'workers' },
  },
];

const chromium = needChromium();
const times: string[] = [];
let since = Date.now();
/** Notes how long it took since the last one. */
function took(name: string): void {
  times.push(`${String(Math.round((Date.now() - since) / 1000)).padStart(5)} s  ${name}`);
  since = Date.now();
}

await run('build', ['npm', 'run', 'build', '--silent'], chromium);
took('build');
const totals = { passed: 0, failed: 0 };
const failures: string[] = [];
for (const { name, command, count, env } of STAGES) {
  console.log(`\n── ${name}`);
  const { code, output } = await run(name, command, chromium, env);
  took(name);
  const { passed, failed } = count(output);
  totals.passed += passed;
  totals.failed += failed;
  // A stage that broke down before it counted is a failure too.
  if (code !== 0 && failed === 0) totals.failed += 1;
  if (code !== 0) failures.push(`In ${name}:`, ...failuresOf(output));
}
console.log(`\n${times.join('\n')}`);
// Once more at the end, where they are found.
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

function run(
  name: string,
  command: readonly string[],
  chrome: string,
  also: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const [program = '', ...parameters] = command;
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, CHROME_PATH: chrome, FORCE_COLOR: '0', ...also },
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data;
      process.stdout.write(data);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (name === 'build' && code !== 0) reject(new Error('The build failed.'));
      else resolve({ code: code ?? 1, output });
    });
  });
}

/** Each test that failed, once, with the lines that say why. */
function failuresOf(output: string): string[] {
  const lines = stripVTControlCharacters(output).split('\n');
  const found = new Map<string, string[]>();
  lines.forEach((line, at) => {
    if (/^\s*(✖|❌) (?!failing tests)/.test(line)) found.set(line, lines.slice(at, at + 6));
  });
  return [...found.values()].flat();
}

function lastNumber(text: string, pattern: RegExp): number {
  return Number([...text.matchAll(pattern)].at(-1)?.[1] ?? 0);
}
