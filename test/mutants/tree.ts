import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Candidate } from './candidates.js';

export type Mutant = Candidate & { readonly id: number };
/** The files that are changed, by their paths. */
export type Texts = ReadonlyMap<string, string>;

/** What there is besides the sources, and is not needed to run them. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.partykit', '.wrangler']);
const PARTS = ['src', 'party', 'test', 'demo'];

/** A copy of the sources, in which changes are made and tests are run; the checkout stays as it is. */
export function copyTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'odyssey-mutants-'));
  for (const name of readdirSync('.').filter((one) => !LEFT_OUT.has(one))) {
    cpSync(name, join(root, name), { recursive: true });
  }
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync('node_modules')) {
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  // The package itself, for the projects of the demo.
  symlinkSync(root, join(modules, 'odyssey-broadcast'));
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as object;
  const exports = { './party': './party/index.js', './package.json': './package.json' };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, exports }));
  return root;
}

/** The files of a folder and all within it that end in this. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Those that the compiler has nothing against. Each stands in a copy of its file, beside the file, so
 * that one run of the compiler judges them all.
 */
export function typed(root: string, candidates: readonly Candidate[], texts: Texts): Candidate[] {
  const files = candidates.map(({ file, start, end, mutated }, index) => {
    const text = texts.get(file) ?? '';
    const copy = file.replace(/\.ts$/, `.mutant${index}.ts`);
    const change = mutated === null ? '' : `(${mutated})`;
    writeFileSync(join(root, copy), text.slice(0, start) + change + text.slice(end));
    return copy;
  });
  const lax = { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };
  const types = ['@cloudflare/workers-types'];
  const compilerOptions = { ...lax, noEmit: true, lib: ['ES2022'], types };
  const project = { extends: './tsconfig.base.json', compilerOptions, files };
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(project));
  const command = ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false'];
  const { stdout } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const errors = [...stdout.matchAll(/^(.*?)(\(.*)?: error .*$/gm)];
  for (const [line, file = ''] of errors) if (!files.includes(file)) throw new Error(line);
  const refused = new Set(errors.map(([, file]) => file));
  return candidates.filter((_, index) => !refused.has(files[index]));
}

/** Makes what Node can run, with all mutants in it: which one is alive is said to each process. */
export async function compile(root: string, mutants: readonly Mutant[], texts: Texts) {
  for (const [file, text] of texts) {
    const inFile = mutants.filter((mutant) => mutant.file === file);
    writeFileSync(join(root, file), withChoices(text, inFile));
  }
  const sources = PARTS.flatMap((part) => filesIn(join(root, part), '.ts'));
  const entryPoints = sources.filter((file) => !/\.mutant\d+\.ts$/.test(file));
  await build({ entryPoints, outdir: root, outbase: root, format: 'esm', logLevel: 'error' });
}

/** Puts a choice around each place that is changed; what lies within another's place stays within. */
function withChoices(text: string, mutants: readonly Mutant[]): string {
  const before = new Map<number, string>();
  const after = new Map<number, string>();
  // The outer ones come first.
  const inOrder = [...mutants].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const { id, start, end, mutated } of inOrder) {
    const choice =
      mutated === null ? `if (!isMutant(${id})) {` : `(isMutant(${id}) ? (${mutated}) : (`;
    before.set(start, (before.get(start) ?? '') + choice);
    after.set(end, (mutated === null ? '}' : '))') + (after.get(end) ?? ''));
  }
  const places = new Set([0, ...before.keys(), ...after.keys(), text.length]);
  return [...places]
    .sort((a, b) => a - b)
    .map((at, index, all) => {
      return (after.get(at) ?? '') + (before.get(at) ?? '') + text.slice(at, all[index + 1] ?? at);
    })
    .join('');
}
