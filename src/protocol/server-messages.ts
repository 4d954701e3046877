import * as v from 'valibot';
import { ConductorCommandSchema } from './conducting.js';
import { DeskSchema } from './desk.js';
import { REASONS } from './reasons.js';
import { ReceiptSchema } from './receipt.js';
import { RoomViewSchema, SnapshotSchema, YouSchema } from './view.js';

/** What a room says to a page. */
export const ServerMessageSchema = v.variant('type', [
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
    /** Whether the embed's rules were adopted; false asks it to say so to its author. */
    rulesTaken: v.boolean(),
    snapshot: SnapshotSchema,
  }),
  /** Sections of the public view that changed, the same for everyone. */
  v.object({
    type: v.literal('delta'),
    seq: v.number(),
    now: v.number(),
    room: v.partial(RoomViewSchema),
  }),
  /** What changed for this visitor alone. */
  v.object({ type: v.literal('you'), now: v.number(), you: YouSchema }),
  /** A step in the life of one of the visitor's own prompts. */
  v.object({ type: v.literal('receipt'), now: v.number(), receipt: ReceiptSchema }),
  /** The answer to a request. `id` is null when the request was too broken to have one. */
  v.object({
    type: v.literal('answer'),
    id: v.nullable(v.string()),
    ok: v.boolean(),
    reason: v.nullable(v.picklist(REASONS)),
    retryAt: v.nullable(v.number()),
    limit: v.nullable(v.number()),
  }),
  /** What a moderator sees besides, whole, after each change. */
  v.object({ type: v.literal('desk'), now: v.number(), desk: DeskSchema }),
  v.object({ type: v.literal('pong'), now: v.number() }),
  v.object({ type: v.literal('conduct'), command: ConductorCommandSchema }),
  /** Asks for the picture as it is now that this prompt has taken effect. */
  v.object({ type: v.literal('capture'), promptId: v.string() }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;
export type Welcome = Extract<ServerMessage, { type: 'welcome' }>;
export type Answer = Extract<ServerMessage, { type: 'answer' }>;
