/**
 * What reaches a visitor who looks elsewhere: a short buzz, a tone and a message of the system. Each is left
 * out without a word where the browser has no such thing, or the visitor does not allow it.
 */

/** Browsers warn of a buzz, and keep a tone back, before the visitor has touched the page. */
function hasBeenTouched(): boolean {
  return navigator.userActivation?.hasBeenActive ?? true;
}

export function buzz(): void {
  if (hasBeenTouched()) navigator.vibrate?.(80);
}

/** Two notes, a fifth apart (Hz), and how long each sounds and how loud (of 1). */
const NOTES = [660, 990];
const NOTE_SECONDS = 0.14;
const LOUDNESS = 0.08;

/** Timed by the sound itself: a hidden page's timers come late. */
export function tone(): void {
  if (!hasBeenTouched() || typeof AudioContext === 'undefined') return;
  try {
    const context = new AudioContext();
    const gain = new GainNode(context, { gain: 0 });
    gain.connect(context.destination);
    let at = context.currentTime + 0.02;
    for (const [index, frequency] of NOTES.entries()) {
      const note = new OscillatorNode(context, { frequency });
      note.connect(gain);
      // Neither begins nor ends at once, which would click.
      gain.gain.setTargetAtTime(LOUDNESS, at, 0.01);
      gain.gain.setTargetAtTime(0, at + NOTE_SECONDS - 0.04, 0.015);
      note.start(at);
      at += NOTE_SECONDS;
      note.stop(at);
      if (index === NOTES.length - 1) note.onended = () => void context.close();
    }
  } catch {
    // The machine has no sound, or too many contexts.
  }
}

/** Messages of the system, for those who allowed them. */
export class SystemNotice {
  private shown: Notification | null = null;

  /** Whether the visitor can be asked now: it takes a tap, and they have not been asked before. */
  get canAsk(): boolean {
    return navigator.userActivation?.isActive !== false && isAskable();
  }

  /** Resolves when the visitor has answered; a second question is no question. */
  async ask(): Promise<void> {
    if (!isAskable()) return;
    try {
      await Notification.requestPermission();
    } catch {
      // A page in a frame of another site may not ask.
    }
  }

  show(title: string, options: NotificationOptions, opened: () => void): void {
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    this.close();
    try {
      const notice = new Notification(title, options);
      this.shown = notice;
      notice.onclick = () => {
        notice.close();
        opened();
      };
    } catch {
      // Phones take them from a service worker alone.
    }
  }

  close(): void {
    this.shown?.close();
    this.shown = null;
  }
}

/** Not where the page could not show one anyway: on phones the constructor throws, permitted or not. */
function isAskable(): boolean {
  if (typeof Notification === 'undefined' || Notification.permission !== 'default') return false;
  try {
    new Notification('').close();
    return true;
  } catch {
    return false;
  }
}

/** Keeps the screen awake while the visitor waits for a turn or has it; a refusal is as good. */
export class AwakeScreen {
  private state: 'free' | 'asking' | 'refused' | WakeLockSentinel = 'free';
  private isWanted = false;

  want(isWanted: boolean): void {
    if (isWanted && !this.isWanted && this.state === 'refused') this.state = 'free';
    this.isWanted = isWanted;
    void this.apply();
  }

  /** Browsers take it from a hidden page. */
  pageShown(): void {
    if (this.state === 'refused') this.state = 'free';
    void this.apply();
  }

  private async apply(): Promise<void> {
    const { state } = this;
    if (typeof state === 'object') {
      if (this.isWanted) return;
      this.state = 'free';
      return state.release().catch(() => undefined);
    }
    if (!this.isWanted || state !== 'free' || document.hidden || !('wakeLock' in navigator)) return;
    this.state = 'asking';
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.state = lock;
      lock.addEventListener('release', () => {
        if (this.state === lock) this.state = 'free';
      });
      if (!this.isWanted) await this.apply();
    } catch {
      this.state = 'refused';
    }
  }
}

/**
 * The page's title while an element has something to say in it. There is one for all elements of the page:
 * the most urgent words are shown, and the page's own title, also one that it sets meanwhile, is back once
 * nobody has anything to say.
 */
class PageTitle {
  private readonly wanted = new Map<object, { readonly words: string; readonly urgency: number }>();
  private readonly waiting = new Map<object, number>();
  /** What the page itself has as its title: null where it has no element for it. */
  private own: string | null = null;
  private shown: string | null = null;
  private readonly observer = new MutationObserver(() => this.pageChanged());

  /** What this element wants to say; null for nothing. */
  say(element: object, words: string | null, urgency = 0): void {
    if (words === null) this.wanted.delete(element);
    else this.wanted.set(element, { words, urgency });
    this.apply();
  }

  /** How many things wait for this visitor: `(3)` before whatever stands there. */
  count(element: object, waiting: number): void {
    if (waiting === 0) this.waiting.delete(element);
    else this.waiting.set(element, waiting);
    this.apply();
  }

  private apply(): void {
    if (this.wanted.size === 0 && this.waiting.size === 0) return this.giveBack();
    if (this.shown === null) {
      this.own = titleElement()?.textContent ?? null;
      this.observer.observe(document.head, {
        ...{ childList: true, characterData: true, subtree: true },
      });
    }
    const title = this.composed();
    if (title === this.shown) return;
    this.shown = title;
    this.write(title);
  }

  private composed(): string {
    const [first] = [...this.wanted.values()].sort((a, b) => b.urgency - a.urgency);
    const waiting = [...this.waiting.values()].reduce((sum, count) => sum + count, 0);
    const words = first?.words ?? this.own ?? '';
    return waiting === 0 ? words : `(${waiting}) ${words}`;
  }

  private giveBack(): void {
    if (this.shown === null) return;
    this.shown = null;
    this.observer.disconnect();
    if (this.own === null) titleElement()?.remove();
    else write(this.own);
  }

  /** The page has set another title, or taken it away: that is the one to go back to. */
  private pageChanged(): void {
    const now = titleElement()?.textContent ?? null;
    if (this.shown === null || now === this.shown) return;
    this.own = now;
    this.shown = this.composed();
    this.write(this.shown);
  }

  /** What is written here is no change of the page's. */
  private write(words: string): void {
    write(words);
    this.observer.takeRecords();
  }
}

/** An `svg` may have a `title`, too. */
function titleElement(): HTMLTitleElement | null {
  return document.head.querySelector('title');
}

function write(words: string): void {
  const element = titleElement();
  if (element === null) document.title = words;
  else element.textContent = words;
}

export const pageTitle = new PageTitle();
