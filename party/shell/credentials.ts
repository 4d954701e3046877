import { Odyssey, OdysseyUsageError } from '@odysseyml/odyssey';
import type { Credentials } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';

/** The part of Node's `process` that the platform offers. */
declare const process: { env: Record<string, string | undefined> };

/**
 * Mints a session's credentials. The key stays here; what leaves is good for one session and ten
 * minutes. Every minting takes a GPU, so it is done only when a conductor is at hand.
 *
 * The SDK takes the service's address from `process.env.API_URL` alone, hence the assignment.
 */
export async function mintCredentials(apiKey: string, apiUrl: string | null): Promise<Credentials> {
  if (apiUrl !== null) process.env['API_URL'] = apiUrl;
  const minted = await new Odyssey({ apiKey }).createClientCredentials();
  const { sessionId, signalingUrl, sessionToken, expiresIn } = minted;
  const capabilities = minted.capabilities ?? null;
  return { sessionId, signalingUrl, sessionToken, expiresIn, capabilities };
}

export interface MintFailure {
  readonly reason: Reason;
  /** When the service says it can work again (ms); null when it does not say. */
  readonly retryAt: number | null;
}

const USAGE_REASONS: Readonly<Record<string, Reason>> = {
  MONTHLY_LIMIT_REACHED: 'quota',
  CONCURRENT_LIMIT_REACHED: 'no-free-stream',
  STREAM_DURATION_EXCEEDED: 'stream-expired',
  ACCOUNT_SUSPENDED: 'account-suspended',
  RATE_LIMITED: 'rate-limited',
};

/** Puts what the SDK throws into one of the room's reasons. Its strings appear only here. */
export function classifyMintError(error: unknown, now: number): MintFailure {
  if (error instanceof OdysseyUsageError) {
    const reason = USAGE_REASONS[error.code] ?? 'rate-limited';
    return { reason, retryAt: retryInstant(error.details, now) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/api key/i.test(message)) return { reason: 'bad-key', retryAt: null };
  if (/streamer/i.test(message)) return { reason: 'no-gpu', retryAt: null };
  if (/limit exceeded/i.test(message)) return { reason: 'rate-limited', retryAt: null };
  return { reason: 'unreachable', retryAt: null };
}

/** The wait that a usage error names, as an instant between a second and an hour from now. */
function retryInstant(details: Record<string, unknown>, now: number): number | null {
  const seconds = details['retry_after_seconds'];
  if (typeof seconds === 'number') return now + clamp(seconds * 1000);
  const reset = details['reset_date'];
  const at = typeof reset === 'string' ? Date.parse(reset) : Number.NaN;
  return Number.isNaN(at) ? null : now + clamp(at - now);
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, 1_000), 3_600_000);
}
