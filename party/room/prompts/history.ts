import type { Receipt } from '../../../src/protocol/receipt.js';
import type { HistoryEntry, PromptWay, StreamEntry } from '../../../src/protocol/records.js';
import type { Step } from '../context.js';
import { NOTHING_YET, type RoomState, type Tally } from '../state.js';

/** Whose prompt it is and how it came. */
export interface Authorship {
  readonly by: string;
  readonly name: string;
  readonly via: PromptWay;
}

/** Writes down, for good, what became of a prompt; each is numbered, without gaps. */
export function recordPrompt(
  step: Step,
  receipt: Omit<Receipt, 'at'>,
  { by, name, via }: Authorship,
  wasSent: boolean,
): void {
  const { state, now, effects } = step;
  const { id, text, status, reason, appliedText } = receipt;
  state.records.noted.history += 1;
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
  const entry: StreamEntry = { no: state.records.noted.streams, ...stream, endedAt: now };
  effects.push({ type: 'record', record: { log: 'streams', entry } });
}

function streamNow({ life }: RoomState, now: number): HistoryEntry['stream'] {
  return 'streamId' in life ? { id: life.streamId, atMs: now - life.startedAt } : null;
}
