import * as v from 'valibot';

/**
 * Reactions: a few emoji by which everybody says what they think of the change that is on screen. They
 * are no prompts: all who watch may react, and what is shown of it is sums.
 */

/** How many emoji a room may offer: each has a key from 1 to 6 and a button, and six fit on a phone. */
export const REACTIONS_MAX = 6;

/** The rule's value for a room without reactions. */
export const NO_REACTIONS = 'none';

export const DEFAULT_REACTIONS = '👏 ❤️ 😂 😮 🔥 🎉';

/** Longer than any emoji of several parts, in code units. */
const EMOJI_UNITS_MAX = 32;

/** How often each emoji was chosen. */
export const ReactionSumsSchema = v.record(v.string(), v.number());
export type ReactionSums = Readonly<Record<string, number>>;

/** What came for the change on screen, and for those before it, by their ids: of pictures that are behind. */
export interface Reactions {
  readonly sums: ReactionSums;
  readonly earlier?: readonly (readonly [id: string, sums: ReactionSums])[];
}

/** An emoji as a message may have it; whether the room offers it, only the room knows. */
export const ReactionSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(EMOJI_UNITS_MAX));

const PART = '\\p{ExtPict}(?:\\ufe0f|\\p{EMod})?';
/** The tags of England, Scotland and Wales: any others are drawn by nothing, and could say something hidden. */
const REGION =
  '\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}';
/** A flag of two letters or of a region, a keycap, or up to five pictures that make one, like a family. */
const EMOJI = new RegExp(
  `\\p{RI}{2}|\\u{1f3f4}${REGION}|[#*\\d]\\ufe0f?\\u20e3|${PART}(?:\\u200d${PART}){0,4}`,
  'gu',
);

/**
 * The emoji of the rule `reactions`, in their order and each once.
 *
 * @example reactionsIn('👏 ❤️'); // ['👏', '❤️']
 */
export function reactionsIn(rule: string): readonly string[] {
  // The pattern costs a page 15 ms at its first use, just when its picture comes: most rooms do without.
  if (rule === DEFAULT_REACTIONS) return rule.split(' ');
  return [...new Set(rule.match(EMOJI))];
}

/** Whether it can be the rule `reactions`: one to six emoji with spaces or commas between them, or `none`. */
export function isReactionsRule(rule: string): boolean {
  if (rule === DEFAULT_REACTIONS) return true;
  const { length } = reactionsIn(rule);
  const others = rule.replace(EMOJI, '').replace(/[\s,]/g, '');
  return others === '' ? length > 0 && length <= REACTIONS_MAX : rule === NO_REACTIONS;
}

/** The rule that was probably meant: the first six of its emoji, or `none`; the usual one without any. */
export function nearestReactionsRule(written: string): string {
  const found = reactionsIn(written).slice(0, REACTIONS_MAX);
  if (found.length > 0) return found.join(' ');
  return /^\W*(no|off|0|false)/i.test(written) ? NO_REACTIONS : DEFAULT_REACTIONS;
}

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

/**
 * Which change a picture shows that is so far behind the world: the id of one before the one on screen, which is
 * empty where the picture is from before all that are told of; null for the one on screen.
 */
export function earlierChange(
  { changes, reactions }: ShownChanges,
  now: number,
  behindMs = 0,
): string | null {
  if (behindMs === 0) return null;
  const shown = changes.filter(({ at }) => at <= now - behindMs).at(-1)?.id ?? '';
  return shown === (reactions.of ?? '') ? null : shown;
}

/** As much of a room as says which change was on screen when. */
interface ShownChanges {
  readonly changes: readonly { readonly id: string; readonly at: number }[];
  readonly reactions: { readonly of: string | null };
}

/** The reactions that came between one view of a room and the next; of the changes before, too. */
export function reactionsBetween(before: ReactedRoom, after: ReactedRoom): ReactionSums {
  const { of, sums } = before.reactions;
  const isSame = of === after.reactions.of;
  const now = isSame ? surplus(after.reactions.sums, sums) : after.reactions.sums;
  return after.changes.reduce((all, change) => {
    const was = before.changes.find(({ id }) => id === change.id);
    // One that the view before did not show is not new for that.
    if (was === undefined || change.id === after.reactions.of) return all;
    return added(all, surplus(change.reactions ?? {}, reactionsOf(was, before)));
  }, now);
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
