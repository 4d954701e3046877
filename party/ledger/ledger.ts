import { produce } from 'immer';
import { used } from './count.js';
import type { Budget, Forecast, LedgerCall, Reserved } from './messages.js';
import { report } from './report.js';
import { reserve, roomsOf } from './reserve.js';
import { settle, swept } from './settle.js';
import { heldSlots, type LedgerState, type Limits } from './state.js';
import { nextDayAt, nextMonthAt } from './utc.js';

export interface Answered {
  readonly state: LedgerState;
  readonly answer: Reserved | Forecast | Budget;
}

/**
 * The ledger of all rooms: one pure function. It is asked before a session is minted, and told of each
 * session's streams; the same told again, late or in another order, changes no sum.
 */
export function answerCall(
  state: LedgerState,
  call: LedgerCall,
  now: number,
  limits: Limits,
): Answered {
  let answer: Answered['answer'] | undefined;
  const next = produce(state, (draft) => {
    settle(draft, now, limits);
    if (call.call === 'reserve') answer = reserve(draft, call, now, limits);
    if (call.call === 'report') answer = report(draft, call, now, limits);
  });
  return { state: swept(next, now), answer: answer ?? budgetOf(next, now, limits) };
}

const HOUR_MS = 3_600_000;

/** The sums as anyone may read them; hours are exact to a tenth of a second. */
function budgetOf(state: LedgerState, now: number, limits: Limits): Budget {
  const { day, month } = used(state, now);
  const { liveRooms, dayMs, monthMs } = limits;
  const inHours = (ms: number) => Math.round((ms / HOUR_MS) * 100_000) / 100_000;
  const resetsAt = () => {
    if (monthMs !== null && (dayMs === null || month >= monthMs)) return nextMonthAt(now);
    return dayMs === null ? null : nextDayAt(now);
  };
  return {
    liveRooms: roomsOf(state).size,
    maxLiveRooms: liveRooms,
    sessions: heldSlots(state).length,
    hoursToday: inHours(day),
    maxHoursPerDay: dayMs === null ? null : dayMs / HOUR_MS,
    hoursThisMonth: inHours(month),
    maxHoursPerMonth: monthMs === null ? null : monthMs / HOUR_MS,
    resetsAt: resetsAt(),
  };
}
