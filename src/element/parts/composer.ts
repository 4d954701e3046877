import { html, nothing, type TemplateResult } from 'lit';
import type { Draft } from '../draft.js';
import { roundedDuration } from '../durations.js';
import type { RoomFrame } from '../frame.js';

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
      <p id="hint">${draft.sending ? words.sending : hint(frame, ofTurns)}</p>
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

/** What would become of a prompt that is sent now: the same obstacles everywhere, else the turns'. */
function hint(frame: RoomFrame, ofTurns: string): string {
  const { room, you, words, connected } = frame;
  const { hint: say, reasons } = words;
  if (!connected) return say.offline;
  if (you.muted !== null) return lasting(you.muted, say.muted, say.mutedFor, frame);
  const lock = room.locks.prompts;
  if (lock !== null) return lasting(lock, say.locked, say.lockedFor, frame);
  return room.unattended ? reasons['no-moderator'](null) : ofTurns;
}

/** Something that is over at an instant, or, at 0, when a moderator says so. */
function lasting(
  { until }: { readonly until: number },
  open: string,
  timed: (wait: string) => string,
  { time, words }: RoomFrame,
): string {
  const wait = until === 0 ? 0 : time.until(until);
  return wait > 0 ? timed(roundedDuration(wait, words.locale)) : open;
}
