import { readFileSync, writeFileSync } from 'node:fs';
import table from 'unhomoglyph/data.json' with { type: 'json' };

/**
 * Writes `party/room/text/confusables.ts` from Unicode's own table of confusable characters, which the
 * package `unhomoglyph` ships whole: as much of it as reads like Latin letters. `--check` only compares.
 */

const FILE = 'party/room/text/confusables.ts';

const data: Readonly<Record<string, string>> = table;

/** Unicode's table maps some letters to these, and these to nothing. */
const SMALL_CAPITALS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ'].map((letter, index) => [
    letter,
    'abcdefghijklmnopqrstuvwyz'[index] ?? '',
  ]),
);
const RELATED: Readonly<Record<string, string>> = { ...SMALL_CAPITALS, ĸ: 'k', ʍ: 'm' };

/** Scripts of which some whole words read like Latin ones; in all others only single letters do. */
const LIKE_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Coptic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Deseret}\p{Script=Canadian_Aboriginal}\p{Script=Latin}\p{Script=Old_Italic}\p{Script=Lycian}\p{Script=Carian}\p{Script=Common}]/u;

/** Beside another letter of its own script that reads the same, and is written more often. */
const SECOND = new Set('σςϱӏү');

/** What a letter reads like, in plain letters, and whether a mark has to be overlooked for it. */
function readingOf(letter: string): { reading: string; isMarked: boolean } {
  const plain = [...(data[letter] ?? letter).normalize('NFKD').toLowerCase()];
  const letters = plain.filter((sign) => !/\p{M}/u.test(sign));
  const reading = letters.map((sign) => RELATED[sign] ?? sign).join('');
  return { reading, isMarked: letters.length < plain.length };
}

const always: Record<string, string> = {};
const beside: Record<string, string> = {};
const letters = new Set([...Object.keys(data), ...Object.keys(RELATED)]);
for (const letter of [...letters].sort()) {
  const isOne = [...letter].length === 1 && letter > '\u007f';
  if (!isOne || !/\p{L}/u.test(letter)) continue;
  const { reading, isMarked } = readingOf(letter);
  // What normalizing does by itself needs no table.
  const normalized = letter.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  if (!/^[a-z]+$/.test(reading) || normalized !== letter.toLowerCase()) continue;
  const isLatin = /\p{Script=Latin}/u.test(letter);
  const isPlain = isLatin || !isMarked;
  const table = LIKE_LATIN.test(letter) && isPlain && !SECOND.has(letter) ? always : beside;
  table[reading] = (table[reading] ?? '') + letter;
}

function rows(table: Readonly<Record<string, string>>): string {
  return Object.keys(table)
    .sort()
    .map((reading) => `  ${reading}: '${table[reading]}',`)
    .join('\n');
}

const written = `/** Written by \`.ci/confusables.ts\` from Unicode's table of confusable characters; not by hand. */

/** Letters that read like these wherever they stand. */
export const LOOKALIKES: Readonly<Record<string, string>> = {
${rows(always)}
};

/** Letters that read like these beside Latin ones; among their own they are letters of their own. */
export const LOOKALIKES_BESIDE_LATIN: Readonly<Record<string, string>> = {
${rows(beside)}
};
`;

if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (readFileSync(FILE, 'utf8') !== written) {
  console.error(`${FILE} is not what Unicode's table says: run \`npx tsx .ci/confusables.ts\`.`);
  process.exitCode = 1;
}
