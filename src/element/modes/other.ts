import { html } from 'lit';
import { isLive } from '../render-context.js';
import { type ModeFrame, restLeft } from './mode-context.js';
import { promptHint } from './open.js';
import { lastTurn, queueLook } from './queue.js';
import type { Drawn, TurnsLook } from './turn-display.js';

/** A way of taking turns that nobody here knows: a line, as far as the visitor's standing says. */
export function otherLook(frame: ModeFrame): TurnsLook {
  const { you, actions, modeWords, words, room } = frame;
  const { standing } = you;
  const queue = queueLook(frame, actions);
  const say = modeWords.other;
  const last = lastTurn(frame);
  const also = last === null ? [] : [last];
  switch (standing.state) {
    case 'free':
      return {
        ...queue,
        headline: room.turns.holder === null ? say.free : queue.headline,
        details: isLive(frame) ? also : [words.turnsPause, ...also],
        buttons: [],
        hint: promptHint(frame),
      };
    case 'cooling': {
      const again = modeWords.open.again(restLeft(standing, frame));
      const clock = { endsAt: standing.until };
      const wholeMs = Math.max(1000, room.rules.cooldownSeconds * 1000);
      const headline = say.cooling;
      const hint = promptHint(frame);
      return { ...queue, clock, wholeMs, headline, details: [again, ...also], buttons: [], hint };
    }
    case 'watching': {
      const details = [words.reasons[standing.reason](null), ...also];
      return { ...queue, headline: say.watching, details, buttons: [], hint: null };
    }
    case 'proposed': {
      const hint = modeWords.round.proposed;
      return { ...queue, headline: say.proposed, details: also, buttons: [], hint };
    }
    case 'asking':
      return {
        ...queue,
        headline: say.asking(standing.place),
        details: also,
        buttons: [leave(frame)],
        hint: words.hint.waits(standing.place, null),
      };
    default:
      return queue;
  }
}

function leave({ words, actions, connected }: ModeFrame): Drawn {
  return html`<button
    data-main
    aria-disabled=${connected ? 'false' : 'true'}
    @click=${actions.releaseTurn}
  >
    ${words.leaveLine}
  </button>`;
}
