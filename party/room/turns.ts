import { ACCEPTED, type Reason, type ReceiptStatus } from '../../src/protocol/reasons.js';
import type { HolderView } from '../../src/protocol/view.js';
import { earliest } from '../turns/clock.js';
import type { GuardedPolicy } from '../turns/guarded.js';
import { sha256Hex } from '../turns/hash.js';
import type { MovedVote, ShownTurns, TurnContext, TurnPolicy } from '../turns/policy.js';
import { queue } from '../turns/queue.js';
import { isListening } from './broadcast/lease.js';
import { refuseFor } from './moderation/restrictions.js';
import { personOf, takesPart } from './people/known.js';
import { authorName, findPrompt, moveOn } from './prompts/prompts.js';
import { entry, type RoomState, type Step, snapshot } from './state.js';

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
  const prompts = crowdPrompts(step);
  return {
    now,
    rules: state.rules.values,
    listening: isListening(state),
    presentCount: state.audience.watching,
    tallying: state.audience.tallying ?? [],
    newcomers: state.locks.queue === null ? ACCEPTED : refuseFor('queue-locked', state.locks.queue),
    get waiting() {
      return prompts.ofCrowd('waiting');
    },
    awaySince(who) {
      const person = personOf(state, who);
      return person === undefined ? 0 : person.awayAt;
    },
    isShown(who) {
      return (personOf(state, who)?.connections ?? []).some(
        (id) => entry(state.connections, id)?.hidden === false,
      );
    },
    behindMs(who) {
      const theirs = (personOf(state, who)?.connections ?? []).flatMap(
        (id) => entry(state.connections, id) ?? [],
      );
      return theirs.length === 0 ? 0 : Math.min(...theirs.map(({ behindMs = 0 }) => behindMs));
    },
    arrivedAt(who) {
      return personOf(state, who)?.arrivedAt ?? now;
    },
    nameOf(who) {
      return personOf(state, who)?.name ?? 'Somebody';
    },
    roleOf(who) {
      return personOf(state, who)?.role ?? 'viewer';
    },
    addressOf(who) {
      return personOf(state, who)?.address ?? null;
    },
    waitingOf(who) {
      return prompts.ofCrowd('waiting', who);
    },
    isPerforming(who) {
      return prompts.ofCrowd('performing', who).length > 0;
    },
    heldSince(who) {
      const held = prompts.all.filter(({ by, via }) => by === who && via === 'crowd');
      return earliest(held.map(({ review }) => review?.since ?? null));
    },
    promptOf(id) {
      const prompt = prompts.all.find((one) => one.id === id);
      if (prompt === undefined) return null;
      const { text, status, at, by } = prompt;
      return { id, text, status, at, by, name: authorName(state, prompt) };
    },
    seed(label) {
      return sha256Hex(`${state.entropy}:${label}`);
    },
    settle(id, status, reason) {
      prompts.end(id, status, reason);
    },
    drop(who, status, reason) {
      for (const id of prompts.ofCrowd('waiting', who)) prompts.end(id, status, reason);
    },
  };
}

/** Votes that were counted elsewhere are the room's now; who has voted here meanwhile keeps that vote. */
export function takeVotes(step: Step, round: string, votes: readonly MovedVote[]): void {
  const policy = policyOf(step);
  const { turns } = step.state;
  const context = turnContext(step);
  if (policy.ballot?.(turns, context)?.round !== round) return;
  let from: string | null = null;
  const asCast: TurnContext = {
    ...context,
    // They were within the limit where they were cast.
    rules: { ...context.rules, votesPerAddress: 0 },
    addressOf: () => from,
  };
  for (const [who, choice, address] of votes) {
    from = address;
    if (policy.votesOf(turns, who).vote !== null) continue;
    const action = { type: 'vote', id: '', roundId: round, choice } as const;
    const outcome = policy.act(turns, who, action, asCast);
    if (outcome.ok) takesPart(step, who);
  }
}

/**
 * The prompts as they are now. To read them through the draft would draft each on the way; policies ask
 * for many, in every step.
 */
function crowdPrompts(step: Step) {
  const { state } = step;
  let prompts: RoomState['prompts'] | null = null;
  return {
    get all() {
      prompts ??= snapshot(state.prompts);
      return prompts;
    },
    /** The ids of the crowd's prompts with this status, all or one participant's, oldest first. */
    ofCrowd(status: ReceiptStatus, who?: string): string[] {
      return this.all
        .filter((one) => one.via === 'crowd' && one.status === status)
        .filter(({ by }) => who === undefined || by === who)
        .map(({ id }) => id);
    },
    /** Settles a prompt that waits. */
    end(id: string, status: ReceiptStatus, reason: Reason): void {
      const prompt = findPrompt(state, id);
      if (prompt?.status !== 'waiting') return;
      moveOn(step, prompt, { status, reason });
      prompts = null;
    },
  };
}
