import type { LifeView } from '../../src/protocol/view.js';
import { isOpen, nextChange } from './hours.js';
import type { RoomState } from './state.js';

/** Viewers are told this long before a broadcast has to close. */
const WARNING_MS = 60_000;

type LastCall = Extract<LifeView, { phase: 'live' }>['lastCall'];

/** When the broadcast has to close, whoever is here, as far as that is known. */
export function closingTime(state: RoomState, now: number): LastCall {
  const { closes } = state.accounts;
  const hoursEnd = endOfHours(state, now);
  if (hoursEnd === null || (closes !== null && closes.at <= hoursEnd)) return closes;
  return { at: hoursEnd, reason: 'out-of-hours' };
}

function endOfHours({ meta, rules }: RoomState, now: number): number | null {
  if (meta.hostWord === 'overtime') return null;
  return isOpen(rules.values, now) ? nextChange(rules.values, now) : now;
}

/** The same, once it is near enough to tell everybody. */
export function lastCall(state: RoomState, now: number): LastCall {
  const closing = closingTime(state, now);
  return closing !== null && closing.at - WARNING_MS <= now ? closing : null;
}

/** When there is something to tell or to do. */
export function closingDeadline(state: RoomState): readonly number[] {
  const closing = closingTime(state, state.meta.steppedAt);
  return closing === null ? [] : [closing.at - WARNING_MS, closing.at];
}
