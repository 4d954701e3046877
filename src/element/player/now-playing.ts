import type { ClientView } from '../../client/index.js';
import { holderOf } from '../../protocol/view.js';

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
