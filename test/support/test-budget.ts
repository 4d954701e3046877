import { answerCall } from '../../party/budget/budget.js';
import type {
  BudgetTotals,
  Forecast,
  ReportedSession,
  Reserved,
} from '../../party/budget/messages.js';
import { type BudgetState, type Limits, newBudget } from '../../party/budget/state.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export const NO_LIMITS: Limits = {
  liveRooms: null,
  dayMs: null,
  monthMs: null,
  streamMs: 150_000,
};

/** A stream from one instant to another, or still running. */
export function stream(no: number, startedAt: number, endedAt: number | null = null) {
  return { no, startedAt, endedAt };
}

/** The ledger at an instant of the test's choice, without anything around it. */
export class TestBudget {
  state: BudgetState = newBudget();
  now: number;
  private readonly limits: Limits;
  private revision = 0;

  constructor(limits: Partial<Limits> = {}, now = Date.UTC(2026, 10, 22, 12)) {
    this.limits = { ...NO_LIMITS, ...limits };
    this.now = now;
  }

  reserve(room: string, epoch = 1, insteadOf?: number): Reserved {
    const instead = insteadOf === undefined ? {} : { insteadOf };
    return this.ask({ call: 'reserve', room, epoch, ...instead }) as Reserved;
  }

  report(room: string, session: Partial<ReportedSession> = {}): Forecast {
    this.revision += 1;
    const account = { epoch: 1, revision: this.revision, over: false, streams: [] };
    const told = { ...account, until: this.now + 10 * MINUTE, ...session };
    return this.ask({ call: 'report', room, sessions: [told] }) as Forecast;
  }

  get budget(): BudgetTotals {
    return this.ask({ call: 'budget' }) as BudgetTotals;
  }

  /** What was counted, in ms, by days since 1970. */
  get days(): Readonly<Record<string, number>> {
    this.ask({ call: 'budget' });
    return this.state.days;
  }

  private ask(call: Parameters<typeof answerCall>[1]) {
    // As it comes back from storage: nothing but JSON.
    const stored = JSON.parse(JSON.stringify(this.state)) as BudgetState;
    const { state, answer } = answerCall(stored, call, this.now, this.limits);
    this.state = state;
    return answer;
  }
}
