import { posix } from 'node:path';
import * as v from 'valibot';

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
