import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { lengthOf } from '../../protocol/graphemes.js';
import type { Receipt } from '../../protocol/reasons.js';
import type { RoomContext } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';

/** Why no prompt can be sent now, in any mode; null when one can. */
function obstacle({ room, you, words, time, connected }: RoomContext): string | null {
  const { hint, reasons } = words;
  const told = (
    { until, why }: { readonly until: number; readonly why: string },
    endless: string,
    ending: (wait: string) => string,
  ) => {
    const left = until === 0 ? 0 : time.until(until);
    const sentence = left > 0 ? ending(roundedDuration(left, words.locale)) : endless;
    return why === '' ? sentence : hint.because(sentence, why);
  };
  if (!connected) return hint.offline;
  if (you.muted !== null) return told(you.muted, hint.muted, hint.mutedFor);
  const { prompts, queue } = room.locks;
  if (prompts !== null) return told(prompts, hint.locked, hint.lockedFor);
  if (room.unattended) return reasons['no-moderator'](null);
  const linesUp = room.turns.mode === 'queue' && you.standing.state === 'none';
  if (queue !== null && linesUp) {
    return told(queue, reasons['queue-locked'](null), hint.queueLockedFor);
  }
  return null;
}

/** What a draft needs from the element around it. */
interface DraftPort {
  /** Sends it, unless the page vetoes; null when it did. */
  send(text: string): Promise<unknown> | null;
  canSend(text: string): boolean;
  typing(): void;
  /** The prompts the room has told us of so far. */
  known(): readonly Receipt[];
}

/**
 * The text being written. It stays in the composer, marked as being sent, until the room says what
 * becomes of it; a refused text stays, to be edited.
 */
export class Draft implements ReactiveController {
  text = '';
  sending = false;
  private readonly host: ReactiveControllerHost;
  private readonly port: DraftPort;
  private known: ReadonlySet<string> = new Set();
  private attempt = 0;

  constructor(host: ReactiveControllerHost, port: DraftPort) {
    this.host = host;
    this.port = port;
    host.addController(this);
  }

  /** In characters, as the room counts them. */
  get length(): number {
    return lengthOf(this.text.trim());
  }

  readonly input = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.text = event.target.value;
    this.port.typing();
    this.host.requestUpdate();
  };

  readonly keydown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    // While an input method composes, Enter belongs to it. Safari says that by the key code alone: there
    // the composition has ended when the key is told.
    const isComposing = event.isComposing || event.keyCode === INPUT_METHOD;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.send();
  };

  readonly submit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  /** A receipt came: if it is that of this draft, the draft is done. */
  heard(receipt: Receipt): void {
    if (!this.sending || this.known.has(receipt.id)) return;
    this.finish(this.attempt, receipt.status !== 'refused');
  }

  hostDisconnected(): void {
    this.sending = false;
  }

  private send(): void {
    const text = this.text.trim();
    if (this.sending || !this.port.canSend(text)) return;
    this.known = new Set(this.port.known().map((receipt) => receipt.id));
    const settled = this.port.send(text);
    if (settled === null) return;
    this.sending = true;
    this.attempt += 1;
    this.host.requestUpdate();
    // A prompt that settles unheard, on a connection that broke, must not leave the composer locked.
    const giveUp = this.finish.bind(this, this.attempt, false);
    settled.then(giveUp, giveUp);
  }

  private finish(attempt: number, clear: boolean): void {
    if (!this.sending || attempt !== this.attempt) return;
    this.sending = false;
    if (clear) this.text = '';
    this.host.requestUpdate();
  }
}

/** The key code of every key that an input method takes for itself. */
const INPUT_METHOD = 229;

/** The count appears when this little is left; before, it would only distract. */
const COUNT_FROM = 40;

/** Where a prompt is written, with one line that tells what sending it would do now. */
export function composer(context: RoomContext, draft: Draft, ofTurns: string): TemplateResult {
  const { words, room, connected } = context;
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
        dir="auto"
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
      <p id="hint">${draft.sending ? words.sending : (obstacle(context) ?? ofTurns)}</p>
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
