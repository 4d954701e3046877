import { LOOKALIKES, LOOKALIKES_BESIDE_LATIN } from './confusables.js';

/** What a letter of any script folds to, by itself and beside others. */

export interface Letter {
  /** Whether it makes a word, with which others; a word of a dense script is not parted by spaces. */
  readonly writing: 'spaced' | 'dense' | 'picture' | 'along' | 'none';
  /** What it folds to by itself; nothing if it is overlooked. */
  readonly plain: string;
  /** What it reads as in a word that is Latin in all: written among Latin ones, or a small letter; null for none. */
  readonly asWritten: string | null;
  readonly asSmall: string | null;
  readonly isMark: boolean;
  /** What letters its marks belong to, or this mark. */
  readonly marks: string | null;
  /** Whether it is a Latin letter, or of a rare script and looks like one. */
  readonly isLatin: boolean;
  /** Whether whole words of its script can be taken for Latin ones. */
  readonly isLike: boolean;
}

/** Letters on which every mark is an accent. */
const ACCENTED =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/u;

/** Scripts in which marks are vowels, tones or voicing, and make other words; each for its own letters. */
const MARKED: readonly (readonly [name: string, script: RegExp])[] = [
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]|[\u3099\u309a]/u],
  ...[
    ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada'],
    ...['Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Javanese'],
    ...['Balinese', 'Sundanese', 'Thaana', 'Mongolian', 'Meetei_Mayek', 'Nko', 'Adlam', 'Chakma'],
  ].map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const),
];

const ANY_MARKED = new RegExp(MARKED.map(([, { source }]) => source).join('|'), 'u');

/** Each letter is judged once: those of living alphabets for good, of all others as many as Unicode has. */
const near: (Letter | undefined)[] = [];
const NEAR_MAX = 0x3400;
const far = new Map<number, Letter>();
const FAR_MAX = 30_000;

export function letterOf(code: number): Letter {
  // There are a hundred thousand of these, and each stands for itself.
  if (isWholeOne(code)) return wholeOne(String.fromCodePoint(code));
  const before = code < NEAR_MAX ? near[code] : far.get(code);
  if (before !== undefined) return before;
  const letter = judge(String.fromCodePoint(code));
  if (code < NEAR_MAX) near[code] = letter;
  else {
    if (far.size >= FAR_MAX) far.clear();
    far.set(code, letter);
  }
  return letter;
}

function wholeOne(plain: string): Letter {
  return {
    writing: 'dense',
    plain,
    asWritten: null,
    asSmall: null,
    isMark: false,
    marks: null,
    isLatin: false,
    isLike: false,
  };
}

/** Ideographs, and syllables of Hangul. */
function isWholeOne(code: number): boolean {
  return (
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0x20000 && code <= 0x2ebdf)
  );
}

function judge(sign: string): Letter {
  const writing = writingOf(sign);
  if (writing === 'picture') return PICTURE;
  if (writing === 'none') return NONE;
  const isMark = /\p{M}/u.test(sign);
  const plain = plainOf(sign);
  const isLike = /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(sign);
  const asSmall = isMark ? '' : [...plain].map((letter) => BESIDE.get(letter) ?? letter).join('');
  return {
    writing,
    plain,
    asWritten: latinOnly(BESIDE.get(sign) ?? asSmall),
    asSmall: latinOnly(asSmall),
    isMark,
    marks: marksOf(sign),
    isLatin: /\p{Script=Latin}/u.test(sign) || (!isLike && /^[a-z]+$/.test(plain)),
    isLike,
  };
}

const NONE: Letter = {
  writing: 'none',
  plain: '',
  asWritten: '',
  asSmall: '',
  isMark: false,
  marks: null,
  isLatin: false,
  isLike: false,
};
const PICTURE: Letter = { ...NONE, writing: 'picture' };

function latinOnly(reading: string): string | null {
  return /^[a-z0-9]*$/.test(reading) ? reading : null;
}

function marksOf(sign: string): string | null {
  if (!ANY_MARKED.test(sign) || /\p{N}/u.test(sign)) return null;
  return MARKED.find(([, script]) => script.test(sign))?.[0] ?? null;
}

function writingOf(sign: string): Letter['writing'] {
  if (/[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(sign)) return 'along';
  if (/[\p{L}\p{Nl}\p{No}]/u.test(sign) && DENSE.test(sign)) return 'dense';
  if (/[\p{L}\p{N}]/u.test(sign)) return 'spaced';
  return /[\p{Extended_Pictographic}\p{So}]/u.test(sign) ? 'picture' : 'none';
}

/** Scripts in which a word of another script stands without a space around it. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function plainOf(sign: string): string {
  if (/\p{Default_Ignorable_Code_Point}/u.test(sign) || SILENT.test(sign)) return '';
  if (/\p{M}/u.test(sign)) return sign;
  if (/\p{Nd}/u.test(sign)) return String(digitOf(sign));
  const small = lower(sign);
  // The one letter of Cyrillic that its mark makes another one.
  if (small === 'й') return small;
  const isComposed = ACCENTED.test(small);
  const parts = [...(isComposed ? small.normalize('NFD') : small)];
  return parts.map((part) => (isComposed && /\p{M}/u.test(part) ? '' : sameAs(part))).join('');
}

/** Tatweel, and the modifiers that are drawn like punctuation: they part no word. */
const SILENT = /[\u0640\u02b9-\u02d1\u02ee]/u;

/** By way of capitals, so that ß is ss and every sigma the same; its own capital by way of the small one. */
function lower(sign: string): string {
  return sign.toLowerCase().toUpperCase().toLowerCase().replace('ς', 'σ');
}

function sameAs(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  // Hiragana for katakana.
  if (code >= 0x30a1 && code <= 0x30f6) return String.fromCharCode(code - 0x60);
  return PAIRS.get(letter) ?? ALWAYS.get(letter) ?? letter;
}

/** Letters that Arabic, Persian and Urdu keyboards have for one another. */
const PAIRS = byLetter({ ا: 'ٱ', ك: 'ک', ي: 'یىے', ه: 'ہھەۀة', و: 'ۆۇ' });
const ALWAYS = byLetter(LOOKALIKES);
const BESIDE = new Map([...byLetter(LOOKALIKES_BESIDE_LATIN), ...ALWAYS, ['μ', 'u']]);

function byLetter(table: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([reading, letters]) =>
      [...letters].map((letter) => [letter, reading] as const),
    ),
  );
}

/** The value of a digit of any script: they come in tens, in order. */
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
