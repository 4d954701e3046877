import * as v from 'valibot';
import { ConductorCommandSchema, ConductorReportSchema } from './conducting.js';
import {
  byteLength,
  FRAME_LENGTH_MAX,
  MESSAGE_BYTES_MAX,
  NAME_UNITS_MAX,
  PROTOCOL_VERSION,
} from './limits.js';
import { ActSchema, DeskSchema } from './moderation.js';
import { ReactionSchema } from './reactions.js';
import { type Reason, ReasonSchema, ReceiptSchema } from './reasons.js';
import { AskedRulesSchema, ModeNameSchema } from './rules.js';
import { RoomViewSchema, SnapshotSchema, StandingSchema, YouSchema } from './view.js';

/** What a page says to its room. `id` names the request; the room's answer repeats it. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
/** Bounded by the message alone: what is too long for a token is none, and is told so. */
const token = v.string();
const request = <const Type extends string>(type: Type) => v.object({ type: v.literal(type), id });

/** A JPEG in base64: it begins with the bytes ff d8 ff. */
const jpeg = v.pipe(v.string(), v.maxLength(FRAME_LENGTH_MAX), v.startsWith('/9j/'), v.base64());

const upTo = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));

/** The most that a page may say its picture is behind: by HLS it is six seconds, on a bad line twice that. */
export const BEHIND_MS_MAX = 15_000;

/** How far behind the world a picture by HLS may be, and its viewer still have the time back. */
const behindMs = upTo(BEHIND_MS_MAX);

/** Whether this page could hold the Odyssey session: it cannot, it can, it wants to. */
const CONDUCT_OFFERS = ['no', 'can', 'prefer'] as const;
export type ConductOffer = (typeof CONDUCT_OFFERS)[number];

const name = v.nullable(v.pipe(v.string(), v.maxLength(NAME_UNITS_MAX)));

const HelloSchema = v.object({
  type: v.literal('hello'),
  /** Checked by the room, not here: a stranger deserves the answer "wrong version". */
  version: v.number(),
  /** The identity that the room issued before, to be the same participant again. */
  identity: v.nullable(token),
  /** A token signed by the site. */
  token: v.nullable(token),
  /** An invitation that the visitor followed. */
  invite: v.optional(v.nullable(id), null),
  name,
  /** Rules from the embed's attributes, taken only by a room that has none yet (see `isFromPage`). */
  rules: v.nullable(AskedRulesSchema),
  conduct: v.picklist(CONDUCT_OFFERS),
  /** Whether somebody watches here; a conductor without a screen is no audience. */
  watching: v.boolean(),
  /** Whether the page is in the background. */
  hidden: v.optional(v.boolean(), false),
  /** The epochs that this page's conductor still serves, after a dropped connection. */
  epochs: v.pipe(v.array(v.number()), v.maxLength(8)),
  /** Whether this page follows a `go`; one that does not is served by the room itself. */
  moves: v.optional(v.boolean()),
  /** The kind of patches that this page reads; one that says none is told whole sections. */
  patches: v.optional(v.number()),
  /**
   * Which view this page takes for the usual one. A room that takes the same one leaves out of the welcome what is as
   * usual, and says its view as a patch of the usual one: see `RoomReader`.
   */
  usual: v.optional(v.pipe(v.string(), v.maxLength(16))),
  /** What the `go` said that sent this page here. */
  ticket: v.optional(v.nullable(token)),
});
export type Hello = v.InferOutput<typeof HelloSchema>;

export const ClientMessageSchema = v.variant('type', [
  HelloSchema,
  v.object({ type: v.literal('ping') }),
  /** The answer to a probe: the page is still there. */
  v.object({ type: v.literal('here') }),
  v.object({ type: v.literal('prompt'), id, text: v.string() }),
  v.object({ type: v.literal('withdraw'), id, promptId: id }),
  /** Takes the world's newest change back, which is the visitor's own. */
  v.object({ type: v.literal('undo'), id, promptId: id }),
  request('request-turn'),
  request('claim-turn'),
  request('release-turn'),
  v.object({ type: v.literal('pass-turn'), id, to: v.nullable(id) }),
  request('extend-turn'),
  /** By one whose picture is so far behind the world, where it is. */
  v.object({ type: v.literal('skip-vote'), id, behindMs: v.optional(behindMs) }),
  /** One vote per identity; it may be changed. In `curated` the same vote again takes it back. */
  v.object({
    type: v.literal('vote'),
    id,
    roundId: v.pipe(v.string(), v.maxLength(64)),
    choice: id,
  }),
  /** Would take the baton from its holder, who may answer. */
  request('take-turn'),
  request('keep-turn'),
  /** A host's or moderator's word on a proposal. */
  v.object({ type: v.literal('choose'), id, promptId: id }),
  v.object({ type: v.literal('dismiss'), id, promptId: id }),
  /** What somebody thinks of the change on screen. It is summed up; `view.reactions` has the sums. */
  v.object({
    type: v.literal('react'),
    id,
    emoji: ReactionSchema,
    behindMs: v.optional(behindMs),
  }),
  /** For another mode; for the present one, it takes the vote back. */
  v.object({ type: v.literal('switch-vote'), id, mode: ModeNameSchema }),
  /** What moderators and hosts do. */
  v.object({ type: v.literal('act'), id, act: ActSchema }),
  /** A moderator's interface is open, or closed: the room tells it more. */
  v.object({ type: v.literal('desk'), id, open: v.boolean() }),
  /** A fresh token for the same person, before the old one expires. */
  v.object({ type: v.literal('renew'), id, token }),
  /** The visitor is typing: keeps a turn from idling away. Not answered. */
  v.object({ type: v.literal('typing') }),
  /** The page came to the front or went to the background, or its picture is that far behind. Not answered. */
  v.object({ type: v.literal('visible'), visible: v.boolean(), behindMs: v.optional(behindMs) }),
  /** Another name for the same visitor. Not answered. */
  v.object({ type: v.literal('rename'), name }),
  /** The same, chosen by the visitor: refused where the name cannot be theirs. */
  v.object({
    type: v.literal('choose-name'),
    id,
    name: v.pipe(v.string(), v.maxLength(NAME_UNITS_MAX)),
  }),
  v.object({ type: v.literal('conductor'), report: ConductorReportSchema }),
  /** The picture that the room has asked for; null where there is none. Not answered. */
  v.object({ type: v.literal('frame'), promptId: id, jpeg: v.nullable(jpeg) }),
  /** The stream that this page shows and needs from now on; null while it shows none. Not answered. */
  v.object({ type: v.literal('moved'), to: v.nullable(v.pipe(v.string(), v.maxLength(64))) }),
  /** How the picture was since the last of these, at most once a minute. Summed up; not answered. */
  v.object({
    type: v.literal('viewing'),
    transport: v.picklist(['webrtc', 'hls']),
    watchedMs: upTo(120_000),
    freezes: upTo(1_000),
    frozenMs: upTo(120_000),
    /** From connecting to the first frame; with the first report of a page only. */
    firstFrameMs: v.nullable(upTo(120_000)),
    /** How far behind the world it is, where that is known. */
    delayMs: v.nullable(upTo(120_000)),
  }),
]);
export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;
/** The same before the room has judged it. */
export type SentMessage = v.InferInput<typeof ClientMessageSchema>;

/** What a room says to a page. */
const ServerMessageSchema = v.variant('type', [
  /** The first word on every (re)connect: the whole state, and who the visitor is. */
  v.object({
    type: v.literal('welcome'),
    version: v.number(),
    /** Counts the room's starts; with `seq` it orders everything said. */
    boot: v.number(),
    seq: v.number(),
    now: v.number(),
    /** To be kept by the page and shown at the next hello. Null for those with a site's token. */
    identity: v.nullable(v.string()),
    /** Whether the room does as the embed's rules say; false asks it to say so to its author. */
    rulesTaken: v.boolean(),
    /** The names of those rules of the embed that the room does not follow. */
    rulesNotTaken: v.optional(v.array(v.string()), []),
    /**
     * When this page joins the next stream, as a share of the time over which all spread their joins; one
     * that is not told draws it.
     */
    joinShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    snapshot: SnapshotSchema,
  }),
  /**
   * This visitor is served elsewhere: the page goes there, with the ticket, and stays here until it has
   * been welcomed.
   */
  v.object({
    type: v.literal('go'),
    party: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
    room: v.pipe(v.string(), v.maxLength(200)),
    ticket: v.nullable(token),
    /** To be kept by the page like that of a welcome; null for the one it has. */
    identity: v.nullable(v.string()),
  }),
  /** Sections of the public view that changed, the same for everyone. */
  v.object({
    type: v.literal('delta'),
    seq: v.number(),
    /** It holds all changes after this one; the last one alone where it is absent. */
    from: v.optional(v.number()),
    now: v.number(),
    room: v.partial(RoomViewSchema),
  }),
  /** What changed for this visitor alone. */
  v.object({ type: v.literal('you'), now: v.number(), you: YouSchema }),
  /** What changed for this visitor as for all who only watch. */
  v.object({ type: v.literal('standing'), now: v.number(), standing: StandingSchema }),
  /** A step in the life of one of the visitor's own prompts. */
  v.object({ type: v.literal('receipt'), now: v.number(), receipt: ReceiptSchema }),
  /** The answer to a request. `id` is null when the request was too broken to have one. */
  v.object({
    type: v.literal('answer'),
    id: v.nullable(v.string()),
    ok: v.boolean(),
    reason: v.nullable(ReasonSchema),
    retryAt: v.nullable(v.number()),
    limit: v.nullable(v.number()),
  }),
  /** What a moderator sees besides, whole, after each change. */
  v.object({ type: v.literal('desk'), now: v.number(), desk: DeskSchema }),
  /** The platform may answer without waking anybody: then nobody tells the time. */
  v.object({ type: v.literal('pong'), now: v.optional(v.number()) }),
  /** Asks whether the page is still there: it answers `here`, at once. */
  v.object({ type: v.literal('probe') }),
  v.object({ type: v.literal('conduct'), command: ConductorCommandSchema }),
  /** Asks for the picture as it is now that this prompt has taken effect. */
  v.object({ type: v.literal('capture'), promptId: v.string() }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;
export type Welcome = Extract<ServerMessage, { type: 'welcome' }>;
export type Answer = Extract<ServerMessage, { type: 'answer' }>;
export type Go = Extract<ServerMessage, { type: 'go' }>;

/** A message that was understood, or why not and, where it can be told, which one it was. */
type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: Reason; readonly id: string | null };

/** The only way in for what a page sends: bounded, well-formed, known; anything else is a value. */
export function parseClientMessage(data: unknown): Parsed<ClientMessage> {
  if (typeof data !== 'string') return { ok: false, reason: 'malformed', id: null };
  // A character is at least a byte, so the cheap test comes first.
  if (data.length > MESSAGE_BYTES_MAX || byteLength(data) > MESSAGE_BYTES_MAX) {
    return { ok: false, reason: 'too-large', id: null };
  }
  const parsed = parse(ClientMessageSchema, data);
  // A page of another version may say hello in words that are not understood here any more.
  const other = !parsed.ok && v.is(OtherVersionSchema, jsonOf(data));
  return other ? { ok: false, reason: 'wrong-version', id: null } : parsed;
}

/** What hellos of all versions have in common. */
const OtherVersionSchema = v.object({
  type: v.literal('hello'),
  version: v.pipe(
    v.number(),
    v.check((version) => version !== PROTOCOL_VERSION),
  ),
});

/**
 * A change of the public view in its shortest form, for pages that read patches: its number, the patch, and
 * the number of the change that it follows, where that is not the one before. Patched is the view as the room
 * writes it in JSON; what comes of it is the room's time, and the view as it is from then on.
 */
const PatchSchema = v.union([
  v.strictTuple([v.number(), v.string()]),
  v.strictTuple([v.number(), v.string(), v.number()]),
]);

export function patchText(seq: number, patch: string, from: number): string {
  return JSON.stringify(from === seq - 1 ? [seq, patch] : [seq, patch, from]);
}

/** Whether a message changes the public view. */
export function isChange(text: string): boolean {
  return text.startsWith('[') || text.startsWith('{"type":"delta"');
}

/** The only way in for a change in its shortest form; null for anything else. */
export function parsePatch(text: string): { seq: number; from: number; patch: string } | null {
  const parsed = v.safeParse(PatchSchema, jsonOf(text));
  if (!parsed.success) return null;
  const [seq, patch, from = seq - 1] = parsed.output;
  return { seq, from, patch };
}

const SERVER_TYPES: ReadonlySet<unknown> = new Set(
  ServerMessageSchema.options.map(({ entries }) => entries.type.literal),
);

/** Whether this is a message that only a later version of the room knows: it is left out. */
export function isOfLaterRoom(data: unknown): boolean {
  const said = typeof data === 'string' ? jsonOf(data) : null;
  return v.is(v.object({ type: v.string() }), said) && !SERVER_TYPES.has(said.type);
}

/** The only way in for what a room sends. */
export function parseServerMessage(data: unknown): Parsed<ServerMessage> {
  if (typeof data !== 'string') return { ok: false, reason: 'malformed', id: null };
  return parse(ServerMessageSchema, data);
}

/** What a text holds; undefined, which no message is, where it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse<Message>(schema: v.GenericSchema<unknown, Message>, data: string): Parsed<Message> {
  const value = jsonOf(data);
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, message: result.output };
  const named = v.safeParse(v.object({ id: v.pipe(v.string(), v.maxLength(64)) }), value);
  return { ok: false, reason: 'malformed', id: named.success ? named.output.id : null };
}

/** Close codes of the room's sockets. They tell a client whether coming back can help. */
export const CLOSE_CODE = {
  /** Orderly end by either side. */
  normal: 1000,
  /** The connection said nothing, or stopped answering: come back. */
  silent: 4000,
  /** The room restarts: come back. */
  restarting: 4001,
  /** Another protocol version: only a new page helps. */
  wrongVersion: 4100,
  /** The site's token is forged, or meant for another room. */
  badToken: 4101,
  /** The page's origin is not on the room's list. */
  wrongOrigin: 4102,
  /** The room's environment is missing something; its owner must act. */
  notConfigured: 4103,
  /** Far too many messages. */
  flooding: 4104,
  /** A moderator has banned this visitor, or asked them to leave. */
  removed: 4105,
  /** The room takes nobody in at the moment: come back later. */
  roomLocked: 4002,
  /** Others from the same address go too far: come back later. */
  tryLater: 4003,
  /** This visitor is not served here: ask the room again. */
  elsewhere: 4004,
  /** The site's token has run out: come back with a fresh one. */
  tokenExpired: 4106,
} as const;

export type CloseCode = (typeof CLOSE_CODE)[keyof typeof CLOSE_CODE];

/** Codes from 4100 to 4199 are final: a client that sees one does not reconnect. */
export function isTerminalClose(code: number): boolean {
  return code >= 4100 && code < 4200;
}
