import * as v from 'valibot';
import { REASONS, type Reason, type Refusal } from '../../src/protocol/reasons.js';
import { sentenceFor } from './words.js';

/** Errors as RFC 9457 has them: a stable `reason` for programs, and a sentence for people. */

/** Reasons that only the interface has. */
const HTTP_REASONS = [
  'no-token',
  'not-found',
  'method-not-allowed',
  'not-json',
  'does-not-fit',
  'idempotency-mismatch',
  'too-many-listeners',
  'still-running',
  'recording-coming',
  'service-away',
  'service-failed',
  'failed',
] as const;
export type HttpReason = Reason | (typeof HTTP_REASONS)[number];

export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  /** Stable: programs can rely on it. */
  reason: v.picklist([...REASONS, ...HTTP_REASONS]),
  /** In plain words, for people. */
  detail: v.string(),
  /** When to try again (room time, ms); absent where that does not help. */
  retryAt: v.optional(v.number()),
  /** The limit that was hit. */
  limit: v.optional(v.number()),
});

export function problem(
  status: number,
  reason: HttpReason,
  detail: string,
  headers: Record<string, string> = {},
  also: { retryAt?: number; limit?: number } = {},
): Response {
  const title = reason.replaceAll('-', ' ');
  const body = { type: 'about:blank', title, status, reason, detail, ...also };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  });
}

/** What the room refused, as a problem. */
export function refusal({ reason, retryAt, limit }: Omit<Refusal, 'ok'>, now: number): Response {
  const status = statusOf(reason, retryAt);
  const seconds = retryAt === null ? null : Math.max(1, Math.ceil((retryAt - now) / 1000));
  const headers =
    status === 429 && seconds !== null ? { 'Retry-After': String(seconds) } : undefined;
  return problem(status, reason, sentenceFor(reason, limit), headers, {
    ...(retryAt === null ? {} : { retryAt }),
    ...(limit === null ? {} : { limit }),
  });
}

/** What nobody is told who shows no token, or one that is no good. */
export function unauthorized(reason: 'no-token' | 'bad-token' | 'token-expired'): Response {
  const error =
    reason === 'no-token' ? '' : `, error="invalid_token", error_description="${reason}"`;
  const detail =
    reason === 'no-token'
      ? 'This needs a token: send it as "Authorization: Bearer …".'
      : sentenceFor(reason, null);
  return problem(401, reason, detail, {
    'WWW-Authenticate': `Bearer realm="odyssey-broadcast"${error}`,
  });
}

const STATUS: Partial<Record<Reason, number>> = {
  'not-allowed': 403,
  banned: 403,
  muted: 403,
  'bad-invite': 403,
  'replay-off': 403,
  'recording-gone': 410,
  empty: 422,
  'too-long': 422,
  links: 422,
  words: 422,
  malformed: 422,
  'no-such-person': 404,
  'no-such-thing': 404,
  'too-many': 429,
  'too-many-from-address': 429,
  'queue-full': 429,
  repeat: 429,
};

/** What waiting cures is 429; what stands against the room as it is now is 409. */
function statusOf(reason: Reason, retryAt: number | null): number {
  return STATUS[reason] ?? (retryAt === null ? 409 : 429);
}
