import { nothing } from 'lit';
import type { Clock } from '../protocol/view.js';
import { isRunning, roundedDuration } from './durations.js';
import { type Actions, isChangingOver, isLive, type RoomFrame } from './frame.js';
import { lastTurn } from './last-turn.js';
import { buttons } from './parts/turn-buttons.js';
import { queueHint } from './queue-hint.js';
import type { TurnsLook } from './turns-look.js';

/** From here on a holder who types nothing is asked whether anybody is there. */
const IDLE_WARNING_MS = 8_000;

/** A line, one turn after the other. Any other way of taking turns is told of by the mode parts. */
export function queueLook(frame: RoomFrame, actions: Actions): TurnsLook {
  const { room, you, words } = frame;
  const { standing } = you;
  const { next, waiting } = room.turns;
  return {
    mine: standing.state === 'offered' || standing.state === 'active',
    ...countdown(frame),
    headline: headline(frame),
    details: details(frame),
    buttons: buttons(frame, actions),
    hint: you.role === 'viewer' ? null : queueHint(frame),
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

function countdown({ room, you }: RoomFrame): { clock: Clock | null; wholeMs: number } {
  const { standing } = you;
  const { holder } = room.turns;
  const { turnSeconds, claimSeconds } = room.rules;
  if (standing.state === 'offered') return { clock: standing.clock, wholeMs: claimSeconds * 1000 };
  if (standing.state === 'active') return { clock: standing.clock, wholeMs: turnSeconds * 1000 };
  if (holder === null) return { clock: null, wholeMs: 1 };
  const seconds = holder.phase === 'offered' ? claimSeconds : turnSeconds;
  return { clock: holder.clock, wholeMs: seconds * 1000 };
}

function headline({ room, you, words }: RoomFrame): string {
  const { standing } = you;
  switch (standing.state) {
    case 'offered':
      return words.yourTurn;
    case 'active':
      return words.youSteer;
    case 'waiting':
      return words.placeInLine(standing.place);
    default: {
      const { holder } = room.turns;
      if (holder === null) return words.nobodySteers;
      return holder.phase === 'offered' ? words.mayTake(holder.name) : words.steers(holder.name);
    }
  }
}

function details(frame: RoomFrame): string[] {
  const { room, you, words } = frame;
  const { standing } = you;
  const { holder } = room.turns;
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

/** Asks a holder who does nothing whether he is still there; null while there is no need to. */
export function idleWarning({ you, words, time, connected }: RoomFrame): string | null {
  const idle = you.standing.state === 'active' ? you.standing.idleClock : null;
  if (idle === null || !connected || !isRunning(idle)) return null;
  const left = time.left(idle);
  return left > IDLE_WARNING_MS ? null : words.stillThere(roundedDuration(left, words.locale));
}

function expectation({ words, time }: RoomFrame, expectedAt: number | null): string | null {
  if (expectedAt === null) return null;
  const wait = time.until(expectedAt);
  return wait === 0 ? words.anyMoment : words.wait(roundedDuration(wait, words.locale));
}
