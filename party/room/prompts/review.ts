import { produce } from 'immer';
import { ACCEPTED, type Outcome, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import type { PromptWay } from '../../../src/protocol/records.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { earliest } from '../../turns/clock.js';
import { log, nextDue, type Step, snapshot } from '../context.js';
import type { Verdict } from '../input.js';
import type { Prompt, RoomState } from '../state.js';
import { cleanText } from '../text.js';
import { policyOf, turnContext } from '../turns.js';
import { findPrompt, isUnsent, moveOn } from './prompts.js';

/**
 * Prompts that passed the gate's checks and wait for a word: first the classifier's, then a
 * moderator's. Each waits for a bounded time, and its turn policy hears of it only afterwards.
 */

/** How many may be held at a time: in the room, and of one participant if a turn has no more. */
export const HELD_MAX = 50;
export const HELD_EACH_MAX = 3;

/** The classifier has its own timeout, in the shell; the room's is the belt that goes over it. */
export const CLASSIFIER_TIMEOUT_MS = 3_000;
const CHECK_LIMIT_MS = CLASSIFIER_TIMEOUT_MS + 2_000;

/** When to try again what could not be checked. */
const UNJUDGED_RETRY_MS = 10_000;

type HeldFor = NonNullable<Prompt['held']>['for'];

/** What a prompt that passed the checks has to wait for first; null for nothing. */
export function firstHold({ meta, rules }: RoomState, flag: string | null): HeldFor | null {
  if (meta.hasClassifier) return 'check';
  return needsApproval(rules.values, flag) ? 'approval' : null;
}

/** Whether there is room for one more to be held. */
export function mayHold({ prompts, rules }: RoomState, who: string): Outcome {
  const held = prompts.filter((prompt) => prompt.held !== null);
  const own = held.filter(({ by }) => by === who);
  const ownLimit = Math.max(HELD_EACH_MAX, rules.values.promptsPerTurn);
  if (own.length >= ownLimit) return tooMany(own, ownLimit);
  return held.length >= HELD_MAX ? tooMany(held, HELD_MAX) : ACCEPTED;
}

/** Whether the turn policy would take a prompt now; asked of a copy, so that it learns nothing. */
export function wouldTake(step: Step, who: string, id: string, via: PromptWay): Outcome {
  if (via !== 'crowd') return ACCEPTED;
  const { state } = step;
  const context = { ...turnContext(step), settle: () => undefined, drop: () => undefined };
  let outcome: Outcome = ACCEPTED;
  produce({ turns: snapshot(state.turns as object) }, (copy) => {
    outcome = policyOf(step).submit(copy.turns, who, context, id);
  });
  return outcome;
}

/** Holds a prompt. Whoever has the turn has used it with that, as far as the clock is concerned. */
export function hold(step: Step, prompt: Prompt, what: HeldFor, flag: string | null): void {
  const { state, now, effects } = step;
  const since = prompt.held?.since ?? now;
  prompt.held = { for: what, flag, since, until: now + limitMs(state, what) };
  const reason = what === 'check' ? 'being-checked' : 'awaits-approval';
  moveOn(step, prompt, { status: 'held', reason });
  if (what === 'check') effects.push({ type: 'classify', promptId: prompt.id, text: prompt.text });
  countAsActivity(step, prompt);
}

/** The classifier's word. Only a prompt that is being checked waits for one. */
export function judged(step: Step, promptId: string, verdict: Verdict): void {
  const prompt = findPrompt(step.state, promptId);
  if (prompt?.held?.for !== 'check') return;
  const { flag } = prompt.held;
  switch (verdict.verdict) {
    case 'allow':
      return afterCheck(step, prompt, flag);
    case 'flag':
      return afterCheck(step, prompt, joinFlags(flag, inWords(verdict.why)));
    case 'refuse':
      log(step, 'refused-by-classifier', { promptId, why: verdict.why });
      return end(step, prompt, refuse('refused-by-classifier'));
    case 'none':
      return unjudged(step, prompt);
  }
}

/** A moderator lets a prompt go on; its turn policy has the next word. */
export function approve(step: Step, promptId: string): Outcome {
  const prompt = findPrompt(step.state, promptId);
  if (prompt?.held?.for !== 'approval') return refuse('no-such-thing');
  letThrough(step, prompt);
  return ACCEPTED;
}

/** A moderator turns a prompt down, held or waiting, as long as it has not been sent. */
export function turnDown(step: Step, promptId: string): Outcome {
  const prompt = findPrompt(step.state, promptId);
  if (prompt === null || !isUnsent(prompt)) return refuse('no-such-thing');
  end(step, prompt, refuse('refused-by-moderator'));
  return ACCEPTED;
}

/** What nobody has decided in time is decided by the rules. */
export function reviewTick(step: Step): number | null {
  const { state, now } = step;
  for (const { id } of snapshot(state.prompts).filter(({ held }) => held !== null)) {
    const prompt = findPrompt(state, id);
    if (prompt?.held == null) continue;
    // A clock that was put back makes nothing wait longer.
    const latest = now + limitMs(state, prompt.held.for);
    if (prompt.held.until > latest) prompt.held.until = latest;
    if (prompt.held.until > now) continue;
    if (prompt.held.for === 'check') unjudged(step, prompt);
    else end(step, prompt, refuse('not-approved'), 'expired');
  }
  return nextDue(
    step,
    snapshot(state.prompts).map(({ held }) => held?.until ?? null),
  );
}

/** The room was gone: what was being checked is asked about again, the rest loses no time by it. */
export function resumeHeld(step: Step, downMs: number): void {
  const { state } = step;
  for (const { id } of snapshot(state.prompts).filter(({ held }) => held !== null)) {
    const prompt = findPrompt(state, id);
    if (prompt?.held == null) continue;
    if (prompt.held.for === 'approval') prompt.held.until += downMs;
    else if (state.meta.hasClassifier) hold(step, prompt, 'check', prompt.held.flag);
    else afterCheck(step, prompt, prompt.held.flag);
  }
}

function afterCheck(step: Step, prompt: Prompt, flag: string | null): void {
  if (needsApproval(step.state.rules.values, flag)) hold(step, prompt, 'approval', flag);
  else letThrough(step, prompt);
}

/** Nobody knows what the classifier thinks of it: the room's rules do. */
function unjudged(step: Step, prompt: Prompt): void {
  const { state, now } = step;
  const flag = prompt.held?.flag ?? null;
  switch (state.rules.values.unjudged) {
    case 'allow':
      return afterCheck(step, prompt, flag);
    case 'hold':
      return hold(step, prompt, 'approval', joinFlags(flag, 'The classifier did not answer.'));
    case 'refuse':
      return end(step, prompt, refuse('classifier-down', { retryAt: now + UNJUDGED_RETRY_MS }));
  }
}

/** As if it had been sent just now, and behind all that waits already. */
function letThrough(step: Step, prompt: Prompt): void {
  const { state } = step;
  const { id, by, via } = prompt;
  prompt.held = null;
  const outcome =
    via === 'crowd' ? policyOf(step).submit(state.turns, by, turnContext(step), id) : ACCEPTED;
  if (!outcome.ok) return end(step, prompt, outcome);
  state.prompts = [...state.prompts.filter((other) => other.id !== id), prompt];
  moveOn(step, prompt, { status: 'waiting' });
}

function end(
  step: Step,
  prompt: Prompt,
  { reason, retryAt, limit }: Refusal,
  status: 'refused' | 'expired' = 'refused',
): void {
  moveOn(step, prompt, { status, reason, retryAt, limit });
  countAsActivity(step, prompt);
}

/** A holder is not idle while others look at his prompt, and has time for another afterwards. */
function countAsActivity(step: Step, { by, via }: Prompt): void {
  const { state } = step;
  if (via !== 'crowd') return;
  policyOf(step).act(state.turns, by, { type: 'typing' }, turnContext(step));
}

function needsApproval({ approval }: Rules, flag: string | null): boolean {
  return approval === 'all' || (approval === 'flagged' && flag !== null);
}

function limitMs({ rules }: RoomState, what: HeldFor): number {
  return what === 'check' ? CHECK_LIMIT_MS : rules.values.approvalSeconds * 1000;
}

/** A classifier may flag without a word. */
function inWords(why: string): string {
  const cleaned = cleanText(why);
  return cleaned === '' ? 'The classifier has a doubt.' : cleaned;
}

function joinFlags(flag: string | null, more: string): string {
  return flag === null ? more : `${flag} ${more}`;
}

function tooMany(held: readonly Prompt[], limit: number): Refusal {
  const retryAt = earliest(held.map((prompt) => prompt.held?.until ?? null));
  return refuse('too-many-held', retryAt === null ? { limit } : { limit, retryAt });
}
