import * as v from 'valibot';
import { REASONS, type Reason, type Refusal } from '../../src/protocol/reasons.js';

/** Problem details (RFC 9457): a stable `reason` for programs, and a sentence for people. */

/** Reasons that only HTTP has, beside the room's. */
const HTTP_REASONS = [
  'no-token',
  'not-found',
  'method-not-allowed',
  'not-json',
  'does-not-fit',
  'idempotency-mismatch',
  'too-many-listeners',
  'too-many-bodies',
  'too-late',
  'still-running',
  'recording-coming',
  'service-away',
  'service-failed',
  'failed',
] as const;
type HttpReason = Reason | (typeof HTTP_REASONS)[number];

export const ProblemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  /** Stable: for programs. */
  reason: v.picklist([...REASONS, ...HTTP_REASONS]),
  /** In plain words, for people. */
  detail: v.string(),
  /** When to try again (room time, ms); absent where that does not help. */
  retryAt: v.optional(v.number()),
  /** The limit that was hit. */
  limit: v.optional(v.number()),
});

/** What every answer says: it is nobody's to keep, and nothing but what its type says. */
export const PLAIN_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Origin',
} as const;

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
    headers: { ...PLAIN_HEADERS, ...headers, 'Content-Type': 'application/problem+json' },
  });
}

/** A refusal of the room as a problem: 429 where waiting helps. */
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

/** A caller without a token, or with one that does not count; `why` is for the site's developer. */
export function unauthorized(
  reason: 'no-token' | 'bad-token' | 'token-expired',
  why: string | null = null,
): Response {
  const error =
    reason === 'no-token' ? '' : `, error="invalid_token", error_description="${reason}"`;
  const detail =
    reason === 'no-token'
      ? 'This needs a token: send it as "Authorization: Bearer …".'
      : why === null
        ? sentenceFor(reason, null)
        : `The token does not count: ${why}.`;
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

/** 429 where waiting helps; otherwise 409: it conflicts with the present state of the room. */
function statusOf(reason: Reason, retryAt: number | null): number {
  return STATUS[reason] ?? (retryAt === null ? 409 : 429);
}

/** The room's reasons in sentences for people; `{limit}` is the limit that was hit. */
const SENTENCES: Partial<Record<Reason, string>> = {
  empty: 'There is nothing to read in this prompt.',
  'too-long': 'The prompt is too long: at most {limit} characters.',
  'too-many': 'Too many prompts in a minute: at most {limit}.',
  'too-many-from-address': 'Too many prompts in a minute from this address: at most {limit}.',
  repeat: 'The same words were performed a moment ago.',
  links: 'Prompts may have no links here.',
  words: 'The prompt has words that this room refuses.',
  locked: 'The room takes no prompts at the moment.',
  muted: 'You may not prompt at the moment.',
  banned: 'You may not be in this room.',
  'no-moderator': 'The room takes prompts only while a moderator is here.',
  'queue-full': 'Enough wait already: at most {limit}.',
  'id-taken': 'A prompt with this id was there before.',
  'not-waiting': 'This prompt does not wait any more.',
  'not-allowed': 'Your token does not allow this.',
  'no-such-person': 'Nobody here has this id.',
  'no-such-thing': 'There is nothing with this id.',
  'nothing-to-undo': 'There is no change to take back.',
  'replay-off': 'What happened in this room is not for replay, or not for you.',
  'recording-gone': 'This recording is not kept any more.',
  'bad-token': 'The token is not good: forged, incomplete, or for another room.',
  'token-expired': 'The token has expired: get a fresh one.',
  'too-large': 'The body is too large: at most 16 KB.',
};

function sentenceFor(reason: Reason, limit: number | null): string {
  const sentence = SENTENCES[reason] ?? `The room refused this: ${reason.replaceAll('-', ' ')}.`;
  return sentence.replace('{limit}', String(limit ?? 'a few'));
}
