import { html, nothing } from 'lit';
import type { OwnTurnsView } from '../../protocol/view.js';
import type { TurnBar } from '../parts/bar-state.js';
import { clockTimer } from '../parts/clock.js';
import { contestNews } from './baton.js';
import { chosenNews } from './curated.js';
import type { Drawn, ModeFrame, ModeParts, TurnsLook } from './mode-display.js';
import { modeName, modeSentence } from './mode-names.js';
import { againNews, promptBar } from './open.js';
import { queueLook } from './queue.js';
import { drawnText } from './raffle.js';
import { roundNews } from './round.js';
import { vote, wonText } from './vote.js';

/**
 * A mode without a display of its own: a queue as far as the visitor's standing says, with the
 * countdown if there is one, and the proposals of a round if there are any.
 */
export const generic: ModeParts<OwnTurnsView> = {
  look(frame, turns) {
    const { round: shown, holder, waiting } = turns;
    const look: TurnsLook = { ...byStanding(frame, turns), panel: shared(frame, turns) };
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
  const queue = queueLook(frame, frame.actions, turns);
  const bar = barOf(frame, turns);
  return bar === null ? queue : { ...queue, bar, acts: actsOf(frame) };
}

function barOf(frame: ModeFrame, { waiting }: OwnTurnsView): TurnBar | null {
  const { you, words, say } = frame;
  const { standing } = you;
  switch (standing.state) {
    case 'free':
    case 'cooling':
    case 'watching':
      return promptBar(frame, waiting);
    case 'proposed':
      return { kind: 'line', line: say.round.proposed, send: words.bar.send, isFull: true };
    case 'asking':
      return {
        kind: 'resting',
        line: say.generic.asking(words.place(standing.place)),
        send: words.bar.send,
      };
    default:
      return null;
  }
}

function actsOf({ you, words, actions, connected }: ModeFrame) {
  const asks = you.standing.state === 'asking' && connected;
  return asks ? [{ label: words.bar.leaveLine, run: actions.releaseTurn }] : [];
}

/** What the mode is about, and what everybody waits for together. */
function shared(frame: ModeFrame, { mode, countdown }: OwnTurnsView): Drawn {
  const { names } = frame;
  const sentence = modeSentence(mode, names);
  if (countdown === null && sentence === null) return nothing;
  return html`<div class="ballot">
    <div class="head"><h2>${modeName(mode, names)}</h2> ${countdown && clockTimer(countdown.clock, frame)}</div>
    ${sentence === null ? nothing : html`<p class="quiet">${sentence}</p>`}
  </div>`;
}
