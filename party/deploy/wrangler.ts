import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';
export const CONFIG = 'party/wrangler.jsonc';

/** Everything by which wrangler would tell somebody something, or ask what it needs not know. */
export const DISCREET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  // With its banner it asks whether there is a newer version.
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
} as const;

export interface Run {
  readonly ok: boolean;
  readonly output: string;
  /** What it said went wrong. */
  readonly words: string;
}

/** Runs wrangler with the rooms' configuration; `show` passes on what it prints. */
export function wrangler(parameters: readonly string[], show = false): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(ROOT, WRANGLER), ...parameters, '--config', CONFIG],
      { cwd: ROOT, env: { ...process.env, ...DISCREET }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
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
