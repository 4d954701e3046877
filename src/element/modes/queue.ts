import { nothing } from 'lit';
import { isSettled } from '../../protocol/reasons.js';
import type { Clock } from '../../protocol/view.js';
import { buttons } from '../parts/turn-bar.js';
import {
  type Actions,
  isChangingOver,
  isFrozen,
  isLive,
  isRunning,
  type RoomContext,
} from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import type { QueueView, TurnsLook } from './mode-display.js';

/** After this long nobody wonders any more. */
const NEWS_MS = 60_000;

/**
 * How the turn before ended, so that nobody wonders where it went. Who has a turn has other things
 * to think of; who waits hears only of the own one.
 */
export function lastTurn({ room, you, words, time }: RoomContext): string | null {
  const { last } = room.turns;
  const { state } = you.standing;
  if (last === null || state === 'offered' || state === 'active') return null;
  if (time.now() - last.at > NEWS_MS) return null;
  const own = last.id === you.id;
  if (state === 'waiting' && !own) return null;
  const ends = words.turnEnds[last.reason];
  if (ends === undefined) {
    return words.turnEnded(own ? null : last.name, words.reasons[last.reason](null));
  }
  return own ? ends[1] : ends[0](last.name);
}

/** What would become of a prompt that is sent now, where people stand in line. */
function queueHint(frame: RoomContext, turns: QueueView): string {
  const { room, you, words } = frame;
  const { standing } = you;
  switch (standing.state) {
    case 'active':
      return activeHint(frame, standing.promptsLeft);
    case 'offered':
      return words.hint.claims;
    case 'waiting':
      return openPrompts(frame) >= room.rules.promptsPerTurn
        ? words.hint.rides
        : words.hint.waits(standing.place, waitUntil(standing.expectedAt, frame));
    default: {
      const { holder, waiting, forecast } = turns;
      if (!isLive(frame)) return words.hint.closed;
      if (holder === null && waiting === 0) return words.hint.free;
      const turn = forecast?.turnEndsAt == null ? 0 : frame.time.until(forecast.turnEndsAt);
      const wait = forecast === null ? 0 : Math.max(0, turn) + forecast.lineMs;
      return words.hint.joins(waiting + 1, wait > 0 ? roundedDuration(wait, words.locale) : null);
    }
  }
}

/** The same for the holder of a turn. */
export function activeHint(frame: RoomContext, promptsLeft: number): string {
  const { hint } = frame.words;
  if (openPrompts(frame) >= promptsLeft) return hint.used;
  if (!isLive(frame)) return hint.closed;
  const { life } = frame.room;
  return isFrozen(life) || life.phase === 'opening' ? hint.soon : hint.now;
}

function openPrompts({ view }: RoomContext): number {
  return view.receipts.filter((receipt) => !isSettled(receipt.status)).length;
}

function waitUntil(instant: number | null, { time, words }: RoomContext): string | null {
  const wait = instant === null ? 0 : time.until(instant);
  return wait > 0 ? roundedDuration(wait, words.locale) : null;
}

/** From here on a holder who types nothing is asked whether anybody is there. */
const IDLE_WARNING_MS = 8_000;

/** A queue, one turn after the other. Any other mode is drawn by the mode parts. */
export function queueLook(frame: RoomContext, actions: Actions, turns: QueueView): TurnsLook {
  const { you, words } = frame;
  const { standing } = you;
  const { next, waiting } = turns;
  return {
    mine: standing.state === 'offered' || standing.state === 'active',
    ...countdown(frame, turns),
    headline: headline(frame, turns),
    details: details(frame, turns),
    buttons: buttons(frame, actions, turns),
    hint: you.role === 'viewer' ? null : queueHint(frame, turns),
    panel: nothing,
    below: nothing,
    line: {
      heading: words.nextInLine,
      empty: words.nobodyWaits,
      next,
      waiting,
      place: standing.state === 'waiting' ? standing.place : null,
    },
  };
}

function countdown(
  { room, you }: RoomContext,
  { holder }: QueueView,
): { clock: Clock | null; wholeMs: number } {
  const { standing } = you;
  const { turnSeconds, claimSeconds } = room.rules;
  if (standing.state === 'offered') return { clock: standing.clock, wholeMs: claimSeconds * 1000 };
  if (standing.state === 'active') return { clock: standing.clock, wholeMs: turnSeconds * 1000 };
  if (holder === null) return { clock: null, wholeMs: 1 };
  const seconds = holder.phase === 'offered' ? claimSeconds : turnSeconds;
  return { clock: holder.clock, wholeMs: seconds * 1000 };
}

function headline({ you, words }: RoomContext, { holder }: QueueView): string {
  const { standing } = you;
  switch (standing.state) {
    case 'offered':
      return words.yourTurn;
    case 'active':
      return words.youSteer;
    case 'waiting':
      return words.placeInLine(standing.place);
    default:
      if (holder === null) return words.nobodySteers;
      return holder.phase === 'offered' ? words.mayTake(holder.name) : words.steers(holder.name);
  }
}

function details(frame: RoomContext, { holder }: QueueView): string[] {
  const { room, you, words } = frame;
  const { standing } = you;
  const lines: (string | null)[] = [];
  const clock = holder?.clock ?? null;
  switch (standing.state) {
    case 'offered':
      lines.push(words.yourTurnHint);
      break;
    case 'active':
      lines.push(idleWarning(frame) ?? words.promptsLeft(standing.promptsLeft));
      break;
    case 'waiting':
      lines.push(expectation(frame, standing.expectedAt));
      if (holder !== null) {
        lines.push(
          holder.phase === 'offered' ? words.mayTake(holder.name) : words.steers(holder.name),
        );
      }
      break;
    default:
      if (holder === null) lines.push(isLive(frame) ? words.nobodySteersHint : words.turnsPause);
      break;
  }
  if (clock !== null && !isRunning(clock) && !isChangingOver(room.life)) {
    lines.push(words.clockStands);
  }
  lines.push(lastTurn(frame));
  return lines.filter((text) => text !== null);
}

/** Asks a holder who does nothing whether they are still there; null while there is no need to. */
export function idleWarning({ you, words, time, connected }: RoomContext): string | null {
  const idle = you.standing.state === 'active' ? you.standing.idleClock : null;
  if (idle === null || !connected || !isRunning(idle)) return null;
  const left = time.left(idle);
  return left > IDLE_WARNING_MS ? null : words.stillThere(roundedDuration(left, words.locale));
}

function expectation({ words, time }: RoomContext, expectedAt: number | null): string | null {
  if (expectedAt === null) return null;
  const wait = time.until(expectedAt);
  return wait === 0 ? words.anyMoment : words.wait(roundedDuration(wait, words.locale));
}
