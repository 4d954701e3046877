import { measureBundle } from '../test/bench/bundle-size.js';

/** Fails when the script-tag build outgrows its budgets (kB gzip). */
/** 25 is wanted; what a page needs before it has joined is more than that. */
const ENTRY_MAX = 32;
/** What a viewer waits for until the first frame: the entry, and the picture's chunk beside it. */
const FIRST_FRAME_MAX = 45;
const LAZY_MAX = 30;
/** hls.js, which only those load for whom WebRTC brings no picture. */
const HLS_MAX = 120;
/** A language's words, which only its pages load; and those of its moderators. */
const LANGUAGE_MAX = 11;
const STAFF_LANGUAGE_MAX = 7;

function maxOf(file: string): number {
  if (/\/hls-/.test(file)) return HLS_MAX;
  if (/\/[a-z]{2}-staff-/.test(file)) return STAFF_LANGUAGE_MAX;
  return /\/[a-z]{2}-[\w-]{8}\.js$/.test(file) ? LANGUAGE_MAX : LAZY_MAX;
}

const { entry, lazy } = measureBundle('dist/cdn/odyssey-broadcast.js');
const picture = lazy.find(({ file }) => /\/play-/.test(file));
if (picture === undefined) throw new Error('The chunk of the picture has another name.');
const rows = [
  { what: 'entry, with all it needs to begin', kB: entry.kB, max: ENTRY_MAX },
  {
    what: 'until the first frame',
    kB: Math.round((entry.kB + picture.kB) * 10) / 10,
    max: FIRST_FRAME_MAX,
  },
  ...lazy.map(({ file, kB }) => ({
    what: file,
    kB,
    max: maxOf(file),
  })),
];
console.table(rows);
const over = rows.filter(({ kB, max }) => kB > max);
for (const { what, kB, max } of over) console.error(`${what}: ${kB} kB gzip, ${max} allowed.`);
process.exitCode = over.length === 0 ? 0 : 1;
