import { type Clock, systemClock } from '../client/client-options.js';
import type { Watch } from '../protocol/view.js';
import {
  type EarlyOffer,
  forget,
  offerOf,
  receivingPeer,
  resourceOf,
  sessionOf,
  whepAddress,
} from './early-offer.js';
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
 * caller then closes what it gets. It rejects with a `ConnectError` that tells why. `answered` is called
 * with what is probably going to be the connection: a video that has it by then shows its first frame sooner.
 */
export type ConnectPort = (
  watch: Watch,
  signal: AbortSignal,
  answered?: (connection: StreamConnection) => void,
) => Promise<StreamConnection>;

/** A direct way connects within 0.3 s; after this, one over a relay is tried beside it. */
const DIRECT_LIMIT_MS = 1_500;

/** Before that the service need not be asked for a relay: hardly a viewer needs one. */
const SERVERS_AFTER_MS = 500;

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

/** So long the room may take beyond its welcome to have an offer answered. */
const PASSED_LIMIT_MS = 1_000;

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
  private early: EarlyOffer | null = null;
  private cancelTimer = () => {};

  constructor(clock: Clock = systemClock) {
    this.clock = clock;
  }

  /**
   * Makes the offer for the next stream, while the room is still being asked where that is; a moment
   * later, since the page stands still for it, and the room is to be asked first. Unless there is one
   * that the room passes on.
   */
  prepare(early: EarlyOffer | null = null): void {
    this.cancelTimer();
    this.early = early;
    const make = () => {
      this.prepared ??= new Session([], early);
      this.cancelTimer = this.clock.setTimer(() => this.close(), OFFER_KEPT_MS);
    };
    if (early === null) this.cancelTimer = this.clock.setTimer(make, PREPARE_AFTER_MS);
    else make();
  }

  /** Closes an offer that no stream has come for. */
  close(): void {
    this.take()?.close();
    this.early?.close();
    this.early = null;
  }

  readonly connect: ConnectPort = async (watch, signal, answered) => {
    const { origin } = new URL(watch.webrtcUrl);
    const direct = await this.first(watch);
    const sessions = [direct];
    const leave = () => {
      for (const session of sessions) session.disconnect();
    };
    signal.addEventListener('abort', leave);
    try {
      signal.throwIfAborted();
      await direct.open(watch, signal);
      answered?.(direct);
      const iceServers = await this.serversFor(direct, origin, signal);
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

  /** The STUN and TURN servers with which to try as well; none once the direct way has connected. */
  private async serversFor(direct: Session, origin: string, signal: AbortSignal) {
    const [before, after] = relayed.has(origin)
      ? [0, 0]
      : [SERVERS_AFTER_MS, DIRECT_LIMIT_MS - SERVERS_AFTER_MS];
    await settled(direct.connected, before);
    if (direct.isConnected) return [];
    const servers = iceServersAt(origin, signal);
    await settled(direct.connected, after);
    return direct.isConnected ? [] : servers;
  }

  /** The session that is tried first: that of the offer which was made ready, or which the room has passed on. */
  private async first(watch: Watch): Promise<Session> {
    const { early } = this;
    const prepared = this.take();
    this.early = null;
    if (prepared === null || early === null) return prepared ?? new Session([]);
    const passed = await within(early.passed, PASSED_LIMIT_MS);
    if (passed === null) return prepared;
    const isThis = passed?.watch.webrtcUrl === watch.webrtcUrl;
    if (passed !== undefined && isThis) {
      prepared.answered(sessionOf(passed));
      return prepared;
    }
    // It went to another stream, or nobody has answered yet.
    prepared.close();
    early.close();
    return new Session([]);
  }

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
  private readonly offered: Promise<string>;
  private readonly hasServers: boolean;
  private opening: Promise<void> | null = null;
  private fail: (error: ConnectError) => void = () => undefined;
  /** Candidates that the server has not been told of. */
  private candidates: RTCIceCandidate[];
  /** Where the server keeps this session; null until it has said so. */
  private resource: string | null = null;
  private isTelling = false;
  /** Does nothing until the server can be told of them. */
  private candidatesFound = () => {};
  private isOver = false;

  /** Makes the offer at once, unless it is made already. */
  constructor(iceServers: RTCIceServer[], early: EarlyOffer | null = null) {
    const peer = early?.peer ?? receivingPeer(iceServers);
    this.peer = peer;
    this.candidates = early?.candidates ?? [];
    this.hasServers = iceServers.length > 0;
    for (const { currentDirection, receiver } of peer.getTransceivers()) {
      if (currentDirection === 'recvonly') this.stream.addTrack(receiver.track);
    }
    peer.ontrack = ({ track }) => this.stream.addTrack(track);
    peer.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.candidates.push(candidate);
      this.candidatesFound();
    };
    this.connected = new Promise((resolve, reject) => {
      this.fail = reject;
      const look = () => {
        if (this.isConnected) resolve();
        if (peer.connectionState === 'failed') reject(new ConnectError('unreachable'));
      };
      peer.onconnectionstatechange = look;
      look();
    });
    this.offered = early?.offered ?? offerOf(peer);
    // Nobody may be waiting for them by then.
    this.connected.catch(() => undefined);
    this.offered.catch(() => undefined);
  }

  get isActive(): boolean {
    return this.stream.active;
  }

  attach(video: HTMLVideoElement): void {
    this.video = video;
    if (video.srcObject !== this.stream) video.srcObject = this.stream;
  }

  detach(): void {
    if (this.video?.srcObject === this.stream) this.video.srcObject = null;
  }

  get isConnected(): boolean {
    return this.peer.connectionState === 'connected';
  }

  /** The offer was passed on and answered: the connection has the answer. */
  answered(resource: string | null): void {
    this.resource = resource;
    this.opening = Promise.resolve();
  }

  /** Offers, and takes the answer. */
  async open(watch: Watch, signal: AbortSignal): Promise<void> {
    this.opening ??= this.negotiate(watch, signal);
    await this.opening;
    // Nothing waits for it: the connection is often there before the server has answered.
    this.candidatesFound = () => void this.tellCandidates(signal);
    this.candidatesFound();
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
    const address = whepAddress(watch);
    const { response, body } = await request(address, signal, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: offer,
    });
    if (!response.ok) throw new ConnectError(troubleBy(response.status));
    this.resource = resourceOf(response.headers.get('Location'), response.url || address);
    // It was left meanwhile: the server would keep it for nobody.
    if (this.isOver) return this.forget();
    await peer.setRemoteDescription({ type: 'answer', sdp: body });
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
    forget(this.resource);
    this.resource = null;
  }
}

function troubleBy(status: number): Trouble {
  if (status === 401 || status === 403) return 'bad-token';
  return status === 404 || status === 410 ? 'no-stream' : 'unreachable';
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
  await within(promise, limitMs).catch(() => undefined);
}

/** What comes of the promise; undefined when it takes longer than that. */
async function within<Value>(promise: Promise<Value>, limitMs: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
