import { Odyssey, OdysseyUsageError } from '@odysseyml/odyssey';
import { type Credentials, USAGE_ERROR_REASONS } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { RETRY_WITHIN_MS } from '../room/broadcast/limits.js';
import type { Input } from '../room/input.js';
import type { BudgetPort } from './budget-client.js';
import { errorText, type Log } from './log.js';

/** The part of a WebSocket that is needed here. */
interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  send(text: string): void;
  close(): void;
}

const ANSWER_LIMIT_MS = 10_000;

/**
 * Gives the place of a session back that nobody will use. The service has no request for that, but
 * frees the place of a client that says goodbye: so this is one for as long as that takes. Resolves
 * with whether it was said; never rejects.
 */
export function handBack(
  { signalingUrl, sessionId, sessionToken }: Credentials,
  openSocket: (url: string) => Socket = (url) => new WebSocket(url),
): Promise<boolean> {
  const address = signalingUrl.replace(/^http/, 'ws').replace(/\/+$/, '');
  const url = `${address}/client/${sessionId}?token=${encodeURIComponent(sessionToken)}`;
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const settle = (isSaid: boolean) => {
      if (timer !== null) clearTimeout(timer);
      resolve(isSaid);
    };
    try {
      const socket = openSocket(url);
      timer = setTimeout(() => {
        settle(false);
        socket.close();
      }, ANSWER_LIMIT_MS);
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ type: 'client_disconnecting' }));
        settle(true);
        socket.close();
      });
      for (const failed of ['close', 'error'] as const) {
        socket.addEventListener(failed, () => settle(false));
      }
    } catch {
      settle(false);
    }
  });
}

/** The part of Node's `process` that the platform offers. */
declare const process: { env: Record<string, string | undefined> };

/**
 * Mints a session's credentials. The key stays here; the credentials are good for one session and ten
 * minutes. Each minting takes a GPU, so it is done only when a conductor is connected.
 *
 * The SDK reads the service's address from `process.env.API_URL` alone, which is why it is set here.
 */
export async function mintCredentials(apiKey: string, apiUrl: string | null): Promise<Credentials> {
  if (apiUrl !== null) process.env['API_URL'] = apiUrl;
  const minted = await new Odyssey({ apiKey }).createClientCredentials();
  const { sessionId, signalingUrl, sessionToken, expiresIn } = minted;
  const capabilities = minted.capabilities ?? null;
  return { sessionId, signalingUrl, sessionToken, expiresIn, capabilities };
}

interface MintFailure {
  readonly reason: Reason;
  /** When the service says it can work again (ms); null when it does not say. */
  readonly retryAt: number | null;
}

/** One of the room's reasons for what the SDK throws when it mints. */
export function classifyMintError(error: unknown, now: number): MintFailure {
  if (error instanceof OdysseyUsageError) {
    const reason = USAGE_ERROR_REASONS[error.code] ?? 'rate-limited';
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
  return Math.min(Math.max(ms, 1_000), RETRY_WITHIN_MS);
}

/** The service drops a session that nobody connects to after some 40 s. */
const GOOD_FOR_MS = 30_000;

/** A conductor that has not connected by then will not: it gives up after 25 s. */
const UNUSED_MS = 30_000;

/** Credentials that are lent again, and the epoch under which they were lent before. */
interface Spare {
  readonly insteadOf: number;
  readonly credentials: Credentials;
}

interface Minted {
  readonly epoch: number;
  readonly credentials: Credentials;
  readonly at: number;
  readonly lentAt: number;
  readonly lentAgain: boolean;
}

/**
 * Credentials that were minted and that no conductor has used: its page was reloaded, or it came too
 * late. They hold a slot at the service, so the next opening gets them before others are minted. They
 * are kept in memory only, lent a second time once, and handed back when nobody uses them.
 */
export class SpareCredentials {
  private last: Minted | null = null;
  private readonly handBack: (epoch: number, credentials: Credentials) => void;

  constructor(handBack: (epoch: number, credentials: Credentials) => void = () => undefined) {
    this.handBack = handBack;
  }

  /** When those that nobody has used are handed back; null when there are none. */
  get dueAt(): number | null {
    return this.last === null ? null : this.last.lentAt + UNUSED_MS;
  }

  /** Hands back what nobody has used by now. */
  woke(now: number): void {
    if (this.dueAt !== null && this.dueAt <= now) this.drop();
  }

  keep(epoch: number, credentials: Credentials, now: number): void {
    this.drop();
    this.last = { epoch, credentials, at: now, lentAt: now, lentAgain: false };
  }

  /** Marks those of an epoch as used by a conductor. */
  spend(epoch: number): void {
    if (this.last?.epoch === epoch) this.last = null;
  }

  /** Hands back those of an epoch whose page has gone, maybe before it came to the service. */
  abandon(epoch: number): void {
    if (this.last?.epoch === epoch) this.drop();
  }

  /** Takes unused ones for another epoch; null when there are none, or no longer good ones. */
  take(epoch: number, now: number): Spare | null {
    const { last } = this;
    if (last === null) return null;
    const expiresIn = last.credentials.expiresIn - (now - last.at) / 1000;
    if (last.lentAgain || last.at + GOOD_FOR_MS <= now || expiresIn <= 0) {
      this.drop();
      return null;
    }
    this.last = { ...last, epoch, lentAt: now, lentAgain: true };
    return { insteadOf: last.epoch, credentials: { ...last.credentials, expiresIn } };
  }

  /** Puts back what was taken and then not lent. */
  giveBack({ insteadOf }: Spare): void {
    if (this.last !== null) this.last = { ...this.last, epoch: insteadOf, lentAgain: false };
  }

  private drop(): void {
    const { last } = this;
    this.last = null;
    if (last !== null) this.handBack(last.epoch, last.credentials);
  }
}

/** What minting needs of the platform that a room runs on. */
export interface MintPlatform {
  now(): number;
  mint(): Promise<Credentials>;
  classifyMintError(error: unknown, now: number): MintFailure;
  /** The budget of all rooms, where one is kept. Does not change while the room runs. */
  budget?(): BudgetPort | null;
  readonly log: Log;
}

/**
 * Gets credentials for an epoch, spare ones first, if the budget agrees. Returns the input with which
 * the room is stepped.
 */
export async function obtainCredentials(
  epoch: number,
  spares: SpareCredentials,
  platform: MintPlatform,
): Promise<Input> {
  try {
    const spare = spares.take(epoch, platform.now());
    const reserved = await platform.budget?.()?.reserve(epoch, spare?.insteadOf);
    if (reserved?.ok === false) {
      if (spare !== null) spares.giveBack(spare);
      const { reason, retryAt } = reserved;
      platform.log('mint-refused', { epoch, reason });
      return { type: 'mint-failed', epoch, reason, retryAt };
    }
    if (spare !== null) return { type: 'minted', epoch, ...spare };
    const credentials = await platform.mint();
    spares.keep(epoch, credentials, platform.now());
    return { type: 'minted', epoch, credentials };
  } catch (error) {
    const { reason, retryAt } = platform.classifyMintError(error, platform.now());
    platform.log('mint-failed', { epoch, reason, error: errorText(error) });
    return { type: 'mint-failed', epoch, reason, retryAt };
  }
}
