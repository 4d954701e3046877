import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference } from './compare.js';
import { STATES, USUAL, type Width } from './states.js';
import type { Studio } from './studio.js';

const FOLDER = join(import.meta.dirname, 'baselines');
/** Where a picture that is not like its baseline is left, to be looked at. */
const SEEN = join(tmpdir(), 'odyssey-broadcast-shots');

export interface Sheet {
  readonly state: string;
  readonly width: Width;
  readonly file: string;
}

/** Every state in its widths. */
export const SHEETS: readonly Sheet[] = Object.entries(STATES).flatMap(([state, { widths }]) =>
  (widths ?? USUAL).map((width) => ({
    state,
    width,
    file: `${state.replaceAll(/[^a-z]+/gi, '-')}-${width}.webp`,
  })),
);

/** Taken beside each other: the widest takes as long as the two others. */
export const AT_ONCE: readonly (readonly Sheet[])[] = [
  SHEETS.filter(({ width }) => width === 'page'),
  SHEETS.filter(({ width }) => width !== 'page'),
];

/** How a state is not as its baseline; null when it is. With `update` the baseline follows. */
export async function look(
  studio: Studio,
  { state, width, file }: Sheet,
  update = false,
): Promise<string | null> {
  const [path, seen] = [join(FOLDER, file), join(SEEN, file)];
  const picture = await studio.photograph(state, width);
  const found = existsSync(path)
    ? await difference(readFileSync(path), picture)
    : { told: 'it has no baseline', marked: picture };
  if (found === null) return null;
  if (update) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, picture);
    return found.told;
  }
  mkdirSync(SEEN, { recursive: true });
  writeFileSync(seen, picture);
  writeFileSync(seen.replace(/webp$/, 'png'), found.marked);
  return `${found.told}; it is in ${seen}, and marked beside it`;
}

/** Baselines of states that are no more. */
export function leftOver(): string[] {
  const known = new Set(SHEETS.map(({ file }) => file));
  return existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => !known.has(file)) : [];
}

export function remove(file: string): void {
  rmSync(join(FOLDER, file));
}

/** All of them, in bytes. */
export function weight(): number {
  return readdirSync(FOLDER).reduce(
    (sum, file) => sum + readFileSync(join(FOLDER, file)).byteLength,
    0,
  );
}
