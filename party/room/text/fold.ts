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
  const words = new Words();
  for (let at = 0; at < normal.length; ) {
    const code = normal.codePointAt(at) ?? 0;
    const letter = letterOf(code);
    const from = at;
    at += code > 0xffff ? 2 : 1;
    if (letter.writing !== 'picture') words.add(letter);
    else if (isLonePicture(code, normal.charCodeAt(at))) words.addPicture(normal.slice(from, at));
    else {
      PICTURE.lastIndex = from;
      if (PICTURE.test(normal)) at = PICTURE.lastIndex;
      words.addPicture(normal.slice(from, at).replace(TONES, ''));
    }
  }
  return words.all();
}

/** A flag, or an emoji with all that is joined to it. */
const PICTURE =
  /\p{Regional_Indicator}{2}|[\p{Extended_Pictographic}\p{So}](?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*/uy;

/** Most are: no half of a flag, and nothing behind that is drawn with it. */
function isLonePicture(code: number, next: number): boolean {
  const isFlagHalf = code >= 0x1f1e6 && code <= 0x1f1ff;
  return !isFlagHalf && next !== 0xfe0f && next !== 0x200d && next !== 0xd83c;
}

/** What does not make another picture of one: its tone, and how it is drawn. */
const TONES = /\ufe0f|\p{Emoji_Modifier}/gu;

/** Words as their letters come: what they fold to, and what they read as if they are Latin in all. */
class Words {
  private folded = '';
  private letters: Letter[] = [];
  private writing: Letter['writing'] = 'none';
  private hasLatin = false;
  private isLike = false;

  add(letter: Letter): void {
    if (letter.writing !== 'along' && letter.writing !== this.writing) this.end(letter.writing);
    if (letter.writing === 'none') return;
    this.letters.push(letter);
    this.hasLatin ||= letter.isLatin;
    this.isLike ||= letter.isLike;
  }

  addPicture(picture: string): void {
    this.end('picture');
    this.append(picture);
  }

  all(): string {
    this.end('none');
    return this.folded;
  }

  private end(next: Letter['writing']): void {
    this.writing = next;
    if (this.letters.length === 0) return;
    // Capitals of Greek look like other letters than the small ones, which decide among their own.
    const read = this.hasLatin ? this.read('asWritten') : this.isLike ? this.read('asSmall') : null;
    this.append(read ?? this.asItIs());
    this.letters = [];
    this.hasLatin = this.isLike = false;
  }

  private append(word: string): void {
    if (word !== '') this.folded += this.folded === '' ? word : ` ${word}`;
  }

  /** Null if there is a letter that no Latin one looks like. */
  private read(how: 'asWritten' | 'asSmall'): string | null {
    let read = '';
    for (const { [how]: latin } of this.letters) {
      if (latin === null) return null;
      read += latin;
    }
    return read;
  }

  private asItIs(): string {
    let folded = '';
    let isTouched = false;
    let base: Letter['marks'] = null;
    let last: Letter | null = null;
    for (const letter of this.letters) {
      const { plain, isMark, marks } = letter;
      isTouched ||= isMark || plain === '';
      // A mark that is not of its letter's script only hides it, and the same twice is leant on.
      const isHidden = isMark && (marks === null || marks !== base || letter === last);
      if (isHidden || plain === '') continue;
      last = letter;
      folded += plain;
      if (!isMark) base = marks;
    }
    return isTouched ? folded.normalize('NFC') : folded;
  }
}

/** With letters in place of signs that are drawn as letters: 🅰, and flags that are none. */
function spelledOut(text: string): string {
  // The one letter that normalizing takes away from its look-alike.
  const normal = syllables(text.replace(/[ϲϹ]/gu, 'c')).normalize('NFKC');
  if (!/[\u{1f150}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/u.test(normal)) return normal;
  return normal
    .replace(/[\u{1f150}-\u{1f169}]/gu, (sign) => latin(sign, 0x1f150))
    .replace(/[\u{1f170}-\u{1f189}]/gu, (sign) => latin(sign, 0x1f170))
    .replace(/\p{Regional_Indicator}+/gu, (signs) =>
      FLAGS.test(signs) ? signs : [...signs].map((sign) => latin(sign, 0x1f1e6)).join(''),
    );
}

/** Letters of Hangul that a keyboard left apart, as the syllables that they are read as: ㅅㅣㅂㅏㄹ. */
function syllables(text: string): string {
  if (!/[\u314f-\u3163]/.test(text)) return text;
  return text.replace(
    /([ㄱ-ㅎ])([ㅏ-ㅣ])(?:([ㄱ-ㅎ])(?![ㅏ-ㅣ]))?/g,
    (all, first: string, vowel: string, last = '') => {
      const [lead, tail] = [FIRSTS.indexOf(first), last === '' ? 0 : LASTS.indexOf(last)];
      if (lead < 0 || tail < 0) return all;
      const place = vowel.charCodeAt(0) - 0x314f;
      return String.fromCharCode(0xac00 + (lead * 21 + place) * 28 + tail);
    },
  );
}

/** In the order of Unicode's syllables; the first of the last ones is none. */
const FIRSTS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const LASTS = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

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
  const all = written.flatMap((one) => [one, ...readOver(one), ...asLetters(one)]);
  return [...new Set(all.map(fold))];
}

/** A word with at least as many letters as digits and signs that are drawn like some. */
const MAYBE_LEET = /[\p{L}\p{N}@$!|€+¢£¥§]*[\p{L}][\p{L}\p{N}@$!|€+¢£¥§]*/gu;

/** Digits and signs as letters: `1` and its like as an `i` or `l`, a star as any vowel. */
function asLetters(text: string): readonly string[] {
  const stars = /(?<=\p{L})\*(?=\p{L})/gu;
  const starred = stars.test(text) ? [...'aeiou'].map((vowel) => text.replace(stars, vowel)) : [];
  if (!/[0-9@$!|€I+¢£¥§]/.test(text)) return starred;
  const drawn = ['i', 'l'].map((upright) =>
    text.replace(MAYBE_LEET, (word) => {
      const inside = word.replace(/(?<=\p{Ll})I(?=\p{Ll})/gu, 'l');
      const letters = inside.replace(/\P{L}/gu, '').length;
      if (inside.length < 3 || letters * 2 < inside.length) return inside;
      const signs = CYRILLIC.test(inside) ? CYRILLIC_LEET : LEET;
      return inside.replace(SIGNS, (sign) => signs[sign] ?? LEET[sign] ?? upright);
    }),
  );
  return [...drawn, ...starred];
}

/** What is read over or for another letter by who knows that it is meant so. */
function readOver(text: string): readonly string[] {
  // What is put between two syllables of Hangul: 씨1발.
  const parted = text.replace(/(?<=\p{Script=Hangul})[0-9!@|]{1,2}(?=\p{Script=Hangul})/gu, '');
  const mixed = parted.replace(MIXED, (word) =>
    [...word.toLowerCase()].map((letter) => AMONG_LATIN[letter] ?? letter).join(''),
  );
  return mixed === text ? [] : [mixed];
}

/** A word of two alphabets, with a letter that only who mixes them means as a Latin one: пigger, ғuck. */
const MIXED =
  /(?<!\p{L})(?=\p{L}*[пғияшПҒИЯШ])(?=\p{L}*\p{Script=Cyrillic})(?=\p{L}*[\p{Script=Latin}\p{Script=Greek}])\p{L}+/gu;
const AMONG_LATIN: Readonly<Record<string, string>> = { п: 'n', ғ: 'f', и: 'n', я: 'r', ш: 'w' };

const CYRILLIC = /\p{Script=Cyrillic}/u;
const SIGNS = /[013456789@$€+¢£¥§]|[!|](?=\p{L})/gu;

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
  '¢': 'c',
  '£': 'l',
  '¥': 'y',
  '§': 's',
};

/** The same among letters of Cyrillic; what is drawn like a Latin one is read as that already. */
const CYRILLIC_LEET: Readonly<Record<string, string>> = {
  '0': 'о',
  '1': 'и',
  '3': 'з',
  '4': 'ч',
  '6': 'б',
  '8': 'в',
  '9': 'д',
  '@': 'а',
};

function joinLetters(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[^\p{L}\p{N}]{1,3}[\p{L}\p{N}@$](?![\p{L}\p{N}]))+/gu,
    (letters) => letters.replace(/[^\p{L}\p{N}@$]+/gu, ''),
  );
}
