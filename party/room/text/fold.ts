import { LOOKALIKES, LOOKALIKES_BESIDE_LATIN } from './confusables.js';

/**
 * The one folding for repeats, lists of words, links and names: a text as an eye takes it in, whatever
 * letters it is written with. It overlooks case, accents, look-alikes, stretched letters and the two
 * writings of kana, and keeps what makes another word of a word: voicing, vowel signs, syllables.
 */

/** Words and pictures, each with one space between them; punctuation is none of either. */
export function fold(text: string): string {
  if (!/[^ -~]/.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  const tokens: string[] = [];
  for (const [token, picture] of spelledOut(text).matchAll(TOKENS)) {
    const folded = picture === undefined ? foldWord(token) : picture.replace(TONES, '');
    if (folded !== '') tokens.push(folded);
  }
  return tokens.join(' ');
}

const PICTURE =
  '(?:\\p{Regional_Indicator}{2}|(?:\\p{Extended_Pictographic}|\\p{So})[\\ufe0f\\p{Emoji_Modifier}]?(?:\\u200d\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)*)';
/** A letter of a script in which a word of another script stands without a space around it. */
const DENSE =
  '(?=[\\p{L}\\p{M}\\p{Nl}\\p{No}])[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const ALONG = '\\p{M}\\p{Default_Ignorable_Code_Point}';
const TOKENS = new RegExp(
  `(${PICTURE})|(?:${DENSE}[${ALONG}]*)+|(?:(?!${DENSE})[\\p{L}\\p{N}${ALONG}])+`,
  'gu',
);

/** What does not make another picture of one: its tone, and how it is drawn. */
const TONES = /[\ufe0f\p{Emoji_Modifier}]/gu;

/** With letters in place of signs that are drawn as letters: 🅰, and flags that are none. */
function spelledOut(text: string): string {
  // The one letter that normalizing takes away from its look-alike.
  const normal = text.replace(/[ϲϹ]/gu, 'c').normalize('NFKC');
  if (!/[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/u.test(normal)) return normal;
  return normal
    .replace(/[\u{1f150}-\u{1f169}]/gu, (sign) => latin(sign, 0x1f150))
    .replace(/[\u{1f170}-\u{1f189}]/gu, (sign) => latin(sign, 0x1f170))
    .replace(/\p{Regional_Indicator}+/gu, (signs) =>
      FLAGS.test(signs) ? signs : [...signs].map((sign) => latin(sign, 0x1f1e6)).join(''),
    );
}

/** Compilers do not know the flag yet; all platforms of room servers do. */
const UNICODE_SETS: string = 'v';
const FLAGS = new RegExp('^\\p{RGI_Emoji_Flag_Sequence}+$', UNICODE_SETS);

function latin(sign: string, from: number): string {
  return String.fromCharCode(97 + (sign.codePointAt(0) ?? from) - from);
}

/** Letters on which every mark is an accent. */
const ACCENTED =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/u;

/** Scripts in which marks are vowels, tones or voicing, and make other words; each for its own letters. */
const MARKED: readonly RegExp[] = [
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Khmer', 'Javanese', 'Balinese'],
  ...['Sundanese', 'Thaana', 'Mongolian', 'Meetei_Mayek', 'Ol_Chiki', 'Nko', 'Adlam', 'Chakma'],
].map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]|[\u3099\u309a]/u;

function foldWord(word: string): string {
  const letters = [...word].map(letterOf);
  const hasLatin = letters.some(({ isLatin }) => isLatin);
  if (hasLatin || letters.some(({ isLike }) => isLike)) {
    // Capitals of Greek look like other letters than the small ones, which decide among their own.
    const reads = letters.map((letter) => (hasLatin ? letter.asWritten : letter.asSmall)).join('');
    if (/^[a-z0-9]*$/.test(reads)) return reads;
  }
  let folded = '';
  let base: RegExp | null = null;
  for (const { plain, isMark, marks } of letters) {
    // A mark that is not of its letter's script only hides it.
    if (isMark && (marks === null || marks !== base)) continue;
    folded += plain;
    if (!isMark && plain !== '') base = marks;
  }
  return folded.normalize('NFC');
}

interface Letter {
  /** What it folds to by itself; nothing if it is overlooked. */
  readonly plain: string;
  /** What it reads as in a word that is Latin in all: as it is written, or as a small letter. */
  readonly asWritten: string;
  readonly asSmall: string;
  readonly isMark: boolean;
  /** What letters its marks belong to, or this mark. */
  readonly marks: RegExp | null;
  readonly isLatin: boolean;
  /** Whether whole words of its script can be taken for Latin ones. */
  readonly isLike: boolean;
}

/** Each letter is judged once; there are not so many in use. */
const known = new Map<string, Letter>();
const KNOWN_MAX = 20_000;

function letterOf(sign: string): Letter {
  const before = known.get(sign);
  if (before !== undefined) return before;
  const letter = judge(sign);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(sign, letter);
  return letter;
}

function judge(sign: string): Letter {
  const isMark = /\p{M}/u.test(sign);
  const isNumber = /\p{N}/u.test(sign);
  const plain = plainOf(sign);
  const asSmall = isMark ? '' : [...plain].map((letter) => BESIDE.get(letter) ?? letter).join('');
  return {
    plain,
    asWritten: BESIDE.get(sign) ?? asSmall,
    asSmall,
    isMark,
    marks: isNumber ? null : ([KANA, ...MARKED].find((script) => script.test(sign)) ?? null),
    isLatin: /\p{Script=Latin}/u.test(sign),
    isLike: /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(sign),
  };
}

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

/** By way of capitals, so that ß is ss and every sigma the same. */
function lower(sign: string): string {
  return sign.toUpperCase().toLowerCase().replace('ς', 'σ');
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
const BESIDE = new Map([...byLetter(LOOKALIKES_BESIDE_LATIN), ...ALWAYS]);

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

/**
 * All that a text may be read as: also with digits and signs for letters (`b4d`, `$illy`), and with
 * letters brought together that were set apart (`b a d`). The first one is as it is written.
 */
export function readings(text: string): readonly string[] {
  const joined = joinLetters(text);
  const written = joined === text ? [text] : [text, joined];
  const all = written.flatMap((one) => [one, ...asLetters(one)]);
  return [...new Set(all.map(fold))];
}

/** A word with at least as many letters as digits and signs that are drawn like some. */
const MAYBE_LEET = /[\p{L}\p{N}@$!|€+]*[\p{L}][\p{L}\p{N}@$!|€+]*/gu;

/** Digits and signs as letters: `1` and its like as an `i` or `l`, a star as any vowel. */
function asLetters(text: string): readonly string[] {
  const stars = /(?<=\p{L})\*(?=\p{L})/gu;
  const starred = stars.test(text) ? [...'aeiou'].map((vowel) => text.replace(stars, vowel)) : [];
  if (!/[0-9@$!|€I+]/.test(text)) return starred;
  const drawn = ['i', 'l'].map((upright) =>
    text.replace(MAYBE_LEET, (word) => {
      const inside = word.replace(/(?<=\p{Ll})I(?=\p{Ll})/gu, 'l');
      const letters = inside.replace(/\P{L}/gu, '').length;
      return inside.length < 3 || letters * 2 < inside.length
        ? inside
        : inside.replace(/[013456789@$€+]|[!|](?=\p{L})/gu, (sign) => LEET[sign] ?? upright);
    }),
  );
  return [...drawn, ...starred];
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
  '+': 't',
};

function joinLetters(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[^\p{L}\p{N}]{1,3}[\p{L}\p{N}@$](?![\p{L}\p{N}]))+/gu,
    (letters) => letters.replace(/[^\p{L}\p{N}@$]+/gu, ''),
  );
}
