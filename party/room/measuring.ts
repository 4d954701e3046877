import { changeAccount, isStreaming } from './accounts.js';
import { leaseAt } from './lease.js';
import type { Account } from './life-state.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';

/**
 * How long a stream ran whose conductor was lost is told by nobody here, and is counted as long as it
 * can have been. The service knows: it has a recording once the stream is over.
 */

const FIRST_MS = 10_000;
const REST_MAX_MS = 60_000;

/** Asks for what has not been told, as long as the session's place may still be held. */
export function advanceMeasuring({ state, now, effects }: Step): void {
  if (!state.meta.hasLedger) return;
  for (const account of state.accounts.list) {
    const stream = lostStream(state, account);
    if (stream === null) {
      delete account.measuring;
      continue;
    }
    account.measuring ??= { tries: 0, at: now + FIRST_MS };
    const { tries, at } = account.measuring;
    // A clock that was put back makes no long wait.
    if (at > now && at <= now + REST_MAX_MS) continue;
    account.measuring = {
      tries: tries + 1,
      at: now + Math.min(FIRST_MS * 2 ** tries, REST_MAX_MS),
    };
    effects.push({ type: 'measure', epoch: account.epoch, no: stream.no, streamId: stream.id });
  }
}

/** The service says how long it ran. */
export function measured(step: Step, epoch: number, no: number, seconds: number): void {
  changeAccount(step, epoch, ({ streams }) => {
    const stream = streams.find((one) => one.no === no);
    if (stream === undefined || stream.endedAt !== null) return;
    stream.endedAt = Math.min(step.now, stream.startedAt + seconds * 1000);
  });
}

/** When `advanceMeasuring` has something to do again. */
export function measuringDeadline({ accounts }: RoomState): readonly number[] {
  return accounts.list.flatMap(({ measuring }) => measuring?.at ?? []);
}

/** The stream that nobody here tells of any more. */
function lostStream(state: RoomState, { epoch, streams }: Account) {
  const last = streams.at(-1);
  if (last?.id === undefined || !isStreaming(state, epoch)) return null;
  return leaseAt(state, epoch) === null ? { no: last.no, id: last.id } : null;
}
