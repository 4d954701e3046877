import type { ReactiveControllerHost } from 'lit';
import { checkDraw, type Draw } from '../../client/check-draw.js';

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
