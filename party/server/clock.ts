/** Timers take no more than about 24 days; a room that wakes too early sets the next one. */
const LONGEST_MS = 2_000_000_000;

/**
 * The room's time, ms since 1970. It never goes back: when the machine's clock is set back, it goes
 * on from where it was, and so do turns, rounds and deadlines.
 */
export class SteadyClock {
  private readonly machine: () => number;
  private last = 0;
  private aheadMs = 0;

  constructor(machine: () => number = () => Date.now()) {
    this.machine = machine;
  }

  readonly now = (): number => {
    const at = this.machine();
    this.aheadMs += Math.max(0, this.last - at);
    this.last = at;
    return at + this.aheadMs;
  };

  /** Calls once at the instant; returns what cancels it. */
  readonly wakeAt = (at: number, wake: () => void): (() => void) => {
    const timer = setTimeout(wake, Math.min(Math.max(at - this.now(), 0), LONGEST_MS));
    return () => clearTimeout(timer);
  };
}

/** The promise's outcome, or an error once it has taken longer than that. */
export function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
