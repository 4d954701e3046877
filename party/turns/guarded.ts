import * as v from 'valibot';
import { type Outcome, REASONS, refuse } from '../../src/protocol/reasons.js';
import { OwnTurnsSchema, StandingSchema } from '../../src/protocol/view.js';
import { NO_VOTES, NOTHING_SHOWN, type TurnContext, type TurnPolicy } from './policy.js';

/** A policy threw, or gave what no room can go by: the step it did so in counts as not taken. */
export class PolicyFault extends Error {
  readonly mode: string;

  constructor(mode: string, what: string) {
    super(what);
    this.mode = mode;
  }
}

/** A policy's turns, when it next wants to be woken, and how often that was in this second. */
interface GuardedTurns {
  own: unknown;
  dueAt: number | null;
  woken: { since: number; count: number };
}

export interface GuardedPolicy<Turns = unknown> extends TurnPolicy<Turns> {
  /** Throws if what everyone is shown after this step would throw, or could not be read. */
  probe(turns: Turns, context: TurnContext): void;
}

/** Nobody needs to be woken so often; a policy that is would keep the room from everything else. */
const WAKES_PER_SECOND_MAX = 100;

const ViewSchema = v.omit(OwnTurnsSchema, ['mode', 'switching']);
const OutcomeSchema = v.variant('ok', [
  v.object({ ok: v.literal(true) }),
  v.object({
    ok: v.literal(false),
    reason: v.picklist(REASONS),
    retryAt: v.nullable(v.number()),
    limit: v.nullable(v.number()),
  }),
]);

/**
 * A policy that the package does not bring, with a guard around every call. What changes the turns
 * throws a `PolicyFault` for anything that goes wrong; what only reads them answers "nothing" then,
 * since `probe` has asked the same before, where a fault can be acted upon.
 */
export function guarded(mode: string, policy: TurnPolicy): GuardedPolicy<GuardedTurns> {
  const attempt = <Result>(doing: string, call: () => Result): Result => {
    try {
      return call();
    } catch (error) {
      throw new PolicyFault(mode, `${doing}: ${String(error)}`);
    }
  };
  const outcome = (doing: string, call: () => Outcome): Outcome =>
    attempt(doing, () => v.parse(OutcomeSchema, call()));

  return {
    keepsWaiting: policy.keepsWaiting,
    ...(policy.othersChoose && { othersChoose: true }),
    start: () =>
      attempt('start', () => ({ own: policy.start(), dueAt: null, woken: { since: 0, count: 0 } })),
    act: ({ own }, who, action, context) =>
      outcome('act', () => policy.act(own, who, action, context)),
    submit: ({ own }, who, context, promptId) =>
      outcome('submit', () => policy.submit(own, who, context, promptId)),
    settled: ({ own }, who, status, context) =>
      attempt('settled', () => policy.settled(own, who, status, context)),

    advance(turns, context) {
      attempt('advance', () => {
        countWakes(turns, context.now);
        policy.advance(turns.own, context);
        turns.dueAt = policy.deadline(turns.own, context);
        const isAhead = turns.dueAt === null || turns.dueAt > context.now;
        if (!isAhead) throw new Error('it leaves a deadline in the past');
      });
    },

    next: ({ own }, context) =>
      attempt('next', () => {
        const id = policy.next(own, context);
        if (id !== null && !context.waiting.includes(id)) throw new Error('no such prompt waits');
        return id;
      }),

    deadline: ({ own }, context) => orElse(null, () => policy.deadline(own, context)),
    remembers: ({ own }, who) => orElse(true, () => policy.remembers(own, who)),
    view: ({ own }, context) => ({
      ...NOTHING_SHOWN,
      ...orElse({}, () => policy.view(own, context)),
    }),
    standings({ own }, context) {
      const standingOf = orElse(null, () => policy.standings(own, context));
      return (who) => orElse({ state: 'none' }, () => standingOf?.(who) ?? { state: 'none' });
    },
    probe: ({ own }, context) => attempt('view', () => probe(own, policy, context)),
    votesOf: ({ own }, who) => orElse(NO_VOTES, () => policy.votesOf(own, who)),
    skip: ({ own }, context) =>
      outcome('skip', () => policy.skip?.(own, context) ?? refuse('wrong-mode')),
    remove: ({ own }, who, context) => attempt('remove', () => policy.remove?.(own, who, context)),
    line: ({ own }, context) =>
      orElse([], () => v.parse(v.array(v.string()), policy.line?.(own, context) ?? [])),
  };
}

/** Asks for everything that will be asked for after the step. */
function probe(own: unknown, policy: TurnPolicy, context: TurnContext): void {
  v.parse(ViewSchema, { ...NOTHING_SHOWN, ...policy.view(own, context) });
  const standingOf = policy.standings(own, context);
  for (const id of context.waiting) {
    const by = context.promptOf(id)?.by ?? '';
    v.parse(StandingSchema, standingOf(by));
    policy.remembers(own, by);
    policy.votesOf(own, by);
  }
}

/** Counts the wakes that were the policy's own wish. */
function countWakes(turns: GuardedTurns, now: number): void {
  if (turns.dueAt === null || turns.dueAt > now) return;
  if (turns.woken.since + 1_000 <= now) turns.woken = { since: now, count: 0 };
  turns.woken.count += 1;
  if (turns.woken.count > WAKES_PER_SECOND_MAX) throw new Error('it never comes to rest');
}

function orElse<Result>(nothing: Result, call: () => Result): Result {
  try {
    return call();
  } catch {
    return nothing;
  }
}
