import type { ClientView } from '../../client/index.js';
import { holderOf, type Standing } from '../../protocol/view.js';

const IN_LINE: ReadonlySet<Standing['state']> = new Set(['waiting', 'asking', 'offered', 'active']);

/** Keeps the screen awake while the visitor waits for a turn or has it; a refusal is as good. */
export class AwakeScreen {
  private state: 'free' | 'asking' | 'refused' | WakeLockSentinel = 'free';
  private isWanted = false;

  viewChanged(view: ClientView): void {
    const state = view.you?.standing.state;
    const isWanted = state !== undefined && IN_LINE.has(state);
    if (isWanted && !this.isWanted && this.state === 'refused') this.state = 'free';
    this.isWanted = isWanted;
    void this.apply();
  }

  /** Browsers take it from a hidden page. */
  pageShown(): void {
    if (this.state === 'refused') this.state = 'free';
    void this.apply();
  }

  leave(): void {
    this.isWanted = false;
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

interface Heard {
  readonly title: string;
  readonly view: ClientView;
  readonly poster: string | null;
  readonly play: () => void;
  /** A live picture is not paused: it goes on in silence. */
  readonly silence: () => void;
}

const HANDLERS = ['play', 'pause', 'stop'] as const;

/** What the system's media controls say, while the element can be heard. */
export class NowPlaying {
  private shown: MediaMetadata | null = null;
  private key = '';

  show(heard: Heard | null): void {
    if (!('mediaSession' in navigator)) return;
    const { mediaSession } = navigator;
    if (heard === null) {
      // Another element on the page may have taken its place.
      if (this.shown !== null && mediaSession.metadata === this.shown) {
        mediaSession.metadata = null;
        for (const name of HANDLERS) mediaSession.setActionHandler(name, null);
      }
      this.shown = null;
      this.key = '';
      return;
    }
    const { title, view, poster, play, silence } = heard;
    const artist = (view.room && holderOf(view.room.turns)?.name) ?? '';
    const key = `${title} ${artist}`;
    if (key === this.key) return;
    this.key = key;
    const artwork = poster === null ? [] : [{ src: poster }];
    this.shown = new MediaMetadata({ title, artist, artwork });
    mediaSession.metadata = this.shown;
    mediaSession.setActionHandler('play', play);
    mediaSession.setActionHandler('pause', silence);
    mediaSession.setActionHandler('stop', silence);
  }
}
