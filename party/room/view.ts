import { RECEIPTS_SHOWN } from '../../src/protocol/limits.js';
import type { Receipt } from '../../src/protocol/receipt.js';
import type { LifeView, RoomView, TurnsView, You } from '../../src/protocol/view.js';
import { isUnattended } from '../moderation/attended.js';
import { moderationView } from '../moderation/lately.js';
import { POLICIES, type Policies } from '../turns/policies.js';
import { fitReceipts, fitRoom } from './fit.js';
import { lastCall } from './last-call.js';
import { BREAK_MS } from './life-limits.js';
import { receiptOf } from './prompts.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';
import { switchingView } from './switching.js';
import { policyOf, turnContext } from './turn-context.js';

/**
 * What each may see: the only place that makes views, so that nothing else can leak. None of it
 * grows with the audience, and all of it fits one message.
 */

export function roomView(state: RoomState, now: number, policies: Policies = POLICIES): RoomView {
  return fitRoom({
    // What is blocked is nobody's reading but the moderators'.
    rules: { ...state.rules.values, blockedWords: '' },
    life: lifeView(state, now),
    turns: turnsView({ state, now, effects: [], policies }),
    audience: { watching: state.audience.watching },
    performing: performingView(state),
    changes: state.world.changes,
    locks: state.locks,
    unattended: isUnattended(state),
    announcement: state.moderation.announcement,
    moderation: moderationView(state),
  });
}

function turnsView(work: Step): TurnsView {
  const { state } = work;
  const shown = policyOf(work).view(state.turns, turnContext(work));
  return {
    mode: state.rules.values.turns,
    ...shown,
    last: shown.last ?? state.switching.ended,
    switching: switchingView(work),
  };
}

/** Makes each participant's own view; made once for many. */
export function youViews(
  state: RoomState,
  now: number,
  policies: Policies = POLICIES,
): (who: string) => You {
  const work: Step = { state, now, effects: [], policies };
  const policy = policyOf(work);
  const standingOf = policy.standings(state.turns, turnContext(work));
  return (who) => ({
    id: who,
    name: state.participants[who]?.name ?? '',
    role: state.participants[who]?.role ?? 'viewer',
    standing: standingOf(who),
    ...policy.votesOf(state.turns, who),
    muted: state.participants[who]?.muted ?? null,
  });
}

/** A participant's own receipts beside the rest: what is still open, and the last that were settled. */
export function receiptsOf(state: RoomState, who: string, room: RoomView, you: You): Receipt[] {
  const mine = state.prompts.filter((prompt) => prompt.by === who).slice(-RECEIPTS_SHOWN);
  return fitReceipts(mine.map(receiptOf), room, you);
}

function lifeView(state: RoomState, now: number): LifeView {
  const { life } = state;
  switch (life.phase) {
    case 'dark':
      return { phase: 'dark', reason: life.reason, until: life.until };
    case 'opening': {
      const { since, attempt, reason, before } = life;
      const stream = before && { streamId: before.streamId, watch: before.watch };
      return { phase: 'opening', since, attempt, reason, before: stream };
    }
    case 'live': {
      const { streamId, startedAt, watch } = life;
      return { phase: 'live', streamId, startedAt, watch, lastCall: lastCall(state, now) };
    }
    case 'renewing': {
      const { streamId, startedAt, watch, held, since } = life;
      const stream = { streamId, startedAt, watch, lastCall: lastCall(state, now) };
      return { phase: 'renewing', ...stream, held, expectedAt: since + BREAK_MS };
    }
    case 'closing':
      return { phase: 'closing', since: life.since };
    case 'failed':
      return { phase: 'failed', reason: life.reason, retryAt: life.retryAt };
  }
}

function performingView({ dispatch, prompts }: RoomState): RoomView['performing'] {
  if (dispatch.phase !== 'inFlight') return null;
  const prompt = prompts.find(({ id }) => id === dispatch.promptId);
  return prompt === undefined ? null : { id: prompt.by, name: prompt.name, text: prompt.text };
}
