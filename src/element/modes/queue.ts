import { nothing } from 'lit';
import { isSettled } from '../../protocol/reasons.js';
import type { Clock, HolderView, Standing } from '../../protocol/view.js';
import type { Act, TurnBar } from '../parts/bar-state.js';
import { type Actions, isChangingOver, isLive, isRunning, type RoomContext } from '../ports.js';
import { roundedDuration, shortDuration } from '../words/language.js';
import type { LineLook, QueueView, TurnsLook } from './mode-display.js';

/** A queue, one turn after the other. Any other mode is drawn by the mode parts. */
export function queueLook(frame: RoomContext, actions: Actions, turns: QueueView): TurnsLook {
  const { you, words } = frame;
  const { next, waiting, holder } = turns;
  const { standing } = you;
  return {
    bar: queueBar(frame, actions, turns),
    acts: queueActs(frame, actions, turns),
    panel: nothing,
    line: {
      heading: words.nextInLine,
      holder: holder && holderLook(holder, frame),
      next,
      waiting,
      place: standing.state === 'waiting' ? standing.place : null,
    },
  };
}

/** Who has the turn, or is about to. */
export function holderLook(
  holder: HolderView,
  { room }: RoomContext,
): NonNullable<LineLook['holder']> {
  const { turnSeconds, claimSeconds } = room.rules;
  const seconds = holder.phase === 'offered' ? claimSeconds : turnSeconds;
  return { ...holder, wholeMs: seconds * 1000 };
}

/** What would become of a prompt that is sent now, where people stand in line. */
function queueBar(frame: RoomContext, actions: Actions, turns: QueueView): TurnBar {
  const { room, you, words } = frame;
  const { standing } = you;
  const { bar } = words;
  switch (standing.state) {
    case 'offered':
      return {
        kind: 'turn',
        line: bar.up,
        written: bar.written,
        send: bar.send,
        empty: { label: bar.ready, run: actions.claimTurn },
        second: { label: bar.pass, run: actions.passTurn },
        clock: { clock: standing.clock, wholeMs: room.rules.claimSeconds * 1000 },
        ends: [standing.clock],
      };
    case 'active':
      return activeBar(frame, standing);
    case 'waiting': {
      const isFull = openPrompts(frame) >= room.rules.promptsPerTurn;
      const where =
        standing.place === 1
          ? bar.next
          : bar.inLine(words.place(standing.place), waitUntil(standing.expectedAt, frame));
      return {
        kind: standing.place === 1 ? 'next' : 'line',
        line: isFull ? where : `${where} ${bar.writeAhead}`,
        send: bar.send,
        isFull,
      };
    }
    default:
      return newcomerBar(frame, actions, turns);
  }
}

/** The holder's own. */
export function activeBar(
  frame: RoomContext,
  standing: Extract<Standing, { state: 'active' }>,
): Extract<TurnBar, { send: string }> {
  const { room, words } = frame;
  const { bar } = words;
  const { clock, idleClock, promptsLeft } = standing;
  const stands = clock !== null && !isRunning(clock);
  return {
    kind: 'turn',
    warning: idleWarning(frame),
    written: stands ? bar.waitsForWorld : bar.written,
    line:
      (stands ? (isChangingOver(room.life) ? bar.waitsForWorld : bar.clockStands) : null) ??
      (promptsLeft > 1 ? bar.promptsLeft(promptsLeft) : bar.up),
    send: bar.send,
    clock: clock && { clock, wholeMs: room.rules.turnSeconds * 1000 },
    ends: [clock, idleClock],
    isFull: openPrompts(frame) >= promptsLeft,
  };
}

/** For somebody who neither waits nor has the turn. */
function newcomerBar(frame: RoomContext, actions: Actions, turns: QueueView): TurnBar {
  const { room, words, time } = frame;
  const { bar } = words;
  const { holder, waiting, forecast } = turns;
  const isFree = holder === null && waiting === 0;
  const join = { label: bar.join, run: actions.takeTurn };
  if (!isFree && waiting >= room.rules.maxQueue) {
    return { kind: 'full', line: words.reasons['queue-full'](waiting), send: bar.send };
  }
  if (!isLive(frame)) {
    return { kind: 'join', line: bar.waitsForOpening, send: bar.send, empty: join };
  }
  if (isFree) return { kind: 'free', line: bar.free, send: bar.send };
  const turn = forecast?.turnEndsAt == null ? 0 : time.until(forecast.turnEndsAt);
  const wait = forecast === null ? 0 : turn + forecast.lineMs;
  const place = words.place(waiting + 1);
  return {
    kind: 'join',
    line: bar.joins(place, wait > 0 ? shortDuration(wait, words.locale) : null),
    send: bar.sendAt(place),
    empty: join,
  };
}

function queueActs(frame: RoomContext, actions: Actions, turns: QueueView): readonly Act[] {
  const { you, words, connected } = frame;
  if (!connected) return [];
  const { bar } = words;
  switch (you.standing.state) {
    case 'offered':
      return [];
    case 'active':
      return [...moreTime(frame, actions), { label: bar.endTurn, run: actions.passTurn }];
    case 'waiting':
      return [...skip(frame, actions, turns), { label: bar.leaveLine, run: actions.releaseTurn }];
    default:
      return skip(frame, actions, turns);
  }
}

/** Only a turn with a clock can be made longer. */
export function moreTime({ you, words }: RoomContext, actions: Actions): readonly Act[] {
  const { standing } = you;
  const can = standing.state === 'active' && standing.clock !== null && standing.extensionsLeft > 0;
  return can ? [{ label: words.bar.moreTime, run: actions.extendTurn }] : [];
}

/** A vote to skip; none where too few are here to reach the votes it needs. */
function skip(
  context: RoomContext,
  actions: Actions,
  { holder, skip: wish }: QueueView,
): readonly Act[] {
  const { room, you, words, time } = context;
  if (holder === null || wish === null || !isLive(context)) return [];
  if (room.audience.watching - 1 < wish.needed) return [];
  const { votes, needed, openAt } = wish;
  const label = you.skipVoted
    ? words.bar.skipped(votes, needed)
    : words.bar.skip(holder.name, votes, needed);
  return [{ label, run: actions.skipVote, idle: time.until(openAt) > 0 || you.skipVoted }];
}

function openPrompts({ view }: RoomContext): number {
  return view.receipts.filter((receipt) => !isSettled(receipt.status)).length;
}

function waitUntil(instant: number | null, { time, words }: RoomContext): string | null {
  const wait = instant === null ? 0 : time.until(instant);
  return wait > 0 ? shortDuration(wait, words.locale) : null;
}

/** From here on a holder who types nothing is asked whether anybody is there. */
const IDLE_WARNING_MS = 8_000;

/** Asks a holder who does nothing whether they are still there; null while there is no need to. */
function idleWarning({ you, words, time, connected }: RoomContext): string | null {
  const idle: Clock | null = you.standing.state === 'active' ? you.standing.idleClock : null;
  if (idle === null || !connected || !isRunning(idle)) return null;
  const left = time.left(idle);
  return left > IDLE_WARNING_MS ? null : words.bar.stillThere(roundedDuration(left, words.locale));
}
