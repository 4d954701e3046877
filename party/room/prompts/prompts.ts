import { isSettled, type Reason, type Receipt } from '../../../src/protocol/reasons.js';
import type { HistoryEntry, PromptWay, StreamEntry } from '../../../src/protocol/records.js';
import type { Person } from '../../../src/protocol/view.js';
import { shownStreamId } from '../broadcast/stream-id.js';
import { tell } from '../people/known.js';
import {
  entry,
  NOTHING_YET,
  type Prompt,
  type RoomState,
  type Step,
  type Tally,
} from '../state.js';

/** How many settled prompts the room remembers; of older ones `Participant.accepted` has the ids. */
const SETTLED_KEPT = 40;

export function findPrompt(state: RoomState, id: string): Prompt | null {
  return state.prompts.find((prompt) => prompt.id === id) ?? null;
}

/** Whether a prompt was let in and has not been sent. */
export function isUnsent({ status }: Prompt): boolean {
  return status === 'waiting' || status === 'held';
}

/** The author's name: as it was when the prompt settled, else as it is now. */
export function authorName(
  { participants }: Pick<RoomState, 'participants'>,
  { by, name }: Prompt,
): string {
  // Whose prompt is open is never forgotten.
  return name ?? entry(participants, by)?.name ?? 'Somebody';
}

/** Whose change of the world it is, as all are told: what an author takes back is theirs. */
export function tellAuthor(
  state: Pick<RoomState, 'participants'>,
  prompt: Prompt,
): Person & { readonly takesBack?: string } {
  const { undoes, by: id } = prompt;
  if (undoes === undefined) return { id, name: authorName(state, prompt) };
  return { id: undoes.id, name: undoes.name, takesBack: undoes.text };
}

function authorship(state: RoomState, prompt: Prompt): Authorship {
  const { by, via } = prompt;
  return { by, name: authorName(state, prompt), via };
}

/** Everything a receipt's change may bring with it. */
type Change = Pick<Receipt, 'status'> &
  Partial<Pick<Receipt, 'appliedText' | 'reason' | 'retryAt' | 'limit' | 'undoUntil'>>;

const NO_REASON = { reason: null, retryAt: null, limit: null } as const;

/**
 * The one place where a prompt's status changes: it moves forward only, settles once, and its
 * author hears of it at once.
 */
export function moveOn(step: Step, prompt: Prompt, change: Change): boolean {
  if (isSettled(prompt.status)) return false;
  const wasSent = prompt.status === 'performing';
  Object.assign(prompt, NO_REASON, change, { at: step.now });
  if (prompt.status !== 'held') prompt.review = null;
  if (isSettled(prompt.status)) prompt.name = authorName(step.state, prompt);
  // A cue is nobody's own prompt: a host who writes one would take its receipt for theirs.
  if (prompt.via !== 'cue') {
    tell(step, prompt.by, { type: 'receipt', now: step.now, receipt: receiptOf(prompt) });
  }
  if (isSettled(prompt.status)) {
    recordPrompt(step, prompt, authorship(step.state, prompt), wasSent);
    forgetOldest(step.state);
  }
  return true;
}

export function receiptOf({
  by: _by,
  name: _name,
  via: _via,
  review: _review,
  ...receipt
}: Prompt): Receipt {
  return receipt;
}

/** The receipt of a prompt that never got in. */
export function refusedReceipt(
  id: string,
  text: string,
  now: number,
  why: { reason: Reason; retryAt: number | null; limit: number | null },
): Receipt {
  const { reason, retryAt, limit } = why;
  return { id, status: 'refused', text, appliedText: null, reason, retryAt, limit, at: now };
}

function forgetOldest(state: RoomState): void {
  const settled = state.prompts.filter((prompt) => isSettled(prompt.status));
  const surplus = settled
    .sort((a, b) => a.at - b.at)
    .slice(0, Math.max(0, settled.length - SETTLED_KEPT));
  if (surplus.length === 0) return;
  const gone = new Set(surplus.map((prompt) => prompt.id));
  state.prompts = state.prompts.filter((prompt) => !gone.has(prompt.id));
}

/** Whose prompt it is and how it came. */
interface Authorship {
  readonly by: string;
  readonly name: string;
  readonly via: PromptWay;
}

/** Writes down, for good, what became of a prompt; each is numbered, without gaps. */
function recordPrompt(
  step: Step,
  receipt: Omit<Receipt, 'at'>,
  { by, name, via }: Authorship,
  wasSent: boolean,
): void {
  const { state, now, effects } = step;
  const { id, text, status, reason, appliedText } = receipt;
  state.records.noted.history += 1;
  state.records.tally.refused += state.refusals.count;
  state.refusals = { count: 0 };
  if (status in NOTHING_YET) state.records.tally[status as Exclude<keyof Tally, 'liveMs'>] += 1;
  const entry: HistoryEntry = {
    no: state.records.noted.history,
    at: now,
    id,
    by: { id: by, name },
    via,
    mode: state.rules.values.turns,
    text,
    status,
    reason,
    appliedText,
    stream: wasSent ? streamNow(state, now) : null,
  };
  effects.push({ type: 'record', record: { log: 'history', entry } });
}

/** Writes down a stream that is over. */
export function recordStream(
  { state, now, effects }: Step,
  stream: Pick<StreamEntry, 'id' | 'epoch' | 'startedAt' | 'reason' | 'prompt'>,
): void {
  state.records.noted.streams += 1;
  state.records.tally.liveMs += now - stream.startedAt;
  const shownId = shownStreamId(state, stream.id);
  const entry: StreamEntry = { no: state.records.noted.streams, ...stream, shownId, endedAt: now };
  effects.push({ type: 'record', record: { log: 'streams', entry } });
}

function streamNow(state: RoomState, now: number): HistoryEntry['stream'] {
  const { life } = state;
  if (!('streamId' in life)) return null;
  return { id: shownStreamId(state, life.streamId), atMs: now - life.startedAt };
}
