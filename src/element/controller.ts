import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  BroadcastClient,
  type ClientOptions,
  type ClientProblem,
  type ClientView,
  EMPTY_VIEW,
} from '../client/index.js';
import type { AttachedConductor } from '../conductor/attach-conductor.js';
import { type EarlyOffer, offerEarly } from '../playback/early-offer.js';
import type { PlaybackOptions } from '../playback/playback.js';
import type { PlaybackState, Visibility } from '../playback/playback-state.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import type { Receipt } from '../protocol/reasons.js';
import type { Watch } from '../protocol/view.js';
import { NEAR } from './load-gate.js';
import type { RoomClient, RoomPlayback, RoomSource } from './ports.js';
import { isFrozen, streamOf } from './render-context.js';

/**
 * Attaches the conductor once its chunk is loaded; commands that come before are kept for it. Returns
 * a function that detaches it.
 */
export function conductLater(
  client: RoomClient,
  chunk: Promise<RoomChunk>,
  attach: (chunk: RoomChunk, early: readonly ConductorCommand[]) => AttachedConductor,
): () => void {
  const early: ConductorCommand[] = [];
  let hear = (command: ConductorCommand): unknown => early.push(command);
  const stop = client.onCommand((command) => hear(command));
  let end = stop;
  chunk.then(
    (loaded) => {
      if (end !== stop) return;
      stop();
      end = attach(loaded, early).detach;
    },
    () => {
      // The chunk failed to load: the room has to open the session elsewhere.
      hear = ({ command, epoch }) =>
        command === 'open' &&
        client.report({ report: 'ended', epoch, reason: 'no-conductor', agoMs: 0 });
      early.forEach(hear);
    },
  );
  return () => {
    end();
    end = () => {};
  };
}

/** The chunk with the picture's player. */
type PlayChunk = typeof import('./play.js');

/** The chunk with the interface, and the way to a conductor. */
export type RoomChunk = typeof import('./room-ui.js');

export interface RoomPorts {
  /**
   * Makes a client, not connected yet, and conducts for the room when it asks for that. `lastFrame`
   * takes the start image of the next stream.
   */
  join(
    options: ClientOptions,
    lastFrame: () => Promise<Blob | null>,
  ): { readonly client: RoomClient; leave(): void };
  /** Sends an offer for the picture to the room; null where the player asks the stream itself. */
  offer(options: ClientOptions): EarlyOffer | null;
  loadRoom(): Promise<RoomChunk>;
  loadPlay(): Promise<PlayChunk>;
}

export const browserPorts: RoomPorts = {
  join(options, lastFrame) {
    const client = new BroadcastClient(options);
    const endConducting =
      options.conduct === 'no'
        ? null
        : conductLater(client, browserPorts.loadRoom(), ({ attachConductor }, early) =>
            attachConductor(client, { lastFrame }, early),
          );
    return {
      client,
      leave() {
        endConducting?.();
        client.close();
      },
    };
  },
  offer: offerEarly,
  loadRoom: () => import('./room-ui.js'),
  loadPlay: () => import('./play.js'),
};

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

/** What the element wants to hear of. */
export interface RoomListener {
  viewChanged(before: ClientView, after: ClientView): void;
  receiptChanged(receipt: Receipt): void;
  playbackChanged(state: PlaybackState): void;
  problemFound(problem: ClientProblem): void;
}

type RoomControllerHost = ReactiveControllerHost & Element & { readonly playback?: string };

interface Session {
  readonly client: RoomClient;
  /** Null until its chunk is loaded. */
  playback: RoomPlayback | null;
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
  private play: PlayChunk['play'] | null = null;
  private session: Session | null = null;
  private hasPicture = true;
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private shownView: ClientView = EMPTY_VIEW;
  private shownPlayback: PlaybackState = { status: 'idle' };

  constructor(host: RoomControllerHost, ports: RoomPorts, listener: RoomListener) {
    this.host = host;
    this.ports = ports;
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
    return this.session?.playback ?? null;
  }

  get playback(): PlaybackState {
    return this.shownPlayback;
  }

  /** Room time: the page's own clock may be wrong. */
  now(): number {
    return this.session?.client.now() ?? Date.now();
  }

  /** Joins the room that the options name, and leaves the one before; null only leaves. */
  configure(options: ClientOptions | null, videos: PlaybackOptions['videos']): void {
    const { session, chosen: before } = this;
    this.chosen = options;
    this.videos = videos;
    if (session !== null && differInTokenAlone(before, options)) return void this.renew(session);
    this.close();
    if (this.host.isConnected) this.open();
  }

  /** The room decides whether the token is the same visitor's; for another one it is joined again. */
  private async renew({ client }: Session): Promise<void> {
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
    if (this.session !== null) this.session.playback?.resume();
    else this.open();
  }

  hostDisconnected(): void {
    this.leaving = setTimeout(() => this.close(), MOVE_MS);
  }

  private open(): void {
    if (this.options === null || this.videos === null || this.session !== null) return;
    const { client, leave } = this.ports.join(this.options, async () =>
      this.picture === null ? null : this.picture.captureFrame(),
    );
    const undo = [
      client.subscribe((view) => this.showView(view)),
      client.onReceipt((receipt) => this.listener.receiptChanged(receipt)),
      client.onProblem((problem) => this.listener.problemFound(problem)),
      leave,
      whilePageChanges(() => client.setVisible(!document.hidden)),
    ];
    const session: Session = { client, playback: null, early: null, first: null, undo };
    this.session = session;
    client.connect();
    if (this.hasPicture && this.host.playback !== 'hls') this.offerFor(session, this.options);
    this.startPicture();
    this.showView(client.view);
  }

  /** The picture begins with the first answer, be it the stream's or the room's own. */
  private offerFor(session: Session, options: ClientOptions): void {
    const early = this.ports.offer(options);
    session.early = early;
    session.undo.unshift(() => session.early?.close());
    void early?.passed.then((passed) => {
      if (this.session !== session) return;
      session.first = passed?.watch ?? null;
      this.follow(this.shownView);
    });
  }

  private startPicture(): void {
    const { session, play, videos } = this;
    if (session === null || session.playback !== null || play === null || videos === null) return;
    if (!this.hasPicture) return;
    const onState = (state: PlaybackState) => this.showPlayback(state);
    const { early } = session;
    session.early = null;
    const playback = play({ videos, onState, early }, session.client);
    session.playback = playback;
    session.undo.unshift(
      watchVisibility(this.host, (visibility) => playback.setVisible(visibility)),
      () => playback.close(),
    );
    this.follow(this.shownView);
  }

  private close(): void {
    const { session } = this;
    if (session === null) return;
    this.session = null;
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
    this.listener.playbackChanged(state);
    this.host.requestUpdate();
  }

  /**
   * Keeps the picture on the stream that is on air; a snapshot that repeats it changes nothing. Where
   * a stream has to end before the next begins, its last frame stays.
   */
  private follow({ room, connection }: ClientView): void {
    const { playback = null, first = null } = this.session ?? {};
    if (playback === null) return;
    if (room === null) {
      if (first !== null) playback.watch(connection.status === 'refused' ? null : first);
      return;
    }
    const stream = isFrozen(room.life) ? null : streamOf(room.life);
    playback.watch(stream?.watch ?? null, stream?.spreadMs);
  }
}

/** Whether the token is all that differs. */
function differInTokenAlone(one: ClientOptions | null, other: ClientOptions | null): boolean {
  if (one === null || other === null || one.token == null || other.token == null) return false;
  const same = ['room', 'host', 'party', 'conduct'] as const;
  return one.token !== other.token && same.every((name) => one[name] === other[name]);
}
