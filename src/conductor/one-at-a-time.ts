import type { Clock } from '../client/client-options.js';
import type { Performed } from '../protocol/conducting.js';
import type { Reason } from '../protocol/reasons.js';

/** After a prompt that was never answered: how long an answer may turn out to be that one's. */
export const LATE_ANSWER_MS = 3_000;

export interface Performance {
  readonly promptId: string;
  readonly text: string;
  readonly timeoutMs: number;
  /** Room time from which on it is not sent any more. */
  readonly until: number;
}

interface InFlight {
  readonly promptId: string;
  readonly cancelTimeout: () => void;
  /** An answer that may be an earlier prompt's. */
  held: { readonly outcome: Performed; readonly cancel: () => void } | null;
}

/**
 * Performs prompts one at a time, each id once. Odyssey's answers have no id but come in order, so
 * after a prompt that timed out the next answer may still be its own: that answer is kept back for a
 * moment to see whether another follows.
 */
export class OneAtATime {
  private readonly clock: Clock;
  private readonly roomNow: () => number;
  private readonly send: (text: string) => void;
  private readonly report: (promptId: string, outcome: Performed) => void;
  private readonly outcomes = new Map<string, Performed>();
  private readonly next: Performance[] = [];
  private inFlight: InFlight | null = null;
  /** Prompts that were given up on and whose answer may still come. */
  private owed = 0;

  constructor(options: {
    clock: Clock;
    roomNow: () => number;
    send: (text: string) => void;
    report: (promptId: string, outcome: Performed) => void;
  }) {
    this.clock = options.clock;
    this.roomNow = options.roomNow;
    this.send = options.send;
    this.report = options.report;
  }

  perform(performance: Performance): void {
    const { promptId } = performance;
    const known = this.outcomes.get(promptId);
    if (known !== undefined) return this.report(promptId, known);
    const underWay = this.inFlight?.promptId === promptId;
    if (underWay || this.next.some((other) => other.promptId === promptId)) return;
    this.next.push(performance);
    this.go();
  }

  /** Takes an answer as that of the oldest prompt without one. */
  answered(outcome: Performed): void {
    const { inFlight } = this;
    if (inFlight === null) {
      this.owed = Math.max(0, this.owed - 1);
      return;
    }
    if (inFlight.held !== null) {
      // Another one follows, so the one held was an earlier prompt's.
      inFlight.held.cancel();
      this.owed -= 1;
    }
    if (this.owed === 0) return this.settle(outcome);
    const cancel = this.clock.setTimer(() => {
      // None followed: the earlier prompt's answer is not coming any more.
      this.owed = 0;
      this.settle(outcome);
    }, LATE_ANSWER_MS);
    inFlight.held = { outcome, cancel };
  }

  /** The stream is over: what is in flight is unconfirmed, what waits is refused. */
  end(reason: Reason): void {
    this.owed = 0;
    const waiting = this.next.splice(0);
    this.settle({ status: 'unconfirmed', reason });
    for (const { promptId } of waiting) this.keep(promptId, { status: 'refused', reason });
  }

  private go(): void {
    if (this.inFlight !== null) return;
    const performance = this.next.shift();
    if (performance === undefined) return;
    const { promptId, text, timeoutMs, until } = performance;
    if (this.roomNow() >= until) {
      // The command was delayed, or this page slept: the world may have changed since.
      this.keep(promptId, { status: 'refused', reason: 'connection-lost' });
      return this.go();
    }
    const cancelTimeout = this.clock.setTimer(() => this.timedOut(), timeoutMs);
    this.inFlight = { promptId, cancelTimeout, held: null };
    this.send(text);
  }

  private timedOut(): void {
    const held = this.inFlight?.held;
    this.owed = held ? 0 : this.owed + 1;
    this.settle(held?.outcome ?? { status: 'unconfirmed', reason: 'no-acknowledgement' });
  }

  private settle(outcome: Performed): void {
    const { inFlight } = this;
    if (inFlight === null) return;
    this.inFlight = null;
    inFlight.cancelTimeout();
    inFlight.held?.cancel();
    this.keep(inFlight.promptId, outcome);
    this.go();
  }

  private keep(promptId: string, outcome: Performed): void {
    this.outcomes.set(promptId, outcome);
    this.report(promptId, outcome);
  }
}
