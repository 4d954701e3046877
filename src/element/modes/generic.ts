import { html, nothing } from 'lit';
import type { OwnTurnsView } from '../../protocol/view.js';
import { isLive } from '../render-context.js';
import { contestNews } from './baton.js';
import { chosenNews } from './curated.js';
import {
  type Drawn,
  type ModeFrame,
  type ModeParts,
  restLeft,
  type TurnsLook,
} from './mode-display.js';
import { modeSentence } from './mode-names.js';
import { againNews, promptHint } from './open.js';
import { lastTurn, queueLook } from './queue.js';
import { drawnText } from './raffle.js';
import { roundNews } from './round.js';
import { vote, wonText } from './vote.js';

/**
 * A mode without a display of its own: a queue as far as the visitor's standing says, with the
 * countdown if there is one, and the proposals of a round if there are any.
 */
export const generic: ModeParts<OwnTurnsView> = {
  look(frame, turns) {
    const { round: shown, holder, waiting, countdown } = turns;
    const standing = byStanding(frame, turns);
    const look =
      countdown === null
        ? standing
        : { ...standing, clock: countdown.clock, wholeMs: countdown.seconds * 1000 };
    if (shown === null) return look;
    const ballot = vote.look(frame, { ...turns, mode: 'vote', round: shown });
    const hasQueue = holder !== null || waiting > 0;
    return hasQueue ? { ...look, panel: ballot.panel ?? nothing } : ballot;
  },

  news(change) {
    const { was, is } = change;
    const rounds = roundNews(was?.round ?? null, is.round, change, (decided) =>
      decided.fairness === null ? wonText(decided, change.say) : drawnText(decided, change.say),
    );
    const contest = contestNews(
      { holder: was?.holder ?? null, contest: was?.asking?.contest ?? null },
      { holder: is.holder, contest: is.asking?.contest ?? null },
      change,
    );
    const standing = [...againNews(change), ...chosenNews(change)];
    return { ...contest, polite: [...standing, ...rounds, ...contest.polite] };
  },
};

/** A queue, in the words of how the visitor stands in it. */
function byStanding(frame: ModeFrame, turns: OwnTurnsView): TurnsLook {
  const { you, actions, words, room, say: all } = frame;
  const say = all.generic;
  const { standing } = you;
  const queue = queueLook(frame, actions, turns);
  const last = lastTurn(frame);
  const sentence = modeSentence(turns.mode, frame.names);
  const also = [sentence, last].filter((text) => text !== null);
  switch (standing.state) {
    case 'free':
      return {
        ...queue,
        headline: turns.holder === null ? say.free : queue.headline,
        details: isLive(frame) ? also : [words.turnsPause, ...also],
        buttons: [],
        hint: promptHint(frame, turns),
      };
    case 'cooling':
      return {
        ...queue,
        clock: { endsAt: standing.until },
        wholeMs: Math.max(1000, room.rules.cooldownSeconds * 1000),
        headline: say.cooling,
        details: [all.open.again(restLeft(standing, frame)), ...also],
        buttons: [],
        hint: promptHint(frame, turns),
      };
    case 'watching': {
      const details = [words.reasons[standing.reason](null), ...also];
      return { ...queue, headline: say.watching, details, buttons: [], hint: null };
    }
    case 'proposed':
      return {
        ...queue,
        headline: say.proposed,
        details: also,
        buttons: [],
        hint: all.round.proposed,
      };
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
