import { html, nothing, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import { isRunning, roundedDuration } from '../durations.js';
import { type Actions, isLive, type RoomFrame } from '../frame.js';
import { ring } from './ring.js';
import { buttons } from './turn-buttons.js';

/** From here on a holder who types nothing is asked whether anybody is there. */
const IDLE_WARNING_MS = 8_000;

/** Who has the turn, how much of it is left, where the visitor stands, and what can be done. */
export function turnBar(frame: RoomFrame, actions: Actions, watchOnly: boolean): TemplateResult {
  const { standing } = frame.you;
  const mine = standing.state === 'offered' || standing.state === 'active';
  const { clock, wholeMs } = countdown(frame);
  return html`
    <div class="turn ${mine ? 'mine' : ''}">
      ${ring(clock, wholeMs, frame)}
      <div>
        <p class="state">${headline(frame)}</p>
        ${details(frame).map((text) => html`<p class="more">${text}</p>`)}
      </div>
      <div class="buttons">${watchOnly ? nothing : buttons(frame, actions)}</div>
    </div>
  `;
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
  const { room, you, words, time } = frame;
  const { standing } = you;
  const { holder } = room.turns;
  const lines: (string | null)[] = [];
  const clock = holder?.clock ?? null;
  switch (standing.state) {
    case 'offered':
      lines.push(words.yourTurnHint);
      break;
    case 'active': {
      const idle = standing.idleClock;
      const counts = idle !== null && frame.connected && isRunning(idle);
      const idleLeft = counts ? time.left(idle) : IDLE_WARNING_MS + 1;
      lines.push(
        idleLeft <= IDLE_WARNING_MS
          ? words.stillThere(roundedDuration(idleLeft, words.locale))
          : words.promptsLeft(standing.promptsLeft),
      );
      break;
    }
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
  if (clock !== null && !isRunning(clock)) lines.push(words.clockStands);
  else if (standing.state === 'none') lines.push(lastTurn(frame));
  return lines.filter((text) => text !== null);
}

function expectation({ words, time }: RoomFrame, expectedAt: number | null): string | null {
  if (expectedAt === null) return null;
  const wait = time.until(expectedAt);
  return wait === 0 ? words.anyMoment : words.wait(roundedDuration(wait, words.locale));
}

function lastTurn({ room, you, words }: RoomFrame): string | null {
  const { last } = room.turns;
  if (last === null) return null;
  const ends = words.turnEnds[last.reason];
  if (ends === undefined) return null;
  return last.id === you.id ? ends[1] : ends[0](last.name);
}
