import { execFileSync } from 'node:child_process';
import { measureBundle } from '../test/bench/bundle-size.js';

/** Fails when the script-tag build outgrows its budgets (kB gzip), or the package its own. */
/** A page that shows nothing yet has all of it, and all else comes beside. */
const ENTRY_MAX = 20;
/** What a viewer waits for until the first frame: the entry, and the picture's chunk beside it. */
const FIRST_FRAME_MAX = 30;
/** The same until their page talks to the room: with the line in place of the picture. */
const ROOM_MAX = 45;
const LAZY_MAX = 30;
/** hls.js, which only those load for whom WebRTC brings no picture. */
const HLS_MAX = 120;
/** A language's words, which only its pages load; and those of its moderators. */
const LANGUAGE_MAX = 11;
const STAFF_LANGUAGE_MAX = 7;
/** As it is downloaded from a registry: the script is 230 of it, the room 150, declarations 40. */
const PACKED_MAX = 500;
const UNPACKED_MAX = 1_550;

function maxOf(file: string): number {
  if (/\/hls\.light-/.test(file)) return HLS_MAX;
  if (/\/[a-z]{2}-staff-/.test(file)) return STAFF_LANGUAGE_MAX;
  return /\/[a-z]{2}-[\w-]{8}\.js$/.test(file) ? LANGUAGE_MAX : LAZY_MAX;
}

/** What `npm pack` would pack, in kB. */
function measurePackage(): { readonly packed: number; readonly unpacked: number } {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const printed = execFileSync('npm', words, { encoding: 'utf8' });
  const [{ size, unpackedSize }] = JSON.parse(printed) as [{ size: number; unpackedSize: number }];
  return { packed: Math.round(size / 1000), unpacked: Math.round(unpackedSize / 1000) };
}

const { entry, lazy } = measureBundle('dist/site/cdn/odyssey-broadcast.js');
const withEntry = (name: RegExp) => {
  const chunk = lazy.find(({ file }) => name.test(file));
  if (chunk === undefined) throw new Error(`No chunk has a name like ${name}.`);
  return Math.round((entry.kB + chunk.kB) * 10) / 10;
};
const rows = [
  { what: 'entry, with all it needs to begin', kB: entry.kB, max: ENTRY_MAX },
  {
    what: 'until the first frame',
    kB: withEntry(/\/play-/),
    max: FIRST_FRAME_MAX,
  },
  { what: 'until the room is heard', kB: withEntry(/\/line-/), max: ROOM_MAX },
  ...lazy.map(({ file, kB }) => ({
    what: file,
    kB,
    max: maxOf(file),
  })),
];
const { packed, unpacked } = measurePackage();
rows.push(
  { what: 'the package, packed', kB: packed, max: PACKED_MAX },
  { what: 'the package, unpacked', kB: unpacked, max: UNPACKED_MAX },
);
console.table(rows);
const over = rows.filter(({ kB, max }) => kB > max);
for (const { what, kB, max } of over) console.error(`${what}: ${kB} kB, ${max} allowed.`);
process.exitCode = over.length === 0 ? 0 : 1;
