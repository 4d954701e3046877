import { ACCEPTED, type ReceiptStatus } from '../../src/protocol/reasons.js';
import type { HolderView } from '../../src/protocol/view.js';
import { earliest } from '../turns/clock.js';
import type { GuardedPolicy } from '../turns/guarded.js';
import { sha256Hex } from '../turns/hash.js';
import type { ShownTurns, TurnContext, TurnPolicy } from '../turns/policy.js';
import { queue } from '../turns/queue.js';
import { isListening } from './broadcast/lease.js';
import { refuseFor } from './moderation/restrictions.js';
import { authorName, findPrompt, moveOn } from './prompts/prompts.js';
import { type RoomState, type Step, snapshot } from './state.js';

/** The policy of the present mode; `ensureMode` sees to it that there is one. */
export function policyOf({
  state,
  policies,
}: Pick<Step, 'state' | 'policies'>): TurnPolicy<unknown, ShownTurns> | GuardedPolicy {
  return policies.get(state.rules.values.turns) ?? queue;
}

/** Who has the turn and how many wait, as everybody is shown it; in some modes nobody ever does. */
export function turnsNow(step: Step): { holder: HolderView | null; waiting: number } {
  const shown = policyOf(step).view(step.state.turns, turnContext(step));
  return {
    holder: ('holder' in shown ? shown.holder : null) ?? null,
    waiting: ('waiting' in shown ? shown.waiting : 0) ?? 0,
  };
}

/** The room as its turn policy may see it. */
export function turnContext(step: Step): TurnContext {
  const { state, now } = step;
  const crowd = state.prompts.filter(({ via }) => via === 'crowd');
  // To read one entry through a draft copies the whole record.
  let known: RoomState['participants'] | null = null;
  const person = (who: string) => {
    known ??= snapshot(state.participants);
    return known[who];
  };
  const promptsOf = (who: string, status: ReceiptStatus) =>
    crowd.filter((prompt) => prompt.by === who && prompt.status === status);
  return {
    now,
    rules: state.rules.values,
    listening: isListening(state),
    presentCount: state.audience.watching,
    newcomers: state.locks.queue === null ? ACCEPTED : refuseFor('queue-locked', state.locks.queue),
    awaySince: (who) => {
      const participant = person(who);
      return participant === undefined ? 0 : participant.awayAt;
    },
    arrivedAt: (who) => person(who)?.arrivedAt ?? now,
    addressOf: (who) => person(who)?.address ?? null,
    roleOf: (who) => person(who)?.role ?? 'viewer',
    waiting: crowd.filter(({ status }) => status === 'waiting').map(({ id }) => id),
    promptOf: (id) => {
      const prompt = findPrompt(state, id);
      if (prompt === null) return null;
      const { text, status, at, by } = prompt;
      return { id, text, status, at, by, name: authorName(state, prompt) };
    },
    seed: (label) => sha256Hex(`${state.entropy}:${label}`),
    settle: (id, status, reason) => {
      const prompt = findPrompt(state, id);
      if (prompt?.status === 'waiting') moveOn(step, prompt, { status, reason });
    },
    nameOf: (who) => person(who)?.name ?? 'Somebody',
    waitingOf: (who) => promptsOf(who, 'waiting').map((prompt) => prompt.id),
    heldSince: (who) =>
      earliest(
        crowd.map(({ by, review }) => (by === who && review !== null ? review.since : null)),
      ),
    isPerforming: (who) => promptsOf(who, 'performing').length > 0,
    drop: (who, status, reason) => {
      for (const prompt of promptsOf(who, 'waiting')) moveOn(step, prompt, { status, reason });
    },
  };
}
