import { lengthOf } from '../../protocol/graphemes.js';
import type { Change } from '../../protocol/view.js';
import type { RoomContext } from '../ports.js';
import { type Language, tableOf } from '../words/language.js';

/** Ideas for a prompt; they become the visitor's own text. */
const english = {
  anywhere: [
    'It is night and the sky is full of stars',
    'Thick fog is rolling in',
    'It is raining and the ground is shining',
    'Everything is covered in snow',
  ],
  /** What the world is like, `{}`, in another light or weather. */
  moods: ['{}, at night', '{}, in thick fog', '{}, in the rain', '{}, in the snow'],
};

export type CoachWords = typeof english;

/** The same in a language. */
export function coachWordsFor(language: Language): CoachWords {
  return tableOf(language, 'coach', english);
}

/** What makes a prompt better, by its text alone: no service is asked. */

/** A link as anybody writes one. The room knows more ways; this only saves the obvious round trip. */
const LINK = /\b(?:https?:\/\/|www\.)\S|\b[\p{L}\d-]{2,}\.(?:com|net|org|io|dev|gg|tv)\b/iu;

/** Why the room would probably refuse a text, or how it would be understood better. */
export function advice(text: string, { room, words, time }: RoomContext): string | null {
  const { rules, changes } = room;
  const { reasons, bar } = words;
  const written = text.trim();
  if (written === '') return null;
  if (lengthOf(written) > rules.maxLength) return reasons['too-long'](rules.maxLength);
  if (rules.links === 'no' && LINK.test(written)) return reasons.links(null);
  const said = folded(written);
  const isRepeat = changes.some(
    (change) =>
      folded(change.text) === said && time.until(change.at + rules.repeatSeconds * 1000) > 0,
  );
  if (isRepeat) return reasons.repeat(null);
  const state = words.locale.startsWith('en') ? asState(written) : null;
  return state === null ? null : bar.states(state.better, state.said);
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s.!…]+/g, ' ')
    .trim();
}

/**
 * Odyssey paints what is, and goes on painting it; what somebody does for a moment is easily missed. The
 * words for a deed, each with those for the state it leads to.
 */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/\bputs? on\b/i, 'is wearing'],
  [/\btakes? off\b/i, 'is no longer wearing'],
  [/\bpicks? up\b/i, 'is holding'],
  [/\bgrabs?\b/i, 'is holding'],
  [/\bsits? down\b/i, 'is sitting'],
  [/\bstands? up\b/i, 'is standing'],
  [/\blies? down\b/i, 'is lying'],
  [/\bwalks? (?:in|into)\b/i, 'is inside'],
  [/\bfalls? asleep\b/i, 'is asleep'],
  [/\bwakes? up\b/i, 'is awake'],
  [/\bturns? (?:in)?to\b/i, 'is now'],
  [/\bbecomes?\b/i, 'is now'],
  [/\bopens?\b/i, 'is open'],
  [/\bcloses?\b/i, 'is closed'],
  [/\bturns? on\b/i, 'is on'],
  [/\bturns? off\b/i, 'is off'],
  [/\bcatches fire\b/i, 'is burning'],
  [/\bexplodes?\b/i, 'is in pieces'],
  [/\bdisappears?\b/i, 'is gone'],
  [/\bvanish(?:es)?\b/i, 'is gone'],
  [/\b(?:starts?|begins?) (?:raining|to rain)\b/i, 'is raining'],
  [/\b(?:starts?|begins?) (?:snowing|to snow)\b/i, 'is snowing'],
];

/** A deed in an English text, and the state that says the same. */
export function asState(text: string): { readonly said: string; readonly better: string } | null {
  for (const [deed, better] of STATES) {
    const said = deed.exec(text)?.[0];
    if (said !== undefined) return { said, better };
  }
  return null;
}

/** How many are offered at once. */
const STARTERS = 3;

/** What the world so far gives rise to, said of the thing that the newest change is about. */
const ABOUT: readonly ((thing: string) => string)[] = [
  (thing) => `The ${thing} is covered in snow`,
  (thing) => `The ${thing} is glowing in the dark`,
  (thing) => `The ${thing} is as tall as a mountain`,
  (thing) => `The ${thing} is made of glass`,
];
/** “A lighthouse wakes on the far shore” is about a lighthouse. */
const THING = /^(?:an?|the) (?:[a-z]+ )?([a-z]{3,20})(?= (?:is|are|[a-z]+s) )/i;

/** A longer text, or one of several parts, is left as it is. */
const MOOD_TEXT = /^[^,،、，;；:.。!?\n]{4,40}[.。!！]?$/u;

/** What is understood beside a text: both are of one script, or the idea would be half in another language. */
function isLike(text: string, idea: string): boolean {
  return SCRIPTS.every((script) => script.test(text) === script.test(idea));
}
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Arabic}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
];

/**
 * What somebody could begin with: the page's own ideas first, then what the world so far gives rise to.
 * What was done already is left out, and each change brings others.
 */
export function starters(
  suggestions: string | null,
  changes: readonly Pick<Change, 'text'>[],
  opening: string,
  language: Language,
): readonly string[] {
  const { anywhere, moods } = coachWordsFor(language);
  const own = (suggestions ?? '').split('|').map((idea) => idea.trim());
  const newest = changes.at(-1)?.text ?? opening;
  const thing = language.locale.startsWith('en')
    ? THING.exec(newest)?.[1]?.toLowerCase()
    : undefined;
  const about = thing === undefined ? inMoods(newest, moods) : ABOUT.map((say) => say(thing));
  const made = [...turned(about, changes.length).slice(0, 1), ...turned(anywhere, changes.length)];
  const done = new Set(changes.map(({ text }) => folded(text)));
  const isNew = (idea: string) => idea !== '' && !done.has(folded(idea));
  const all = [...turned(own.filter(isNew), changes.length), ...made.filter(isNew)];
  return [...new Set(all)].slice(0, STARTERS);
}

function inMoods(newest: string, moods: readonly string[]): readonly string[] {
  const text = newest.trim();
  if (!MOOD_TEXT.test(text)) return [];
  const bare = text.replace(/[.。!！]$/u, '');
  return moods.map((mood) => mood.replace('{}', () => bare)).filter((idea) => isLike(text, idea));
}

function turned<Item>(items: readonly Item[], by: number): readonly Item[] {
  const from = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}
