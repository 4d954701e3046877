import { type Letter, letterOf } from './letters.js';

/**
 * The one folding for repeats, lists of words, links and names: a text as an eye takes it in, whatever
 * letters it is written with. It overlooks case, accents, look-alikes, stretched letters and the two
 * writings of kana, and keeps what makes another word of a word: voicing, vowel signs, syllables.
 */

/** Words and pictures, each with one space between them; punctuation is none of either. */
export function fold(text: string): string {
  if (!/[^ -~]/.test(text)) {
    const words = text.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
    return words.trim();
  }
  const normal = spelledOut(text);
  const tokens: string[] = [];
  let word: Letter[] = [];
  let writing: Letter['writing'] = 'none';
  for (let at = 0; at < normal.length; ) {
    const code = normal.codePointAt(at) ?? 0;
    const letter = letterOf(code);
    const from = at;
    at += code > 0xffff ? 2 : 1;
    if (letter.writing === 'along') {
      word.push(letter);
      continue;
    }
    if (letter.writing !== writing) {
      addWord(tokens, word);
      word = [];
      writing = letter.writing;
    }
    if (letter.writing === 'picture') {
      PICTURE.lastIndex = from;
      const [picture = normal.slice(from, at)] = PICTURE.exec(normal) ?? [];
      tokens.push(picture.replace(TONES, ''));
      at = from + picture.length;
    } else if (letter.writing !== 'none') {
      word.push(letter);
    }
  }
  addWord(tokens, word);
  return tokens.join(' ');
}

function addWord(tokens: string[], word: readonly Letter[]): void {
  const folded = word.length === 0 ? '' : foldWord(word);
  if (folded !== '') tokens.push(folded);
}

/** A flag, or an emoji with all that is joined to it. */
const PICTURE =
  /\p{Regional_Indicator}{2}|[\p{Extended_Pictographic}\p{So}](?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*/uy;

/** What does not make another picture of one: its tone, and how it is drawn. */
const TONES = /\ufe0f|\p{Emoji_Modifier}/gu;

function foldWord(letters: readonly Letter[]): string {
  const hasLatin = letters.some(({ isLatin }) => isLatin);
  if (hasLatin || letters.some(({ isLike }) => isLike)) {
    // Capitals of Greek look like other letters than the small ones, which decide among their own.
    const reads = letters.map((letter) => (hasLatin ? letter.asWritten : letter.asSmall)).join('');
    if (/^[a-z0-9]*$/.test(reads)) return reads;
  }
  let folded = '';
  let isTouched = false;
  let base: Letter['marks'] = null;
  for (const { plain, isMark, marks } of letters) {
    // A mark that is not of its letter's script only hides it.
    const isHidden = isMark && (marks === null || marks !== base);
    isTouched ||= isMark || plain === '';
    if (isHidden) continue;
    folded += plain;
    if (!isMark && plain !== '') base = marks;
  }
  return isTouched ? folded.normalize('NFC') : folded;
}

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
