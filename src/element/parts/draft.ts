import type { LitElement, ReactiveController } from 'lit';
import type { ClientView } from '../../client/index.js';
import { lengthOf } from '../../protocol/graphemes.js';
import { isSettled, type Outcome, type Receipt, type Refusal } from '../../protocol/reasons.js';

/** What a draft needs from the element around it. */
interface DraftPort {
  /** Sends it, unless the page vetoes; null when it did. */
  send(text: string): Promise<unknown> | null;
  /** Whether a text of this length can be sent now. */
  canSend(length: number): boolean;
  typing(): void;
  /** The prompts the room has told us of so far. */
  known(): readonly Receipt[];
  /** What is left until the draft has to go in by itself (ms); null while it does not. */
  goesIn(): number | null;
  /** Whose it is: where it is kept for the next page. Null while that is not known. */
  key(): string | null;
}

/** So long before the end a draft goes in by itself: it has to arrive in time. */
const AHEAD_MS = 600;

/** A receipt that the visitor asked for, or that says nothing that they do not know. */
const OWN_DOING: ReadonlySet<Receipt['reason']> = new Set(['left', 'passed', 'id-taken']);

/**
 * The text being written. It stays in the field, marked as being sent, until the room says what
 * becomes of it; a refused text comes back, to be edited. It survives a reload, and the tabs of one
 * visitor share it.
 */
export class Draft implements ReactiveController {
  text = '';
  sending = false;
  /** Why the last request was refused, or the last prompt came to nothing. */
  problem: Refusal | Receipt | null = null;
  private readonly host: LitElement;
  private readonly port: DraftPort;
  private known: ReadonlySet<string> = new Set();
  private attempt = 0;
  /** The prompts that were written here: a refused one comes back into the field. */
  private readonly written = new Set<string>();
  private last = '';
  /** Whether the visitor has written it here, and not seen it refused since. */
  private isFresh = false;
  /** Escape: in this turn it does not go in by itself. */
  private isStopped = false;
  private isFocusWanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private key: string | null = null;

  constructor(host: LitElement, port: DraftPort) {
    this.host = host;
    this.port = port;
    host.addController(this);
  }

  /** In characters, as the room counts them. */
  get length(): number {
    return lengthOf(this.text.trim());
  }

  get goesIn(): boolean {
    return this.isFresh && !this.isStopped && !this.sending && this.port.canSend(this.length);
  }

  readonly input = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.write(event.target.value);
    this.port.typing();
  };

  /** Puts a text into the field, as if it were typed. */
  write(text: string): void {
    this.text = text;
    this.isFresh = true;
    this.problem = null;
    keepDraft(this.key, text);
    this.host.requestUpdate();
  }

  readonly keydown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    // While an input method composes, its keys belong to it. Safari says that by the key code alone:
    // there the composition has ended when the key is told.
    if (event.isComposing || event.keyCode === INPUT_METHOD) return;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape' && this.port.goesIn() !== null) {
      this.isStopped = true;
      this.host.requestUpdate();
    } else if (event.key === 'ArrowUp' && isPlain && this.text === '') {
      const last = this.last || (this.port.known().at(-1)?.text ?? '');
      if (last === '' || this.sending) return;
      event.preventDefault();
      this.write(last);
    }
  };

  /** A receipt came: if it is that of this draft, the draft is done. */
  heard(receipt: Receipt): void {
    if (!this.sending || this.known.has(receipt.id)) return;
    this.written.add(receipt.id);
    this.finish(this.attempt, receipt.status !== 'refused');
  }

  viewChanged(before: ClientView, after: ClientView): void {
    this.open();
    const was = before.you?.standing.state;
    const is = after.you?.standing.state;
    if (is !== was && !(this.problem !== null && 'at' in this.problem)) this.problem = null;
    if ((is === 'offered' || is === 'active') && was !== 'offered' && was !== 'active') {
      this.isStopped = false;
      this.isFocusWanted = was !== undefined;
    }
    if (before.room !== null) this.settled(before.receipts, after.receipts);
  }

  /** What the room answered to a button. */
  answered(outcome: Outcome): void {
    this.problem = outcome.ok ? null : outcome;
    this.host.requestUpdate();
  }

  /** Sends what was written; nothing happens as long as that cannot be done. */
  send(): void {
    const text = this.text.trim();
    if (this.sending || !this.port.canSend(lengthOf(text))) return;
    this.known = new Set(this.port.known().map((receipt) => receipt.id));
    const settled = this.port.send(text);
    if (settled === null) return;
    this.sending = true;
    this.problem = null;
    this.last = text;
    this.attempt += 1;
    this.host.requestUpdate();
    // A prompt that settles unheard, on a connection that broke, must not leave the field locked.
    const giveUp = this.finish.bind(this, this.attempt, false);
    settled.then(giveUp, giveUp);
  }

  hostConnected(): void {
    addEventListener('storage', this.writtenElsewhere);
  }

  hostDisconnected(): void {
    removeEventListener('storage', this.writtenElsewhere);
    clearTimeout(this.timer);
    this.sending = false;
  }

  hostUpdated(): void {
    clearTimeout(this.timer);
    const left = this.port.goesIn();
    if (left !== null) this.timer = setTimeout(this.sendInTime, Math.max(0, left - AHEAD_MS));
    if (this.isFocusWanted) this.takeFocus();
  }

  private readonly sendInTime = (): void => {
    // Once: the page may have kept it back.
    this.isStopped = true;
    if (takeDraft(this.key, this.text)) this.send();
    this.host.requestUpdate();
  };

  /** The field is where one writes at once, unless something on the page has the focus. */
  private takeFocus(): void {
    this.isFocusWanted = false;
    const { activeElement, body } = document;
    if (activeElement !== null && activeElement !== body) return;
    this.host.renderRoot.querySelector<HTMLElement>('.input:not([hidden])')?.focus({
      preventScroll: true,
    });
  }

  /** The newest prompt that has come to nothing: why is told, and one written here comes back. */
  private settled(before: readonly Receipt[], after: readonly Receipt[]): void {
    const was = new Map(before.map((receipt) => [receipt.id, receipt.status]));
    for (const receipt of after) {
      const status = was.get(receipt.id);
      if (receipt.status === status || !isSettled(receipt.status)) continue;
      if (receipt.status === 'applied' || receipt.status === 'withdrawn') continue;
      if (OWN_DOING.has(receipt.reason)) continue;
      this.problem = receipt;
      this.isFresh = false;
      // One that may have arrived is not offered to be sent twice.
      const comesBack = this.written.has(receipt.id) && receipt.status !== 'unconfirmed';
      if (comesBack && this.text === '') this.set(receipt.text);
    }
  }

  private finish(attempt: number, clear: boolean): void {
    if (!this.sending || attempt !== this.attempt) return;
    this.sending = false;
    this.set(clear ? '' : this.text);
    this.host.requestUpdate();
  }

  private set(text: string): void {
    this.text = text;
    this.isFresh = false;
    keepDraft(this.key, text);
  }

  /** Takes up what was written before a reload. */
  private open(): void {
    const key = this.port.key();
    if (key === this.key) return;
    this.key = key;
    if (this.text !== '') return keepDraft(key, this.text);
    this.text = keptDraft(key);
    this.isFresh = this.text !== '';
  }

  /** Another tab has written or sent it; it goes in from there. */
  private readonly writtenElsewhere = ({ key, newValue }: StorageEvent): void => {
    if (key === null || key !== this.key || this.sending) return;
    this.text = newValue ?? '';
    this.isFresh = false;
    this.host.requestUpdate();
  };
}

/** The key code of every key that an input method takes for itself. */
const INPUT_METHOD = 229;

/** A page may be allowed to store nothing: then a draft lasts as long as the page. */
function keepDraft(key: string | null, text: string): void {
  if (key === null) return;
  try {
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Forbidden or full.
  }
}

/** Of several tabs with the same draft one sends it. */
function takeDraft(key: string | null, text: string): boolean {
  if (key === null) return true;
  try {
    const isHere = localStorage.getItem(key) === text;
    localStorage.removeItem(key);
    return isHere;
  } catch {
    return true;
  }
}

function keptDraft(key: string | null): string {
  try {
    return key === null ? '' : (localStorage.getItem(key) ?? '');
  } catch {
    return '';
  }
}
