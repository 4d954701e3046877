import type { SessionEnd } from './life.js';
import { Session, type Surroundings } from './session.js';

/** Why no session can be had, in the form the SDK turns into its usage errors. */
export type Denial =
  | { kind: 'no-gpu' }
  | {
      kind: 'usage';
      error: 'MONTHLY_LIMIT_REACHED' | 'CONCURRENT_LIMIT_REACHED' | 'RATE_LIMITED';
      message: string;
      action: string;
      details: Record<string, unknown>;
    };

export interface SessionStats {
  /** All sessions ever handed out. */
  opened: number;
  /** Those whose client said goodbye. */
  closed: number;
  /** With a slot but no client yet. */
  provisioned: number;
  /** With a client. */
  live: number;
  /** Whose client vanished, and which still hold their slot. */
  dangling: number;
  ended: Partial<Record<SessionEnd, number>>;
}

/** Hands out sessions within the account's limits, and finds them again. */
export class Sessions {
  readonly #world: Surroundings;
  readonly #held = new Map<string, Session>();
  readonly #ended: Partial<Record<SessionEnd, number>> = {};
  #opened = 0;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  request(): Session | Denial {
    const denial = this.#deny();
    if (denial) {
      this.#world.journal.add('session-denied', { ...denial });
      return denial;
    }
    const session = new Session(this.#world, (reason) => {
      this.#held.delete(session.id);
      this.#ended[reason] = (this.#ended[reason] ?? 0) + 1;
    });
    this.#held.set(session.id, session);
    this.#opened += 1;
    return session;
  }

  find(id: string): Session | undefined {
    return this.#held.get(id);
  }

  all(): Session[] {
    return [...this.#held.values()];
  }

  stats(): SessionStats {
    const stages = this.all().map((session) => session.stage);
    const count = (...wanted: string[]) => stages.filter((stage) => wanted.includes(stage)).length;
    return {
      opened: this.#opened,
      closed: this.#ended.left ?? 0,
      provisioned: count('provisioned'),
      live: count('connected', 'starting', 'streaming', 'closing'),
      dangling: count('dangling'),
      ended: { ...this.#ended },
    };
  }

  close(): void {
    for (const session of this.all()) session.close();
  }

  #deny(): Denial | undefined {
    const { options, faults, streams } = this.#world;
    if (faults.strike('rate-limited')) {
      return usage('RATE_LIMITED', 'Too many requests', 'Slow down', { retry_after_seconds: 5 });
    }
    const exhausted = faults.strike('quota') !== undefined;
    if (exhausted || streams.usedHours >= options.monthlyHours) {
      return usage('MONTHLY_LIMIT_REACHED', 'Monthly usage limit reached', 'Upgrade your plan', {
        used_hours: Number(streams.usedHours.toFixed(2)),
        limit_hours: Number.isFinite(options.monthlyHours) ? options.monthlyHours : 10,
        reset_date: firstOfNextMonth(),
      });
    }
    if (this.#held.size >= options.concurrentSessions) {
      return usage('CONCURRENT_LIMIT_REACHED', 'Too many active streams', 'End a stream first', {
        active_count: this.#held.size,
        limit: options.concurrentSessions,
      });
    }
    return faults.strike('no-gpu') ? { kind: 'no-gpu' } : undefined;
  }
}

type Usage = Extract<Denial, { kind: 'usage' }>;

function usage(
  error: Usage['error'],
  message: string,
  action: string,
  details: Usage['details'],
): Usage {
  return { kind: 'usage', error, message, action, details };
}

function firstOfNextMonth(): string {
  const now = new Date();
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  return next.toISOString().slice(0, 10);
}
