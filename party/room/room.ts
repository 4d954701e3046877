import { createDraft, finishDraft } from 'immer';
import type { ClientMessage } from '../../src/protocol/messages.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { earliest } from '../turns/clock.js';
import { PolicyFault } from '../turns/guarded.js';
import { POLICIES, type Policies, without } from '../turns/policies.js';
import { endUnwatched } from './broadcast/lease.js';
import {
  credentialsMinted,
  lifecycleTick,
  mintFailed,
  resumeMinting,
} from './broadcast/lifecycle.js';
import { answeredProbe } from './broadcast/opening.js';
import { reported, streamOfAnother } from './broadcast/reports.js';
import {
  measured,
  measuringTick,
  sessionOver,
  usageReported,
  usageTick,
  usageUnreported,
} from './broadcast/usage.js';
import type { Asked, Effect, Input, Said, Visitor } from './input.js';
import { beginTurns, ensureMode, fixRules, switchingTick, switchVote } from './mode.js';
import { act, moderationTick } from './moderation/actions.js';
import { type Actor, heardFromOutside } from './moderation/audit.js';
import { banOn, maySpeak } from './moderation/restrictions.js';
import { personOf, takesPart } from './people/known.js';
import { displayName, type TakenNames, takenNames } from './people/names.js';
import {
  allAway,
  allDropped,
  closed,
  joined,
  nameChosen,
  newParticipant,
  pageShown,
  participantsTick,
  renamed,
  renewed,
} from './people/participants.js';
import { cuesTick } from './prompts/cues.js';
import {
  dispatchTick,
  programLaneTick,
  resumeDispatch,
  settleUnconfirmed,
} from './prompts/dispatch.js';
import { findPrompt, receiptOf, refusedReceipt } from './prompts/prompts.js';
import { judged, resumeReviews, reviewTick } from './prompts/review.js';
import { submit, undoOwn, withdraw } from './prompts/submit.js';
import {
  answer,
  entry,
  nextDue,
  type RoomState,
  type Step,
  send,
  snapshot,
  type Tick,
} from './state.js';
import { clockPutBack } from './stored.js';
import { frameTaken } from './thumbnails.js';
import { policyOf, takeVotes, turnContext } from './turns.js';
import { openModeratorView } from './view/moderator-view.js';
import { reacted } from './world.js';

/** What a step made of the room, and what is to be done now. */
export interface Stepped {
  readonly state: RoomState;
  readonly effects: readonly Effect[];
  /** When the room must be stepped again although nothing happens; null while nothing is due. */
  readonly dueAt: number | null;
}

/**
 * The room: one pure function. The same state, input and instant always give the same result; it
 * reads no clock, draws no lots and does nothing itself. Unchanged sections keep their identity.
 */
export function step(
  state: RoomState,
  input: Input,
  now: number,
  policies: Policies = POLICIES,
): Stepped {
  const effects: Effect[] = [];
  const on = (draft: RoomState): Step => ({ state: draft, now, effects, policies });
  try {
    let [next] = changed(state, (draft) => {
      ensureMode(on(draft));
      handle(on(draft), input);
      draft.clock.steppedAt = now;
    });
    // A draft of its own for each round: reading all of a large record is cheap while it is unchanged.
    const dueAt = tickUntilStable(now, () => {
      const [after, due] = changed(next, (draft) => tick(on(draft)));
      next = after;
      return due;
    });
    checkPolicyShows(state, on(next));
    return { state: next, effects, dueAt };
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return stepWithout(state, input, now, policies, error);
  }
}

function changed<Result>(
  state: RoomState,
  how: (draft: RoomState) => Result,
): [state: RoomState, result: Result] {
  const draft = createDraft(state);
  const result = how(draft);
  return [finishDraft(draft), result];
}

/** Makes sure, after a change, that a policy which may have faults can be shown. */
function checkPolicyShows(before: RoomState, work: Step): void {
  const { turns, prompts } = work.state;
  if (turns === before.turns && prompts === before.prompts) return;
  const policy = policyOf(work);
  if ('probe' in policy) policy.probe(turns, turnContext(work));
}

/** The same step as if the broken mode did not exist: nothing half done is left of the other try. */
function stepWithout(
  state: RoomState,
  input: Input,
  now: number,
  policies: Policies,
  { mode, message }: PolicyFault,
): Stepped {
  const stepped = step(state, input, now, without(policies, mode));
  const fault: Effect = { type: 'log', event: 'mode-broken', fields: { mode, message } };
  return { ...stepped, effects: [fault, ...stepped.effects] };
}

/** What each input does to the room, before time has its say. */
function handle(step: Step, input: Input): void {
  switch (input.type) {
    case 'restarted':
      return restarted(step, input);
    case 'joined':
      return joined(step, input.connection, input.visitor, input.hello);
    case 'closed':
      return closed(step, input.connection);
    case 'batch': {
      let names: TakenNames | null = null;
      for (const one of input.inputs) {
        if (one.type !== 'joined') handle(step, one);
        else {
          names ??= takenNames(step.state);
          joined(step, one.connection, one.visitor, one.hello, names);
        }
      }
      return;
    }
    case 'asked':
      return asked(step, input.request, input.caller, input.message);
    case 'renewed': {
      const outcome = renewed(step, input.connection, input.visitor);
      return answer(step, input.connection, input.id, outcome);
    }
    case 'judged':
      heardFromOutside(step, 'classifier', input.verdict.verdict !== 'none');
      return judged(step, input.promptId, input.verdict);
    case 'outside':
      return heardFromOutside(step, input.what, input.answers);
    case 'said':
      return said(step, input.connection, input.message);
    case 'minted':
      if (input.insteadOf !== undefined) sessionOver(step, input.insteadOf, step.now);
      return credentialsMinted(step, input.epoch, input.credentials);
    case 'mint-failed':
      return mintFailed(step, input.epoch, input.reason, input.retryAt);
    case 'handed-back':
      return sessionOver(step, input.epoch, step.now);
    case 'usage-reported':
      return usageReported(step, input.sessions, input.closes);
    case 'usage-unreported':
      return usageUnreported(step);
    case 'configured':
      return fixRules(step, input.rules);
    case 'measured':
      return measured(step, input.epoch, input.no, input.seconds);
    case 'stream-of-another':
      return streamOfAnother(step, input.epoch, input.streamId);
    case 'audience': {
      const { watching, tallying = [] } = input;
      step.state.audience = { watching, tallying: [...tallying] };
      return;
    }
    case 'tallied':
      for (const tally of input.tallies) {
        policyOf(step).tallied?.(step.state.turns, tally, turnContext(step));
      }
      return;
    case 'votes-moved':
      return takeVotes(step, input.round, input.votes);
    case 'typing':
      step.state.typing = [...input.who];
      return;
    case 'reacted':
      return reacted(step, input);
    case 'unwatched':
      return endUnwatched(step, input.epoch);
    case 'woke':
      return;
  }
}

/**
 * The room was gone for a while. First the clocks are stopped at the last moment it was there, so
 * that a turn goes on with the time it had; they run again when the conductor is back.
 */
function restarted(step: Step, input: Extract<Input, { type: 'restarted' }>): void {
  const { entropy, hasClassifier = false, hasLedger = false, streamSeconds, streamHosts } = input;
  const backMs = step.state.clock.steppedAt - step.now;
  if (backMs > 0) clockPutBack(step, backMs);
  if (input.turnsLost === true) beginTurns(step);
  const { broadcast, clock, outside, usage } = step.state;
  // What an earlier version stored has no secret, and not every rule.
  step.state.entropy ||= entropy;
  step.state.rules.values = { ...DEFAULT_RULES, ...step.state.rules.values };
  outside.hasClassifier = hasClassifier;
  usage.hasLedger = hasLedger;
  if (streamSeconds !== undefined) broadcast.streamMs = streamSeconds * 1000;
  if (streamHosts !== undefined) broadcast.streamHosts.set = [...streamHosts];
  usage.askedAt = null;
  usage.retryAt = null;
  if (!hasLedger) usage.closes = null;
  clock.boot += 1;
  if (clock.boot === 1) return;
  const away = allDropped(step);
  // Without a lease nobody is left to answer for it.
  if (step.state.lease === null) {
    settleUnconfirmed(step, 'stream-ended');
  }
  const before = { ...step, now: clock.steppedAt };
  const downMs = Math.max(0, step.now - before.now);
  // The grace of a conductor counts from here, also while the time before is made up for.
  clock.steppedAt = step.now;
  if (downMs > 0) tickUntilStable(before.now, () => tick(before));
  allAway(step, away, downMs);
  resumeDispatch(step, downMs);
  resumeReviews(step, downMs);
  resumeMinting(step);
}

function said(step: Step, connection: string, message: Said): void {
  const { state, now } = step;
  const from = entry(state.connections, connection);
  if (from === undefined) return;
  // The timer may be a moment late: nobody is heard after their token has expired.
  if (from.expiresAt !== null && from.expiresAt <= now) return;
  const { who } = from;
  answeredProbe(step, connection);
  if (message.type === 'here') return;
  if (personOf(state, who)?.role === 'viewer' && !ALLOWED_TO_VIEWERS.has(message.type)) {
    return refuseViewer(step, connection, message);
  }
  if (NOT_FOR_THE_MUTED.has(message.type)) {
    const outcome = maySpeak(state, who, now);
    if (!outcome.ok) return answer(step, connection, 'id' in message ? message.id : null, outcome);
  }
  switch (message.type) {
    case 'prompt':
      takesPart(step, who);
      return submit(step, connection, who, message);
    case 'withdraw':
      return withdraw(step, connection, who, message.id, message.promptId);
    case 'undo':
      return answer(step, connection, message.id, undoOwn(step, who, message.promptId));
    case 'typing':
      policyOf(step).act(state.turns, who, message, turnContext(step));
      return;
    case 'visible':
      return pageShown(step, connection, message.visible, message.behindMs);
    case 'rename':
      return renamed(step, who, message.name);
    case 'choose-name':
      return answer(step, connection, message.id, nameChosen(step, who, message.name));
    case 'conductor':
      return reported(step, connection, message.report);
    case 'frame':
      return frameTaken(step, connection, message.promptId, message.jpeg);
    case 'switch-vote':
      return answerTo(step, who, connection, message.id, switchVote(step, who, message.mode));
    case 'act':
      return answer(step, connection, message.id, act(step, actorOf(state, who), message.act));
    case 'desk':
      return answer(
        step,
        connection,
        message.id,
        openModeratorView(state, connection, message.open),
      );
    default: {
      const outcome = policyOf(step).act(state.turns, who, message, turnContext(step));
      return answerTo(step, who, connection, message.id, outcome);
    }
  }
}

/** Who is refused goes on watching: those who take part are looked at one by one, in each step. */
function answerTo(step: Step, who: string, connection: string, id: string, outcome: Outcome): void {
  if (outcome.ok) takesPart(step, who);
  answer(step, connection, id, outcome);
}

/** What viewers may say. */
const ALLOWED_TO_VIEWERS: ReadonlySet<ClientMessage['type']> = new Set([
  'typing',
  'visible',
  'rename',
  'choose-name',
  'conductor',
  'frame',
  'skip-vote',
  'switch-vote',
  'vote',
]);

/** What leads to a prompt, and so is not for the muted; the gate checks the prompts themselves. */
const NOT_FOR_THE_MUTED: ReadonlySet<ClientMessage['type']> = new Set([
  'request-turn',
  'take-turn',
]);

function refuseViewer(step: Step, connection: string, message: ClientMessage): void {
  const { now } = step;
  const refusal = refuse('not-allowed');
  if (message.type === 'prompt') {
    const receipt = refusedReceipt(message.id, '', now, refusal);
    return send(step, connection, { type: 'receipt', now, receipt });
  }
  answer(step, connection, 'id' in message ? message.id : null, refusal);
}

function actorOf(state: RoomState, id: string): Actor {
  const { name = '', role = 'viewer' } = personOf(state, id) ?? {};
  return { id, name, role };
}

/** Somebody asks over HTTP; the server has checked that they may ask at all. */
function asked(step: Step, request: string, caller: Visitor, message: Asked): void {
  const { state, now } = step;
  const { id, role } = caller;
  const name = displayName(caller.name, id);
  if (banOn(state, caller, now) !== null) {
    return answer(step, request, message.id, refuse('banned'));
  }
  if (message.type === 'act') {
    return answer(step, request, message.id, act(step, { id, name, role }, message.act));
  }
  if (message.type === 'withdraw') return withdraw(step, request, id, message.id, message.promptId);
  if (!caller.isProgram) return answer(step, request, message.id, refuse('not-allowed'));
  takesPart(step, id);
  state.participants[id] ??= { ...newParticipant(now), name, role };
  submit(step, request, id, message, 'api');
  const prompt = findPrompt(state, message.id);
  if (prompt?.by !== id) return;
  send(step, request, { type: 'receipt', now, receipt: receiptOf(prompt) });
}

/** The room's concerns, in the order in which they are brought up to date. */
const CONCERNS: readonly Tick[] = [
  participantsTick,
  moderationTick,
  reviewTick,
  switchingTick,
  // Before the lifecycle: a turn that ended may be what the next stream waited for.
  turnsTick,
  lifecycleTick,
  cuesTick,
  dispatchTick,
  programLaneTick,
  measuringTick,
  // After everything that changes what a session costs, so that the ledger is told once.
  usageTick,
];

/** More changes than any step makes; concerns that keep each other going beyond that are faulty. */
const ROUNDS_MAX = 32;
const FAULT_PAUSE_MS = 1_000;

/**
 * Brings everything up to `now`: whenever one concern has changed something, all are asked again, by
 * `round`, until none changes anything. Returns the instant at which the room has to be stepped again
 * although nothing happens; null while nothing is due.
 */
function tickUntilStable(now: number, round: () => number | null): number | null {
  for (let count = 0; count < ROUNDS_MAX; count += 1) {
    const dueAt = round();
    if (dueAt === null || dueAt > now) return dueAt;
  }
  return now + FAULT_PAUSE_MS;
}

/** Asks each concern until one has changed something. */
function tick(step: Step): number | null {
  let first: number | null = null;
  for (const tickOne of CONCERNS) {
    const dueAt = tickOne(step);
    if (dueAt !== null && dueAt <= step.now) return dueAt;
    first = earliest([first, dueAt]);
  }
  return first;
}

function turnsTick(step: Step): number | null {
  const policy = policyOf(step);
  const context = turnContext(step);
  policy.advance(step.state.turns, context);
  const dueAt = policy.deadline(snapshot(step.state.turns as object), context);
  return nextDue(step, [dueAt]);
}
