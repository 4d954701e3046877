import * as v from 'valibot';
import { type Answered, answerCall } from '../budget/budget.js';
import {
  type BudgetCall,
  BudgetCallSchema,
  type ClaimCall,
  type Claimed,
} from '../budget/messages.js';
import { type BudgetSession, type BudgetState, type Limits, newBudget } from '../budget/state.js';
import { SteadyClock } from './clock.js';
import { type EnvironmentResult, readEnvironment } from './environment.js';
import { deleteAll, type KeyValue, putAll } from './storage.js';
import { UnreadableStateError } from './stored-format.js';

interface BudgetPlatform {
  readonly storage: KeyValue;
  /** The room server's settings: the same that the rooms read. */
  readonly env: Readonly<Record<string, unknown>>;
}

/** The name of the one object of the party `ledger`, which all rooms of a project share. */
export const LEDGER_NAME = 'all';

/** The budget of all rooms on any platform: a call is answered once its outcome is stored. */
export class BudgetHost {
  private readonly storage: BudgetStorage;
  private readonly clock = new SteadyClock();
  private state: BudgetState = newBudget();
  /** The room of each stream that was claimed lately, by the service's id; the latest last. */
  private readonly streams = new Map<string, string>();
  private readonly settings: EnvironmentResult;

  constructor({ storage, env }: BudgetPlatform) {
    this.storage = new BudgetStorage(storage);
    this.settings = readEnvironment(env);
  }

  /** Must have ended before anything else is called. */
  async start(): Promise<void> {
    this.state = await this.storage.load();
  }

  /** Throws for an unknown call and when the storage fails: no answer is no permission. */
  async ask(asked: unknown): Promise<Answered['answer'] | Claimed> {
    const call = v.parse(BudgetCallSchema, asked);
    if (call.call === 'claim') return { isOwn: this.claimed(call) };
    const now = this.clock.now();
    const aheadMs = aheadOf(call, now);
    const { state, answer } = answerCall(this.state, asHere(call, aheadMs), now, this.limits());
    this.state = state;
    await this.storage.save(state);
    return asThere(answer, aheadMs);
  }

  /** Whether a stream is this room's: it is the first one's that says so. */
  private claimed({ room, streamId }: ClaimCall): boolean {
    const owner = this.streams.get(streamId) ?? room;
    this.streams.set(streamId, owner);
    const [oldest] = this.streams.keys();
    if (this.streams.size > CLAIMS_KEPT && oldest !== undefined) this.streams.delete(oldest);
    return owner === room;
  }

  private limits(): Limits {
    if (!this.settings.ok) throw new Error(this.settings.problem);
    const { allowance, streamSeconds } = this.settings.environment;
    return { ...allowance, streamMs: streamSeconds * 1_000 };
  }
}

/**
 * So many streams' rooms are remembered, in memory: an hour of forty rooms. A recording is given out only
 * where its stream began with the room's (`recordings.ts`), so seconds would do.
 */
const CLAIMS_KEPT = 1_000;

/** Two clocks that differ by less are the same, and the call was under way. */
const SAME_CLOCK_MS = 60_000;

type Call = Exclude<BudgetCall, ClaimCall>;

/** How far the room's clock is ahead of this one (ms): its instants mean nothing here, their distances do. */
function aheadOf(call: Call, now: number): number {
  const aheadMs = 'at' in call && call.at !== undefined ? call.at - now : 0;
  return Math.abs(aheadMs) > SAME_CLOCK_MS ? aheadMs : 0;
}

function asHere(call: Call, aheadMs: number): Call {
  if (aheadMs === 0 || call.call !== 'report') return call;
  const sessions = call.sessions.map((session) => ({
    ...session,
    until: session.until - aheadMs,
    streams: session.streams.map(({ no, startedAt, endedAt }) => ({
      ...{ no, startedAt: startedAt - aheadMs },
      endedAt: endedAt === null ? null : endedAt - aheadMs,
    })),
  }));
  return { ...call, at: (call.at ?? aheadMs) - aheadMs, sessions };
}

function asThere(answer: Answered['answer'], aheadMs: number): Answered['answer'] {
  if (aheadMs === 0) return answer;
  if ('retryAt' in answer) return { ...answer, retryAt: answer.retryAt + aheadMs };
  const closesAt = 'closesAt' in answer ? answer.closesAt : null;
  return closesAt === null ? answer : { ...answer, closesAt: closesAt + aheadMs };
}

const PREFIX = 'ledger/';
const SUMS_KEY = `${PREFIX}sums`;
const SESSIONS = `${PREFIX}session/`;

/** The format in which this version stores the budget. */
const FORMAT = 1;

/** Stores the sums, and each session under a key of its own, so that little is written. */
class BudgetStorage {
  private readonly storage: KeyValue;
  private saved: BudgetState | null = null;

  constructor(storage: KeyValue) {
    this.storage = storage;
  }

  async load(): Promise<BudgetState> {
    const stored = await this.storage.list({ prefix: PREFIX });
    const sums = stored.get(SUMS_KEY);
    if (sums === undefined) return newBudget();
    const { format, ...kept } = JSON.parse(String(sums)) as Sums & { format: number };
    if (format !== FORMAT) {
      throw new UnreadableStateError(
        `The ledger was stored by a later version (format ${format}, and this one reads ${FORMAT}): deploy that version again.`,
      );
    }
    const state: BudgetState = { ...newBudget(), ...kept };
    for (const [key, value] of stored) {
      if (!key.startsWith(SESSIONS)) continue;
      const session = JSON.parse(String(value)) as BudgetSession;
      const section = session.settledAt === null ? state.open : state.settled;
      section[key.slice(SESSIONS.length)] = session;
    }
    this.saved = state;
    return state;
  }

  /** Writes what changed; the answer to the call waits for it. */
  async save(state: BudgetState): Promise<void> {
    if (state === this.saved) return;
    const saved = this.saved ?? newBudget();
    const entries: [string, string][] = [];
    const gone: string[] = [];
    for (const part of ['open', 'settled'] as const) {
      const [now, before] = [state[part], saved[part]];
      if (now === before) continue;
      for (const [key, session] of Object.entries(now)) {
        if (session !== before[key]) entries.push([SESSIONS + key, JSON.stringify(session)]);
      }
      const removed = Object.keys(before).filter(
        (key) => !(key in state.open || key in state.settled),
      );
      gone.push(...removed.map((key) => SESSIONS + key));
    }
    if (!hasSameSums(state, this.saved)) entries.push([SUMS_KEY, sumsOf(state)]);
    this.saved = state;
    try {
      await Promise.all([putAll(this.storage, entries), deleteAll(this.storage, gone)]);
    } catch (error) {
      // What was not written is written next time, whether or not it changes again.
      this.saved = null;
      throw error;
    }
  }
}

type Sums = Pick<BudgetState, 'days' | 'closedTo' | 'sweepAt'>;

function sumsOf({ days, closedTo, sweepAt }: BudgetState): string {
  return JSON.stringify({ format: FORMAT, days, closedTo, sweepAt });
}

function hasSameSums({ days, closedTo, sweepAt }: BudgetState, other: BudgetState | null): boolean {
  return days === other?.days && closedTo === other.closedTo && sweepAt === other.sweepAt;
}
