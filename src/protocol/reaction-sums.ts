import type { ReactionSums } from './reactions.js';

/** What was thought of each change, and how it is told. */

/** The emoji of the list that is meant, with or without the sign that asks for its colours; null if none is. */
export function listedReaction(list: readonly string[], emoji: string): string | null {
  const plain = (text: string) => text.replaceAll('\ufe0f', '');
  return list.find((listed) => plain(listed) === plain(emoji)) ?? null;
}

/** A change of the world that people can react to; see `ChangeSchema`. */
interface Reacted {
  readonly id: string;
  readonly reactions?: ReactionSums | undefined;
}

/** As much of a room's view as says what was thought of its changes. */
interface ReactedRoom {
  readonly changes: readonly Reacted[];
  readonly reactions: { readonly of: string | null; readonly sums: ReactionSums };
}

/**
 * What was thought of a change so far.
 *
 * @example reactionsOf(room.changes.at(-1), room); // { '👏': 41 }
 */
export function reactionsOf(change: Reacted, { reactions }: ReactedRoom): ReactionSums {
  return change.id === reactions.of ? reactions.sums : (change.reactions ?? {});
}

/** The reactions that came between one view of a room and the next; of the change before, too. */
export function reactionsBetween(before: ReactedRoom, after: ReactedRoom): ReactionSums {
  const { of, sums } = before.reactions;
  if (of === after.reactions.of) return surplus(after.reactions.sums, sums);
  const former = after.changes.find(({ id }) => id === of);
  const late = surplus(former?.reactions ?? {}, sums);
  return added(late, after.reactions.sums);
}

/** All sums of both. */
export function added(one: ReactionSums, other: ReactionSums): ReactionSums {
  const all: Record<string, number> = { ...one };
  for (const [emoji, count] of Object.entries(other)) all[emoji] = (all[emoji] ?? 0) + count;
  return all;
}

function surplus(sums: ReactionSums, before: ReactionSums): ReactionSums {
  const more = Object.entries(sums).map(([emoji, sum]) => [emoji, sum - (before[emoji] ?? 0)]);
  return Object.fromEntries(more.filter(([, count]) => Number(count) > 0));
}

/** The emoji with their sums, the most frequent first. */
export function mostFirst(sums: ReactionSums): [string, number][] {
  return Object.entries(sums).sort(([, a], [, b]) => b - a);
}

/** How often people reacted in all. */
export function totalOf(sums: ReactionSums): number {
  return Object.values(sums).reduce((total, count) => total + count, 0);
}

/** In the order of the sums: `👏 41 ❤️ 3`; empty where nobody reacted. */
export function reactionsText(sums: ReactionSums, max = Number.POSITIVE_INFINITY): string {
  return mostFirst(sums)
    .slice(0, max)
    .map(([emoji, count]) => `${emoji} ${count}`)
    .join(' ');
}
