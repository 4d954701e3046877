import type { Random } from './random.js';

/** Where characters are drawn from: whole planes, and those in which something is to be found. */
const POOLS: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x52f],
  [0x590, 0x6ff],
  [0x900, 0xdff],
  [0xe00, 0xeff],
  [0x1000, 0x109f],
  [0x1100, 0x11ff],
  [0x1780, 0x18af],
  [0x1ab0, 0x1aff],
  [0x1d00, 0x1dff],
  [0x2000, 0x20ff],
  [0x2460, 0x27bf],
  [0x3040, 0x30ff],
  [0x4e00, 0x4fff],
  [0xac00, 0xd7ff],
  [0xd800, 0xdfff],
  [0xe000, 0xe0ff],
  [0xfe00, 0xffff],
  [0x10000, 0x1ffff],
  [0x1d160, 0x1d180],
  [0x1f1e6, 0x1f1ff],
  [0x1f300, 0x1faff],
  [0xe0000, 0xe01ff],
  [0, 0x10ffff],
];

/** What joins, selects and hides, beside which others mean something. */
const SIGNS = [
  0x9, 0xa, 0xad, 0x200b, 0x200c, 0x200d, 0x200d, 0x200f, 0x202e, 0x2066, 0xfe00, 0xfe0e, 0xfe0f,
  0xfeff, 0x34f, 0x61c, 0x180b, 0x180e, 0x20e3, 0x94d, 0x640, 0x627, 0x647, 0x1820, 0x2764, 0x845b,
  0xe0100, 0xe0067, 0xe007f, 0x1f3f4, 0x1f468, 0x1f3fd, 0x2e, 0x2a,
];

/** What is one picture of many characters, whole as people send it. */
const SEQUENCES = [
  '👨‍👩‍👧‍👦',
  '👩🏽‍❤️‍💋‍👨🏿',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '🇩🇪',
  '1️⃣',
  '🏳️‍🌈',
  '한',
  'नि',
] as const;

/** What has to be among many such texts, or little was tried. */
export const KINDS_OF_TEXT: Readonly<Record<string, RegExp>> = {
  marks: /\p{L}\p{M}{7}/u,
  tags: /[\u{e0000}-\u{e007f}]/u,
  'marks of direction': /\p{Bidi_Control}/u,
  'emoji of several parts': /\p{Extended_Pictographic}\ufe0f?\u200d\p{Extended_Pictographic}/u,
  'lone surrogates': /\p{Cs}/u,
  'letters of Hangul': /[\u1100-\u11ff]/u,
  'variation selectors': /\p{Variation_Selector}/u,
  'private characters': /\p{Co}/u,
  'supplementary planes': /[\u{20000}-\u{10ffff}]/u,
  'right to left': /[\p{Script=Arabic}\p{Script=Hebrew}]/u,
};

/** A text of up to so many characters in which anything may stand beside anything. */
export function randomText(random: Random, max: number): string {
  const pool = random.pick(POOLS);
  let text = '';
  for (let left = random.below(max + 1); left > 0; left -= 1) {
    const [from, to] = random.chance(0.7) ? pool : random.pick(POOLS);
    const code = random.chance(0.3) ? random.pick(SIGNS) : from + random.below(to - from + 1);
    text += random.chance(0.02) ? random.pick(SEQUENCES) : String.fromCodePoint(code);
    // A mark, or a letter, as often as somebody leans on a key.
    if (random.chance(0.02)) text += String.fromCodePoint(code).repeat(random.below(30));
  }
  return text;
}
