import * as v from 'valibot';
import { ReactionSumsSchema } from './reactions.js';
import { REASONS, RECEIPT_STATUSES } from './reasons.js';
import { PersonSchema, ROLES } from './view.js';

/**
 * What the room writes down for good, entry by entry: never changed, numbered without gaps. Old
 * entries are let go at the far end.
 */

/** How a prompt came: from the crowd, a program, the room on a moderator's word, or a host's cue. */
export const PROMPT_WAYS = ['crowd', 'api', 'room', 'cue'] as const;
export type PromptWay = (typeof PROMPT_WAYS)[number];

/** One accepted prompt that has settled. */
export const HistoryEntrySchema = v.object({
  no: v.number(),
  at: v.number(),
  id: v.string(),
  by: PersonSchema,
  via: v.picklist(PROMPT_WAYS),
  /** The mode of turn-taking at that time. */
  mode: v.string(),
  text: v.string(),
  status: v.picklist(RECEIPT_STATUSES),
  reason: v.nullable(v.picklist(REASONS)),
  appliedText: v.nullable(v.string()),
  /** Which stream it was performed in, by the id that everybody is told, and when in it; null when it was not. */
  stream: v.nullable(v.object({ id: v.string(), atMs: v.number() })),
  /** What was thought of it while it was on screen; it is kept beside the entry. */
  reactions: v.optional(ReactionSumsSchema),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntrySchema>;

/** One prompt that was refused before it was accepted. It is not written down for good. */
export const RefusedPromptSchema = v.pick(HistoryEntrySchema, [
  ...(['at', 'id', 'by', 'via', 'text', 'reason'] as const),
]);
export type RefusedPrompt = v.InferOutput<typeof RefusedPromptSchema>;

/** One stream of the broadcast, once it is over; the next one carries the same world on. */
const StreamEntrySchema = v.object({
  no: v.number(),
  /** Odyssey's id of it, under which its recording is kept: for the owner alone. */
  id: v.string(),
  /** The id that everybody is told; what an earlier version wrote down has none. */
  shownId: v.optional(v.string()),
  epoch: v.number(),
  startedAt: v.number(),
  endedAt: v.number(),
  /** Why it ended. */
  reason: v.picklist(REASONS),
  /** What it started with. */
  prompt: v.string(),
});
export type StreamEntry = v.InferOutput<typeof StreamEntrySchema>;

/** One act of a moderator or host, or of the room itself. */
export const AuditEntrySchema = v.object({
  no: v.number(),
  at: v.number(),
  /** Null is the room itself. */
  by: v.nullable(v.object({ ...PersonSchema.entries, role: v.picklist(ROLES) })),
  /** An act's name, or what befell the room. */
  act: v.string(),
  /** Whom it was done to. */
  to: v.nullable(PersonSchema),
  /** What it was about: a rule's new value, a prompt's words, what was locked. */
  about: v.nullable(v.string()),
  /** Why, in the words of its author. */
  why: v.string(),
  until: v.nullable(v.number()),
});
export type AuditEntry = v.InferOutput<typeof AuditEntrySchema>;
