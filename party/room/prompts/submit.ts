import { ellipsized, upTo } from '../../../src/protocol/graphemes.js';
import { PROMPT_UNITS_MAX } from '../../../src/protocol/limits.js';
import {
  ACCEPTED,
  type Outcome,
  type ReceiptStatus,
  type Refusal,
  refuse,
} from '../../../src/protocol/reasons.js';
import type { PromptWay } from '../../../src/protocol/records.js';
import { isStaff } from '../../../src/protocol/view.js';
import { banOn, isUnattended, refuseFor } from '../moderation/restrictions.js';
import { newParticipant } from '../people/participants.js';
import { answer, log, original, type Prompt, type Step, send } from '../state.js';
import { cleanText } from '../text/visible.js';
import { policyOf, turnContext } from '../turns.js';
import { worldBefore } from '../world.js';
import { joinLane } from './dispatch.js';
import { type GateContext, passGate, rateLimit, withinRate } from './gate.js';
import { authorName, findPrompt, isUnsent, moveOn, receiptOf, refusedReceipt } from './prompts.js';
import { firstReview, mayReview, putUnderReview, wouldTake } from './review.js';

/** What did not reach the world may be asked for again; what perhaps did not, by its author. */
const NEVER_CAME: ReadonlySet<ReceiptStatus> = new Set(['refused', 'withdrawn', 'expired']);

/**
 * How many accepted ids a participant is remembered by, as long as the room remembers them: more than a
 * page has under way when its connection drops, at the most prompts a minute that its rules allow.
 */
const ACCEPTED_KEPT = 64;

/**
 * A prompt arrives: it passes the gate, then perhaps a review, then waits for its turn; its author has a
 * receipt of each. Programs' prompts pass the same gate and take no turns.
 */
export function submit(
  step: Step,
  connection: string,
  who: string,
  { id, text: raw }: { readonly id: string; readonly text: string },
  via: PromptWay = 'crowd',
): void {
  const { state, now } = step;
  const participant = state.participants[who];
  if (participant === undefined) return;
  const known = findPrompt(state, id);
  if (known !== null) return repeatReceipt(step, connection, who, known);
  if (participant.accepted.includes(id)) {
    // Settled and forgotten: it is not sent again, and what became of it is in the records.
    step.effects.push({ type: 'recall', connection, by: who, promptId: id });
    return;
  }
  const text = cleanText(raw);
  const asStaff = via === 'api' || isStaff(participant.role);
  const author = { who, name: participant.name, via, isStaff: asStaff };
  const finding = passGate(gateContext(step, who, text, asStaff));
  const limit = rateLimit(state.rules.values, asStaff);
  participant.sentAt = [...withinRate(participant.sentAt, now), now].slice(-limit);
  if (!finding.ok) return refusePrompt(step, connection, author, id, text, finding);
  const what = firstReview(state, finding.flag);
  const taken = takeIn(step, who, id, via, what);
  if (!taken.ok) return refusePrompt(step, connection, author, id, text, taken);
  participant.accepted = [...participant.accepted, id].slice(-ACCEPTED_KEPT);
  state.prompts.push(newPrompt(id, { who, name: null, via }, text, now));
  const prompt = findPrompt(state, id);
  if (prompt === null) return;
  if (what === null) moveOn(step, prompt, { status: 'waiting' });
  else putUnderReview(step, prompt, what, finding.flag);
}

/** An author takes back a prompt that has not been sent. */
export function withdraw(
  step: Step,
  connection: string,
  who: string,
  id: string,
  promptId: string,
) {
  const prompt = findPrompt(step.state, promptId);
  const mine = prompt !== null && prompt.by === who && isUnsent(prompt);
  if (mine) moveOn(step, prompt, { status: 'withdrawn' });
  answer(step, connection, id, mine ? ACCEPTED : refuse('not-waiting'));
}

/** A press in the last moment is still on its way when the time is over. */
const UNDO_LATE_MS = 1_000;

/** What was taken back is known by its first words. */
const TAKEN_BACK_MAX = 80;

/** The author of the newest change has the world as it was before, as long as nothing has come after it. */
export function undoOwn(step: Step, who: string, promptId: string): Outcome {
  const { state, now } = step;
  const { world, dispatch, locks } = state;
  const prompt = findPrompt(state, promptId);
  const until = prompt?.by === who ? prompt.undoUntil : undefined;
  const isNewest = world.changes.at(-1)?.id === promptId && world.undoing === null;
  const before = worldBefore(state, 1);
  const isOver = prompt === null || until === undefined || now > until + UNDO_LATE_MS || !isNewest;
  if (isOver || before === null || dispatch.phase === 'inFlight') return refuse('nothing-to-undo');
  if (locks.prompts !== null) return refuseFor('locked', locks.prompts);
  const own = {
    id: who,
    name: authorName(state, prompt),
    text: ellipsized(prompt.text, TAKEN_BACK_MAX),
  };
  world.undoing = { promptId: performByRoom(step, before, own), steps: 1 };
  log(step, 'own-change-undone', { promptId });
  return ACCEPTED;
}

/** Whether a prompt that passed the gate is taken: for review, or for its turn at once. */
function takeIn(
  step: Step,
  who: string,
  id: string,
  via: PromptWay,
  what: ReturnType<typeof firstReview>,
): Outcome {
  const { state } = step;
  if (what !== null) {
    const room = mayReview(state, who);
    return room.ok ? wouldTake(step, who, id, via) : room;
  }
  if (via === 'api') return joinLane(state);
  return policyOf(step).submit(state.turns, who, turnContext(step), id);
}

function gateContext(step: Step, who: string, text: string, asStaff: boolean): GateContext {
  const { state, now } = step;
  const { sentAt, address, muted, role } = state.participants[who] ?? newParticipant(now);
  const recent = state.prompts.filter(
    ({ status, by }) => !NEVER_CAME.has(status) && !(status === 'unconfirmed' && by === who),
  );
  return {
    now,
    rules: state.rules.values,
    text,
    isStaff: asStaff,
    sentAt,
    addressSentAt: address === null ? null : sentFrom(step, address),
    recent,
    lock: state.locks.prompts,
    unattended: isUnattended(state),
    muted,
    ban: banOn(state, { id: who, role, address }, now),
  };
}

/** When prompts came from an address, oldest first. */
function sentFrom({ state }: Step, address: string): number[] {
  return Object.values(original(state.participants))
    .flatMap((other) => (other.address === address ? other.sentAt : []))
    .sort((a, b) => a - b);
}

/** Refuses a prompt: its author has a receipt, and it is counted; nothing that is stored changes. */
function refusePrompt(
  step: Step,
  connection: string,
  { who, name, via, isStaff }: Author,
  id: string,
  raw: string,
  why: Refusal,
): void {
  const { state, now, effects } = step;
  const text = upTo(raw, state.rules.values.maxLength, PROMPT_UNITS_MAX);
  const prompt = { at: now, id, by: { id: who, name }, via, text, reason: why.reason };
  state.refusals.count += 1;
  const address = state.participants[who]?.address ?? null;
  effects.push({ type: 'refused', prompt, offender: isStaff ? null : { id: who, address } });
  send(step, connection, { type: 'receipt', now, receipt: refusedReceipt(id, text, now, why) });
}

interface Author {
  readonly who: string;
  readonly name: string;
  readonly via: PromptWay;
  readonly isStaff: boolean;
}

/** The same id again: a page that lost the answer asks for it, anyone else gets none. */
function repeatReceipt(step: Step, connection: string, who: string, known: Prompt): void {
  const { now } = step;
  const receipt =
    known.by === who ? receiptOf(known) : refusedReceipt(known.id, '', now, refuse('id-taken'));
  send(step, connection, { type: 'receipt', now, receipt });
}

export function newPrompt(
  id: string,
  { who, name, via }: { who: string; name: string | null; via: PromptWay },
  text: string,
  at: number,
): Prompt {
  const nothing = { appliedText: null, reason: null, retryAt: null, limit: null };
  return { id, by: who, name, via, text, status: 'waiting', review: null, ...nothing, at };
}

/** The author of what the room itself has performed, for a moderator. No visitor has this id. */
const ROOM_ITSELF = { who: 'room', name: 'The room', via: 'room' } as const;

/**
 * Has a prompt performed before all others, whatever is locked. It replaces what the room itself was
 * still to perform. Returns its id.
 */
export function performByRoom(step: Step, text: string, undoes?: Prompt['undoes']): string {
  const { state, now } = step;
  const overtaken = state.prompts.filter(
    ({ via, status }) => via === 'room' && status === 'waiting',
  );
  for (const prompt of overtaken) moveOn(step, prompt, { status: 'withdrawn' });
  state.world.undoing = null;
  // Nobody can have taken this id before, or a conductor would take it as performed already.
  const id = `room-${turnContext(step).seed(`prompt ${state.records.noted.audit}`).slice(0, 16)}`;
  state.prompts.push({ ...newPrompt(id, ROOM_ITSELF, text, now), ...(undoes && { undoes }) });
  return id;
}
