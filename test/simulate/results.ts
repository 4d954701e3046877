import { DEFAULT_RULES, type RulesPatch } from '../../src/protocol/rules.js';
import { jain, type Measure, median, type Wait } from './measure.js';

/** The courses that are simulated: every mode, with the rules that matter. */
export const COURSES: readonly { readonly name: string; readonly rules: RulesPatch }[] = [
  { name: 'queue', rules: { turns: 'queue' } },
  { name: 'queue, fifo', rules: { turns: 'queue', order: 'fifo' } },
  { name: 'open', rules: { turns: 'open' } },
  { name: 'vote', rules: { turns: 'vote' } },
  { name: 'raffle', rules: { turns: 'raffle' } },
  { name: 'curated', rules: { turns: 'curated' } },
  { name: 'baton', rules: { turns: 'baton' } },
  { name: 'stage', rules: { turns: 'stage' } },
  { name: 'two teams', rules: { turns: 'teams' } },
];

/** What a course came to, as plain data. */
export interface Result {
  readonly name: string;
  readonly applied: number;
  readonly turns: number;
  readonly sessions: number;
  /** Jain's index over those who wanted a turn most of the time, and how many they were. */
  readonly fairness: number | null;
  readonly people: number;
  readonly fairnessOfAll: number | null;
  /** For how long the world waited for one holder at most, and what that one did. */
  readonly absenceSeconds: number | null;
  readonly absenceStory: readonly string[];
  /** The median error of the announced waits, as a share of the wait. */
  readonly waitError: number | null;
  readonly waits: readonly Wait[];
  readonly shares: readonly number[];
  readonly appliedPerTenMinutes: readonly number[];
  readonly refusals: Readonly<Record<string, number>>;
}

/** Fewer people than this are no crowd to be fair to. */
const PEOPLE_MIN = 5;

export function resultOf(name: string, measure: Measure): Result {
  const { shares, sharesOfAll, startedAt } = measure;
  const absence = measure.absences.longest;
  const bins = Array.from({ length: 12 }, () => 0);
  for (const at of measure.appliedAt) {
    const bin = Math.floor((at - startedAt) / 600_000);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return {
    name,
    applied: measure.applied,
    turns: measure.turns,
    sessions: measure.sessions,
    fairness: shares.length < PEOPLE_MIN ? null : jain(shares),
    people: shares.length,
    fairnessOfAll: sharesOfAll.length < PEOPLE_MIN ? null : jain(sharesOfAll),
    // To the millisecond: the instants of a simulation are fractions.
    absenceSeconds: absence.ms === 0 ? null : Math.round(absence.ms) / 1000,
    absenceStory: absence.story,
    waitError: median(measure.errors),
    waits: measure.waits,
    shares,
    appliedPerTenMinutes: bins.slice(0, 12),
    refusals: Object.fromEntries([...measure.refusals].sort((a, b) => b[1] - a[1])),
  };
}

/** What is wanted, of which courses. */
const { claimSeconds, idleSeconds } = DEFAULT_RULES;
export const WANTED = {
  fairness: { atLeast: 0.95, of: ['queue'] },
  absenceSeconds: {
    atMost: claimSeconds + idleSeconds,
    of: ['queue', 'queue, fifo', 'baton', 'two teams'],
  },
  waitError: { atMost: 0.2, of: ['queue', 'queue, fifo'] },
} as const;

/**
 * Every wanted figure that was missed, in words, and whatever did not happen at all. In a smoke run a
 * figure only has to be there.
 */
export function missed(results: readonly Result[], isSmoke: boolean): readonly string[] {
  const sentences: string[] = [];
  for (const result of results) {
    const { name, applied, turns, sessions } = result;
    for (const [what, count] of Object.entries({ applied, turns, sessions })) {
      if (count === 0) sentences.push(`${name}: nothing happened, ${what} is 0`);
    }
    for (const [figure, { of, ...wanted }] of Object.entries(WANTED)) {
      const value = result[figure as keyof typeof WANTED];
      if (!(of as readonly string[]).includes(name)) continue;
      const [how, bound] = Object.entries(wanted)[0] as ['atLeast' | 'atMost', number];
      const isIn = (value: number) => (how === 'atLeast' ? value >= bound : value <= bound);
      const isMet = typeof value === 'number' && (isSmoke || isIn(value));
      const words = how === 'atLeast' ? 'at least' : 'at most';
      if (!isMet) {
        sentences.push(
          `${name}: ${figure} is ${value?.toFixed(3) ?? 'not measured'}, wanted ${words} ${bound}`,
        );
      }
    }
  }
  return sentences;
}
