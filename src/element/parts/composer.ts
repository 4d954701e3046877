import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../draft.js';
import type { RoomFrame } from '../frame.js';
import { obstacle } from '../obstacle.js';

/** The count appears when this little is left; before, it would only distract. */
const COUNT_FROM = 40;

/** Where a prompt is written, with one line that tells what sending it would do now. */
export function composer(frame: RoomFrame, draft: Draft, ofTurns: string): TemplateResult {
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
      <p id="hint">${draft.sending ? words.sending : (obstacle(frame) ?? ofTurns)}</p>
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
