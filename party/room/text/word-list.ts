import { fold, readings } from './fold.js';
import { cleanText } from './visible.js';

/**
 * A site's own list of words and phrases, with commas between them. An entry is found as a whole word, in
 * any script and disguise; `nazi*` also at the beginning of a word, `*wurst` at its end. Signs and emoji of
 * an entry count: `c++`, `<3`, `🍆`.
 */

/** A list, read once for many prompts. */
interface WordList {
  readonly words: readonly Entry[];
  /** Entries with signs, as they are written. */
  readonly signs: readonly string[];
}

interface Entry {
  /** All that it may be read as; a prompt has to have one of them. */
  readonly readings: readonly string[];
  readonly opensAfter: boolean;
  readonly opensBefore: boolean;
  readonly isUnspaced: boolean;
  /** What its language writes onto a word without making another of it; null for none. */
  readonly joined: Joined | null;
}

interface Joined {
  readonly before: RegExp;
  readonly behind: RegExp;
}

function entriesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The entries that no text can have: nothing is left of them to look for. */
export function deadEntries(list: string): readonly string[] {
  return entriesOf(list).filter((entry) => {
    const seen = cleanText(entry);
    return !isSigned(seen) && fold(seen) === '';
  });
}

/** Such an entry in words, for the one who wrote it: after "has". */
export function unmatchable(entry: string): string {
  return `"blocked-words" with the entry "${entry}", which no prompt can have: it needs a letter, a digit or a sign that counts`;
}

/**
 * The lists that were folded last, by their text: folding one of 2,000 characters for each prompt took
 * 40 ms. One process has few rooms, and most of them the same list.
 */
const folded = new Map<string, WordList>();
const FOLDED_MAX = 16;

export function wordListOf(list: string): WordList {
  const known = folded.get(list);
  if (known !== undefined) return known;
  const entries = entriesOf(list).map(cleanText);
  const made = {
    words: entries
      .filter((entry) => !isSigned(entry))
      .map(entryOf)
      .filter((entry) => entry.readings.length > 0),
    signs: entries.filter(isSigned).map(asWritten),
  };
  const [oldest] = folded.keys();
  if (folded.size >= FOLDED_MAX && oldest !== undefined) folded.delete(oldest);
  folded.set(list, made);
  return made;
}

function entryOf(entry: string): Entry {
  const [written, ...others] = readings(entry).filter((reading) => reading !== '');
  return {
    // Written with signs for letters, it is meant as it reads.
    readings: written === undefined || /[$@€]/.test(entry) ? others : [written, ...others],
    opensAfter: entry.endsWith('*'),
    opensBefore: entry.startsWith('*'),
    isUnspaced: UNSPACED.test(entry),
    joined: JOINED.find(([script]) => script.test(entry))?.[1] ?? null,
  };
}

/** Particles of Korean behind a word, the article of Arabic and what stands before that. */
const JOINED: readonly (readonly [script: RegExp, joined: Joined])[] = [
  [
    /^\p{Script=Hangul}+$/u,
    {
      before: /(?:^| )$/,
      behind:
        /^(?:들|님)?(?:야|아|가|이|는|은|을|를|도|만|의|에|에게|한테|께|로|으로|와|과|랑|이랑|보다|처럼|같은|같이|이다|다|네|냐|이냐|니|요|이요|예요|이에요|입니다|라고|이라고)?(?: |$)/,
    },
  ],
  [/^\p{Script=Arabic}+$/u, { before: /(?:^| )[وف]?(?:[بك]?ال|لل)?$/, behind: /^(?: |$)/ }],
];

/** Whether a text has one of the words. */
export function hasWordOf({ words, signs }: WordList, text: string): boolean {
  if (signs.length > 0) {
    const written = asWritten(text);
    if (signs.some((sign) => hasSign(written, sign))) return true;
  }
  if (words.length === 0) return false;
  const said = readings(text).flatMap(unstretched);
  const unspaced = UNSPACED.test(text) ? segmentsOf(text) : null;
  return words.some((entry) =>
    entry.isUnspaced
      ? unspaced?.some((segments) => hasSegments(segments, entry))
      : entry.readings.some((word) => said.some((one) => hasWord(one, word, entry))),
  );
}

/** Whether a word stands there for itself, not as a part of another: `cat`, but not `category`. */
function hasWord(said: string, word: string, { opensAfter, opensBefore, joined }: Entry): boolean {
  if (joined !== null && !opensAfter && !opensBefore) return hasJoined(said, word, joined);
  const from = opensBefore ? word : ` ${word}`;
  return ` ${said} `.includes(opensAfter ? from : `${from} `);
}

function hasJoined(said: string, word: string, { before, behind }: Joined): boolean {
  for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + 1)) {
    if (before.test(said.slice(0, at)) && behind.test(said.slice(at + word.length))) return true;
  }
  return false;
}

/** The same with letters that were stretched (`baaad`) once, or twice; such a word has no two of any. */
export function unstretched(text: string): readonly string[] {
  if (!/(.)\1\1/u.test(text)) return [text];
  const once = text.replace(/[^ ]*([^ ])\1\1[^ ]*/gu, (word) => word.replace(/(.)\1+/gu, '$1'));
  const doubled = text.replace(/(.)\1\1+/gu, '$1$1');
  return [...new Set([text, text.replace(/(.)\1\1+/gu, '$1'), doubled, once])];
}

/** Scripts that write their words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The words of a text in such a script, as a dictionary finds them, each folded; also of the text without
 * what may have been put between its letters.
 */
function segmentsOf(text: string): readonly (readonly string[])[] {
  const closed = text.replace(/(?<=[^ -~])[ -@[-`{-~·・]+(?=[^ -~])/gu, '');
  return [...new Set([text, closed])].map((one) => wordsOf(one.normalize('NFKC')).map(fold));
}

/** A loan word in katakana is one word, whatever shorter ones the dictionary finds in it. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const { segment } of WORDS.segment(text)) {
    const last = words.at(-1) ?? '';
    if (LOAN.test(segment) && LOAN.test(last)) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words;
}

const LOAN = /^[\p{Script=Katakana}ー]+$/u;

/** Whether some words in a row make up an entry. */
function hasSegments(segments: readonly string[], entry: Entry): boolean {
  const word = (entry.readings[0] ?? '').replaceAll(' ', '');
  return segments.some((_, start) => {
    let made = '';
    for (let at = start; at < segments.length && made.length < word.length; at += 1) {
      made += segments[at];
    }
    if (made === word) return true;
    return (
      (entry.opensAfter && made.startsWith(word)) || (entry.opensBefore && made.endsWith(word))
    );
  });
}

/** Signs that are no mere punctuation: an entry with some is meant with them. */
function isSigned(entry: string): boolean {
  const bare = entry.replace(/^\*|\*$/g, '');
  // Between letters they stand for letters, and are read as such.
  const left = bare.replace(/(?<=\p{L})[@$!|*+€](?=\p{L})|[$@](?=\p{L})|(?<=\p{L})[$]+$/gu, '');
  return /[+#<>=^~|%&@$]/.test(left) || /(?![\p{Extended_Pictographic}\p{So}])\p{S}/u.test(left);
}

function asWritten(text: string): string {
  return cleanText(text).normalize('NFKC').toLowerCase();
}

/** Whether it stands there, and not in the middle of a word or number. */
function hasSign(text: string, sign: string): boolean {
  const starts = /^[\p{L}\p{N}]/u.test(sign);
  const ends = /[\p{L}\p{N}]$/u.test(sign);
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    const isPart =
      (starts && /[\p{L}\p{N}]$/u.test(text.slice(0, at))) ||
      (ends && /^[\p{L}\p{N}]/u.test(text.slice(at + sign.length)));
    if (!isPart) return true;
  }
  return false;
}
