import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the script-tag build and its share of what goes over the wire. */
interface Part {
  file: string;
  kB: number;
}

/** What a page loads to begin (the entry and everything it imports), and what only on demand. */
export function measureBundle(entry: string): { entry: Part; lazy: Part[] } {
  const critical = new Set<string>();
  const lazy = new Set<string>();
  visit(entry, critical, lazy);
  const folder = dirname(entry);
  const part = (file: string): Part => ({ file: relative(folder, file), kB: kilobytes([file]) });
  return {
    entry: { file: relative(folder, entry), kB: kilobytes([...critical]) },
    lazy: [...lazy].filter((file) => !critical.has(file)).map(part),
  };
}

/** Follows static imports into `critical`, dynamic ones (and theirs) into `lazy`. */
function visit(file: string, critical: Set<string>, lazy: Set<string>): void {
  if (critical.has(file)) return;
  critical.add(file);
  const code = readFileSync(file, 'utf8');
  for (const next of importsOf(file, code, /(?:import|from)\s*["'](\.[^"']+)["']/g)) {
    visit(next, critical, lazy);
  }
  for (const next of importsOf(file, code, /import\(\s*["'`](\.[^"'`]+)["'`]\s*\)/g)) {
    if (!lazy.has(next)) visit(next, lazy, lazy);
  }
}

function importsOf(file: string, code: string, pattern: RegExp): string[] {
  return [...code.matchAll(pattern)].map(([, path = '']) => join(dirname(file), path));
}

function kilobytes(files: readonly string[]): number {
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length,
    0,
  );
  return Math.round(bytes / 100) / 10;
}
