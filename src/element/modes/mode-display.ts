import { nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { checkDraw, type Draw } from '../../client/check-draw.js';
import type { ClientView } from '../../client/client-options.js';
import {
  type Clock,
  type HolderView,
  isStaff,
  type Person,
  type TurnsOf,
  type TurnsView,
} from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import type { Act, TurnBar } from '../parts/bar-state.js';
import { type Actions, isRunning, type RoomContext } from '../ports.js';
import { roundedDuration } from '../words/language.js';
import type { Words } from '../words/words.js';
import type { ModeNames } from './mode-names.js';
import type { ModeWords } from './mode-words.js';

/** How one way of taking turns is shown: what is drawn, whatever the mode is called. */
export interface TurnsLook {
  /** What becomes of a prompt that is written now. */
  readonly bar: TurnBar;
  /** What is seldom wanted: behind a small button of the bar. */
  readonly acts: readonly Act[];
  /** What there is to choose from: a ballot, a draw, suggestions. */
  readonly panel: Drawn;
  /** Who has the turn, and those who wait for it; null where nobody waits in person. */
  readonly line: LineLook | null;
}

export interface LineLook {
  readonly heading: string;
  /** Who has the turn or is offered it, and how long still; null where nobody has. */
  readonly holder: (HolderView & { readonly wholeMs: number }) | null;
  /** The next few, first one first. */
  readonly next: readonly Person[];
  readonly waiting: number;
  /** The visitor's own place; null for somebody who does not wait. */
  readonly place: number | null;
}

/** What a queue is drawn from, in whichever mode there is one. */
export type QueueView = Omit<TurnsOf<'queue'>, 'mode' | 'last' | 'switching'>;

/** A queue that nobody is in. */
export const EMPTY_QUEUE: QueueView = {
  holder: null,
  next: [],
  waiting: 0,
  forecast: null,
  skip: null,
};

export type Drawn = TemplateResult | typeof nothing;

/** What a mode says of itself; what it leaves out is not in it. */
type ModeLook = Pick<TurnsLook, 'bar'> & Partial<TurnsLook>;

export function wholeLook(look: ModeLook): TurnsLook {
  return { acts: [], panel: nothing, line: null, ...look };
}

/** One view after another in the same mode; `was` is null when the mode has just begun. */
export interface TurnsChange<Turns> {
  readonly was: Turns | null;
  readonly is: Turns;
  readonly before: ClientView;
  readonly after: ClientView;
  readonly words: Words;
  readonly say: ModeWords;
  /** What is left on a clock, in words. */
  inWords(clock: Clock): string;
}

/** How one mode is drawn, and what of it a screen reader is told. */
export interface ModeParts<Turns = TurnsView> {
  look(frame: ModeFrame, turns: Turns): ModeLook;
  news?(change: TurnsChange<Turns>): Announcements;
}

type CheckResult = 'checking' | 'holds' | 'fails' | 'cannot';

/** Draws a raffle again, in this very page, and keeps what came of it for as long as it is shown. */
export class DrawCheck {
  private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  private round: string | null = null;
  private result: CheckResult | null = null;

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.host = host;
  }

  /** What is known of the draw of a round; null as long as nobody has asked. */
  of(round: string): CheckResult | null {
    return round === this.round ? this.result : null;
  }

  async check(round: string, draw: Draw): Promise<void> {
    this.round = round;
    this.become('checking');
    // Without a secure connection a page has no way to hash anything.
    const result = await checkDraw(draw).then(
      (holds) => (holds ? 'holds' : 'fails'),
      () => 'cannot' as const,
    );
    if (this.round === round) this.become(result);
  }

  private become(result: CheckResult): void {
    this.result = result;
    this.host.requestUpdate();
  }
}

/** What the ways of taking turns are drawn from. */
export interface ModeFrame extends RoomContext {
  readonly say: ModeWords;
  readonly names: ModeNames;
  readonly actions: Actions;
  readonly draw: DrawCheck;
  readonly watchOnly: boolean;
}

/** Whether the visitor decides for the others what runs. */
export function directs({ you }: ModeFrame): boolean {
  return isStaff(you.role);
}

/** Whether what is offered can be asked for now. */
export function offers({ connected, watchOnly }: ModeFrame): boolean {
  return connected && !watchOnly;
}

/** Time left in words; null while the clock stands still, or is none. */
export function timeLeft(clock: Clock | null, { time, words }: ModeFrame): string | null {
  if (clock === null || !isRunning(clock)) return null;
  return roundedDuration(Math.max(1000, time.left(clock)), words.locale);
}
