import { isSettled, type Reason, type Receipt, type Refusal } from '../../protocol/reasons.js';
import type { Clock } from '../../protocol/view.js';
import { isRunning, type RoomContext } from '../ports.js';
import { roundedDuration, wholeSeconds } from '../words/language.js';
import { explain } from '../words/words.js';

/** Something that can be done besides writing. */
export interface Act {
  readonly label: string;
  readonly run: () => void;
  /** It is done already, or not possible yet. */
  readonly idle?: boolean;
}

/** A countdown with what it began with. */
interface BarClock {
  readonly clock: Clock;
  readonly wholeMs: number;
}

/** What becomes of a prompt that is written now, as the present way of taking turns says. */
export type TurnBar =
  | {
      /**
       * `free`: it is sent at once. `join`: with it one lines up. `line`, `next`: it waits with its author.
       * `turn`: it is the author's moment. `resting`: it can be written and is not taken yet. `full`: it
       * is not taken until there is room.
       */
      readonly kind: 'free' | 'join' | 'line' | 'next' | 'turn' | 'resting' | 'full';
      readonly line: string;
      /** The same once something is written. */
      readonly written?: string;
      /** Said first, unless the draft goes in by itself. */
      readonly warning?: string | null;
      /** What sending is called. */
      readonly send: string;
      /** What the button does while nothing is written. */
      readonly empty?: Act;
      /** What it does with a draft instead of sending it. */
      readonly asks?: Act;
      /** A second button while nothing is written. */
      readonly second?: Act;
      readonly clock?: BarClock | null;
      /** The first of these to end takes the turn away: a draft goes in before. */
      readonly ends?: readonly (Clock | null)[];
      /** No more than what was sent already is taken: that is shown in place of the field. */
      readonly isFull?: boolean;
    }
  | ClosedBar;

/** No prompt can be sent: what stands in the way, and why. */
interface ClosedBar {
  readonly kind: 'closed';
  readonly what: string;
  readonly line: string;
}

/** What is being written. */
export interface DraftView {
  readonly text: string;
  /** Whether it could be sent as it is. */
  readonly isValid: boolean;
  readonly isSending: boolean;
  /** Whether it goes in by itself when the turn ends. */
  readonly goesIn: boolean;
  /** Why the last request was refused, or the last prompt came to nothing. */
  readonly problem: Refusal | Receipt | null;
  /** What could be better about it; null while there is nothing to say. */
  readonly advice: string | null;
}

interface Told {
  /** The one line below. */
  readonly line: string;
  /** Whether that is a refusal. */
  readonly isProblem: boolean;
  readonly clock: BarClock | null;
}

/** The button that ends the bar. */
interface BarButton {
  readonly label: string;
  /** `send` submits the draft; null does nothing now. */
  readonly does: 'send' | Act | null;
}

/** What the bar is: one of these at a time, all of the same height. */
export type BarState = Told &
  (
    | {
        readonly kind:
          | Exclude<TurnBar['kind'], 'closed'>
          | 'performing'
          | 'applied'
          | 'refused'
          | 'offline';
        readonly shows: 'field';
        readonly button: BarButton;
        readonly second: Act | null;
        /** Nothing can be written now. */
        readonly isLocked: boolean;
        readonly isMine: boolean;
        /** When the draft goes in by itself; null while it does not. */
        readonly goesIn: Clock | null;
      }
    | {
        readonly kind: 'line' | 'next' | 'held';
        readonly shows: 'chip';
        /** The prompt of one's own that waits. */
        readonly prompt: Receipt;
      }
    | { readonly kind: 'closed'; readonly shows: 'words'; readonly what: string }
  );

/** So long it is said that a prompt is in the world. */
const APPLIED_MS = 3_000;

/** And so long why the own turn is over, or a prompt came to nothing and nobody writes. */
const NEWS_MS = 20_000;

/** From here on the end of the turn is counted down. */
const GOES_IN_MS = 5_000;

/** After these a broadcast does not come back by waiting for it. */
const FOR_LONG: ReadonlySet<Reason> = new Set([
  'stopped',
  'out-of-hours',
  'budget-day',
  'budget-month',
  'quota',
  'account-suspended',
  'bad-key',
  'not-configured',
]);

/** What the bar is now, from how turns are taken, what the room said, and what is being written. */
export function barState(turn: TurnBar, context: RoomContext, draft: DraftView): BarState {
  const { words, view } = context;
  const own = view.receipts.filter(({ status }) => !isSettled(status)).at(-1) ?? null;
  const closed = obstacle(context) ?? (turn.kind === 'closed' ? turn : null);
  const told = (line: string) => ({ line, isProblem: false, clock: null });
  if (own?.status === 'held') {
    const line = own.reason === null ? words.bar.onItsWay : words.reasons[own.reason](own.limit);
    return { kind: 'held', shows: 'chip', prompt: own, ...told(line) };
  }
  if (turn.kind !== 'closed') {
    const { isFull = false } = turn;
    const takesMore = !isFull && (turn.kind === 'free' || turn.kind === 'turn');
    const isUnderWay =
      own?.status === 'performing' || (own !== null && isFull && turn.kind === 'turn');
    if (draft.isSending || (isUnderWay && !takesMore)) return performing(turn, words.bar.onItsWay);
    if (own !== null && isFull) {
      const kind = turn.kind === 'next' ? 'next' : 'line';
      return { kind, shows: 'chip', prompt: own, ...told(closed?.what ?? turn.line) };
    }
    if (closed === null) return fieldBar(turn, context, draft);
  }
  return { kind: 'closed', shows: 'words', what: closed?.what ?? '', ...told(closed?.line ?? '') };
}

type OpenBar = Exclude<TurnBar, ClosedBar>;

/** The text has left for the picture; the field waits for what becomes of it. */
function performing({ send, kind }: OpenBar, line: string): BarState {
  return {
    kind: 'performing',
    shows: 'field',
    line,
    isProblem: false,
    clock: null,
    button: { label: send, does: null },
    second: null,
    isLocked: true,
    isMine: kind === 'turn',
    goesIn: null,
  };
}

function fieldBar(turn: OpenBar, context: RoomContext, draft: DraftView): BarState {
  const { connected, words } = context;
  const isMine = turn.kind === 'turn';
  const isEmpty = draft.text.trim() === '';
  const takes = connected && turn.kind !== 'resting' && turn.kind !== 'full';
  const goesIn = isMine && takes && draft.goesIn ? firstToEnd(turn.ends ?? [], context) : null;
  const field = {
    shows: 'field',
    clock: turn.clock ?? null,
    second: isEmpty && takes ? (turn.second ?? null) : null,
    isLocked: false,
    isMine,
    goesIn,
    button: buttonOf(turn, isEmpty, takes, draft.isValid),
  } as const;
  if (!connected) return { ...field, kind: 'offline', line: words.bar.offline, isProblem: false };
  const problem = problemOf(draft, context);
  if (problem !== null) return { ...field, kind: 'refused', line: problem, isProblem: true };
  if (isEmpty && !isMine && hasJustArrived(context)) {
    return { ...field, kind: 'applied', line: words.bar.done, isProblem: false };
  }
  const line =
    countdown(goesIn, context) ??
    (goesIn === null ? turn.warning : null) ??
    ownEnd(context) ??
    (isEmpty ? null : (draft.advice ?? turn.written)) ??
    turn.line;
  return { ...field, kind: turn.kind, line, isProblem: false };
}

function buttonOf(turn: OpenBar, isEmpty: boolean, takes: boolean, isValid: boolean): BarButton {
  if (isEmpty) {
    return { label: turn.empty?.label ?? turn.send, does: takes ? (turn.empty ?? null) : null };
  }
  const sends = isValid ? 'send' : null;
  return { label: turn.send, does: takes ? (turn.asks ?? sends) : null };
}

/** The running clock that ends first. */
function firstToEnd(clocks: readonly (Clock | null)[], { time }: RoomContext): Clock | null {
  const running = clocks.filter((clock) => clock !== null).filter(isRunning);
  if (running.length === 0) return null;
  return running.reduce((first, other) => (time.left(other) < time.left(first) ? other : first));
}

/** Whether the last seconds are counted down. */
export function isEnding(clock: Clock, time: RoomContext['time']): boolean {
  return time.left(clock) <= GOES_IN_MS;
}

function countdown(goesIn: Clock | null, { time, words }: RoomContext): string | null {
  if (goesIn === null || !isEnding(goesIn, time)) return null;
  return words.bar.goesIn(wholeSeconds(time.left(goesIn)));
}

/** After these nobody wonders where the turn went. */
const OWN_DOING: ReadonlySet<Reason> = new Set(['prompts-used', 'passed', 'left']);

/** How the own turn ended, for somebody who wonders where it went. */
function ownEnd({ room, you, words, time }: RoomContext): string | null {
  const { last } = room.turns;
  const { state } = you.standing;
  if (last?.id !== you.id || state === 'offered' || state === 'active') return null;
  if (OWN_DOING.has(last.reason)) return null;
  if (time.until(last.at + NEWS_MS) === 0) return null;
  return (
    words.turnEnds[last.reason]?.[1] ?? words.turnEnded(null, words.reasons[last.reason](null))
  );
}

function problemOf({ problem }: DraftView, { words, time }: RoomContext): string | null {
  if (problem === null || problem.reason === null) return null;
  if ('at' in problem && time.until(problem.at + NEWS_MS) === 0) return null;
  const { reason, limit, retryAt } = problem;
  const wait = retryAt === null ? 0 : time.until(retryAt);
  return explain(words, { reason, limit }, wait > 0 ? roundedDuration(wait, words.locale) : null);
}

function hasJustArrived({ view, time }: RoomContext): boolean {
  const newest = view.receipts.at(-1);
  return newest?.status === 'applied' && time.until(newest.at + APPLIED_MS) > 0;
}

/** Why no prompt can be sent, in any mode; null when one can. */
function obstacle({ room, you, words, time, view }: RoomContext): Omit<ClosedBar, 'kind'> | null {
  const { bar, reasons } = words;
  const told = (
    { until, why }: { readonly until: number; readonly why: string },
    endless: string,
    ending: (wait: string) => string,
  ) => {
    const left = until === 0 ? 0 : time.until(until);
    const what = left > 0 ? ending(roundedDuration(left, words.locale)) : endless;
    return { what, line: why === '' ? '' : bar.reason(why) };
  };
  if (view.connection.status === 'refused') return { what: bar.keptOut, line: '' };
  if (you.role === 'viewer') return { what: bar.viewer, line: '' };
  if (you.muted !== null) return told(you.muted, bar.muted, bar.mutedFor);
  const { prompts, queue } = room.locks;
  if (prompts !== null) return told(prompts, bar.locked, bar.lockedFor);
  if (room.unattended) return { what: reasons['no-moderator'](null), line: '' };
  const { life } = room;
  const isOver = 'reason' in life && life.reason !== null && FOR_LONG.has(life.reason);
  if (life.phase === 'closing' || (isOver && life.phase !== 'opening')) {
    return { what: bar.shut, line: '' };
  }
  const linesUp = room.turns.mode === 'queue' && you.standing.state === 'none';
  if (queue !== null && linesUp) {
    return told(queue, reasons['queue-locked'](null), bar.queueLockedFor);
  }
  return null;
}
