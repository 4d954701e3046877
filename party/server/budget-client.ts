import * as v from 'valibot';
import type { Reason } from '../../src/protocol/reasons.js';
import {
  type BudgetCall,
  type BudgetTotals,
  BudgetTotalsSchema,
  ClaimedSchema,
  ForecastSchema,
  ReservedSchema,
} from '../budget/messages.js';
import type { SessionReport } from '../room/input.js';
import { withTimeout } from './clock.js';
import type { Environment } from './environment.js';
import { errorText, type Log } from './log.js';

/** When all rooms together will have used up their hours; null when that is not soon. */
type Closes = { readonly at: number; readonly reason: Reason } | null;

/** The budget of all rooms, as one room talks to it. Neither call throws. */
export interface BudgetPort {
  /**
   * Asks for a slot at the service before credentials are minted. `insteadOf` is the epoch under
   * which credentials were minted that are lent again.
   */
  reserve(
    epoch: number,
    insteadOf?: number,
  ): Promise<
    | { readonly ok: true }
    | { readonly ok: false; readonly reason: Reason; readonly retryAt: number | null }
  >;
  /** Reports sessions; undefined when the budget did not answer. */
  report(sessions: readonly SessionReport[]): Promise<Closes | undefined>;
}

/** How a room reaches the party `ledger`, which keeps the budget. */
export interface BudgetAccess {
  /** The room's id in the budget, which no other room has. */
  readonly room: string;
  readonly ask: (call: BudgetCall) => Promise<unknown>;
}

/** Why a room with limits cannot run where nobody keeps the budget. */
export const NO_BUDGET_PARTY =
  'MAX_LIVE_ROOMS, MAX_HOURS_PER_DAY and MAX_HOURS_PER_MONTH need the ledger, and this project has none: add "ledger" to "parties" in partykit.json, or bind "Ledger" to its class in wrangler.jsonc (see "Limits" in the guide).';

/** Whether the owner has set any limit. */
export function isLimited({ allowance }: Environment): boolean {
  return Object.values(allowance).some((limit) => limit !== null);
}

/** A visitor waits for the broadcast meanwhile. */
const ANSWER_TIMEOUT_MS = 3_000;

interface BudgetSettings {
  /** Null where the project has no party `ledger`. */
  readonly access: () => BudgetAccess | null;
  /** Without any limit nothing is reserved; hours are reported all the same. */
  readonly isLimited: () => boolean;
  /** The room's time. */
  readonly now: () => number;
  readonly log: Log;
}

/** A room's side of the budget: without an answer nothing is minted, so that a limit always holds. */
export class BudgetClient implements BudgetPort {
  private readonly settings: BudgetSettings;

  constructor(settings: BudgetSettings) {
    this.settings = settings;
  }

  async reserve(epoch: number, insteadOf?: number) {
    if (!this.settings.isLimited()) return { ok: true } as const;
    const instead = insteadOf === undefined ? {} : { insteadOf };
    const at = this.settings.now();
    const call = (room: string): BudgetCall => ({ call: 'reserve', room, at, epoch, ...instead });
    const answer = await this.ask(ReservedSchema, call);
    return answer ?? ({ ok: false, reason: 'unreachable', retryAt: null } as const);
  }

  async report(sessions: readonly SessionReport[]): Promise<Closes | undefined> {
    const copies = sessions.map((session) => ({ ...session, streams: [...session.streams] }));
    const at = this.settings.now();
    const call = (room: string): BudgetCall => ({ call: 'report', room, at, sessions: copies });
    const forecast = await this.ask(ForecastSchema, call);
    if (forecast === null) return undefined;
    const { closesAt, reason } = forecast;
    return closesAt === null || reason === null ? null : { at: closesAt, reason };
  }

  /** Claims a stream for the room: false where it is another room's, null without an answer. */
  async claim(streamId: string): Promise<boolean | null> {
    const answer = await this.ask(ClaimedSchema, (room) => ({ call: 'claim', room, streamId }));
    return answer?.isOwn ?? null;
  }

  /** What all rooms together hold and have used; null when the budget did not answer. */
  totals(): Promise<BudgetTotals | null> {
    return this.ask(BudgetTotalsSchema, () => ({ call: 'budget' }));
  }

  private async ask<Schema extends v.GenericSchema>(
    schema: Schema,
    callOf: (room: string) => BudgetCall,
  ): Promise<v.InferOutput<Schema> | null> {
    const access = this.settings.access();
    if (access === null) return null;
    const call = callOf(access.room);
    try {
      return v.parse(schema, await withTimeout(access.ask(call), ANSWER_TIMEOUT_MS));
    } catch (error) {
      this.settings.log('budget-unreachable', { call: call.call, error: errorText(error) });
      return null;
    }
  }
}
