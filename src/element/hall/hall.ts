import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import { strokeOffset } from '../parts/clock.js';
import type { Crowd } from '../parts/crowd.js';
import { faces } from '../parts/faces.js';
import type { RoomUiPort } from '../ports.js';
import type { RoomContext } from '../render-context.js';
import { preferences } from '../styles/base.js';
import { hallWordsFor } from './hall-words.js';
import { joinCode } from './join-code.js';
import { hallStyles } from './styles.js';

/**
 * What a screen in a hall shows over the picture: who is next, the ballot, how much time is left, and the
 * way to take part. Nobody can touch it.
 */
export class Hall {
  static readonly styles = [hallStyles, preferences];
  private readonly port: Pick<RoomUiPort, 'language'>;
  /** A code is made once for each address. */
  private made: { readonly from: unknown; readonly code: Drawn } = { from: null, code: nothing };

  constructor(port: Hall['port']) {
    this.port = port;
  }

  draw(
    context: RoomContext,
    look: TurnsLook,
    crowd: Crowd,
    joinUrl: string | null,
  ): TemplateResult {
    return html`<div class="hall">
      <div class="hall-people">${faces(context, look, crowd, true)}</div>
      <div class="hall-panel">${look.panel}</div>
      ${this.code(joinUrl)} ${edge(look, context)}
    </div>`;
  }

  private code(joinUrl: string | null): Drawn {
    const words = hallWordsFor(this.port.language);
    const from = `${words.join} ${joinUrl}`;
    if (this.made.from !== from) {
      this.made = { from, code: joinUrl === null ? nothing : joinCode(joinUrl, words) };
    }
    return this.made.code;
  }
}

/** The time that is left, along the bottom edge. */
function edge(look: TurnsLook, context: RoomContext): Drawn {
  const { clock, wholeMs } = clockOf(look, context);
  if (clock === null) return nothing;
  const { time, words } = context;
  return html`<svg part="timer" class="edge" role="timer" aria-label=${words.timeLeft} viewBox="0 0 100 1" preserveAspectRatio="none">
    ${svg`<path d="M0 .5H100" pathLength="100" stroke-dasharray="100"
      stroke-dashoffset=${strokeOffset(clock, wholeMs, time)} />`}
  </svg>`;
}

/** The clock that everybody waits for: of the turn, or of the round. */
function clockOf(
  { line }: TurnsLook,
  { room }: RoomContext,
): { clock: Clock | null; wholeMs: number } {
  const { turns, rules } = room;
  if (line?.holder != null) return line.holder;
  if ('round' in turns && turns.round !== null) {
    const { phase, clock } = turns.round;
    const seconds = phase === 'propose' ? rules.submitSeconds : rules.voteSeconds;
    return { clock, wholeMs: seconds * 1000 };
  }
  const countdown = 'countdown' in turns ? turns.countdown : null;
  return { clock: countdown?.clock ?? null, wholeMs: (countdown?.seconds ?? 1) * 1000 };
}
