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
