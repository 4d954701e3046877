import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pack } from '../support/packed.js';
import { Stack } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';
import { type Shown, show } from './shown.js';

/**
 * `npm run examples`: each project of `demo/examples` with its framework from the registry and the package from its
 * tarball: built, opened in Chromium, its picture seen, its element taken away fifty times. `-- next astro` does these
 * alone, `--keep FOLDER` works there and installs only what is missing. A smoke run (`--smoke`) does the page without a
 * framework, which needs no registry.
 */

const EXAMPLES = 'demo/examples';
/** The room server in the examples, as their readers write it. */
const HOST = 'https://rooms.example';
const ROUNDS = 50;
const SMOKE_ROUNDS = 5;
/** None of them tells anybody that it was built here. */
const QUIET = {
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

interface Row extends Shown {
  readonly example: string;
  readonly buildSeconds: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
});
const all = readdirSync(EXAMPLES);
const unknown = positionals.find((name) => !all.includes(name));
if (unknown !== undefined) throw new Error(`There is no example ${unknown}: ${all.join(', ')}.`);
const chosen = values.smoke ? ['plain'] : positionals.length > 0 ? positionals : all;

if (!values.built) execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
const folder = resolve(values.keep ?? mkdtempSync(join(tmpdir(), 'odyssey-examples-')));
mkdirSync(folder, { recursive: true });
const stack = await Stack.start({ env: { ALLOWED_ORIGINS: 'http://127.0.0.1:*' } });
const rows: Row[] = [];
try {
  const tarball = pack(folder);
  const conductor = new Visitor(await stack.open({ room: 'example' }));
  await conductor.live();
  for (const example of chosen) {
    console.log(`${example} …`);
    const began = Date.now();
    const built = build(example, tarball);
    const buildSeconds = Math.round((Date.now() - began) / 1000);
    const shown = await show(stack, built, values.smoke ? SMOKE_ROUNDS : ROUNDS);
    rows.push({ example, buildSeconds, ...shown });
  }
} finally {
  await stack.close();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
console.table(rows.map(({ wrong, ...row }) => ({ ...row, wrong: wrong.length })));
for (const { example, wrong } of rows) {
  for (const line of wrong) console.error(`${example}: ${line}`);
}
process.exitCode = rows.length > 0 && rows.every(({ wrong }) => wrong.length === 0) ? 0 : 1;

/** The example with its libraries and the package in it, built for the room server of this run; returns where. */
function build(example: string, tarball: string): string {
  const project = join(folder, example);
  cpSync(join(EXAMPLES, example), project, { recursive: true });
  for (const file of readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })) {
    if (!file.startsWith(`${example}/`) || !/\.\w+$/.test(file)) continue;
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(HOST, stack.rooms.url));
  }
  if (!existsSync(join(project, 'package.json'))) return project;
  const npm = (...words: string[]) =>
    execFileSync('npm', words, {
      cwd: project,
      env: { ...process.env, ...QUIET },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--loglevel=error'];
  // Peers of a room server and of other frameworks are optional: none is looked for.
  npm('install', ...quiet, '--legacy-peer-deps', '--prefer-offline', tarball);
  npm('run', 'build', '--silent');
  return join(project, 'dist');
}
