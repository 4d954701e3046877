import { SignJWT } from 'jose';
import * as v from 'valibot';
import { CHANGES_SHOWN } from '../../src/protocol/limits.js';
import { CLOSE_CODE, type Go } from '../../src/protocol/messages.js';
import { REACTIONS_MAX, ReactionSchema } from '../../src/protocol/reactions.js';
import { StandingSchema } from '../../src/protocol/view.js';
import { BOUNDS } from '../server/bounds.js';
import { keyedHash } from '../server/signature.js';
import { verifyToken } from '../server/token.js';
import { ViewerSumsSchema } from '../server/viewer-stats.js';
import { partyName, type RoomAddress } from './places.js';

/** What a room and its audience parties say to each other, over one link each that the room opens. */

/** Raised when one side could misread the other; the party refuses a room of another version. */
export const LINK_VERSION = 3;

/** The roles of those who watch in parties: staff and conductors are always at the room. */
const VIEWER_ROLES = ['viewer', 'prompter'] as const;
export type ViewerRole = (typeof VIEWER_ROLES)[number];

const upTo = (max: number) => v.pipe(v.string(), v.maxLength(max));
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));

/** What a room says of one whom it sends to a party, or a party of one whom it sends to another. */
const TicketSchema = v.object({
  who: upTo(64),
  name: upTo(600),
  isNamed: v.boolean(),
  role: v.picklist(VIEWER_ROLES),
  /** The hash of the network address; null where it is not known. */
  address: v.nullable(upTo(64)),
  mayOpen: v.boolean(),
  /** When the site's token behind it ends. */
  expiresAt: v.nullable(v.number()),
  /** Whether the room knows them as one who takes part: then it has to know that they are here. */
  takesPart: v.boolean(),
});
export type Ticket = v.InferOutput<typeof TicketSchema>;

const Numbered = {
  /** Counts the messages of one side of a link, so that none is taken twice or out of order. */
  n: v.pipe(v.number(), v.integer()),
};

/** How many parties there are, and since when there are so many. */
const Plan = { parties: v.number(), plannedAt: v.number() };

const StandingsSchema = v.object({ viewer: StandingSchema, prompter: StandingSchema });
export type Standings = v.InferOutput<typeof StandingsSchema>;

/** How many proposals a party counts votes for; a room has 40 at most. */
const CHOICES_MAX = 64;

/** What parties count; null for nothing. */
const BallotSchema = v.nullable(
  v.object({
    round: upTo(64),
    choices: v.pipe(v.array(upTo(64)), v.maxLength(CHOICES_MAX), v.readonly()),
    isStanding: v.boolean(),
    isOver: v.boolean(),
  }),
);

/** Votes go from one place to another so many at a time. */
export const MOVED_MAX = 100;

/** Votes whose voters belong to another place now; those who have voted there keep that vote. */
const Moving = {
  round: upTo(64),
  votes: v.pipe(
    v.array(v.pipe(v.tuple([upTo(64), upTo(64), v.nullable(upTo(64))]), v.readonly())),
    v.maxLength(MOVED_MAX),
  ),
};

/** Votes that have got there, by voter. */
const moved = v.pipe(v.array(upTo(64)), v.maxLength(MOVED_MAX));

/** Whom the room does not let in, by identity or hash of address; the party hangs up on them. */
export const BARRED_MAX = 1_000;
const barred = v.pipe(v.array(upTo(64)), v.maxLength(BARRED_MAX));

const DownSchema = v.variant('type', [
  /** All that a party has to know, with which each link begins. */
  v.object({
    type: v.literal('snapshot'),
    ...Numbered,
    boot: v.number(),
    seq: v.number(),
    now: v.number(),
    /** The public view as patches make it. */
    room: v.string(),
    standings: StandingsSchema,
    ballot: BallotSchema,
    ...Plan,
    barred,
  }),
  /** What changed, as one patch for all viewers, and what changed for all who only watch. */
  v.object({
    type: v.literal('frame'),
    ...Numbered,
    seq: v.number(),
    from: v.number(),
    now: v.number(),
    patch: v.nullable(v.string()),
    standings: v.nullable(StandingsSchema),
    /** Left out where it is as before. */
    ballot: v.optional(BallotSchema),
  }),
  v.object({ type: v.literal('plan'), ...Numbered, ...Plan }),
  v.object({ type: v.literal('barred'), ...Numbered, barred }),
  /** For one viewer alone. */
  v.object({ type: v.literal('to'), ...Numbered, viewer: v.string(), text: v.string() }),
  v.object({
    type: v.literal('hang-up'),
    ...Numbered,
    viewer: v.string(),
    code: v.picklist(Object.values(CLOSE_CODE)),
    reason: v.string(),
  }),
  /** A ballot has ended: no further votes, and the final sums at once. */
  v.object({ type: v.literal('count'), ...Numbered, round: v.string() }),
  /** Votes of people who belong to this party now; `from` is the party that counted them. */
  v.object({ type: v.literal('votes'), ...Numbered, from: v.number(), ...Moving }),
  /** Votes that this party has told of are counted elsewhere now. */
  v.object({ type: v.literal('moved'), ...Numbered, moved }),
]);
export type Down = v.InferOutput<typeof DownSchema>;

/** No sum is above what a party can hold. */
export const CAPACITY = BOUNDS.viewersPerParty.max;

const viewed = v.pipe(
  ViewerSumsSchema,
  v.check(({ reports }) => reports <= CAPACITY),
);

/** How often each emoji was chosen since the party last said so. */
const sums = v.pipe(
  v.array(v.tuple([ReactionSchema, count(CAPACITY * BOUNDS.reactionsPerSecond.max)])),
  v.maxLength(REACTIONS_MAX),
);

const UpSchema = v.variant('type', [
  /** The party's sums, whole: at most once a second, of votes every 400 ms, and at the end of a ballot. */
  v.object({
    type: v.literal('report'),
    ...Numbered,
    watching: count(CAPACITY),
    /** How many show which stream; an empty id is for those who have not said yet. */
    shows: v.pipe(v.array(v.tuple([upTo(64), count(CAPACITY)])), v.maxLength(8)),
    ballot: v.nullable(
      v.object({
        round: upTo(64),
        votes: v.pipe(v.array(v.tuple([upTo(64), count(CAPACITY)])), v.maxLength(CHOICES_MAX)),
        isFinal: v.boolean(),
        /** How many votes are on their way to where their voters belong now; they are in no sum here. */
        moving: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
  }),
  /** Votes of people who belong to another place now. */
  v.object({ type: v.literal('votes'), ...Numbered, ...Moving }),
  /** Votes that came from that party are counted here now. */
  v.object({ type: v.literal('moved'), ...Numbered, from: v.number(), moved }),
  /** What viewers thought of the change on screen and, where they see it later, of those before. */
  v.object({
    type: v.literal('reacted'),
    ...Numbered,
    sums,
    earlier: v.optional(v.pipe(v.array(v.tuple([upTo(64), sums])), v.maxLength(2 * CHANGES_SHOWN))),
  }),
  /** How the pictures of viewers were, since the party last said so: at most every ten seconds. */
  v.object({ type: v.literal('viewed'), ...Numbered, sums: viewed }),
  /** A viewer does more than watch. */
  v.object({
    type: v.literal('join'),
    ...Numbered,
    viewer: upTo(64),
    ticket: TicketSchema,
    hidden: v.boolean(),
  }),
  v.object({ type: v.literal('said'), ...Numbered, viewer: upTo(64), text: v.string() }),
  v.object({ type: v.literal('gone'), ...Numbered, viewer: upTo(64) }),
  /** Something is missing: the party asks for a snapshot. */
  v.object({ type: v.literal('resync'), ...Numbered }),
]);
export type Up = v.InferOutput<typeof UpSchema>;

/** A message without its number, which its sender adds. */
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'n'> : never;
export type DownMessage = Unnumbered<Down>;
export type UpMessage = Unnumbered<Up>;

/** The only way in for what a room says to a party; null for anything else. */
export function parseDown(data: unknown): Down | null {
  return parse(DownSchema, data);
}

/** The only way in for what a party says to a room. */
export function parseUp(data: unknown): Up | null {
  return parse(UpSchema, data);
}

function parse<Message>(schema: v.GenericSchema<unknown, Message>, data: unknown): Message | null {
  if (typeof data !== 'string') return null;
  try {
    const parsed = v.safeParse(schema, JSON.parse(data));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Why a party takes no link. */
export type LinkRefusal = 'forged' | 'late' | 'replayed' | 'wrong-version';

/** How far the clocks of two objects may be apart, and how long a link takes to open. */
const LINK_WITHIN_MS = 30_000;

const LinkClaims = v.object({ v: v.number(), of: v.string(), at: v.number() });

/** The key of a room's links and tickets: made from a secret that room and parties have in common. */
export async function audienceKey(secret: string, address: RoomAddress): Promise<Uint8Array> {
  const of = partyName(0, address);
  const hash = await keyedHash(
    `odyssey-broadcast audience ${of}`,
    new TextEncoder().encode(secret),
  );
  return new TextEncoder().encode(hash);
}

/** The proof that a room asks for a link with the party of this name, good for a moment and for once. */
export function signLink(of: string, at: number, key: Uint8Array): Promise<string> {
  return new SignJWT({ v: LINK_VERSION, of, at }).setProtectedHeader({ alg: 'HS256' }).sign(key);
}

/** Checks a room's proof; `after` is when the last link that was taken was asked for. */
export async function checkLink(
  proof: string,
  of: string,
  { key, now, after }: { readonly key: Uint8Array; readonly now: number; readonly after: number },
): Promise<{ readonly at: number } | LinkRefusal> {
  const { payload } = await verifyToken(proof, key);
  if (!v.is(LinkClaims, payload) || payload.of !== of) return 'forged';
  if (payload.v !== LINK_VERSION) return 'wrong-version';
  if (Math.abs(now - payload.at) > LINK_WITHIN_MS) return 'late';
  return payload.at > after ? { at: payload.at } : 'replayed';
}

const TicketClaims = v.object({ ticket: TicketSchema, at: v.number(), until: v.number() });

/** A ticket is good for so long: a viewer cut off within a day goes straight back to their party. */
const TICKET_MS = 12 * 3_600_000;

/** Sends somebody to a party, with a ticket for it. */
export async function goTo(
  home: number,
  ticket: Ticket,
  { address, key, now }: { address: RoomAddress; key: Uint8Array; now: () => number },
): Promise<Omit<Go, 'identity'>> {
  const signed = await signTicket(ticket, now(), key);
  return { type: 'go', party: 'audience', room: partyName(home, address), ticket: signed };
}

export function signTicket(ticket: Ticket, now: number, key: Uint8Array): Promise<string> {
  const until = Math.min(now + TICKET_MS, ticket.expiresAt ?? Number.POSITIVE_INFINITY);
  return new SignJWT({ ticket, at: now, until }).setProtectedHeader({ alg: 'HS256' }).sign(key);
}

export async function readTicket(
  text: string,
  now: number,
  key: Uint8Array,
): Promise<{ readonly ticket: Ticket; readonly at: number } | null> {
  const { payload } = await verifyToken(text, key);
  return v.is(TicketClaims, payload) && payload.until > now ? payload : null;
}
