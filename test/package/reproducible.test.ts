import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Packed {
  readonly integrity: string;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly mode: number;
  }[];
}

/** Builds what git knows of, in a folder of its own and as another machine would, and packs it. */
function builtAndPacked(environment: Readonly<Record<string, string>>): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'reproducible-'));
  folders.push(folder);
  const known = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const names = execFileSync('git', known, { encoding: 'utf8' }).split('\0');
  for (const name of names.filter((one) => one !== '' && existsSync(one))) {
    cpSync(name, join(folder, name));
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const script = 'npm run build --silent && npm pack --json --ignore-scripts';
  const printed = execFileSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [packed] = JSON.parse(printed.slice(printed.indexOf('[\n'))) as [Packed];
  return packed;
}

test('[PK17] two clean builds are packed to the same bytes, wherever and whenever', () => {
  const one = builtAndPacked({ TZ: 'UTC', LANG: 'C' });
  const other = builtAndPacked({ TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' });
  assert.deepEqual(other.files, one.files);
  assert.equal(other.integrity, one.integrity);
});

test('[PK18] installing the package runs nothing', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const run = [
    'preinstall',
    'install',
    'postinstall',
    'prepare',
    'prepublish',
    'prepack',
    'postpack',
  ];
  assert.deepEqual(
    Object.keys(scripts).filter((name) => run.includes(name)),
    [],
  );
});

test('[PK19] the release workflow can stage and not publish, with actions that nobody can change', () => {
  const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, name = '']) => name);
  assert.ok(actions.length > 0);
  for (const name of actions) assert.match(name, /^actions\/[\w-]+@[0-9a-f]{40}$/);
  const [build = '', stage = ''] = workflow.split(/^ {2}stage:$/m);
  assert.match(build, /^permissions: \{\}$/m);
  assert.doesNotMatch(build, /: write|secrets\./);
  assert.match(stage, /^ {4}environment: npm$/m);
  assert.doesNotMatch(stage, /contents:|secrets\.|checkout|npm (ci|run)\b/);
  assert.doesNotMatch(workflow, /\bnpm publish|run: npm stage approve/);
});
