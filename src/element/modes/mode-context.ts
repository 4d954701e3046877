import type { ReactiveControllerHost } from 'lit';
import { checkDraw, type Draw } from '../../client/check-draw.js';
import { type Clock, isStaff, type Standing } from '../../protocol/view.js';
import type { Actions, RoomContext } from '../render-context.js';
import { isRunning, roundedDuration } from '../words/durations.js';

export type CheckResult = 'checking' | 'holds' | 'fails' | 'cannot';

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

/** How long a visitor rests still, in words. */
export function restLeft(
  { until }: Extract<Standing, { state: 'cooling' }>,
  { time, words }: ModeFrame,
): string {
  return roundedDuration(Math.max(1000, time.until(until)), words.locale);
}
