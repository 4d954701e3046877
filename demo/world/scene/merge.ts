import type { Mention } from './reader.js';
import { bareplural, mostOfOne, type Size } from './words/amounts.js';
import type { Colour } from './words/colours.js';

/** Some of one kind and look; `kind` is a known thing or, for a mark, the unknown word. */
export interface Thing {
  readonly kind: string;
  readonly count: number;
  readonly colour?: Colour;
  readonly size?: Size;
}

/** Applies mentions to the things there are, one by one; at most `most` stay, the newest. */
export function merge(
  before: readonly Thing[],
  mentions: readonly (Mention | 'nothing')[],
  most: number,
): readonly Thing[] {
  return mentions.reduce(applied, before).slice(-most);
}

function applied(list: readonly Thing[], mention: Mention | 'nothing'): readonly Thing[] {
  if (mention === 'nothing') return [];
  if (mention.stance === 'gone' || mention.count === 0) {
    return list.filter((thing) => !isMeant(thing, mention));
  }
  const known = meantBy(list, mention);
  if (known === undefined) return [...list, created(mention)];
  return list.map((thing) => (thing === known ? changed(thing, mention) : thing));
}

/** Says the mention nothing that speaks against this thing? */
function isMeant(thing: Thing, { kind, colour, size }: Mention): boolean {
  return (
    thing.kind === kind &&
    (colour === undefined || thing.colour === colour) &&
    (size === undefined || thing.size === size)
  );
}

/** "a red boat" is the red boat there is, or a new one; "the boat" is the newest boat. */
function meantBy(list: readonly Thing[], mention: Mention): Thing | undefined {
  const same = list.filter(({ kind }) => kind === mention.kind);
  const exact = same.find(({ colour, size }) => colour === mention.colour && size === mention.size);
  const vague = mention.colour === undefined && mention.size === undefined;
  return exact ?? (vague || mention.stance === 'the' ? same.at(-1) : undefined);
}

function created({ kind, count, plural, colour, size }: Mention): Thing {
  return {
    kind,
    count: count ?? (plural ? bareplural : 1),
    ...(colour !== undefined && { colour }),
    ...(size !== undefined && { size }),
  };
}

function changed(thing: Thing, mention: Mention): Thing {
  const { colour, size } = mention;
  return {
    ...thing,
    count: countAfter(thing.count, mention),
    ...(colour !== undefined && { colour }),
    ...(size !== undefined && { size }),
  };
}

function countAfter(now: number, { count, plural, stance }: Mention): number {
  if (stance === 'more') return Math.min(now + (count ?? (plural ? bareplural : 1)), mostOfOne);
  if (count !== undefined) return count;
  return plural && now === 1 ? bareplural : now;
}
