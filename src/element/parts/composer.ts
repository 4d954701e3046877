import { html, nothing, type TemplateResult } from 'lit';
import { isSettled } from '../../protocol/receipt.js';
import type { Draft } from '../draft.js';
import { roundedDuration } from '../durations.js';
import { isLive, type RoomFrame } from '../frame.js';
import { obstacle } from '../obstacle.js';

/** The count appears when this little is left; before, it would only distract. */
const COUNT_FROM = 40;

/** Where a prompt is written, with one line that tells what sending it would do now. */
export function composer(frame: RoomFrame, draft: Draft): TemplateResult {
  const { words, room, connected } = frame;
  const left = room.rules.maxLength - draft.length;
  const ready = connected && !draft.sending && draft.length > 0 && left >= 0;
  return html`
    <form
      part="composer"
      class="composer"
      @submit=${draft.submit}
      @keydown=${draft.keydown}
      @keyup=${keepToOurselves}
      @keypress=${keepToOurselves}
    >
      <textarea
        part="input"
        class="input"
        rows="1"
        enterkeyhint="send"
        autocomplete="off"
        aria-label=${words.promptLabel}
        aria-describedby="hint"
        placeholder=${words.promptExample}
        ?readonly=${draft.sending}
        .value=${draft.text}
        @input=${draft.input}
      ></textarea>
      <button part="send" class="send primary" aria-disabled=${ready ? 'false' : 'true'}>
        ${words.send}
      </button>
    </form>
    <div class="beneath">
      <p id="hint">${draft.sending ? words.sending : hint(frame)}</p>
      ${
        left < COUNT_FROM
          ? html`<span class="count number ${left < 0 ? 'problem' : ''}"
              >${words.charactersLeft(left)}</span
            >`
          : nothing
      }
    </div>
  `;
}

/** A page's hotkeys would take the typed letters for themselves. */
function keepToOurselves(event: Event): void {
  event.stopPropagation();
}

/** What would become of a prompt that is sent now. */
function hint(frame: RoomFrame): string {
  const { room, you, view, words, time } = frame;
  const { standing } = you;
  const inTheWay = obstacle(frame);
  if (inTheWay !== null) return inTheWay;
  const open = view.receipts.filter((receipt) => !isSettled(receipt.status)).length;
  switch (standing.state) {
    case 'active':
      if (open >= standing.promptsLeft) return words.hint.used;
      return isLive(frame) ? words.hint.now : words.hint.closed;
    case 'offered':
      return words.hint.claims;
    case 'waiting': {
      if (open >= room.rules.promptsPerTurn) return words.hint.rides;
      const wait = standing.expectedAt === null ? 0 : time.until(standing.expectedAt);
      return words.hint.waits(
        standing.place,
        wait > 0 ? roundedDuration(wait, words.locale) : null,
      );
    }
    default: {
      const { holder, waiting, forecast } = room.turns;
      if (!isLive(frame)) return words.hint.closed;
      if (holder === null && waiting === 0) return words.hint.free;
      const turn = forecast?.turnEndsAt == null ? 0 : time.until(forecast.turnEndsAt);
      const wait = forecast === null ? 0 : Math.max(0, turn) + forecast.lineMs;
      return words.hint.joins(waiting + 1, wait > 0 ? roundedDuration(wait, words.locale) : null);
    }
  }
}
