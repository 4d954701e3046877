import { ACT_ROLES, type Act, type ActName } from '../../../src/protocol/moderation.js';
import { ACCEPTED, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import { closingWarning } from '../broadcast/availability.js';
import { closeBroadcast, startBroadcast } from '../broadcast/lifecycle.js';
import { forgetFailures } from '../broadcast/minting.js';
import { isOpen } from '../broadcast/opening-hours.js';
import type { HostOverride } from '../broadcast/state.js';
import { changeRules, resetRules } from '../mode.js';
import { invite, invitesTick, revoke } from '../people/admission.js';
import { addCue, changeCue, removeCue, runCueNow } from '../prompts/cues.js';
import { contentRefusal } from '../prompts/gate.js';
import { authorName, findPrompt, isUnsent, moveOn } from '../prompts/prompts.js';
import { approve, turnDown } from '../prompts/review.js';
import { performByRoom } from '../prompts/submit.js';
import { nextDue, type RoomState, type Step } from '../state.js';
import { cleanText } from '../text/visible.js';
import { policyOf, turnContext, turnsNow } from '../turns.js';
import { worldBefore } from '../world.js';
import { type Actor, type Audited, audit, DONE, refused } from './audit.js';
import { ban, mute, remove, unban, unmute } from './removal.js';
import { attendanceTick, bansTick, locksTick, mutesTick, untilAfter } from './restrictions.js';

type Acting<Name extends ActName> = (
  step: Step,
  act: Extract<Act, { act: Name }>,
  actor: Actor,
) => Audited;

/** The table of acts: the only place that knows what does which. */
const ACTS: { readonly [Name in ActName]?: Acting<Name> } = {
  start: (step) => ({ outcome: start(step) }),
  stop: (step) => ({ outcome: stop(step) }),
  pause: (step) => ({ outcome: pause(step) }),
  resume: (step) => ({ outcome: resume(step) }),
  rules: (step, { rules, reset }) => {
    const outcome = reset ? resetRules(step) : changeRules(step, rules);
    return { ...DONE, outcome, about: reset ? 'reset' : JSON.stringify(rules) };
  },
  skip,
  lock,
  unlock,
  panic,
  undo,
  announce,
  invite,
  revoke,
  approve: approvePrompt,
  refuse: refusePrompt,
  remove,
  mute,
  unmute,
  ban,
  unban,
  'cue-add': addCue,
  'cue-change': changeCue,
  'cue-remove': removeCue,
  'cue-run': runCueNow,
};

/** Does what a moderator or host asks for, if their role allows it, and writes it down. */
export function act(step: Step, actor: Actor, wanted: Act): Outcome {
  // Others read it: one line without anything that could pass for something else.
  const asked = 'why' in wanted ? { ...wanted, why: cleanText(wanted.why) } : wanted;
  if (!ACT_ROLES[asked.act].includes(actor.role)) return refuse('not-allowed');
  const perform = ACTS[asked.act] as Acting<ActName> | undefined;
  if (perform === undefined) return refuse('not-allowed');
  const done = perform(step, asked, actor);
  if (done.outcome.ok) audit(step, actor, asked, done);
  return done.outcome;
}

/** Locks something, for a time or until somebody unlocks it. */
function lock(step: Step, act: Extract<Act, { act: 'lock' }>): Audited {
  const { what, seconds, why } = act;
  const until = untilAfter(seconds, step.now);
  step.state.locks[what] = { until, why };
  return { ...DONE, about: what, until };
}

function unlock({ state }: Step, { what }: Extract<Act, { act: 'unlock' }>): Audited {
  if (state.locks[what] === null) return refused('no-such-thing');
  state.locks[what] = null;
  return { ...DONE, about: what };
}

/** Shows a text to everybody; an empty one takes it away. */
function announce({ state, now }: Step, { text }: Extract<Act, { act: 'announce' }>): Audited {
  const cleaned = cleanText(text);
  const outcome = contentRefusal(cleaned, state.rules.values);
  if (outcome !== null) return { outcome };
  state.moderation.announcement = cleaned === '' ? null : { text: cleaned, at: now };
  return { ...DONE, about: cleaned };
}

/** Approves a prompt under review: it goes on to its turn. */
function approvePrompt(step: Step, { promptId }: Extract<Act, { act: 'approve' }>): Audited {
  return { outcome: approve(step, promptId), ...about(step, promptId) };
}

/** Refuses a prompt that has not been sent. */
function refusePrompt(step: Step, { promptId }: Extract<Act, { act: 'refuse' }>): Audited {
  return { outcome: turnDown(step, promptId), ...about(step, promptId) };
}

/** Whose it is, and what it says. */
function about({ state }: Step, promptId: string): Pick<Audited, 'to' | 'about'> {
  const prompt = findPrompt(state, promptId);
  return prompt === null
    ? {}
    : { to: { id: prompt.by, name: authorName(state, prompt) }, about: prompt.text };
}

/** Locks prompts, expires all that wait, and has a safe prompt performed at once. */
function panic(step: Step, { seconds, why }: Extract<Act, { act: 'panic' }>): Audited {
  const { state, now } = step;
  const until = untilAfter(seconds, now);
  state.locks.prompts = { until, why };
  for (const prompt of state.prompts.filter(isUnsent)) {
    moveOn(step, prompt, { status: 'expired', reason: 'panic' });
  }
  const { safePrompt } = state.rules.values;
  performByRoom(step, safePrompt);
  return { ...DONE, about: safePrompt, until };
}

/** Ends the present turn, or the present round without a winner. */
function skip(step: Step): Audited {
  const { turns } = step.state;
  const policy = policyOf(step);
  const { holder } = turnsNow(step);
  const outcome = policy.skip?.(turns, turnContext(step)) ?? refuse('wrong-mode');
  if (!outcome.ok) return { outcome };
  return holder === null ? DONE : { ...DONE, to: { id: holder.id, name: holder.name } };
}

/** Takes the world back to what it was before its last change; again, one more step back. */
function undo(step: Step): Audited {
  const { state } = step;
  const steps = (state.world.undoing?.steps ?? 0) + 1;
  const before = worldBefore(state, steps);
  if (before === null) return refused('nothing-to-undo');
  state.world.undoing = { promptId: performByRoom(step, before), steps };
  return { ...DONE, about: before };
}

/** Ends by itself what was to end: locks, mutes, bans, invitations, and a moderator's short absence. */
export function moderationTick(step: Step): number | null {
  return nextDue(step, [
    locksTick(step),
    mutesTick(step),
    bansTick(step),
    invitesTick(step),
    attendanceTick(step),
  ]);
}

/** What a host says on whether the broadcast runs. It counts for more than the rules do. */

/** Starts it, or tries again at once; with nobody here it begins when somebody comes. */
export function start(step: Step): Outcome {
  const { state, now } = step;
  state.broadcast.hostOverride = overrideToRun(state, now);
  state.broadcast.runEndsAt = null;
  forgetFailures(step);
  startBroadcast(step);
  return ACCEPTED;
}

/** Ends it until a host starts it again. */
export function stop(step: Step): Outcome {
  return rest(step, 'stopped');
}

/** Ends it at no cost until a host resumes it: the world, the queue and the turn's time stay. */
export function pause(step: Step): Outcome {
  if (step.state.broadcast.hostOverride === 'stopped') return refuse('stopped');
  return rest(step, 'paused');
}

/** Goes on with the same world. */
export function resume(step: Step): Outcome {
  const { hostOverride } = step.state.broadcast;
  if (hostOverride === 'stopped') return refuse('stopped');
  return hostOverride === 'paused' ? start(step) : ACCEPTED;
}

function rest(step: Step, override: 'paused' | 'stopped'): Outcome {
  const { broadcast } = step.state;
  broadcast.hostOverride = override;
  broadcast.runEndsAt = null;
  closeBroadcast(step, override);
  return ACCEPTED;
}

/** Outside opening hours, or when they are about to end, the host goes on past them. */
function overrideToRun(state: RoomState, now: number): HostOverride {
  const isLate =
    !isOpen(state.rules.values, now) || closingWarning(state, now)?.reason === 'out-of-hours';
  return isLate || state.broadcast.hostOverride === 'overtime' ? 'overtime' : 'started';
}
