import { CHANGES_SHOWN } from '../../src/protocol/limits.js';
import { type ReactionSums, type Reactions, reactionsIn } from '../../src/protocol/reactions.js';
import { isSettled } from '../../src/protocol/reasons.js';
import { tellAuthor } from './prompts/prompts.js';
import type { Prompt, RoomState, Step } from './state.js';

/** What the world is like so far. Nothing else carries it from one stream to the next. */

/** The longest start prompt; Odyssey documents no limit, so the room keeps one of its own. */
const START_PROMPT_MAX = 1_200;

/** How many changes can be taken back. */
const STEPS_BACK_MAX = 10;

/**
 * The prompt that a stream starts with: what the room itself is about to perform, else the world as
 * it last was, or as it is to open.
 */
export function startPrompt({ prompts, world, rules }: RoomState): string {
  const own = prompts.find(({ via, status }) => via === 'room' && !isSettled(status));
  return shortened(own?.text ?? world.prompt ?? rules.values.opening, START_PROMPT_MAX);
}

/** The prompt that makes the world what it was so many changes ago; null if that is not known. */
export function worldBefore({ world, rules }: RoomState, steps: number): string | null {
  const before = world.past[world.past.length - steps];
  return before === undefined ? null : (before ?? rules.values.opening);
}

/** Keeps what a prompt made of the world. The room's own prompts describe it whole. */
export function remember(state: RoomState, prompt: Prompt, appliedText: string, now: number): void {
  const { id, text, via } = prompt;
  const { id: by, ...author } = tellAuthor(state, prompt);
  const own = describes(text, appliedText) ? appliedText : text;
  const before = state.world.prompt ?? state.rules.values.opening;
  const after = withChange(before, text, appliedText, START_PROMPT_MAX);
  turnInto(state, id, via === 'room' ? own : after);
  turnToChange(state, id);
  state.world.changes.push({ id, by, ...author, text, appliedText, at: now });
  state.world.changes.splice(0, state.world.changes.length - CHANGES_SHOWN);
}

/** The room's own prompt did not become a change for sure: what was sent is what a stream starts with. */
export function settleOwn(state: RoomState, { id, text, status }: Prompt): void {
  if (status === 'unconfirmed') turnInto(state, id, text);
  else if (state.world.undoing?.promptId === id) state.world.undoing = null;
}

/** What changes while a change is being taken back goes with it. */
function turnInto({ world }: RoomState, promptId: string, prompt: string): void {
  if (world.undoing === null) {
    world.past.push(world.prompt);
    world.past.splice(0, world.past.length - STEPS_BACK_MAX);
  } else if (world.undoing.promptId === promptId) {
    world.past.splice(-world.undoing.steps);
    world.undoing = null;
  }
  world.prompt = shortened(prompt, START_PROMPT_MAX);
}

/**
 * What the world is like, in words: a fold over the changes that reached it. A stream forgets
 * everything when it ends, so the next one starts with this.
 */

const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words that say nothing of what a sentence is about. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at be been by do does for from had has have he her his i in into is it its of on or
  she so some that the their them then there these they this those to was we were will with you
  now more very make makes let lets add adds`.split(/\s+/),
);

/** Two sentences that share as much are about the same thing. */
const SAME_SHARE = 0.5;

/**
 * The world after a change, within `max` characters. The world's own rewriting is the new world where
 * it describes the whole. Otherwise the change is put behind what it leaves standing: the first
 * sentence, which has subject and setting, and the newest of those that it does not replace.
 */
export function withChange(before: string, text: string, appliedText: string, max: number): string {
  const change = oneLine(appliedText) || oneLine(text);
  if (change === '') return shortened(before, max);
  if (describes(before, change)) return shortened(change, max);
  const [first = '', ...rest] = sentencesOf(oneLine(before));
  const newest = shortened(ended(change), Math.max(max - first.length - 1, Math.floor(max / 2)));
  const setting = shortened(first, max - newest.length - 1);
  const about = contentOf(change);
  const kept: string[] = [];
  let left = max - setting.length - newest.length - 2;
  for (const sentence of rest.reverse()) {
    if (isReplaced(sentence, about) || sentence.length > left) continue;
    kept.unshift(sentence);
    left -= sentence.length + 1;
  }
  return [setting, ...kept, newest].filter((part) => part !== '').join(' ');
}

/** Whether these words tell of a whole world, and not only of what became different in it. */
function describes(world: string, words: string): boolean {
  const content = contentOf(world);
  return share(content, contentOf(words)) >= SAME_SHARE;
}

/** A text's beginning that fits, up to the end of a sentence or at least of a word. */
export function shortened(text: string, max: number): string {
  const whole = oneLine(text);
  if (whole.length <= max) return whole;
  const sentences = upTo(SENTENCES, whole, max);
  if (sentences.length >= max / 2) return sentences;
  const space = whole.lastIndexOf(' ', max);
  if (space >= max / 2) return whole.slice(0, space);
  // A script without spaces, where words end all the same.
  const words = upTo(WORDS, whole, max);
  // One word that is longer than everything: there is no better place to cut.
  return words === '' ? upTo(CHARACTERS, whole, max) : words;
}

function upTo(segmenter: Intl.Segmenter, text: string, max: number): string {
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.trimEnd().length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}

function isReplaced(sentence: string, about: ReadonlySet<string>): boolean {
  const content = contentOf(sentence);
  const [fewer, more] = content.size < about.size ? [content, about] : [about, content];
  return share(fewer, more) >= SAME_SHARE;
}

/** How many of these are among those, as a share. */
function share(these: ReadonlySet<string>, those: ReadonlySet<string>): number {
  const both = [...these].filter((word) => those.has(word));
  return these.size === 0 ? 0 : both.length / these.size;
}

function contentOf(text: string): ReadonlySet<string> {
  const words = [...WORDS.segment(text.toLowerCase())].filter(({ isWordLike }) => isWordLike);
  return new Set(words.map(({ segment }) => segment).filter((word) => !EMPTY_WORDS.has(word)));
}

function sentencesOf(text: string): string[] {
  return [...SENTENCES.segment(text)].map(({ segment }) => ended(segment.trim()));
}

/** With an end to it, so that the next sentence is one of its own. */
function ended(sentence: string): string {
  if (/[\p{Sentence_Terminal}…]["'”’»)\]]*$/u.test(sentence)) return sentence;
  const isCjk = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u.test(sentence);
  return `${sentence.replace(/[\s,;:]+$/u, '')}${isCjk ? '。' : '.'}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** How many emoji a change keeps the sums of: the rule may change while it is on screen. */
const KINDS_MAX = 12;

/**
 * What a second brought, summed up by the server: it stays with the change that is on screen, or with the one that
 * a picture showed which is behind, and is written down beside its entry in the history.
 */
export function reacted({ state, effects }: Step, { sums, earlier = [] }: Reactions): void {
  const { reactions, rules, world } = state;
  const offered = new Set(reactionsIn(rules.values.reactions));
  const { of, no } = reactions;
  if (addUp(reactions.sums, sums, offered) && of !== null) {
    effects.push({ type: 'reactions', no, sums: { ...reactions.sums } });
  }
  for (const [id, late] of earlier) {
    const change = world.changes.find((one) => one.id === id);
    const former = reactions.former.find((one) => one.of === id);
    if (change === undefined || former === undefined) continue;
    const all = { ...change.reactions };
    if (!addUp(all, late, offered)) continue;
    change.reactions = all;
    effects.push({ type: 'reactions', no: former.no, sums: { ...all } });
  }
}

/** False where none of it is offered or kept. */
function addUp(
  sums: Record<string, number>,
  more: ReactionSums,
  offered: ReadonlySet<string>,
): boolean {
  let isNew = false;
  for (const [emoji, count] of Object.entries(more)) {
    const before = sums[emoji];
    const isKept = before !== undefined || Object.keys(sums).length < KINDS_MAX;
    if (!offered.has(emoji) || !isKept) continue;
    sums[emoji] = (before ?? 0) + count;
    isNew = true;
  }
  return isNew;
}

/** Another change is on screen: what was thought of the one before it stays with that. */
function turnToChange({ world, reactions, records }: Step['state'], id: string): void {
  const former = world.changes.at(-1);
  const hasSums = Object.keys(reactions.sums).length > 0;
  if (former?.id === reactions.of && hasSums) former.reactions = { ...reactions.sums };
  if (reactions.of !== null) reactions.former.push({ of: reactions.of, no: reactions.no });
  reactions.former.splice(0, reactions.former.length - CHANGES_SHOWN);
  reactions.of = id;
  reactions.no = records.noted.history;
  reactions.sums = {};
}
