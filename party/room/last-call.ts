import type { LifeView } from '../../src/protocol/view.js';
import type { RoomState } from './state.js';

/** Viewers are told this long before a broadcast has to close. */
const WARNING_MS = 60_000;

type LastCall = Extract<LifeView, { phase: 'live' }>['lastCall'];

/** When the broadcast has to close, whoever is here, as far as that is known. */
export function closingTime({ accounts }: RoomState): LastCall {
  return accounts.closes;
}

/** The same, once it is near enough to tell everybody. */
export function lastCall(state: RoomState, now: number): LastCall {
  const closing = closingTime(state);
  return closing !== null && closing.at - WARNING_MS <= now ? closing : null;
}

/** When there is something to tell or to do. */
export function closingDeadline(state: RoomState): readonly number[] {
  const closing = closingTime(state);
  return closing === null ? [] : [closing.at - WARNING_MS, closing.at];
}
