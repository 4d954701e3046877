import * as v from 'valibot';
import {
  type Budget,
  BudgetSchema,
  type Forecast,
  ForecastSchema,
  type LedgerCall,
  type ReportedSession,
  ReservedSchema,
} from '../ledger/messages.js';
import type { MintFailure } from './credentials.js';

/** How a room reaches the ledger, and what the ledger knows it by: no other room has this name. */
export interface LedgerAccess {
  readonly room: string;
  readonly ask: (call: LedgerCall) => Promise<unknown>;
}

/** What a room has of the ledger; none of it throws. */
export interface LedgerPort {
  /** Whether a session may be minted. Without an answer it may not, so the limit always holds. */
  reserve(epoch: number): Promise<{ readonly ok: true } | ({ readonly ok: false } & MintFailure)>;
  /** Null when the ledger did not answer: what is on the air goes on, and it is told later. */
  report(sessions: readonly ReportedSession[]): Promise<Forecast | null>;
  budget(): Promise<Budget | null>;
}

const ANSWER_LIMIT_MS = 3_000;

interface LedgerSettings {
  /** Null where the project has no ledger. */
  readonly access: () => LedgerAccess | null;
  /** Whether there is any limit to ask for; without one it only counts. */
  readonly isLimited: () => boolean;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
}

/** A room's side of the ledger. */
export class LedgerClient implements LedgerPort {
  private readonly settings: LedgerSettings;

  constructor(settings: LedgerSettings) {
    this.settings = settings;
  }

  async reserve(epoch: number) {
    if (!this.settings.isLimited()) return { ok: true } as const;
    const answer = await this.ask(ReservedSchema, (room) => ({ call: 'reserve', room, epoch }));
    return answer ?? ({ ok: false, reason: 'unreachable', retryAt: null } as const);
  }

  async report(sessions: readonly ReportedSession[]): Promise<Forecast | null> {
    if (this.settings.access() === null) return { closesAt: null, reason: null };
    return this.ask(ForecastSchema, (room) => ({ call: 'report', room, sessions: [...sessions] }));
  }

  budget(): Promise<Budget | null> {
    return this.ask(BudgetSchema, () => ({ call: 'budget' }));
  }

  private async ask<Schema extends v.GenericSchema>(
    schema: Schema,
    say: (room: string) => LedgerCall,
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
