import { boundWorldText, type Performed } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { auditRoom } from '../moderation/audit.js';
import { askForFrame } from './frames.js';
import { hasConductor, leaseEndsAt } from './lease.js';
import { nextPrompt } from './next-prompt.js';
import { countDispatch } from './program-lane.js';
import { findPrompt, moveOn } from './prompts.js';
import type { Prompt } from './state.js';
import { type Step, send } from './step-context.js';
import { isHoldingBack } from './stream-length.js';
import { policyOf, turnContext } from './turn-context.js';
import { remember, settleOwn } from './world.js';

/**
 * The way to the world is one prompt wide: Odyssey's acknowledgement has no id, so a second prompt
 * before it would take the first one's answer. Nothing is ever sent twice to be on the safe side.
 */

/** The conductor has its own timeout; the room's is the belt that goes over it. */
const BELT_MS = 3_000;

/** Sends the next prompt if the way is free; true when one went out. */
export function advanceDispatch(step: Step): boolean {
  const { state, now } = step;
  stayNear(step);
  const { dispatch, lease } = state;
  if (dispatch.phase === 'inFlight') {
    // While the conductor's connection is down its answer may still come: the lease decides.
    const waiting = dispatch.timeoutAt > now || !hasConductor(state);
    return (
      !waiting && settleInFlight(step, { status: 'unconfirmed', reason: 'no-acknowledgement' })
    );
  }
  if (dispatch.freeAt > now || !hasConductor(state) || lease === null) return false;
  if (isHoldingBack(state, now)) return false;
  const prompt = nextPrompt(step);
  if (prompt === null) return false;
  const timeoutAt = now + answerMs(state);
  state.dispatch = { phase: 'inFlight', promptId: prompt.id, epoch: lease.epoch, timeoutAt };
  countDispatch(state, prompt);
  moveOn(step, prompt, { status: 'performing' });
  sendInFlight(step);
  return true;
}

/** A clock that was put back holds nothing up for longer than the rules say. */
function stayNear({ state, now }: Step): void {
  const { dispatch, rules } = state;
  if (dispatch.phase === 'inFlight') {
    const latest = now + answerMs(state);
    if (dispatch.timeoutAt > latest) dispatch.timeoutAt = latest;
  } else {
    const latest = now + rules.values.gapSeconds * 1000;
    if (dispatch.freeAt > latest) dispatch.freeAt = latest;
  }
}

/** How long the world may take, with the belt. */
function answerMs({ rules }: Step['state']): number {
  return rules.values.acknowledgeSeconds * 1000 + BELT_MS;
}

/** Says the prompt in flight to its conductor, which performs an id once however often it hears it. */
export function sendInFlight(step: Step): void {
  const { dispatch, lease, rules } = step.state;
  if (dispatch.phase !== 'inFlight' || lease?.connection == null) return;
  const prompt = findPrompt(step.state, dispatch.promptId);
  if (prompt === null || dispatch.epoch !== lease.epoch) return;
  send(step, lease.connection, {
    type: 'conduct',
    command: {
      command: 'perform',
      epoch: lease.epoch,
      promptId: prompt.id,
      text: prompt.text,
      timeoutMs: rules.values.acknowledgeSeconds * 1000,
      until: leaseEndsAt(lease),
    },
  });
}

/** The prompt in flight has reached its end, whichever; the way is free again after the gap. */
export function settleInFlight(step: Step, outcome: Performed): boolean {
  const { state, now } = step;
  const { dispatch } = state;
  if (dispatch.phase !== 'inFlight') return false;
  state.dispatch = { phase: 'idle', freeAt: now + state.rules.values.gapSeconds * 1000 };
  const prompt = findPrompt(state, dispatch.promptId);
  if (prompt === null) return true;
  moveOn(step, prompt, outcome);
  if (outcome.status === 'applied') remember(state, prompt, outcome.appliedText, now);
  else if (prompt.via === 'room') ownPromptFailed(step, prompt, outcome.reason);
  // Only the crowd takes turns.
  if (prompt.via === 'crowd') {
    policyOf(step).settled(state.turns, prompt.by, prompt.status, turnContext(step));
  }
  return true;
}

/** Nobody has a receipt of the room's own prompts: moderators read in the log that one failed. */
function ownPromptFailed(step: Step, prompt: Prompt, reason: Reason): void {
  settleOwn(step.state, prompt);
  auditRoom(step, 'prompt-failed', reason);
}

/** A conductor's word on a prompt. Only the one in flight is still open; the rest is old news. */
export function performed(step: Step, promptId: string, outcome: Performed): void {
  const { dispatch } = step.state;
  if (dispatch.phase !== 'inFlight' || dispatch.promptId !== promptId) return;
  const isApplied = outcome.status === 'applied';
  // A conductor may say more than a receipt can hold.
  const appliedText = isApplied ? boundWorldText(outcome.appliedText) : '';
  settleInFlight(step, isApplied ? { ...outcome, appliedText } : outcome);
  if (isApplied) askForFrame(step, promptId);
}

export function dispatchDeadline({ dispatch }: Step['state']): number | null {
  return dispatch.phase === 'inFlight' ? dispatch.timeoutAt : dispatch.freeAt;
}
