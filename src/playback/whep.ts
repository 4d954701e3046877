import { type Clock, systemClock } from '../client/client-options.js';
import type { Watch } from '../protocol/view.js';
import { ConnectError, type Trouble } from './playback-state.js';

/** A stream on its way to this page. */
export interface StreamConnection {
  /** Whether the stream goes on as far as is known: a video pauses too when its stream is over. */
  readonly isActive: boolean;
  /** How far behind the world the picture is (s); null where that is hardly a second, or not known. */
  readonly behindSeconds: number | null;
  /** Gives the stream to a video, which then has to be told to play. */
  attach(video: HTMLVideoElement): void;
  /** Frames decoded so far, or null where that cannot be told. */
  framesDecoded(): Promise<number | null>;
  /** Leaves a stream that goes on: the server is told. The last frame stays on the video. */
  disconnect(): void;
  /** Closes the connection to a stream that is over. The last frame stays on the video. */
  close(): void;
  /** Empties the video. */
  detach(): void;
}

/**
 * Connects to a stream. It may resolve before a picture flows, and after `signal` was aborted: the
 * caller then closes what it gets. It rejects with a `ConnectError` that tells why.
 */
export type ConnectPort = (watch: Watch, signal: AbortSignal) => Promise<StreamConnection>;

/** A direct way connects within 0.3 s; after this, one over a relay is tried beside it. */
const DIRECT_LIMIT_MS = 1_500;

/** A STUN server behind a firewall never answers: what is gathered by then has to do. */
const GATHER_LIMIT_MS = 1_000;

/** A server that takes longer to answer has more to do than it can. */
const ANSWER_LIMIT_MS = 5_000;

/** Origins that take no candidates after the offer. */
const untold = new Set<string>();

/** Origins that this page reached over a relay alone: it is tried at once there. */
const relayed = new Set<string>();

/** So long an offer is kept for a stream whose address is not known yet. */
export const OFFER_KEPT_MS = 10_000;

/** A page has opened its socket by then, and awaits the welcome. */
const PREPARE_AFTER_MS = 10;

/**
 * Watches streams by WHEP (draft-ietf-wish-whep). The offer goes out before any candidate is known: the
 * browser's own checks tell the server where it is. Only when they do not get through are STUN and TURN
 * servers used, in a session of their own, since hardly a server takes an ICE restart.
 */
export class Whep {
  private readonly clock: Clock;
  private prepared: Session | null = null;
  private cancelTimer = () => {};

  constructor(clock: Clock = systemClock) {
    this.clock = clock;
  }

  /**
   * Makes the offer for the next stream, while the room is still being asked where that is; a moment
   * later, since the page stands still for it, and the room is to be asked first.
   */
  prepare(): void {
    this.cancelTimer();
    this.cancelTimer = this.clock.setTimer(() => {
      this.prepared ??= new Session([]);
      this.cancelTimer = this.clock.setTimer(() => this.close(), OFFER_KEPT_MS);
    }, PREPARE_AFTER_MS);
  }

  /** Closes an offer that no stream has come for. */
  close(): void {
    this.take()?.close();
  }

  readonly connect: ConnectPort = async (watch, signal) => {
    const { origin } = new URL(watch.webrtcUrl);
    const servers = iceServersAt(origin, signal);
    const direct = this.take() ?? new Session([]);
    const sessions = [direct];
    const leave = () => {
      for (const session of sessions) session.disconnect();
    };
    signal.addEventListener('abort', leave);
    try {
      await direct.open(watch, signal);
      await settled(direct.connected, relayed.has(origin) ? 0 : DIRECT_LIMIT_MS);
      const iceServers = direct.isConnected ? [] : await servers;
      signal.throwIfAborted();
      if (iceServers.length > 0) sessions.push(new Session(iceServers));
      const winner = await Promise.any(sessions.map((session) => session.reached(watch, signal)));
      if (winner !== direct) relayed.add(origin);
      for (const session of sessions) if (session !== winner) session.disconnect();
      return winner;
    } catch (error) {
      leave();
      throw error instanceof ConnectError ? error : new ConnectError('unreachable');
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };

  private take(): Session | null {
    const { prepared } = this;
    this.cancelTimer();
    this.prepared = null;
    return prepared;
  }
}

/** One WHEP session: an offer, its answer, and the connection that comes of it. */
class Session implements StreamConnection {
  readonly behindSeconds = null;
  private readonly stream = new MediaStream();
  private video: HTMLVideoElement | null = null;
  /** Resolves once media can flow; rejects when the connection has failed. */
  readonly connected: Promise<void>;
  private readonly peer: RTCPeerConnection;
  /** Without any candidate: a server may take long to look up the names by which browsers tell them. */
  private readonly offered: Promise<string>;
  private readonly hasServers: boolean;
  private opening: Promise<void> | null = null;
  private fail: (error: ConnectError) => void = () => undefined;
  /** Candidates that the server has not been told of. */
  private candidates: RTCIceCandidate[] = [];
  /** Where the server keeps this session; null until it has said so. */
  private resource: string | null = null;
  private isTelling = false;
  /** Does nothing until the server can be told of them. */
  private candidatesFound = () => {};
  private isOver = false;

  /** Makes the offer at once. */
  constructor(iceServers: RTCIceServer[]) {
    const peer = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.peer = peer;
    this.hasServers = iceServers.length > 0;
    for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' });
    peer.ontrack = ({ track }) => this.stream.addTrack(track);
    peer.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.candidates.push(candidate);
      this.candidatesFound();
    };
    this.connected = new Promise((resolve, reject) => {
      this.fail = reject;
      peer.onconnectionstatechange = () => {
        if (this.isConnected) resolve();
        if (peer.connectionState === 'failed') reject(new ConnectError('unreachable'));
      };
    });
    this.offered = peer.setLocalDescription().then(() => peer.localDescription?.sdp ?? '');
    // Nobody may be waiting for them by then.
    this.connected.catch(() => undefined);
    this.offered.catch(() => undefined);
  }

  get isActive(): boolean {
    return this.stream.active;
  }

  attach(video: HTMLVideoElement): void {
    this.video = video;
    video.srcObject = this.stream;
  }

  detach(): void {
    if (this.video?.srcObject === this.stream) this.video.srcObject = null;
  }

  get isConnected(): boolean {
    return this.peer.connectionState === 'connected';
  }

  /** Offers, and takes the answer. */
  open(watch: Watch, signal: AbortSignal): Promise<void> {
    this.opening ??= this.negotiate(watch, signal);
    return this.opening;
  }

  /** Itself, once media can flow. */
  async reached(watch: Watch, signal: AbortSignal): Promise<this> {
    await this.open(watch, signal);
    await this.connected;
    return this;
  }

  async framesDecoded(): Promise<number | null> {
    for (const report of (await this.peer.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'video') {
        return report.framesDecoded ?? null;
      }
    }
    return null;
  }

  disconnect(): void {
    if (this.isOver) return;
    this.close();
    this.forget();
  }

  close(): void {
    this.isOver = true;
    this.peer.close();
    this.fail(new ConnectError('unreachable'));
  }

  private async negotiate(watch: Watch, signal: AbortSignal): Promise<void> {
    const { peer } = this;
    let offer = await this.offered;
    if (this.hasServers) {
      await settled(gathered(peer), GATHER_LIMIT_MS);
      // The offer holds what was found so far.
      this.candidates = [];
      offer = peer.localDescription?.sdp ?? offer;
    }
    const address = `${watch.webrtcUrl}/whep?token=${encodeURIComponent(watch.token)}`;
    const { response, body } = await request(address, signal, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: offer,
    });
    if (!response.ok) throw new ConnectError(troubleBy(response.status));
    this.resource = resourceOf(response, address);
    // It was left meanwhile: the server would keep it for nobody.
    if (this.isOver) return this.forget();
    await peer.setRemoteDescription({ type: 'answer', sdp: body });
    // Nothing waits for it: the connection is often there before the server has answered.
    this.candidatesFound = () => void this.tellCandidates(signal);
    this.candidatesFound();
  }

  /** Tells the server of further candidates, where it takes them. */
  private async tellCandidates(signal: AbortSignal): Promise<void> {
    const { resource, candidates, isTelling } = this;
    if (resource === null || isTelling || candidates.length === 0) return;
    const { origin } = new URL(resource);
    if (untold.has(origin)) return;
    this.isTelling = true;
    this.candidates = [];
    const headers = { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' };
    const init = { method: 'PATCH', headers, body: fragmentOf(candidates) };
    const isTaken = await request(resource, signal, init).then(
      ({ response }) => response.ok,
      () => false,
    );
    this.isTelling = false;
    if (!isTaken && !this.isOver) untold.add(origin);
    await this.tellCandidates(signal);
  }

  /** Tells the server that nobody watches here any more. */
  private forget(): void {
    if (this.resource === null) return;
    fetch(this.resource, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    this.resource = null;
  }
}

function troubleBy(status: number): Trouble {
  if (status === 401 || status === 403) return 'bad-token';
  return status === 404 || status === 410 ? 'no-stream' : 'unreachable';
}

/** The session's own address; none of another origin, which the room never named. */
function resourceOf(response: Response, asked: string): string | null {
  const location = response.headers.get('Location');
  const base = response.url || asked;
  if (location === null || !URL.canParse(location, base)) return null;
  const { origin, href } = new URL(location, base);
  return origin === new URL(base).origin ? href : null;
}

/** The STUN and TURN servers that a broadcast server names; none when it names none in time. */
async function iceServersAt(origin: string, signal: AbortSignal): Promise<RTCIceServer[]> {
  try {
    const { body } = await request(`${origin}/config`, signal, { cache: 'no-store' });
    const { iceServers } = JSON.parse(body) as { iceServers?: unknown };
    return Array.isArray(iceServers) ? iceServers : [];
  } catch {
    return [];
  }
}

/** An answer with all of its body, within the time that an answer may take. */
async function request(address: string, signal: AbortSignal, init: RequestInit) {
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, ANSWER_LIMIT_MS);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  try {
    const response = await fetch(address, { ...init, signal: ended.signal });
    return { response, body: await response.text() };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Candidates as a fragment of SDP (RFC 8840). */
function fragmentOf(candidates: readonly RTCIceCandidate[]): string {
  const lines = candidates.map(({ candidate }) => `a=${candidate || 'end-of-candidates'}`);
  return [`a=ice-ufrag:${candidates[0]?.usernameFragment ?? ''}`, 'a=mid:0', ...lines, ''].join(
    '\r\n',
  );
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (peer.iceGatheringState === 'complete') resolve();
    };
    peer.addEventListener('icegatheringstatechange', look);
    look();
  });
}

/** Waits until the promise is settled, but no longer than that. */
async function settled(promise: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([
    promise.then(
      () => undefined,
      () => undefined,
    ),
    limit,
  ]);
  clearTimeout(timer);
}
