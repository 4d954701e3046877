import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { ClientView } from '../../client/index.js';
import type { PlaybackState } from '../../playback/playback-state.js';
import { hasSound } from '../../playback/sound.js';
import { holderOf } from '../../protocol/view.js';
import { plainKey } from '../keys.js';
import type { Drawn } from '../modes/mode-display.js';
import type { RoomPlayback, RoomSource } from '../ports.js';
import type { Words } from '../words/words.js';
import { FullScreen, OwnWindow } from './screens.js';
import { playerStyles } from './styles.js';

type Sound = 'none' | 'on' | 'off';

/** Whether there is sound. Every stream has an audio track; a muted one carries none. */
function soundOf(
  videos: Iterable<HTMLVideoElement>,
  picture: RoomPlayback | null,
  forbidden: boolean,
): Sound {
  if (picture === null || forbidden) return 'none';
  for (const video of videos) {
    if (hasSound(video)) return picture.muted ? 'off' : 'on';
  }
  return 'none';
}

/** What the page has set of the player. */
export interface PlayerSettings {
  /** Never any sound. */
  readonly silent: boolean;
  /** Nothing may be done but to turn the sound on or off. */
  readonly watchOnly: boolean;
  readonly poster: string | null;
}

/** The element, whose layout a visitor may change. */
type PlayerHost = LitElement & { layout: string };

/** States after which nothing moves any more. */
const ENDED: ReadonlySet<PlaybackState['status']> = new Set(['idle', 'resting']);

/**
 * What a visitor does with the picture besides watching it: sound, full screen, a window of its own, by
 * buttons and keys; and what the picture does with their device. Loaded after the first frame.
 */
export class Player implements ReactiveController {
  static readonly styles = playerStyles;
  private readonly host: PlayerHost;
  private readonly port: RoomSource;
  private readonly quiet: Quiet;
  private readonly fullScreen: FullScreen;
  private readonly ownWindow: OwnWindow;
  private readonly nowPlaying = new NowPlaying();
  private readonly still = document.createElement('canvas');
  private hasStill = false;
  private layoutBefore = 'auto';
  private status: PlaybackState['status'] = 'idle';
  private sound: Sound = 'none';
  private settings: PlayerSettings = { silent: false, watchOnly: false, poster: null };
  private listening: AbortController | null = null;

  constructor(host: PlayerHost, port: RoomSource) {
    this.host = host;
    this.port = port;
    this.quiet = new Quiet(host);
    this.fullScreen = new FullScreen(host);
    this.ownWindow = new OwnWindow(host);
    this.still.className = 'still';
    this.still.ariaHidden = 'true';
    host.addController(this);
  }

  hostConnected(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    const { signal } = this.listening;
    const { host } = this;
    const redraw = () => {
      host.requestUpdate();
      void host.updateComplete.then(this.quiet.moved);
    };
    this.quiet.listen(signal);
    const stage = host.renderRoot.querySelector<HTMLElement>('.stage');
    stage?.addEventListener('keydown', (event) => this.keyPressed(event), { signal });
    // A track is silent until its first packet comes.
    for (const video of this.videos) {
      for (const name of ['loadedmetadata', 'volumechange', 'timeupdate']) {
        video.addEventListener(name, () => this.lookForSound(), { signal });
      }
    }
    host.addEventListener('fullscreenchange', redraw, { signal });
    host.addEventListener('keydown', (event) => this.escapePressed(event), { signal });
    host.renderRoot.addEventListener('enterpictureinpicture', redraw, { signal });
    host.renderRoot.addEventListener(
      'leavepictureinpicture',
      () => {
        this.ownWindow.left();
        redraw();
      },
      { signal },
    );
  }

  hostDisconnected(): void {
    this.listening?.abort();
    this.fullScreen.leave();
    this.quiet.leave();
    this.nowPlaying.show(null);
  }

  /** Resolves to whether the picture is in a window of its own now. */
  requestPictureInPicture(): Promise<boolean> {
    return this.ownWindow.enter();
  }

  /** What changed; called before it is drawn. */
  observe(view: ClientView, { status }: PlaybackState): void {
    if (!ENDED.has(this.status) && ENDED.has(status)) this.keepStill();
    if (status === 'playing' || view.room === null) this.hasStill = false;
    this.status = status;
    this.quiet.viewChanged(view);
  }

  draw(view: ClientView, words: Words, settings: PlayerSettings): TemplateResult {
    this.settings = settings;
    this.sound = soundOf(this.videos, this.port.picture, settings.silent);
    const title = words.region(this.port.options?.room ?? '');
    const heard = {
      title,
      view,
      poster: settings.poster,
      play: () => this.port.picture?.resume(),
      silence: () => this.setMuted(true),
    };
    this.nowPlaying.show(this.sound === 'on' && this.status === 'playing' ? heard : null);
    return html`${this.hasStill ? this.still : nothing}
      <div part="controls" class="controls ${this.sound === 'off' ? 'asks' : ''}">
        ${this.soundButton(words)} ${settings.watchOnly ? nothing : this.screenButtons(words)}
      </div>`;
  }

  private soundButton(words: Words): Drawn {
    const { sound } = this;
    if (sound === 'none') return nothing;
    const label = sound === 'on' ? words.soundOff : words.soundOn;
    const waves = 'M16.500 8.500a5 5 0 0 1 0 7M19 6a8.500 8.500 0 0 1 0 12';
    return control(label, 'm', SPEAKER, sound === 'on' ? waves : 'M17 9l5 6M22 9l-5 6', () =>
      this.setMuted(sound === 'on'),
    );
  }

  private screenButtons(words: Words): Drawn {
    const { fullScreen, ownWindow } = this;
    const smaller = ownWindow.isOn ? words.windowClose : words.windowOpen;
    const larger = fullScreen.isOn ? words.fullScreenOff : words.fullScreenOn;
    const corners = fullScreen.isOn
      ? 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5'
      : 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5';
    const canLeave = ownWindow.isOffered && this.status === 'playing';
    const isTheatre = this.host.layout === 'theatre';
    return html`${
      canLeave
        ? control(smaller, 'p', 'M12 12h8v6h-8z', 'M20 9V5H3v14h6', () => void ownWindow.toggle())
        : nothing
    }
    ${control(
      isTheatre ? words.theatreOff : words.theatreOn,
      't',
      '',
      isTheatre ? 'M3 7h18v10H3zM15 7v10' : 'M3 7h18v10H3z',
      () => this.toggleTheatre(),
    )}
    ${control(larger, 'f', '', corners, () => void fullScreen.toggle())}`;
  }

  private keyPressed(event: KeyboardEvent): void {
    const { settings, sound } = this;
    const key = plainKey(event);
    if (key === 'm' && sound !== 'none') this.setMuted(sound === 'on');
    else if (key === 'f' && !settings.watchOnly) void this.fullScreen.toggle();
    else if (key === 'p' && !settings.watchOnly) void this.ownWindow.toggle();
    else if (key === 't' && !settings.watchOnly) this.toggleTheatre();
    else return;
    event.preventDefault();
    // A page has hotkeys of its own.
    event.stopPropagation();
  }

  /** As the attribute, so that the page can make room for it. */
  private toggleTheatre(): void {
    const { host } = this;
    const isTheatre = host.layout === 'theatre';
    if (!isTheatre) this.layoutBefore = host.layout;
    host.layout = isTheatre ? this.layoutBefore : 'theatre';
  }

  private escapePressed(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) this.fullScreen.leave();
  }

  /** In the very tap or key press, or browsers take it back. */
  private setMuted(muted: boolean): void {
    this.port.picture?.setMuted(muted);
    this.host.requestUpdate();
  }

  private lookForSound(): void {
    const sound = soundOf(this.videos, this.port.picture, this.settings.silent);
    if (sound !== this.sound) this.host.requestUpdate();
  }

  /** The last frame stays over the videos, which some browsers turn black once their stream is over. */
  private keepStill(): void {
    const { still } = this;
    const front = this.host.renderRoot.querySelector<HTMLVideoElement>('video[data-front]');
    if (front === null || front.videoWidth === 0) return;
    still.width = front.videoWidth;
    still.height = front.videoHeight;
    still.getContext('2d')?.drawImage(front, 0, 0);
    this.hasStill = true;
  }

  private get videos(): NodeListOf<HTMLVideoElement> {
    return this.host.renderRoot.querySelectorAll('video');
  }
}

const SPEAKER = 'M4 9v6h4l5 4V5L8 9z';

function control(
  label: string,
  key: string,
  filled: string,
  lines: string,
  press: () => void,
): TemplateResult {
  return html`<button
    class="control"
    aria-label=${label}
    aria-keyshortcuts=${key}
    title=${label}
    @click=${press}
  >
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path fill="currentColor" d=${filled} />
      <path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" d=${lines} />
    </svg>
  </button>`;
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
class NowPlaying {
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

/** So long what lies over the picture stays after the last movement of pointer or keyboard. */
const STAYS_MS = 4_000;

const MOVEMENTS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/**
 * Where everything lies over the picture, it fades when nobody moves; not in the visitor's own turn, nor
 * while they write or look at the rail.
 */
export class Quiet {
  private readonly host: LitElement;
  private isOwnTurn = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement) {
    this.host = host;
  }

  listen(signal: AbortSignal): void {
    for (const name of MOVEMENTS) this.host.addEventListener(name, this.moved, { signal });
    this.moved();
  }

  viewChanged({ you }: ClientView): void {
    const state = you?.standing.state;
    this.isOwnTurn = state === 'offered' || state === 'active';
    if (this.isOwnTurn) this.moved();
  }

  leave(): void {
    clearTimeout(this.timer);
  }

  /** Also called when the layout may have changed. */
  readonly moved = (): void => {
    const { frame } = this;
    frame?.removeAttribute('data-quiet');
    clearTimeout(this.timer);
    if (frame?.matches('.over')) this.timer = setTimeout(this.fade, STAYS_MS);
  };

  private readonly fade = (): void => {
    const { frame } = this;
    const writes = this.host.shadowRoot?.activeElement?.matches('textarea, input') === true;
    if (frame === null || !frame.matches('.over')) return;
    if (this.isOwnTurn || writes || frame.hasAttribute('data-drawer')) return this.moved();
    frame.setAttribute('data-quiet', '');
  };

  private get frame(): Element | null {
    return this.host.renderRoot.querySelector('.frame');
  }
}
