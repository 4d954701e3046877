import type { BelievedPerformed } from '../../../src/protocol/conducting.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../../src/protocol/reasons.js';
import type { Rules } from '../../../src/protocol/rules.js';
import {
  canPerform,
  isListening,
  LEASE_RESTART_GRACE_MS,
  leaseEndsAt,
  noteFault,
} from '../broadcast/lease.js';
import { isHoldingBack } from '../broadcast/streams.js';
import { auditRoom } from '../moderation/audit.js';
import { entry, nextDue, type Prompt, type RoomState, type Step, send } from '../state.js';
import { askForFrame } from '../thumbnails.js';
import { policyOf, turnContext, turnsNow } from '../turns.js';
import { remember, settleOwn } from '../world.js';
import { passWorldText } from './gate.js';
import { findPrompt, isUnsent, moveOn } from './prompts.js';
import { isAllReviewed } from './review.js';

/**
 * The way to the world is one prompt wide: Odyssey's acknowledgement has no id, so a second prompt
 * before it would take the first one's answer. Nothing is ever sent twice to be on the safe side.
 */

/** The conductor has a timeout of its own; the room waits this much longer, so that its word comes first. */
const TIMEOUT_MARGIN_MS = 3_000;

/** Settles the prompt in flight when its time is over, and sends the next one if the way is free. */
export function dispatchTick(step: Step): number | null {
  if (settledLate(step) || sentNext(step)) return step.now;
  const { dispatch } = step.state;
  return nextDue(step, [
    dispatch.phase === 'inFlight' ? lateAt(step.state, dispatch.timeoutAt) : dispatch.freeAt,
  ]);
}

function settledLate(step: Step): boolean {
  const { state, now } = step;
  stayNear(step);
  const { dispatch } = state;
  // While the conductor's connection is down its answer may still come: the lease decides.
  if (dispatch.phase !== 'inFlight' || !canPerform(state)) return false;
  if (lateAt(state, dispatch.timeoutAt) > now) return false;
  // It may hold a session that shows nothing: then the next stream is another's.
  if (state.lease !== null) noteFault(step, state.lease.who);
  return settleUnconfirmed(step, 'no-acknowledgement');
}

/**
 * When an answer is late. A conductor that is just back has a moment for what it kept while it was away;
 * not again and again, or one that comes and goes would hold everything up.
 */
function lateAt({ lease, connections }: RoomState, timeoutAt: number): number {
  const backAt = entry(connections, lease?.connection ?? '')?.openedAt ?? 0;
  const atMost = timeoutAt + LEASE_RESTART_GRACE_MS + TIMEOUT_MARGIN_MS;
  return Math.max(timeoutAt, Math.min(backAt + TIMEOUT_MARGIN_MS, atMost));
}

/** The room was away: the time in which nobody could answer it does not count. */
export function resumeDispatch({ state: { dispatch } }: Step, downMs: number): void {
  if (dispatch.phase === 'inFlight') dispatch.timeoutAt += downMs;
}

function sentNext(step: Step): boolean {
  const { state, now } = step;
  const { dispatch, lease } = state;
  if (dispatch.phase === 'inFlight') return false;
  if (dispatch.freeAt > now || !canPerform(state) || lease === null) return false;
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

/** How long the world may take, as the room waits for it. */
function answerMs({ rules }: Step['state']): number {
  return rules.values.acknowledgeSeconds * 1000 + TIMEOUT_MARGIN_MS;
}

/** Sends the prompt in flight to its conductor, which performs an id only once. */
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

/** Nobody can say any more what became of it. */
interface Unconfirmed {
  readonly status: 'unconfirmed';
  readonly reason: Reason;
}

/** Settles the prompt in flight; the next one may go out after the gap. */
function settleInFlight(step: Step, outcome: BelievedPerformed | Unconfirmed): boolean {
  const { state, now } = step;
  const { dispatch } = state;
  if (dispatch.phase !== 'inFlight') return false;
  state.dispatch = { phase: 'idle', freeAt: now + state.rules.values.gapSeconds * 1000 };
  const prompt = findPrompt(state, dispatch.promptId);
  if (prompt === null) return true;
  moveOn(step, prompt, { ...outcome, ...(outcome.status === 'applied' && undoable(step, prompt)) });
  if (outcome.status === 'applied') remember(state, prompt, outcome.appliedText, now);
  else if (prompt.via === 'room') ownPromptFailed(step, prompt, outcome.reason);
  else if (prompt.via === 'cue') auditRoom(step, 'cue-failed', outcome.reason);
  // Only the crowd takes turns.
  if (prompt.via === 'crowd') {
    policyOf(step).settled(state.turns, prompt.by, prompt.status, turnContext(step));
  }
  return true;
}

/** So long the author of a change may take it back: they see it at once, and the next one waits for the gap. */
const UNDO_MS = 10_000;

/** Until when that is; nothing where they may not. */
function undoable(step: Step, { via }: Prompt): { readonly undoUntil?: number } {
  const isOwn = via === 'crowd' && policyOf(step).othersChoose !== true;
  const may = isOwn && step.state.rules.values.undo === 'yes';
  return may ? { undoUntil: step.now + UNDO_MS } : {};
}

/** Settles it where nobody can say any more what became of it. */
export function settleUnconfirmed(step: Step, reason: Reason): boolean {
  return settleInFlight(step, { status: 'unconfirmed', reason });
}

/** Nobody has a receipt of the room's own prompts: moderators read in the log that one failed. */
function ownPromptFailed(step: Step, prompt: Prompt, reason: Reason): void {
  settleOwn(step.state, prompt);
  auditRoom(step, 'prompt-failed', reason);
}

/** A conductor's report on a prompt; ignored unless that prompt is in flight. */
export function performed(step: Step, promptId: string, outcome: BelievedPerformed): void {
  const { dispatch } = step.state;
  if (dispatch.phase !== 'inFlight' || dispatch.promptId !== promptId) return;
  if (outcome.status !== 'applied') {
    settleInFlight(step, outcome);
    return;
  }
  const said = wordsOfWorld(step.state, outcome.appliedText);
  const appliedText = said ?? findPrompt(step.state, promptId)?.text ?? '';
  settleInFlight(step, { status: 'applied', appliedText });
  askForFrame(step, promptId);
}

/**
 * What the world is said to have made of a prompt; null where the author's own words have to stand. A
 * conductor may say anything, and more than a receipt can hold: so it passes the gate's checks of
 * texts, and where a person or a classifier sees every prompt, only one that the site has signed for
 * is believed at all.
 */
function wordsOfWorld(state: RoomState, said: string): string | null {
  const { rules, lease, connections } = state;
  const isSigned = connections[lease?.connection ?? '']?.isSignedConductor ?? false;
  if (isAllReviewed(state) && !isSigned) return null;
  return passWorldText(said, rules.values);
}

/** The prompt to send to the world now, if any. */
function nextPrompt(step: Step): Prompt | null {
  const { state } = step;
  // The room's own go first, also while the world is closed to all others.
  const own = state.prompts.find(({ via, status }) => via === 'room' && status === 'waiting');
  if (own !== undefined) return own;
  if (!isListening(state)) return null;
  const id = policyOf(step).next(state.turns, turnContext(step));
  const crowds = id === null ? null : findPrompt(state, id);
  return nextCue(state, crowds) ?? nextOfLane(step) ?? crowds;
}

/**
 * A cue that was run goes between two turns of the crowd: at once while none of theirs is ready, else
 * behind one of them.
 */
function nextCue({ prompts, cues }: RoomState, crowds: Prompt | null): Prompt | null {
  if (crowds !== null && !cues.hasYielded) return null;
  return prompts.find(isWaitingCue) ?? null;
}

function isWaitingCue({ via, status }: Prompt): boolean {
  return via === 'cue' && status === 'waiting';
}

/**
 * Programs' prompts wait in a lane of their own, which no turn policy knows. They have what the crowd
 * leaves and, while it leaves nothing, their share (`apiShare`); nobody's turn is spent on them.
 */

/** How many may wait in the lane. */
const LANE_LENGTH = 50;

/** A program's prompt that has waited this long expires: nobody expects it any more. */
const LANE_WAIT_MS = 600_000;

/** Whether one more fits into the lane. */
export function joinLane(state: RoomState): Outcome {
  const waiting = state.prompts.filter((prompt) => prompt.via === 'api' && isUnsent(prompt));
  return waiting.length < LANE_LENGTH ? ACCEPTED : refuse('queue-full', { limit: LANE_LENGTH });
}

/** The program's prompt whose time has come, if the crowd has nothing better to do. */
function nextOfLane(step: Step): Prompt | null {
  const { state, now } = step;
  const oldest = laneOf(state)[0];
  if (oldest === undefined) return null;
  const dueAt = laneDueAt(state, oldest);
  return dueAt <= now || isCrowdIdle(step) ? oldest : null;
}

/** Counts what goes to the world, as far as the programs' share needs it. */
function countDispatch({ lane, prompts, cues }: RoomState, { via }: Prompt): void {
  if (via === 'crowd' && prompts.some(isWaitingCue)) cues.hasYielded = true;
  if (via === 'cue') cues.hasYielded = false;
  if (via === 'crowd') lane.crowdSince += 1;
  if (via === 'api') lane.crowdSince = 0;
}

/** Expires what has waited too long; the share of the programs may be due before. */
export function programLaneTick(step: Step): number | null {
  const { state, now } = step;
  for (const prompt of laneOf(state)) {
    if (prompt.at + LANE_WAIT_MS > now) continue;
    moveOn(step, prompt, { status: 'expired', reason: 'waited-too-long' });
  }
  const oldest = laneOf(state)[0];
  if (oldest === undefined) return null;
  const dueAt = laneDueAt(state, oldest);
  return nextDue(step, [oldest.at + LANE_WAIT_MS, Number.isFinite(dueAt) ? dueAt : null]);
}

function laneOf({ prompts }: RoomState): readonly Prompt[] {
  return prompts.filter(({ via, status }) => via === 'api' && status === 'waiting');
}

/** When the share is due: after so many of the crowd's prompts, or so many turns' time. */
function laneDueAt({ lane, rules }: RoomState, oldest: Prompt): number {
  const ratio = crowdPerProgram(rules.values);
  return lane.crowdSince >= ratio ? oldest.at : oldest.at + ratio * rules.values.turnSeconds * 1000;
}

/** How many of the crowd's prompts go for each of a program's; endless where programs have no share. */
function crowdPerProgram({ apiShare }: Rules): number {
  return apiShare === 0 ? Number.POSITIVE_INFINITY : Math.round((1 - apiShare) / apiShare);
}

/** Whether nobody of the crowd has the turn or waits. */
function isCrowdIdle(step: Step): boolean {
  const { holder, waiting } = turnsNow(step);
  return holder === null && waiting === 0 && turnContext(step).waiting.length === 0;
}
