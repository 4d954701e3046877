import type {
  OdysseySession,
  OpenSession,
  SessionEvents,
} from '../../../src/conductor/conductor-session.js';
import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Dial, Http } from './globals.js';
import type { Process, Simulation } from './machines.js';
import type { Witness } from './witness.js';

export const API_URL = 'https://api.odyssey.example';
/** The key of a room's account; here it says whose a session is. */
export const keyOf = (room: string): string => `key-${room}`;

/** How long credentials are good, and hold the place of a client that vanished (ms). */
export const TOKEN_MS = 600_000;
/** A session that nobody connects to is let go then. */
const UNUSED_MS = 40_000;

/** One session with its place at the service. */
export interface Session {
  readonly id: string;
  readonly room: string;
  readonly mintedAt: number;
  holder: Process | null;
  on: SessionEvents | null;
  stream: {
    readonly id: string;
    readonly startedAt: number;
    readonly cancelEnd: () => void;
  } | null;
  isOver: boolean;
  /** When the prompts came that have no answer yet. */
  readonly unanswered: Set<number>;
}

/** How the service is at the moment: each is the share of times that it goes wrong. */
export interface Mood {
  mint: number;
  connect: number;
  start: number;
  acknowledge: number;
  crash: number;
  recordings: number;
}

export const GOOD_MOOD: Mood = {
  mint: 0,
  connect: 0,
  start: 0,
  acknowledge: 0,
  crash: 0,
  recordings: 0,
};

/** What is said of a stream that is over. */
interface Recording {
  readonly endedAt: number;
  readonly seconds: number;
}

/** A service that speaks Odyssey's API, with places for sessions, on the simulation's clock. */
export class SimulatedService {
  mood: Mood = GOOD_MOOD;
  readonly sessions: Session[] = [];
  private readonly sim: Simulation;
  private readonly witness: Witness;
  private readonly streamMs: number;
  private readonly recordings = new Map<string, Recording>();
  private minted = 0;
  private streams = 0;

  constructor(sim: Simulation, witness: Witness, streamMs: number) {
    this.sim = sim;
    this.witness = witness;
    this.streamMs = streamMs;
  }

  /** The sessions that hold a place. */
  held(): Session[] {
    return this.sessions.filter(({ isOver }) => !isOver);
  }

  readonly http: Http = (url, init) => {
    const { random } = this.sim;
    const path = url.slice(API_URL.length);
    const afterMs = random.pick([5, 30, 150]);
    const headers = new Headers(init.headers);
    const room = headers.get('Authorization')?.replace('Bearer key-', '') ?? '';
    if (path === '/auth/token') {
      const { api_key } = JSON.parse(String(init.body)) as { api_key: string };
      return json(afterMs, { access_token: api_key, expires_in: 3600 });
    }
    if (path === '/regions') return json(afterMs, { regions: [] });
    if (path === '/sessions/request') return this.mint(room, afterMs);
    if (path === '/sessions/token') {
      const { session_id } = JSON.parse(String(init.body)) as { session_id: string };
      return json(afterMs, { session_token: tokenFor(session_id), expires_in: TOKEN_MS / 1000 });
    }
    return this.recording(path.replace('/recordings/', ''), afterMs);
  };

  /** A goodbye frees the place of a session; a page that had come to it meanwhile loses it. */
  readonly dial: Dial = (url, socket, process) => {
    const { sim } = this;
    const id = new URL(url.replace(/^wss/, 'https')).pathname.split('/').at(-1);
    socket.onSent = () => {
      sim.after(sim.outside, 20, () => {
        const session = this.sessions.find((one) => one.id === id);
        if (session !== undefined) this.ends(session, 'connection-lost');
      });
    };
    const isLost = sim.random.chance(this.mood.connect);
    sim.after(process, 50, () => socket.happened(isLost ? 'error' : 'open'));
  };

  /** Sessions as the conductor of one page opens them. */
  openSession(page: Process): OpenSession {
    return (on) => new PortSession(this, this.sim, page, on);
  }

  /** A connection to a session: from now on it is this one's. Throws where there is none to be had. */
  connected(id: string, holder: Process, on: SessionEvents): Session {
    const session = this.sessions.find((one) => one.id === id);
    if (session === undefined || session.isOver) throw new Error('Session not found');
    if (session.holder !== null) throw new Error('Already connected');
    session.holder = holder;
    session.on = on;
    return session;
  }

  /** A stream of the session begins; its id. */
  begins(session: Session): string {
    const { sim } = this;
    this.streams += 1;
    const id = `stream-${this.streams}`;
    const cancelEnd = sim.after(sim.outside, this.streamMs, () =>
      this.ends(session, 'stream-expired'),
    );
    session.stream = { id, startedAt: sim.now, cancelEnd };
    return id;
  }

  /** The session's stream is over, as its conductor wants it. */
  endStream(session: Session): void {
    const { stream } = session;
    if (stream === null) return;
    session.stream = null;
    session.unanswered.clear();
    stream.cancelEnd();
    const seconds = (this.sim.now - stream.startedAt) / 1000;
    this.recordings.set(stream.id, { endedAt: this.sim.now, seconds });
    this.witness.streamed(session.room, seconds);
  }

  performed(session: Session, text: string): void {
    this.witness.performed(session, text);
  }

  /** The service ends it by itself, and tells its conductor if there is one. */
  ends(session: Session, reason: 'stream-expired' | 'model-crash' | 'connection-lost'): void {
    const { holder, on, isOver } = session;
    if (isOver) return;
    this.over(session);
    if (holder !== null) this.sim.after(holder, 30, () => on?.ended(reason));
  }

  over(session: Session): void {
    this.sim.note('service', `${session.id} is over`);
    this.endStream(session);
    session.isOver = true;
    session.on = null;
    this.sessions.splice(this.sessions.indexOf(session), 1);
  }

  private mint(room: string, afterMs: number): ReturnType<Http> {
    const { sim } = this;
    const isWrong = sim.random.chance(this.mood.mint);
    const what = isWrong
      ? sim.random.pick(['busy', 'limit', 'error', 'lost', 'late'] as const)
      : null;
    if (what === 'busy') return json(afterMs, {}, 503);
    if (what === 'error') return json(afterMs, {}, 500);
    if (what === 'limit') {
      const detail = {
        error: 'CONCURRENT_LIMIT_REACHED',
        message: 'Too many streams.',
        details: {},
      };
      return json(afterMs, { detail }, 429);
    }
    this.minted += 1;
    const id = `session-${this.minted}`;
    const session: Session = {
      ...{ id, room, mintedAt: sim.now, holder: null, on: null, stream: null, isOver: false },
      unanswered: new Set(),
    };
    this.sessions.push(session);
    this.witness.minted(this);
    sim.after(sim.outside, UNUSED_MS, () => {
      if (session.holder === null && !session.isOver) this.over(session);
    });
    sim.after(sim.outside, TOKEN_MS, () => this.checkHolder(session));
    if (what === 'lost') return { afterMs, response: null };
    const answer = { session_id: id, signalling_url: 'wss://signal.odyssey.example' };
    return json(what === 'late' ? 20_000 : afterMs, answer);
  }

  /** The place of a client that vanished is free once its token has run out. */
  private checkHolder(session: Session): void {
    const { isOver, holder } = session;
    if (isOver) return;
    if (holder !== null && !holder.isAlive) return this.over(session);
    this.sim.after(this.sim.outside, 60_000, () => this.checkHolder(session));
  }

  private recording(id: string, afterMs: number): ReturnType<Http> {
    const { sim } = this;
    const found = this.recordings.get(id);
    if (sim.random.chance(this.mood.recordings)) {
      const what = sim.random.pick(['hangs', 'error', 'lies', 'redirects'] as const);
      if (what === 'hangs') return { afterMs, response: null };
      if (what === 'error') return json(afterMs, {}, 500);
      if (what === 'redirects') {
        return {
          afterMs,
          response: () =>
            new Response(null, { status: 302, headers: { Location: 'https://evil.example/' } }),
        };
      }
      return json(afterMs, { video_url: 'javascript:alert(1)', duration_seconds: 1e9 });
    }
    if (found === undefined || found.endedAt + 5_000 > sim.now) return json(afterMs, {}, 404);
    const video_url = `https://videos.odyssey.example/${id}.mp4`;
    return json(afterMs, { stream_id: id, video_url, duration_seconds: found.seconds });
  }
}

/** The conductor's end of a session: what it wants and hears travels, and may be late or lost. */
class PortSession implements OdysseySession {
  private readonly service: SimulatedService;
  private readonly sim: Simulation;
  private readonly page: Process;
  private readonly on: SessionEvents;
  private session: Session | null = null;
  private isOver = false;

  constructor(service: SimulatedService, sim: Simulation, page: Process, on: SessionEvents) {
    this.service = service;
    this.sim = sim;
    this.page = page;
    // The SDK tells nothing after its end.
    this.on = {
      started: (id) => this.isOver || on.started?.(id),
      answered: (outcome) => this.isOver || on.answered(outcome),
      ended: (reason) => {
        if (this.isOver) return;
        this.isOver = true;
        on.ended(reason);
      },
    };
  }

  connect({ sessionId }: Credentials): Promise<void> {
    return this.ask('connect', [100, 400, 1_500], () => {
      this.session = this.service.connected(sessionId, this.page, this.on);
    });
  }

  start(): ReturnType<OdysseySession['start']> {
    return this.ask('start', [300, 800, 3_000], () => {
      const { session } = this;
      if (session === null || session.isOver) throw new Error('Not connected');
      const streamId = this.service.begins(session);
      this.sim.after(this.page, 20, () => this.on.started?.(streamId));
      const webrtcUrl = `https://watch.odyssey.example/${streamId}`;
      const watch = { webrtcUrl, hlsUrl: null, token: 'spectator' };
      return { streamId, watch, appliedText: 'A harbour at dusk.' };
    });
  }

  interact(text: string): void {
    const { sim, service, page } = this;
    const { random } = sim;
    sim.after(sim.outside, random.pick([20, 60]), () => {
      const { session } = this;
      if (session === null || session.isOver || session.stream === null) return;
      service.performed(session, text);
      const { now } = sim;
      session.unanswered.add(now);
      if (random.chance(service.mood.crash)) return service.ends(session, 'model-crash');
      const isWrong = random.chance(service.mood.acknowledge);
      const what = isWrong ? random.pick(['lost', 'late', 'refused'] as const) : null;
      if (what === 'lost') return;
      const ms =
        what === 'late' ? random.pick([4_000, 9_000, 20_000]) : random.pick([200, 700, 1_500]);
      sim.after(page, ms, () => {
        session.unanswered.delete(now);
        if (what === 'refused') this.on.answered({ status: 'refused', reason: 'world-refused' });
        else this.on.answered({ status: 'applied', appliedText: `the world with ${text}` });
      });
    });
  }

  endStream(): Promise<void> {
    return this.ask('start', [50, 200], () => {
      if (this.session !== null) this.service.endStream(this.session);
    });
  }

  disconnect(): void {
    this.isOver = true;
    const { sim } = this;
    sim.after(sim.outside, 20, () => {
      if (this.session !== null && !this.session.isOver) this.service.over(this.session);
    });
  }

  /** Something that the service does, and says that it has done. */
  private ask<Value>(
    kind: 'connect' | 'start',
    pace: readonly number[],
    act: () => Value,
  ): Promise<Value> {
    const { sim, page, service } = this;
    const { random } = sim;
    const isWrong = random.chance(service.mood[kind]);
    const what = isWrong ? random.pick(['hangs', 'unheard', 'fails', 'slow'] as const) : null;
    return new Promise((resolve, reject) => {
      if (what === 'hangs') return;
      const ms = random.pick(pace) * (what === 'slow' ? 20 : 1);
      sim.after(sim.outside, ms, () => {
        try {
          // Who hung up meanwhile gets nothing, and holds nothing.
          if (this.isOver) return;
          if (what === 'fails') throw new Error('No streamers available');
          const value = act();
          if (what !== 'unheard') sim.after(page, 20, () => resolve(value));
        } catch (error) {
          sim.after(page, 20, () => reject(error as Error));
        }
      });
    });
  }
}

export function json(afterMs: number, body: unknown, status = 200): ReturnType<Http> {
  return { afterMs, response: () => Response.json(body, { status }) };
}

/** A token as the service signs it; nobody here checks it. */
function tokenFor(sessionId: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part({ session_id: sessionId })}.signature`;
}
