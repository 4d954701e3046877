import type { Act, CueView } from '../../../src/protocol/moderation.js';
import { ACCEPTED, isSettled, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import { BOUNDS } from '../bounds.js';
import { isListening } from '../broadcast/lease.js';
import { type Actor, type Audited, auditRoom, DONE, refused } from '../moderation/audit.js';
import { refuseFor } from '../moderation/restrictions.js';
import { type Cue, nextDue, type Prompt, type RoomState, type Step, snapshot } from '../state.js';
import { turnContext, turnsNow } from '../turns.js';
import { passOwnText } from './gate.js';
import { findPrompt, moveOn } from './prompts.js';
import { newPrompt } from './submit.js';

/**
 * Cues: prompts that a host prepares. One runs on a tap, at its time, or, where it is on the fallback
 * list, when nobody has prompted for `cue-idle-seconds`. What runs waits for its place in the dispatch,
 * where it takes nobody's turn (see `dispatch.ts`), under the name of the host who prepared it.
 */

/** A cue that has waited this long for the world is missed: nobody expects it any more. */
const WAIT_MS = 60_000;

export function addCue(
  step: Step,
  { text, at, fallback }: Extract<Act, { act: 'cue-add' }>,
  { id, name }: Actor,
): Audited {
  const { cues, rules } = step.state;
  if (cues.list.length >= BOUNDS.cues.max) {
    return { outcome: refuse('too-many-cues', { limit: BOUNDS.cues.max }) };
  }
  const passed = passOwnText(text, rules.values);
  if (!passed.ok) return { outcome: passed };
  const cue = { id: newId(step), text: passed.text, by: { id, name }, at, fallback, ranAt: null };
  cues.list.push({ ...cue, promptId: null });
  return { ...DONE, about: passed.text };
}

/** Changes what is named; the rest stays. */
export function changeCue(
  { state }: Step,
  { cueId, text, at, fallback }: Extract<Act, { act: 'cue-change' }>,
): Audited {
  const cue = findCue(state, cueId);
  if (cue === null) return refused('no-such-thing');
  const passed = text === undefined ? null : passOwnText(text, state.rules.values);
  if (passed?.ok === false) return { outcome: passed };
  if (passed !== null) cue.text = passed.text;
  if (at !== undefined) cue.at = at;
  if (fallback !== undefined) cue.fallback = fallback;
  return { ...DONE, about: cue.text };
}

/** Takes a cue off the list, and back if it still waits for the world. */
export function removeCue(step: Step, { cueId }: Extract<Act, { act: 'cue-remove' }>): Audited {
  const { state } = step;
  const cue = findCue(state, cueId);
  if (cue === null) return refused('no-such-thing');
  const prompt = promptOf(state, cue);
  if (prompt?.status === 'waiting') moveOn(step, prompt, { status: 'withdrawn' });
  state.cues.list = state.cues.list.filter(({ id }) => id !== cueId);
  return { ...DONE, about: cue.text };
}

/** Runs a cue on a moderator's tap. */
export function runCueNow(step: Step, { cueId }: Extract<Act, { act: 'cue-run' }>): Audited {
  const { locks } = step.state;
  const cue = findCue(step.state, cueId);
  if (cue === null) return refused('no-such-thing');
  if (locks.prompts !== null) return { outcome: refuseFor('locked', locks.prompts) };
  return { outcome: run(step, cue), about: cue.text };
}

/** Runs what is due by its time, or because nobody prompts, and lets go of what has waited too long. */
export function cuesTick(step: Step): number | null {
  const { state, now } = step;
  for (const { id, at } of snapshot(state.cues.list)) {
    const cue = at !== null && at <= now ? findCue(state, id) : null;
    if (cue === null) continue;
    cue.at = null;
    if (!run(step, cue).ok) auditRoom(step, 'cue-missed', cue.text);
  }
  for (const { id } of waitingCues(state).filter(({ at }) => at + WAIT_MS <= now)) {
    const prompt = findPrompt(state, id);
    if (prompt === null) continue;
    moveOn(step, prompt, { status: 'expired', reason: 'waited-too-long' });
    auditRoom(step, 'cue-missed', prompt.text);
  }
  const fallbackAt = fallbackTick(step);
  if (fallbackAt !== null && fallbackAt <= now) return now;
  return nextDue(step, [
    fallbackAt,
    ...snapshot(state.cues.list).map(({ at }) => at),
    ...waitingCues(state).map(({ at }) => at + WAIT_MS),
  ]);
}

/** When the next of the fallback list runs; an instant that has come says that it just has. */
function fallbackTick(step: Step): number | null {
  const { state, now } = step;
  const { cues, rules } = state;
  const idleMs = rules.values.cueIdleSeconds * 1000;
  const next = idleMs === 0 ? null : nextFallback(state);
  if (next === null || !isQuiet(step)) {
    if (cues.quietSince !== null) cues.quietSince = null;
    return null;
  }
  // A clock that was put back makes nobody wait longer.
  cues.quietSince = Math.min(cues.quietSince ?? now, now);
  const dueAt = cues.quietSince + idleMs;
  if (dueAt > now) return dueAt;
  // What the rules no longer let pass goes to the end of the list.
  if (!run(step, next).ok) next.ranAt = now;
  cues.quietSince = null;
  return now;
}

/** Not while somebody has the turn, who may be writing, or a prompt is open, which may be a proposal. */
function isQuiet(step: Step): boolean {
  const { state } = step;
  const isOpen = ({ status }: Prompt) => !isSettled(status);
  return (
    isListening(state) && !snapshot(state.prompts).some(isOpen) && turnsNow(step).holder === null
  );
}

/** Each in turn: the one that has not run for the longest time, in the order of the list. */
function nextFallback({ cues }: RoomState): Cue | null {
  const [first = null] = snapshot(cues.list)
    .filter(({ fallback }) => fallback)
    .sort((one, other) => (one.ranAt ?? 0) - (other.ranAt ?? 0));
  return first && (cues.list.find(({ id }) => id === first.id) ?? null);
}

/** Puts a cue before the world, unless it is there already, or the rules have changed since. */
function run(step: Step, cue: Cue): Outcome {
  const { state, now } = step;
  const before = promptOf(state, cue);
  if (before !== null && !isSettled(before.status)) return refuse('already-waiting');
  const passed = passOwnText(cue.text, state.rules.values);
  if (!passed.ok) return passed;
  const author = { who: cue.by.id, name: cue.by.name, via: 'cue' } as const;
  const prompt = newPrompt(newId(step), author, passed.text, now);
  state.prompts.push(prompt);
  cue.promptId = prompt.id;
  cue.ranAt = now;
  return ACCEPTED;
}

/** No two are the same, and nobody can have taken one before. */
function newId(step: Step): string {
  const { cues } = step.state;
  cues.made += 1;
  return `cue-${turnContext(step).seed(`cue ${cues.made}`).slice(0, 16)}`;
}

function findCue({ cues }: RoomState, cueId: string): Cue | null {
  return cues.list.find(({ id }) => id === cueId) ?? null;
}

function promptOf({ prompts }: Pick<RoomState, 'prompts'>, { promptId }: Cue): Prompt | null {
  return prompts.find(({ id }) => id === promptId) ?? null;
}

function waitingCues({ prompts }: RoomState): readonly Prompt[] {
  return snapshot(prompts).filter(({ via, status }) => via === 'cue' && status === 'waiting');
}

/** A cue as moderators see it. */
export function cueView(room: Pick<RoomState, 'prompts'>, cue: Cue): CueView {
  const { promptId: _promptId, ...shown } = cue;
  const status = promptOf(room, cue)?.status;
  const isRunning = status === 'waiting' || status === 'performing';
  return { ...shown, state: isRunning ? status : 'ready' };
}
