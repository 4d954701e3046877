import { produce } from 'immer';
import { ACCEPTED, type Outcome, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import type { PromptWay } from '../../../src/protocol/records.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { earliest } from '../../turns/clock.js';
import type { Verdict } from '../input.js';
import { isModeratorLooking } from '../moderation/restrictions.js';
import { log, nextDue, type Prompt, type RoomState, type Step, snapshot } from '../state.js';
import { cleanText } from '../text/visible.js';
import { policyOf, turnContext } from '../turns.js';
import { findPrompt, isUnsent, moveOn } from './prompts.js';

/**
 * Prompts under review: they passed the gate's checks and wait for a decision, first the classifier's,
 * then a moderator's. Each waits for a bounded time, and the turn policy hears of it afterwards. Their
 * status on the wire is `held`.
 */

/** How many may be under review at a time: in the room, and of one participant if a turn has no more. */
const UNDER_REVIEW_MAX = 50;
const UNDER_REVIEW_EACH_MAX = 3;

/** How long the server waits for the classifier. */
export const CLASSIFIER_TIMEOUT_MS = 3_000;

/** The room waits longer than the server, so that the server's own answer comes first. */
const CHECK_LIMIT_MS = CLASSIFIER_TIMEOUT_MS + 2_000;

/**
 * So long a prompt waits for a moderator who is here, whatever `approval-seconds` says: with the most that
 * may be under review, 12 s for each. It ends, so that a page that was left open holds up no turn for good.
 */
const ATTENDED_LIMIT_MS = 600_000;

/** When to try again what could not be checked. */
const UNJUDGED_RETRY_MS = 10_000;

type ReviewKind = NonNullable<Prompt['review']>['for'];

/** Which review a prompt that passed the gate needs first; null for none. */
export function firstReview({ outside, rules }: RoomState, flag: string | null): ReviewKind | null {
  if (outside.hasClassifier) return 'check';
  return needsApproval(rules.values, flag) ? 'approval' : null;
}

/** Whether a person or a classifier sees every prompt: then nothing is shown that neither has seen. */
export function isAllReviewed({ outside, rules }: RoomState): boolean {
  return outside.hasClassifier || rules.values.approval === 'all';
}

/** Whether one more prompt may be put under review. */
export function mayReview({ prompts, rules }: RoomState, who: string): Outcome {
  const reviewed = prompts.filter((prompt) => prompt.review !== null);
  const own = reviewed.filter(({ by }) => by === who);
  const ownLimit = Math.max(UNDER_REVIEW_EACH_MAX, rules.values.promptsPerTurn);
  if (own.length >= ownLimit) return tooMany(own, ownLimit);
  return reviewed.length >= UNDER_REVIEW_MAX ? tooMany(reviewed, UNDER_REVIEW_MAX) : ACCEPTED;
}

/** Whether the turn policy would take a prompt now; asked of a copy, so that its state stays. */
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

/** Puts a prompt under review. For the author's turn it counts as activity. */
export function putUnderReview(
  step: Step,
  prompt: Prompt,
  what: ReviewKind,
  flag: string | null,
): void {
  const { state, now, effects } = step;
  const since = prompt.review?.since ?? now;
  prompt.review = { for: what, flag, since, until: now + limitMs(state, what) };
  const reason = what === 'check' ? 'being-checked' : 'awaits-approval';
  moveOn(step, prompt, { status: 'held', reason });
  if (what === 'check') effects.push({ type: 'classify', promptId: prompt.id, text: prompt.text });
  countAsActivity(step, prompt);
}

/** The classifier's verdict. Only a prompt that is being checked waits for one. */
export function judged(step: Step, promptId: string, verdict: Verdict): void {
  const prompt = findPrompt(step.state, promptId);
  if (prompt?.review?.for !== 'check') return;
  const { flag } = prompt.review;
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

/** A moderator approves a prompt; the turn policy decides next. */
export function approve(step: Step, promptId: string): Outcome {
  const prompt = findPrompt(step.state, promptId);
  if (prompt?.review?.for !== 'approval') return refuse('no-such-thing');
  letThrough(step, prompt);
  return ACCEPTED;
}

/** A moderator refuses a prompt that has not been sent, under review or waiting. */
export function turnDown(step: Step, promptId: string): Outcome {
  const prompt = findPrompt(step.state, promptId);
  if (prompt === null || !isUnsent(prompt)) return refuse('no-such-thing');
  end(step, prompt, refuse('refused-by-moderator'));
  return ACCEPTED;
}

/** Decides by the rules what nobody decided in time. */
export function reviewTick(step: Step): number | null {
  const { state, now } = step;
  for (const { id } of snapshot(state.prompts).filter(({ review }) => review !== null)) {
    const prompt = findPrompt(state, id);
    if (prompt?.review == null) continue;
    const { review } = prompt;
    // A clock that was put back makes nothing wait longer.
    const latest = now + limitMs(state, review.for);
    review.since = Math.min(review.since, now);
    review.until = Math.min(review.until, latest);
    if (review.until > now) continue;
    if (review.for === 'check') unjudged(step, prompt);
    else if (review.since + ATTENDED_LIMIT_MS > now && isModeratorLooking(state)) {
      review.until = Math.min(latest, review.since + ATTENDED_LIMIT_MS);
    } else end(step, prompt, refuse('not-approved'), 'expired');
  }
  return nextDue(
    step,
    snapshot(state.prompts).map(({ review }) => review?.until ?? null),
  );
}

/** After a restart: asks about checks again, and gives the rest the time that the room was down. */
export function resumeReviews(step: Step, downMs: number): void {
  const { state } = step;
  for (const { id } of snapshot(state.prompts).filter(({ review }) => review !== null)) {
    const prompt = findPrompt(state, id);
    if (prompt?.review == null) continue;
    if (prompt.review.for === 'approval') prompt.review.until += downMs;
    else if (state.outside.hasClassifier) putUnderReview(step, prompt, 'check', prompt.review.flag);
    else afterCheck(step, prompt, prompt.review.flag);
  }
}

function afterCheck(step: Step, prompt: Prompt, flag: string | null): void {
  if (needsApproval(step.state.rules.values, flag)) putUnderReview(step, prompt, 'approval', flag);
  else letThrough(step, prompt);
}

/** Decides by the rules about a prompt without a verdict. */
function unjudged(step: Step, prompt: Prompt): void {
  const { state, now } = step;
  const flag = prompt.review?.flag ?? null;
  switch (state.rules.values.unjudged) {
    case 'allow':
      return afterCheck(step, prompt, flag);
    case 'hold':
      return putUnderReview(
        step,
        prompt,
        'approval',
        joinFlags(flag, 'The classifier did not answer.'),
      );
    case 'refuse':
      return end(step, prompt, refuse('classifier-down', { retryAt: now + UNJUDGED_RETRY_MS }));
  }
}

/** Lets a prompt on to its turn as if it had been sent just now, behind all that wait already. */
function letThrough(step: Step, prompt: Prompt): void {
  const { state } = step;
  const { id, by, via } = prompt;
  prompt.review = null;
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

/** A holder is not idle while their prompt is under review, and has time for another afterwards. */
function countAsActivity(step: Step, { by, via }: Prompt): void {
  const { state } = step;
  if (via !== 'crowd') return;
  policyOf(step).act(state.turns, by, { type: 'typing' }, turnContext(step));
}

function needsApproval({ approval }: Rules, flag: string | null): boolean {
  return approval === 'all' || (approval === 'flagged' && flag !== null);
}

function limitMs({ rules }: RoomState, what: ReviewKind): number {
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

function tooMany(reviewed: readonly Prompt[], limit: number): Refusal {
  const retryAt = earliest(reviewed.map((prompt) => prompt.review?.until ?? null));
  return refuse('too-many-held', retryAt === null ? { limit } : { limit, retryAt });
}
