import * as v from 'valibot';

/**
 * Why something was refused, ended or is not possible. A code, never a sentence: the page that shows it
 * puts it into words (see `src/element/reason-words.ts`), and programs can rely on it.
 */
export const REASONS = [
  // The gate.
  'empty',
  'too-long',
  'too-many',
  'repeat',
  'locked',
  'muted',
  'queue-locked',
  'no-moderator',
  'links',
  'words',
  'too-many-from-address',
  // Held, and what became of it.
  'awaits-approval',
  'being-checked',
  'too-many-held',
  'not-approved',
  'refused-by-moderator',
  'refused-by-classifier',
  'classifier-down',
  // Turns.
  'not-your-turn',
  'not-waiting',
  'already-waiting',
  'queue-full',
  'no-more-time',
  'no-prompts-left',
  'nobody-there',
  'skip-too-soon',
  'cooling-down',
  'already-proposed',
  'proposals-full',
  'voting-now',
  'round-over',
  'no-such-choice',
  'take-too-soon',
  'stage-only',
  'not-switchable',
  'unknown-mode',
  'wrong-mode',
  // Why a turn ended.
  'prompts-used',
  'time-up',
  'idle',
  'not-claimed',
  'passed',
  'left',
  'dropped',
  'skipped-by-vote',
  'taken',
  'skipped-by-moderator',
  'removed',
  'panic',
  'mode-changed',
  'mode-broken',
  // Why a proposal did not run.
  'not-chosen',
  'no-quorum',
  'dismissed',
  // What became of a prompt that reached the world, or did not.
  'world-refused',
  'world-moderation-down',
  'no-acknowledgement',
  'conductor-gone',
  'waited-too-long',
  'id-taken',
  // The broadcast.
  'no-conductor',
  'may-not-open',
  'stopped',
  'no-free-stream',
  'no-gpu',
  'quota',
  'rate-limited',
  'account-suspended',
  'bad-key',
  'unreachable',
  'stream-host',
  'opening-timeout',
  'model-crash',
  'stream-ended',
  'stream-expired',
  'connection-lost',
  'handed-over',
  // When it may not run.
  'paused',
  'waits-for-host',
  'out-of-hours',
  'budget-rooms',
  'budget-day',
  'budget-month',
  // Recordings.
  'recording-gone',
  'replay-off',
  // Acts.
  'no-such-person',
  'no-such-thing',
  'nothing-to-undo',
  'rule-fixed',
  'unmatchable-word',
  'too-many-invites',
  'too-many-cues',
  'name-refused',
  // Who may be here.
  'banned',
  'room-locked',
  'room-full',
  'token-expired',
  'bad-invite',
  // The line between page and room.
  'malformed',
  'too-large',
  'too-fast',
  'hello-first',
  'wrong-version',
  'bad-token',
  'wrong-origin',
  'not-configured',
  'not-allowed',
  'stale-epoch',
  'offline',
  'closed',
] as const;

export type Reason = (typeof REASONS)[number];

/** A reason as a page reads it: one that only a later version knows is that the page is of another version. */
export const ReasonSchema = v.fallback(v.picklist(REASONS), 'wrong-version');

/** An expected "no": a value, never a thrown error. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** When it is worth trying again (room time, ms), or null when trying again does not help. */
  readonly retryAt: number | null;
  /** The limit that was hit, for the sentence shown (a count, characters or seconds). */
  readonly limit: number | null;
}

export type Outcome = { readonly ok: true } | Refusal;

export const ACCEPTED: Outcome = { ok: true };

export function refuse(reason: Reason, also: { retryAt?: number; limit?: number } = {}): Refusal {
  return { ok: false, reason, retryAt: also.retryAt ?? null, limit: also.limit ?? null };
}

/**
 * What became of one prompt. It always ends in one of the settled states and is never lost
 * silently. `held` waits for somebody's approval, or for a classifier. `unconfirmed` means that nobody can know: it was sent, and no acknowledgement came.
 */
export const RECEIPT_STATUSES = [
  'held',
  'waiting',
  'performing',
  'applied',
  'refused',
  'expired',
  'withdrawn',
  'unconfirmed',
] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

const SETTLED: ReadonlySet<ReceiptStatus> = new Set([
  'applied',
  'refused',
  'expired',
  'withdrawn',
  'unconfirmed',
]);

export function isSettled(status: ReceiptStatus): boolean {
  return SETTLED.has(status);
}

export const ReceiptSchema = v.object({
  id: v.string(),
  status: v.picklist(RECEIPT_STATUSES),
  /** The words as their author sent them. */
  text: v.string(),
  /** The words as Odyssey performed them; null until applied. */
  appliedText: v.nullable(v.string()),
  /** Why it is held, was refused, expired or is unconfirmed. */
  reason: v.nullable(ReasonSchema),
  /** When trying again makes sense (room time, ms). */
  retryAt: v.nullable(v.number()),
  /** The limit that was hit, with the reason. */
  limit: v.nullable(v.number()),
  /** When it got this status (room time, ms). */
  at: v.number(),
  /** Until when its author may take the change back (room time, ms); absent where they may not. */
  undoUntil: v.optional(v.number()),
});

export type Receipt = v.InferOutput<typeof ReceiptSchema>;
