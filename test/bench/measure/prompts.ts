import type { Asked } from './prompter.js';
import { type Spread, spreadOf } from './spread.js';

/** What became of prompts, by their receipts and by the world's own log. */
export interface PromptCount {
  readonly asked: number;
  readonly applied: number;
  /** Without any receipt. */
  readonly unanswered: number;
  /** Asked and never performed, whatever its author was told. */
  readonly lost: number;
  /** Performed more than once. */
  readonly doubled: number;
  /** Told to be applied, and never performed. */
  readonly untrue: number;
  /** Receipts other than `applied`, by status and reason. */
  readonly others: Readonly<Record<string, number>>;
  readonly answer: Spread;
}

export function countPrompts(
  asked: readonly Asked[],
  performed: ReadonlyMap<string, number>,
): PromptCount {
  const times = (text: string) => performed.get(text) ?? 0;
  const applied = asked.filter(({ status }) => status === 'applied');
  const rest = asked.filter(({ status }) => status !== 'applied');
  const others: Record<string, number> = {};
  for (const { status, reason } of rest) {
    const name = status === null ? 'no receipt' : `${status} (${reason})`;
    others[name] = (others[name] ?? 0) + 1;
  }
  return {
    asked: asked.length,
    applied: applied.length,
    unanswered: rest.filter(({ status }) => status === null).length,
    lost: rest.filter(({ text }) => times(text) === 0).length,
    doubled: asked.filter(({ text }) => times(text) > 1).length,
    untrue: applied.filter(({ text }) => times(text) === 0).length,
    others,
    answer: spreadOf(applied.map(({ settledAt, askedAt }) => (settledAt ?? askedAt) - askedAt)),
  };
}
