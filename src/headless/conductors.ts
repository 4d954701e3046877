import { Odyssey } from '@odysseyml/odyssey';
import { BroadcastClient } from '../client/broadcast-client.js';
import {
  type ClientOptions,
  type ClientView,
  type Clock,
  type Log,
  type OpenSocket,
  silent,
  systemClock,
  type TokenSource,
} from '../client/client-options.js';
import { type AttachedConductor, attachConductor } from '../conductor/attach-conductor.js';
import { type OpenSession, withDeadline } from '../conductor/conductor-session.js';
import { sessionsOf } from '../conductor/odyssey-session.js';
import type { Reason } from '../protocol/reasons.js';
import { type Health, type HeldSession, healthOf, type RoomHealth } from './health.js';
import { provideWebRtc } from './web-rtc.js';

type Entry = { -readonly [Key in keyof HeldSession]: HeldSession[Key] };

/** Opens sessions, and knows which ones are open now. */
export class HeldSessions {
  private readonly openSession: OpenSession;
  private readonly clock: Clock;
  private readonly held = new Set<Entry>();
  private opened = 0;

  constructor(openSession: OpenSession, clock: Clock) {
    this.openSession = openSession;
    this.clock = clock;
  }

  /** How many were opened so far. */
  get count(): number {
    return this.opened;
  }

  list(): readonly HeldSession[] {
    return [...this.held].map((session) => ({ ...session }));
  }

  readonly open: OpenSession = (on) => {
    const session = this.openSession(on);
    const entry: Entry = { openedAt: this.clock.now(), stream: null };
    this.held.add(entry);
    this.opened += 1;
    return {
      connect: (credentials) => session.connect(credentials),
      start: async (opening) => {
        const stream = await session.start(opening);
        entry.stream = { id: stream.streamId, startedAt: this.clock.now() };
        return stream;
      },
      interact: (text) => session.interact(text),
      endStream: async () => {
        await session.endStream();
        entry.stream = null;
      },
      disconnect: () => {
        this.held.delete(entry);
        session.disconnect();
      },
    };
  };
}

/** What somebody who runs a conductor can do about a room that does not let it in. */
const SENTENCES: Partial<Record<Reason, string>> = {
  'bad-token':
    'The room does not take this token: it is signed with another secret, or names other rooms.',
  'token-expired':
    'The token has run out. Give a new one, or ROOM_SECRET, with which tokens are renewed.',
  'wrong-version': 'The room speaks another version: install the one that the room server has.',
  'wrong-origin': 'The room does not take connections from here: see ALLOWED_ORIGINS.',
  'not-configured': 'The room server lacks a setting; its log says which.',
  'too-fast': 'The room closed the line because too much was said on it.',
  removed: 'A moderator removed this conductor from the room.',
  banned: 'A moderator banned this conductor from the room.',
  'room-locked': 'The room takes nobody in at the moment.',
};

/** Why a room does not let a conductor in, and what helps. */
function ownerWords(reason: Reason): string {
  return SENTENCES[reason] ?? `The room refuses this conductor: ${reason}.`;
}

/** A room that refused is asked again this late: its owner may have mended what was wrong. */
const REFUSED_RETRY_MS = 60_000;

interface RoomConductorOptions {
  readonly host: string;
  readonly party: string;
  readonly room: string;
  readonly token: TokenSource;
  readonly openSocket: OpenSocket;
  readonly openSession: OpenSession;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Conducts one room whenever the room asks for it, and reconnects whatever happens. */
export class RoomConductor {
  readonly room: string;
  private readonly log: Log;
  private readonly clock: Clock;
  private readonly client: BroadcastClient;
  private readonly sessions: HeldSessions;
  private readonly conductor: AttachedConductor;
  private line: Pick<RoomHealth, 'line' | 'lineSince' | 'why'>;
  private cancelRetry = () => {};

  constructor({ room, openSession, log, clock = systemClock, ...options }: RoomConductorOptions) {
    this.room = room;
    this.log = log;
    this.clock = clock;
    const asConductor = { conduct: 'prefer', watching: false } satisfies Partial<ClientOptions>;
    this.client = new BroadcastClient({ ...options, ...asConductor, room, log, clock });
    this.sessions = new HeldSessions(openSession, clock);
    this.conductor = attachConductor(this.client, { openSession: this.sessions.open, log, clock });
    this.line = { line: 'idle', lineSince: this.clock.now(), why: null };
    this.client.subscribe((view) => this.follow(view));
    this.client.onProblem(({ reason, message }) => log('warn', 'told', { reason, message }));
  }

  start(): void {
    this.client.connect();
  }

  /** Hands over its sessions, and disconnects when the room has ended the last one. */
  async drain(): Promise<void> {
    await this.conductor.drain();
    this.stop();
  }

  /** Ends its sessions at once, and disconnects. */
  stop(): void {
    this.cancelRetry();
    this.conductor.detach();
    this.client.close();
  }

  health(): RoomHealth {
    const sessions = this.sessions.list();
    return {
      room: this.room,
      ...this.line,
      conducting: sessions.length > 0,
      epochs: [...this.client.leases],
      sessions,
      sessionsOpened: this.sessions.count,
    };
  }

  private follow({ connection }: ClientView): void {
    if (connection.status === this.line.line) return;
    const isRefused = connection.status === 'refused';
    const why = isRefused ? ownerWords(connection.reason) : null;
    this.line = { line: connection.status, lineSince: this.clock.now(), why };
    if (!isRefused) return;
    this.log('error', 'refused', { reason: connection.reason, why });
    this.cancelRetry = this.clock.setTimer(() => this.client.connect(), REFUSED_RETRY_MS);
  }
}

/** Which rooms are conducted, and how. */
export interface ConductorsOptions {
  /** The room server: a host, with or without `https://` before it. */
  readonly host: string;
  /** The server's party; `main` unless told otherwise. */
  readonly party?: string;
  /** The rooms' names; one that is named twice is conducted once. */
  readonly rooms: readonly string[];
  /** A token that may conduct, for each room; a function is asked again before its token ends. */
  readonly token?: (room: string) => TokenSource;
  /** Told each step, with the room's name among the fields. */
  readonly log?: Log;
}

/** Conductors without a browser, one for each room, in one process. */
export interface Conductors {
  /** How they stand now; for a health check. */
  health(): Health;
  /**
   * Hands over all sessions, then stops.
   *
   * @param seconds - How long to wait for that at most; what is still held then is ended.
   */
  drain(seconds: number): Promise<void>;
  /** Ends everything at once. */
  stop(): void;
}

/**
 * Conducts rooms from Node. Needs the packages `werift` and `ws`. Reconnects and goes on by itself; a
 * room that refuses is asked again after a minute.
 *
 * @returns Once the packages are loaded; the connections are still being made.
 * @throws MissingPackages when one of the two is not installed; its message says what to install.
 * @example
 * const conductors = await startConductors({
 *   host: 'rooms.example.com',
 *   rooms: ['lobby'],
 *   token: () => process.env.CONDUCTOR_TOKEN ?? null,
 * });
 * process.once('SIGTERM', () => conductors.drain(30));
 */
export async function startConductors(options: ConductorsOptions): Promise<Conductors> {
  const { host, party = 'main', rooms, token = () => null, log = silent } = options;
  const openSocket = await provideWebRtc();
  const conductors = [...new Set(rooms)].map(
    (room) =>
      new RoomConductor({
        ...{ host, party, room, openSocket, openSession: sessionsOf(Odyssey) },
        token: token(room),
        log: (level, name, fields) => log(level, name, { room, ...fields }),
      }),
  );
  const startedAt = Date.now();
  let isDraining = false;
  const stop = () => {
    for (const conductor of conductors) conductor.stop();
  };
  for (const conductor of conductors) conductor.start();
  return {
    health: () =>
      healthOf(
        conductors.map((conductor) => conductor.health()),
        { startedAt, isDraining },
      ),
    async drain(seconds) {
      isDraining = true;
      const drained = Promise.all(conductors.map((conductor) => conductor.drain()));
      await withDeadline(drained, seconds * 1000, systemClock);
      stop();
    },
    stop,
  };
}
