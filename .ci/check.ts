import { spawnSync } from 'node:child_process';

/** `npm run check`: everything that must hold; `--tested` leaves out the tests that just ran. */

const NPX = ['npx', '--no-install'];
const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['lint', 'npm', 'run', 'lint', '--silent'],
  ['types', 'npm', 'run', 'types', '--silent'],
  ...(process.argv.includes('--tested') ? [] : [['tests', 'npm', 'test', '--silent'] as const]),
  ['rules and their tests', ...NPX, 'tsx', '.ci/spec.ts'],
  ['build', 'npm', 'run', 'build', '--silent'],
  [
    'deployment, but for the upload',
    'npm',
    'run',
    'deploy',
    '--silent',
    '--',
    '--dry-run',
    '--built',
  ],
  ['benchmarks, smoke', ...NPX, 'tsx', '.ci/benchmarks.ts'],
  ['documents', ...NPX, 'tsx', '.ci/docs.ts', '--check'],
  ['unused code and dependencies', ...NPX, 'knip'],
  ['package', ...NPX, 'publint', '--strict'],
  [
    'types of the package',
    ...NPX,
    'attw',
    '--pack',
    '.',
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    'cdn/*',
  ],
  ['sizes', ...NPX, 'tsx', '.ci/sizes.ts'],
];

const failed: string[] = [];
for (const [name, program = '', ...parameters] of STEPS) {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(program, parameters, { stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\nDoes not hold: ${failed.join(', ')}.`);
  process.exitCode = 1;
} else console.log('\nEverything holds.');
