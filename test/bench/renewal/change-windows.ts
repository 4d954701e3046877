import type { PictureRecord, Window } from '../measure/picture-record.js';
import type { WorldStream } from '../measure/world-log.js';

const BEFORE_MS = 500;
const AFTER_MS = 2_000;

/**
 * The time around each change of stream: from when the world began to work on the next one, or the
 * old one ended, until both the new one is on the screen and the old one is gone, and a little more.
 */
export function changeWindows(
  { switches }: PictureRecord,
  streams: readonly WorldStream[],
): Window[] {
  return switches.slice(1).flatMap(({ at }) => {
    const next = streams.findLast(({ startedAt }) => startedAt < at);
    const before = streams.findLast(({ startedAt }) => startedAt < (next?.startedAt ?? 0));
    if (next === undefined || before === undefined) return [];
    const ended = before.endedAt ?? at;
    return [
      {
        from: Math.min(next.startedAt, ended, at) - BEFORE_MS,
        to: Math.max(ended, at) + AFTER_MS,
      },
    ];
  });
}
