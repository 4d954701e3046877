import { DEFAULT_RULES } from './rules.js';

/**
 * A change of a text that both sides have, as a text: pieces of what is known already, and what is new between
 * them. So a change costs what is new in it, however long the lists are that it stands in.
 *
 * After two digits that prove the result comes, again and again: the length of what is new, what is new, where
 * the next piece of what is known begins, and its length. What is known are the words below, the text as it was,
 * and what has been made so far.
 */

/** The kind of patches that this version reads and writes; another one where words or digits are others. */
export const PATCHES = 1;

/** What a room says again and again. Never changed: both sides have to have the same. */
export const PATCH_WORDS =
  '{"id":"","name":"holder":{"id":"a-","phase":"active","clock":{"endsAt":},"promptsLeft":1}' +
  '"skip":{"votes":0,"needed":,"openAt":},"performing":{"id":","name":","text":""},' +
  '"round":{"id":"","phase":"vote","choices":[{"id":"","by":"","text":"","votes":"more":0,"result":null' +
  '"changes":[{"id":"",","appliedText":"","reason":"prompts-used","at":"}],"reactions":{"of":"","sums":{}}';

/** A public view as most rooms have it: in a welcome a room says only what is otherwise with it. */
export const USUAL_VIEW =
  `{"rules":${JSON.stringify(DEFAULT_RULES)},"life":{"phase":"live","streamId":"","startedAt":,` +
  '"watch":{"webrtcUrl":"https://","hlsUrl":null,"token":""},"lastCall":null},' +
  '"turns":{"holder":null,"next":[],"waiting":0,"forecast":{"turnEndsAt":null,"lineMs":0},"skip":null,' +
  '"last":{"id":"a-","name":"","reason":"prompts-used","at":},"mode":"queue","switching":null},' +
  '"audience":{"watching":},"typing":[],"performing":null,' +
  '"changes":[{"id":"","by":"a-","name":"","text":"","appliedText":"","at":,"reactions":{}}],' +
  '"reactions":{"of":"","sums":{}},"locks":{"prompts":null,"queue":null,"joins":null},' +
  '"unattended":false,"announcement":null,"moderation":[]}';

/** The same of what a welcome says beside it, and of a visitor's own view. */
export const USUAL_HEAD = { identity: null, rulesTaken: true, rulesNotTaken: [] };
export const USUAL_YOU = { standing: { state: 'none' }, skipVoted: false, vote: null, muted: null };

/** The characters that JSON writes as one byte; the apostrophe stands for the quotation mark, see `swapped`. */
const DIGITS =
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_!#$%&()*+,./:;<=>?@[]^`{|}~ ';
const BASE = DIGITS.length;
/** Numbers below 60 have one digit, those below 2,268 two, and all others three. */
const OF_ONE = 60;
const OF_TWO = 24 * BASE;
const TWO_BEGIN = OF_ONE;
const THREE_BEGIN = OF_ONE + 24;

/** No text that a patch makes is longer: a few times what a room says at most. */
const LENGTH_MAX = 64 * 1024;

/** A number of at most 69,000 in digits. */
export function toDigits(number: number): string {
  const digit = (value: number) => DIGITS[value % BASE] ?? '';
  if (number < OF_ONE) return digit(number);
  const second = number - OF_ONE;
  if (second < OF_TWO) return digit(TWO_BEGIN + Math.floor(second / BASE)) + digit(second);
  const third = second - OF_TWO;
  const first = THREE_BEGIN + Math.floor(third / BASE ** 2);
  return digit(first) + digit(Math.floor(third / BASE)) + digit(third);
}

/** JSON is full of quotation marks, each of which would be two bytes in a text of JSON: apostrophes are not. */
export function swapped(text: string): string {
  return text.replace(/["']/g, (mark) => (mark === '"' ? "'" : '"'));
}

/** Two digits that a text has in common with few others. */
export function proofOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = (hash ^ (hash >>> 15)) >>> 0;
  return (DIGITS[hash % BASE] ?? '') + (DIGITS[Math.floor(hash / BASE) % BASE] ?? '');
}

/** Which view is the usual one: that of another release has other rules, or other defaults. */
export const USUAL = `${USUAL_VIEW.length}${proofOf(USUAL_VIEW)}`;

/** The text that a patch makes of the one before; null where it belongs to another one. */
export function patched(before: string, patch: string): string | null {
  const known = PATCH_WORDS + before;
  let made = known;
  let at = 2;
  let expected = PATCH_WORDS.length;
  const digit = () => {
    const value = DIGITS.indexOf(patch.charAt(at));
    at += 1;
    return value < 0 || at > patch.length ? Number.NaN : value;
  };
  const number = () => {
    const first = digit();
    if (first < TWO_BEGIN) return first;
    if (first < THREE_BEGIN) return OF_ONE + (first - TWO_BEGIN) * BASE + digit();
    const second = digit();
    return OF_ONE + OF_TWO + ((first - THREE_BEGIN) * BASE + second) * BASE + digit();
  };
  // Whatever is wrong with a patch makes a number that is none, which ends it.
  while (at < patch.length) {
    const length = number();
    made += swapped(patch.slice(at, at + length));
    at += length;
    if (!(at < patch.length)) break;
    const where = number();
    const from = expected + (where % 2 === 0 ? where / 2 : -(where + 1) / 2);
    expected = from + number();
    if (!(from >= 0 && expected <= made.length && made.length < LENGTH_MAX)) return null;
    made += made.slice(from, expected);
  }
  const text = made.slice(known.length);
  return proofOf(text) === patch.slice(0, 2) ? text : null;
}
