import { spawn } from 'node:child_process';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';
export const CONFIG = 'party/wrangler.jsonc';

/** Turns off wrangler's metrics, error reports and look-ups. */
export const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  // With its banner it asks whether there is a newer version.
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
} as const;

interface Run {
  readonly ok: boolean;
  readonly output: string;
  /** What it wrote to its error output. */
  readonly words: string;
}

/** Runs wrangler with a configuration of the rooms; `show` passes on what it prints, `input` is its input. */
export function wrangler(
  parameters: readonly string[],
  {
    show = false,
    input = '',
    config = CONFIG,
  }: { show?: boolean; input?: string; config?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(ROOT, WRANGLER), ...parameters, '--config', config],
      { cwd: ROOT, env: { ...process.env, ...QUIET }, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    let output = '';
    let words = '';
    child.stdout.on('data', (data: Buffer) => {
      output += data;
      if (show) process.stdout.write(data);
    });
    child.stderr.on('data', (data: Buffer) => {
      words += data;
      if (show) process.stderr.write(data);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, output, words: words.trim() }));
  });
}

/** Cloudflare's error codes, each in a sentence with what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  '10000':
    'Cloudflare does not accept who you are: run "npx wrangler login" again, or check CLOUDFLARE_API_TOKEN and its permission to edit Workers.',
  '10021': 'Cloudflare could not start the Worker: what it says is above.',
  '10027':
    'The Worker is larger than your plan allows: 3 MB compressed on the free one, 10 MB on the paid one.',
  '10034':
    'Your Cloudflare account’s e-mail address is not confirmed yet: confirm it, then deploy.',
  '10037': 'Your account has as many Workers as its plan allows: delete one, or change the plan.',
  '10063':
    'Your account has no workers.dev address yet: open "Workers & Pages" in the Cloudflare dashboard once and choose one, or add a route of your own domain.',
  '10079':
    'The stored rooms were made by other "migrations" than those in party/wrangler.jsonc: only ever add to that list, under a new tag. The rooms are untouched.',
  '10097':
    'Your plan has no such objects: the migrations must make "Main" and "Ledger" with "new_sqlite_classes", which the free plan includes.',
};

/** Why an upload failed, by Cloudflare's code; null for a code without a sentence of ours. */
export function explainFailure(words: string): string | null {
  const [, code = ''] = /\[code: (\d+)\]/.exec(words) ?? [];
  return SENTENCES[code === '10099' ? '10097' : code] ?? null;
}

/** The bundler's metafile: every file of the bundle, seen from the folder it ran in. */
const Metafile = v.object({ inputs: v.record(v.string(), v.unknown()) });

/** The free plan takes three megabytes, compressed. */
export const GZIP_MAX = 3 * 1024 * 1024;

/** The folders of which a room is made. */
const OURS = /^(party\/(?!deploy\/)|src\/protocol\/|node_modules\/)/;

/**
 * Files in the bundle that are not the room's: the page's code, the demo, the local world. `folder`
 * is where the bundler ran, seen from the project's root.
 */
export function foreignInputs(metafile: unknown, folder: string): string[] {
  return Object.keys(v.parse(Metafile, metafile).inputs)
    .filter((input) => !/^[\w-]+:/.test(input))
    .map((input) => posix.join(folder, input))
    .filter((path) => !OURS.test(path) && !path.includes('/node_modules/'));
}
