import type { RoomRecord } from '../../party/room/input.js';
import { newRoom } from '../../party/room/state.js';
import { roomView } from '../../party/room/view/view.js';
import type { StepResult } from '../../party/server/observer.js';
import type { HistoryEntry } from '../../src/protocol/records.js';

/** A prompt that was performed, as it is written down. */
export function entry(no: number, also: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    no,
    at: no,
    id: `p${no}`,
    by: { id: 'a-1', name: 'Ada' },
    via: 'crowd',
    mode: 'queue',
    text: `prompt ${no}`,
    status: 'applied',
    reason: null,
    appliedText: 'x',
    stream: { id: 's', atMs: no },
    ...also,
  };
}

/** One step's news of a room in which nothing else happened. */
export function stepResult(
  records: readonly RoomRecord[],
  also: Partial<StepResult> = {},
): StepResult {
  return {
    now: 1_000,
    boot: 1,
    view: roomView(newRoom(), 0),
    delta: null,
    text: null,
    effects: records.map((record) => ({ type: 'record', record })),
    ...also,
  };
}
