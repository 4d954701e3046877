import * as v from 'valibot';
import { ReasonSchema } from './reasons.js';
import { AuditEntrySchema } from './records.js';
import { INVITED_ROLES, PersonSchema, ROLES } from './view.js';

/**
 * What moderators and hosts see besides: what waits for their word, whom they may have to act on,
 * and what was done. Each list is short; the whole of it is to be had over HTTP.
 */

/** A prompt that waits for approval. */
const HeldSchema = v.object({
  id: v.string(),
  by: PersonSchema,
  text: v.string(),
  /** Why it is held, in words of a check or of the classifier; null where all are. */
  flag: v.nullable(v.string()),
  at: v.number(),
  /** When it is let go if nobody decides. */
  until: v.number(),
});

/** Somebody who has the turn, waits, or lately sent a prompt. */
const PersonOfNoteSchema = v.object({
  ...PersonSchema.entries,
  role: v.picklist(ROLES),
  /** Null while not muted; 0 until somebody unmutes. */
  mutedUntil: v.nullable(v.number()),
  present: v.boolean(),
});

export const BanSchema = v.object({
  id: v.string(),
  name: v.string(),
  address: v.boolean(),
  why: v.string(),
  by: v.string(),
  at: v.number(),
  /** 0 is until somebody unbans. */
  until: v.number(),
});

export const InviteSchema = v.object({
  /** The invitation itself: a visitor who shows it gets its role. For hosts alone. */
  id: v.string(),
  role: v.picklist(INVITED_ROLES),
  usesLeft: v.number(),
  until: v.number(),
});

/** How the show stands: what only those who run it need to know. */
const ShowSchema = v.object({
  /** How many prompts wait for approval in all: `held` may have less. */
  heldInAll: v.number(),
  /** When the present stream ends and the next one begins; null while none plays. */
  streamEndsAt: v.nullable(v.number()),
  /** When the broadcast has to close, however far away, and why; null when that is not known. */
  closes: v.nullable(v.object({ at: v.number(), reason: ReasonSchema })),
});
/** A prompt that a host has prepared. */
export const CueSchema = v.object({
  id: v.string(),
  text: v.string(),
  /** Who prepared it: it runs under their name. */
  by: PersonSchema,
  /** When it runs by itself; null where only a tap runs it. */
  at: v.nullable(v.number()),
  /** Whether it is on the list that runs while nobody prompts. */
  fallback: v.boolean(),
  /** When it ran last. */
  ranAt: v.nullable(v.number()),
  /** Whether it may be run, or waits for the world, or is on its way to it. */
  state: v.picklist(['ready', 'waiting', 'performing']),
});
export type CueView = v.InferOutput<typeof CueSchema>;

export const DeskSchema = v.object({
  /** Absent from a room server of before. */
  show: v.optional(ShowSchema),
  held: v.array(HeldSchema),
  people: v.array(PersonOfNoteSchema),
  bans: v.array(BanSchema),
  invites: v.array(InviteSchema),
  /** In the order in which they were prepared. */
  cues: v.optional(v.array(CueSchema), []),
  /** The last acts, newest last. */
  audit: v.array(AuditEntrySchema),
});
export type Desk = v.InferOutput<typeof DeskSchema>;
