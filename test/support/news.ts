import type { RoomRecord } from '../../party/room/input.js';
import { newRoom } from '../../party/room/state.js';
import { roomView } from '../../party/room/view/view.js';
import type { News } from '../../party/server/observer.js';
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
export function newsOf(records: readonly RoomRecord[], also: Partial<News> = {}): News {
  return {
    now: 1_000,
    boot: 1,
    view: roomView(newRoom(), 0),
    delta: null,
    effects: records.map((record) => ({ type: 'record', record })),
    ...also,
  };
}
