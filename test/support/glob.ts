import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files directly in a folder that end in this; Node 20's test runner knows no patterns. */
export function globSync(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}
