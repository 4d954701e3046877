import * as v from 'valibot';
import type { Reason } from '../../src/protocol/reasons.js';
import {
  type BudgetCall,
  type BudgetTotals,
  BudgetTotalsSchema,
  ForecastSchema,
  ReservedSchema,
} from '../budget/messages.js';
import type { AccountedSession, Purpose } from '../room/input.js';
import type { Environment } from './environment.js';

/** When all rooms together will have used up their hours, if that is near. */
export type Closes = { readonly at: number; readonly reason: Reason } | null;

/** The ledger of all rooms, as one room talks to it. Neither call throws. */
export interface BudgetPort {
  /** Asks for a place at the service before credentials are minted. */
  reserve(
    epoch: number,
    purpose: Purpose,
    /** The epoch under which the credentials that are lent again were minted. */
    insteadOf?: number,
  ): Promise<
    | { readonly ok: true }
    | { readonly ok: false; readonly reason: Reason; readonly retryAt: number | null }
  >;
  /** Tells what became of sessions; undefined when the ledger did not answer. */
  report(sessions: readonly AccountedSession[]): Promise<Closes | undefined>;
}

/** How a room reaches the ledger, and what the ledger knows it by: no other room has this name. */
export interface BudgetAccess {
  readonly room: string;
  readonly ask: (call: BudgetCall) => Promise<unknown>;
}

/** What is missing where limits are set and nobody counts. */
export const NO_BUDGET_PARTY =
  'MAX_LIVE_ROOMS, MAX_HOURS_PER_DAY and MAX_HOURS_PER_MONTH need the ledger, and this project has none: add "ledger" to "parties" in partykit.json, or bind "Ledger" to its class in wrangler.jsonc (see "Limits" in the guide).';

/** Whether the owner has set any limit. */
export function isLimited({ allowance }: Environment): boolean {
  return Object.values(allowance).some((limit) => limit !== null);
}

const ANSWER_LIMIT_MS = 3_000;

interface BudgetSettings {
  /** Null where the project has no ledger. */
  readonly access: () => BudgetAccess | null;
  /** Whether there is any limit to ask for; without one it only counts. */
  readonly isLimited: () => boolean;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
}

/** A room's side of the ledger: without an answer nothing is opened, so that the limit always holds. */
export class BudgetClient implements BudgetPort {
  private readonly settings: BudgetSettings;

  constructor(settings: BudgetSettings) {
    this.settings = settings;
  }

  async reserve(epoch: number, _purpose: Purpose, insteadOf?: number) {
    if (!this.settings.isLimited()) return { ok: true } as const;
    const instead = insteadOf === undefined ? {} : { insteadOf };
    const say = (room: string): BudgetCall => ({ call: 'reserve', room, epoch, ...instead });
    const answer = await this.ask(ReservedSchema, say);
    return answer ?? ({ ok: false, reason: 'unreachable', retryAt: null } as const);
  }

  async report(sessions: readonly AccountedSession[]): Promise<Closes | undefined> {
    const told = sessions.map((session) => ({ ...session, streams: [...session.streams] }));
    const say = (room: string): BudgetCall => ({ call: 'report', room, sessions: told });
    const forecast = await this.ask(ForecastSchema, say);
    if (forecast === null) return undefined;
    const { closesAt: at, reason } = forecast;
    return at === null || reason === null ? null : { at, reason };
  }

  /** What all rooms together hold and have used; null when the ledger did not answer. */
  budget(): Promise<BudgetTotals | null> {
    return this.ask(BudgetTotalsSchema, () => ({ call: 'budget' }));
  }

  private async ask<Schema extends v.GenericSchema>(
    schema: Schema,
    say: (room: string) => BudgetCall,
  ): Promise<v.InferOutput<Schema> | null> {
    const access = this.settings.access();
    if (access === null) return null;
    const call = say(access.room);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_LIMIT_MS);
    });
    try {
      return v.parse(schema, await Promise.race([access.ask(call), tooLate]));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.settings.log('ledger-silent', { call: call.call, error: message.slice(0, 200) });
      return null;
    } finally {
      if (timer !== undefined) clearTimeout(timer);
    }
  }
}
