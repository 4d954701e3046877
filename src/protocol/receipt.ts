import * as v from 'valibot';
import { REASONS } from './reasons.js';

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
  reason: v.nullable(v.picklist(REASONS)),
  /** When trying again makes sense (room time, ms). */
  retryAt: v.nullable(v.number()),
  /** The limit that was hit, with the reason. */
  limit: v.nullable(v.number()),
  /** When it got this status (room time, ms). */
  at: v.number(),
});

export type Receipt = v.InferOutput<typeof ReceiptSchema>;
