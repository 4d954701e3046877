import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  type ClientOptions,
  type ClientProblem,
  type ClientView,
  EMPTY_VIEW,
  roomUrl,
} from '../client/client-options.js';
import { type EarlyOffer, offerEarly } from '../playback/early-offer.js';
import type { PlaybackOptions } from '../playback/playback.js';
import type { PlaybackState, Visibility } from '../playback/playback-state.js';
import type { Receipt } from '../protocol/reasons.js';
import type { Watch } from '../protocol/view.js';
import { NEAR } from './load-gate.js';
import type { Playing } from './play.js';
import {
  isFrozen,
  type RoomClient,
  type RoomPlayback,
  type RoomSource,
  type StreamService,
  streamOf,
} from './ports.js';

/** The chunk with the client. */
type LineChunk = Pick<typeof import('./line.js'), 'join' | 'readRules' | 'sendThumbnails'>;

/** The chunk with the picture's player. */
type PlayChunk = typeof import('./play.js');

/** The chunk with the interface, and the way to a conductor. */
export type RoomChunk = typeof import('./room-ui.js');

export interface RoomPorts {
  /** Opens a socket for the client, which is still being loaded; null where it opens its own. */
  dial(options: ClientOptions): WebSocket | null;
  /** Sends an offer for the picture to the room; null where the player asks the stream itself. */
  offer(options: ClientOptions): EarlyOffer | null;
  loadLine(): Promise<LineChunk>;
  loadRoom(): Promise<RoomChunk>;
  loadPlay(): Promise<PlayChunk>;
}

export const browserPorts: RoomPorts = {
  dial,
  offer: offerEarly,
  loadLine: () => import('./line.js'),
  loadRoom: () => import('./room-ui.js'),
  loadPlay: () => import('./play.js'),
};

function dial({ host, party = 'main', room }: ClientOptions): WebSocket | null {
  try {
    return new WebSocket(roomUrl(host, party, room));
  } catch {
    // A secure page may not open it at all: the client says so.
    return null;
  }
}

/** Tells whether an element can be seen, now and after every change. Returns how to stop it. */
function watchVisibility(element: Element, onChange: (visibility: Visibility) => void): () => void {
  let onScreen = true;
  const root = element.shadowRoot;
  const tell = () =>
    onChange({
      pageVisible: document.visibilityState === 'visible',
      onScreen,
      ...(root?.pictureInPictureElement && { elsewhere: true }),
    });
  const observer = new IntersectionObserver(
    (entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? onScreen;
      tell();
    },
    { rootMargin: NEAR },
  );
  observer.observe(element);
  const listening = new AbortController();
  const { signal } = listening;
  document.addEventListener('visibilitychange', tell, { signal });
  for (const name of ['enterpictureinpicture', 'leavepictureinpicture']) {
    root?.addEventListener(name, tell, { signal });
  }
  tell();
  return () => {
    observer.disconnect();
    listening.abort();
  };
}

/** Calls now and whenever the page comes to the front or goes to the background. Returns how to stop it. */
function whilePageChanges(tell: () => void): () => void {
  document.addEventListener('visibilitychange', tell);
  tell();
  return () => document.removeEventListener('visibilitychange', tell);
}

/**
 * An element that leaves the document and is back within this time was only moved: its place in
 * the queue, its picture, and the session it may conduct all stay.
 */
const MOVE_MS = 100;

/** So long everything else gives way to the first picture: a stream that takes longer is not waited for. */
const GIVES_WAY_MS = 400;

/** What the element wants to hear of. */
export interface RoomListener {
  viewChanged(before: ClientView, after: ClientView): void;
  receiptChanged(receipt: Receipt): void;
  playbackChanged(state: PlaybackState): void;
  problemFound(problem: ClientProblem): void;
  /** Rules among the attributes that are none: `notes` has them. */
  rulesMisread(): void;
}

type RoomControllerHost = ReactiveControllerHost & Element & { readonly playback?: string };

interface Session {
  /** Null until its chunk is loaded, and then the socket is its own. */
  client: RoomClient | null;
  socket: WebSocket | null;
  /** Null until its chunk is loaded. */
  playing: Playing | null;
  /** Not yet taken over by the picture. */
  early: EarlyOffer | null;
  /** The stream that has answered the early offer. */
  first: Watch | null;
  /** What has to be undone when it ends, in this order. */
  readonly undo: (() => void)[];
}

/** Owns what belongs to one room: the client, the conductor beside it, and the picture. */
export class RoomController implements ReactiveController, RoomSource {
  private readonly host: RoomControllerHost;
  private readonly ports: RoomPorts;
  private readonly listener: RoomListener;
  private chosen: ClientOptions | null = null;
  private videos: PlaybackOptions['videos'] | null = null;
  private line: LineChunk | null = null;
  private play: PlayChunk['play'] | null = null;
  private session: Session | null = null;
  private hasPicture = true;
  /** What the page's author should fix in the rules among the attributes. */
  notes: readonly string[] = [];
  /** Settles once the stream has answered the first offer, or takes long; null while none is awaited. */
  answered: Promise<void> | null = null;
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private shownView: ClientView = EMPTY_VIEW;
  private shownPlayback: PlaybackState = { status: 'idle' };

  /** Read as late as can be: a page sets it once the script is there. */
  private readonly service: () => StreamService;

  constructor(
    host: RoomControllerHost,
    ports: RoomPorts,
    service: () => StreamService,
    listener: RoomListener,
  ) {
    this.host = host;
    this.ports = ports;
    this.service = service;
    this.listener = listener;
    host.addController(this);
  }

  get view(): ClientView {
    return this.shownView;
  }

  /** By what the room is reached; null while there is none to join. */
  get options(): ClientOptions | null {
    return this.chosen;
  }

  get client(): RoomClient | null {
    return this.session?.client ?? null;
  }

  get picture(): RoomPlayback | null {
    return this.session?.playing?.playback ?? null;
  }

  get playback(): PlaybackState {
    return this.shownPlayback;
  }

  /** Room time: the page's own clock may be wrong. */
  now(): number {
    return this.client?.now() ?? Date.now();
  }

  /** Joins the room that the options name, and leaves the one before; null only leaves. */
  configure(options: ClientOptions | null, videos: PlaybackOptions['videos']): void {
    const { session, chosen: before } = this;
    this.chosen = options;
    this.videos = videos;
    if (session !== null && differInTokenAlone(before, options)) {
      // One that has not joined yet does so with the new one.
      if (session.client !== null) void this.renew(session.client);
      return;
    }
    this.close();
    if (this.host.isConnected) this.open();
  }

  /** The room decides whether the token is the same visitor's; for another one it is joined again. */
  private async renew(client: RoomClient): Promise<void> {
    const { options } = this;
    const outcome = await client.renew(options?.token ?? null);
    // While reconnecting, the next hello has the new token.
    if (outcome.ok || client.view.connection.status === 'reconnecting') return;
    if (this.options !== options || this.session?.client !== client) return;
    this.close();
    if (this.host.isConnected) this.open();
  }

  /** Another name is no other visitor: the connection and the conductor stay. */
  rename(name: string | null): void {
    if (this.options === null || (this.options.name ?? null) === name) return;
    this.chosen = { ...this.options, name };
    this.client?.rename(name);
  }

  /** Takes the client, once its chunk is loaded. */
  connect(line: LineChunk): void {
    this.line = line;
    this.join();
  }

  /** Takes the picture's player, once its chunk is loaded. */
  supply(play: PlayChunk['play']): void {
    this.play = play;
    this.startPicture();
  }

  /** Whether the picture is to be shown at all: where it is not, nothing is asked for it. */
  showPicture(hasPicture: boolean): void {
    if (hasPicture === this.hasPicture) return;
    this.hasPicture = hasPicture;
    const { session } = this;
    if (session === null) return;
    this.close();
    this.open();
  }

  hostConnected(): void {
    clearTimeout(this.leaving);
    // A browser pauses a video that is taken out of the document.
    if (this.session !== null) this.picture?.resume();
    else this.open();
  }

  hostDisconnected(): void {
    this.leaving = setTimeout(() => this.close(), MOVE_MS);
  }

  private open(): void {
    const { options } = this;
    if (options === null || this.videos === null || this.session !== null) return;
    const session: Session = {
      ...{ client: null, playing: null, early: null, first: null },
      socket: this.line === null ? this.ports.dial(options) : null,
      undo: [() => session.socket?.close()],
    };
    this.session = session;
    if (this.hasPicture && this.host.playback !== 'hls') this.offerFor(session, options);
    this.join();
    this.startPicture();
  }

  private join(): void {
    const { session, line, options } = this;
    if (session === null || line === null || options === null || session.client !== null) return;
    const { rules, notes } = line.readRules(this.host);
    this.notes = notes;
    if (notes.length > 0) this.listener.rulesMisread();
    const lastFrame = async () => (this.picture === null ? null : this.picture.captureFrame());
    const { client, leave } = line.join(
      { ...options, rules },
      lastFrame,
      session.socket,
      this.service,
    );
    session.client = client;
    session.socket = null;
    session.undo.push(
      client.subscribe((view) => this.showView(view)),
      client.onReceipt((receipt) => this.listener.receiptChanged(receipt)),
      client.onProblem((problem) => this.listener.problemFound(problem)),
      leave,
      whilePageChanges(() => client.setVisible(!document.hidden)),
    );
    client.connect();
    this.introduce(session);
    this.showView(client.view);
  }

  /** The picture begins with the first answer, be it the stream's or the room's own. */
  private offerFor(session: Session, options: ClientOptions): void {
    const early = this.service().connect ? null : this.ports.offer(options);
    session.early = early;
    session.undo.unshift(() => session.early?.close());
    if (early === null) return;
    void early.passed.then((passed) => {
      if (this.session !== session) return;
      session.first = passed?.watch ?? null;
      this.follow(this.shownView);
    });
    const answered = answerOf(early).then(() => {
      if (this.answered === answered) this.answered = null;
    });
    this.answered = answered;
  }

  private startPicture(): void {
    const { session, play, videos } = this;
    if (session === null || session.playing !== null || play === null || videos === null) return;
    if (!this.hasPicture) return;
    const onState = (state: PlaybackState) => this.showPlayback(state);
    const { early } = session;
    const { connect } = this.service();
    session.early = null;
    const playing = play({ videos, onState, early, ...(connect && { connect }) });
    const { playback } = playing;
    session.playing = playing;
    this.introduce(session);
    session.undo.unshift(
      watchVisibility(this.host, (visibility) => playback.setVisible(visibility)),
      () => playback.close(),
    );
    this.follow(this.shownView);
  }

  /** Only a picture that plays says how far behind it is. */
  private tellBehind(): void {
    const { shownPlayback: playback } = this;
    if (playback.status === 'playing') this.client?.setBehind((playback.behindSeconds ?? 0) * 1000);
  }

  /** Once both are there the room is told of the picture. */
  private introduce({ client, playing }: Session): void {
    if (client === null || playing === null) return;
    playing.tell(client);
    this.line?.sendThumbnails(client, playing.playback);
    this.tellBehind();
  }

  private close(): void {
    const { session } = this;
    if (session === null) return;
    this.session = null;
    this.answered = null;
    for (const stop of session.undo) stop();
    this.showPlayback({ status: 'idle' });
    this.showView(EMPTY_VIEW);
  }

  private showView(view: ClientView): void {
    const before = this.shownView;
    if (before === view) return;
    this.shownView = view;
    this.follow(view);
    const isNew = view.connection !== before.connection && view.connection.status === 'connected';
    // At a renewal nobody has to wait for a page without a picture.
    if (isNew && !this.hasPicture) this.client?.moved(null);
    this.listener.viewChanged(before, view);
    this.host.requestUpdate();
  }

  private showPlayback(state: PlaybackState): void {
    this.shownPlayback = state;
    this.tellBehind();
    this.listener.playbackChanged(state);
    this.host.requestUpdate();
  }

  /**
   * Keeps the picture on the stream that is on air; a snapshot that repeats it changes nothing. Where
   * a stream has to end before the next begins, its last frame stays.
   */
  private follow({ room, connection }: ClientView): void {
    const { picture: playback } = this;
    const first = this.session?.first ?? null;
    if (playback === null) return;
    if (room === null) {
      if (first !== null) playback.watch(connection.status === 'refused' ? null : first);
      return;
    }
    const stream = isFrozen(room.life) ? null : streamOf(room.life);
    playback.watch(stream?.watch ?? null, stream?.spreadMs, this.client?.joinShare);
  }
}

/** A moment after the stream's answer, when the video has its stream; or after the time that one has for it. */
function answerOf({ passed }: EarlyOffer): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, GIVES_WAY_MS);
    void passed.then(() => setTimeout(resolve));
  });
}

/** Whether the token is all that differs. */
function differInTokenAlone(one: ClientOptions | null, other: ClientOptions | null): boolean {
  if (one === null || other === null || one.token == null || other.token == null) return false;
  const same = ['room', 'host', 'party', 'conduct'] as const;
  return one.token !== other.token && same.every((name) => one[name] === other[name]);
}
