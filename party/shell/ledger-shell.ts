import * as v from 'valibot';
import { type Answered, answerCall } from '../ledger/ledger.js';
import { LedgerCallSchema } from '../ledger/messages.js';
import { type LedgerState, type Limits, newLedger } from '../ledger/state.js';
import { type EnvironmentResult, readEnvironment } from './environment.js';
import { LedgerStorage } from './ledger-storage.js';
import { SteadyClock } from './steady-clock.js';
import type { KeyValue } from './storage.js';

interface LedgerPlatform {
  readonly storage: KeyValue;
  /** The room server's settings: the same that the rooms read. */
  readonly env: Readonly<Record<string, unknown>>;
}

/** The one object that all rooms of a project share: it is the same one for all of them. */
export const LEDGER_NAME = 'all';

/** The ledger on any platform: it answers a call when what follows from it is stored. */
export class LedgerShell {
  private readonly storage: LedgerStorage;
  private readonly clock = new SteadyClock();
  private state: LedgerState = newLedger();
  private readonly settings: EnvironmentResult;

  constructor({ storage, env }: LedgerPlatform) {
    this.storage = new LedgerStorage(storage);
    this.settings = readEnvironment(env);
  }

  /** Must have ended before anything else is called. */
  async start(): Promise<void> {
    this.state = await this.storage.load();
  }

  /** Throws for what is no call, and when the storage does not take it: no answer is no permission. */
  async ask(asked: unknown): Promise<Answered['answer']> {
    const call = v.parse(LedgerCallSchema, asked);
    const { state, answer } = answerCall(this.state, call, this.clock.now(), this.limits());
    this.state = state;
    await this.storage.save(state);
    return answer;
  }

  private limits(): Limits {
    if (!this.settings.ok) throw new Error(this.settings.problem);
    const { allowance, streamSeconds } = this.settings.environment;
    return { ...allowance, streamMs: streamSeconds * 1_000 };
  }
}
