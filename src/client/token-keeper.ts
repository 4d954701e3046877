import { ACCEPTED, type Outcome, refuse } from '../protocol/reasons.js';
import type { Clock, TokenSource } from './client-options.js';

/** How long before its end a token is refreshed: enough for a fetch that is slow, and another attempt. */
const REFRESH_BEFORE_MS = 30_000;

/** A page is asked at most this often, whatever it answers. */
const ASK_EVERY_MS = 10_000;

/** A timer for much longer would run at once. */
const TIMER_MS_MAX = 86_400_000;

interface TokenKeeperOptions {
  readonly clock: Clock;
  /** Room time: the page's own clock may be wrong. */
  readonly now: () => number;
  readonly refresh: (token: string) => Promise<Outcome>;
  /** The token is another visitor's, who has to say hello. */
  readonly rejoin: () => void;
}

/** Has a good token ready for each hello, and refreshes it in time where the page says how. */
export class TokenKeeper {
  private source: TokenSource;
  private readonly options: TokenKeeperOptions;
  private shown: string | null = null;
  private askedAgain = false;
  private cancel = () => {};

  constructor(source: TokenSource, options: TokenKeeperOptions) {
    this.source = source;
    this.options = options;
  }

  /** The token for a hello; at once where it is known already. */
  forHello(): string | null | Promise<string | null> {
    if (typeof this.source !== 'function') {
      this.shown = this.source;
      return this.source;
    }
    return this.ask().then((token) => {
      this.shown = token;
      return token;
    });
  }

  /** The room has taken the token: from here on it is refreshed in time. */
  welcomed(): void {
    this.askedAgain = false;
    this.plan();
  }

  /** There is no connection: the next hello asks for a token again. */
  connectionLost(): void {
    this.cancel();
  }

  /** Whether a hello after the token's end could have a better one; true but once for each end. */
  mayAskAgain(): boolean {
    if (this.askedAgain) return false;
    this.askedAgain = typeof this.source === 'function' || this.source !== this.shown;
    return this.askedAgain;
  }

  /** Another token of the same visitor, or another way to get one. */
  async change(source: TokenSource): Promise<Outcome> {
    const areFunctions = typeof source === 'function' && typeof this.source === 'function';
    this.source = source;
    if (areFunctions) return ACCEPTED;
    const token = typeof source === 'function' ? await this.ask().catch(() => null) : source;
    return token === null ? refuse('not-allowed') : this.show(token);
  }

  private plan(): void {
    this.cancel();
    const end = this.shown === null ? null : expiryOf(this.shown);
    if (typeof this.source !== 'function' || end === null) return;
    this.refreshIn(end - REFRESH_BEFORE_MS - this.options.now());
  }

  private refreshIn(ms: number): void {
    const bounded = Math.min(Math.max(ms, ASK_EVERY_MS), TIMER_MS_MAX);
    const stop = this.options.clock.setTimer(() => void this.refresh(() => isStopped), bounded);
    let isStopped = false;
    this.cancel = () => {
      isStopped = true;
      stop();
    };
  }

  private async refresh(isStopped: () => boolean): Promise<void> {
    const token = await this.ask().catch(() => null);
    if (isStopped()) return;
    const outcome = token === null ? refuse('bad-token') : await this.show(token);
    if (outcome.ok || isStopped()) return;
    if (outcome.reason === 'not-allowed') this.options.rejoin();
    else this.refreshIn(ASK_EVERY_MS);
  }

  private async show(token: string): Promise<Outcome> {
    const outcome = await this.options.refresh(token);
    if (!outcome.ok) return outcome;
    this.shown = token;
    this.plan();
    return outcome;
  }

  private async ask(): Promise<string | null> {
    return typeof this.source === 'function' ? this.source() : this.source;
  }
}

/** When a token runs out, as it says itself (ms); only the room can tell whether it is good. */
function expiryOf(token: string): number | null {
  try {
    const [, payload = ''] = token.split('.');
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    const end = Object(claims).exp;
    return typeof end === 'number' && Number.isFinite(end) ? end * 1000 : null;
  } catch {
    return null;
  }
}
