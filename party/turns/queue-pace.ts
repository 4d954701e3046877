import type { Rules } from '../../src/protocol/rules.js';

/** What a line has seen of its own pace, for the waits that it announces. */
export interface Learned {
  /** How long turns take (ms): with a prompt waiting along, and without. */
  riding: Mean;
  typing: Mean;
  /**
   * How much longer people wait than the turns before theirs would take: some of those leave, and
   * the world has its pauses.
   */
  stretch: Mean;
  /** How many overtake somebody who could be overtaken, in each second of that. */
  overtaking: Mean;
}

/** A mean of what was seen, of the latest most; null before there was anything. */
interface Mean {
  value: number | null;
  seen: number;
}

/** How much the latest counts at least, so that the mean follows the crowd. */
const LATEST = 0.02;

/** A guess counts as much as this many sightings. */
const GUESS = 2;

export function nothingLearned(): Learned {
  const nothing = () => ({ value: null, seen: 0 });
  return { riding: nothing(), typing: nothing(), stretch: nothing(), overtaking: nothing() };
}

export function learn(mean: Mean, guess: number, seen: number): void {
  mean.seen += 1;
  const before = mean.value ?? guess;
  mean.value = before + Math.max(LATEST, 1 / (mean.seen + GUESS)) * (seen - before);
}

/** To take the turn, think and type; and for a prompt to arrive, with the gap before it (ms). */
const TYPING_MS = 15_000;
const ARRIVING_MS = 3_000;
const RIDING_MS = 5_000;

/** How long a turn will probably take, before any was seen: as the rules let it. */
export function guessTurnMs(kind: 'riding' | 'typing', rules: Rules): number {
  const { promptsPerTurn, turnSeconds } = rules;
  const one = TYPING_MS + ARRIVING_MS;
  const prompts = kind === 'riding' ? RIDING_MS + (promptsPerTurn - 1) * one : promptsPerTurn * one;
  return Math.min(prompts, turnSeconds * 1000 + ARRIVING_MS);
}

export function turnMs(learned: Learned, kind: 'riding' | 'typing', rules: Rules): number {
  return learned[kind].value ?? guessTurnMs(kind, rules);
}
