import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Receipt } from '../protocol/receipt.js';

/** What a draft needs from the element around it. */
export interface DraftPort {
  /** Sends it, unless the page vetoes; null when it did. */
  send(text: string): Promise<unknown> | null;
  canSend(text: string): boolean;
  typing(): void;
  /** The prompts the room has told us of so far. */
  known(): readonly Receipt[];
}

/**
 * The text being written. It stays in the composer, marked as being sent, until the room says what
 * becomes of it; a refused one stays to be mended.
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
    return [...this.text.trim()].length;
  }

  readonly input = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.text = event.target.value;
    this.port.typing();
    this.host.requestUpdate();
  };

  readonly keydown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    // While an input method composes, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  };

  readonly submit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  /** The room spoke of one of the visitor's prompts: if it is this one, the draft is done. */
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
    // A prompt that settles unheard, on a line that broke, must not leave the composer locked.
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
