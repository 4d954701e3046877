import { type ReactionSums, reactionsIn } from '../../src/protocol/reactions.js';
import type { Step } from './state.js';

/** How many emoji a change keeps the sums of: the rule may change while it is on screen. */
const KINDS_MAX = 12;

/**
 * What a second brought, summed up by the server: it stays with the change that is on screen, and is
 * written down beside its entry in the history.
 */
export function reacted({ state, effects }: Step, sums: ReactionSums): void {
  const { reactions, rules } = state;
  const offered = new Set(reactionsIn(rules.values.reactions));
  let isNew = false;
  for (const [emoji, count] of Object.entries(sums)) {
    const before = reactions.sums[emoji];
    const isKept = before !== undefined || Object.keys(reactions.sums).length < KINDS_MAX;
    if (!offered.has(emoji) || !isKept) continue;
    reactions.sums[emoji] = (before ?? 0) + count;
    isNew = true;
  }
  const { of, no } = reactions;
  if (!isNew || of === null) return;
  effects.push({ type: 'reactions', no, sums: { ...reactions.sums } });
}

/** Another change is on screen: what was thought of the one before it stays with that. */
export function turnToChange({ world, reactions, records }: Step['state'], id: string): void {
  const former = world.changes.at(-1);
  const hasSums = Object.keys(reactions.sums).length > 0;
  if (former?.id === reactions.of && hasSums) former.reactions = { ...reactions.sums };
  reactions.of = id;
  reactions.no = records.noted.history;
  reactions.sums = {};
}
