import { BroadcastClient } from '../client/broadcast-client.js';
import type { ClientOptions } from '../client/client-options.js';
import type { ClientView } from '../client/client-view.js';
import { type Clock, systemClock } from '../client/clock.js';
import type { Log } from '../client/log.js';
import type { OpenSocket } from '../client/room-socket.js';
import type { TokenSource } from '../client/token-keeper.js';
import { type AttachedConductor, attachConductor } from '../conductor/attach-conductor.js';
import type { OpenSession } from '../conductor/session.js';
import type { RoomHealth } from './health.js';
import { HeldSessions } from './held-sessions.js';
import { ownerWords } from './owner-words.js';

/** A room that refused is asked again this late: its owner may have mended what was wrong. */
const REFUSED_RETRY_MS = 60_000;

export interface RoomConductorOptions {
  readonly host: string;
  readonly party: string;
  readonly room: string;
  readonly token: TokenSource;
  readonly openSocket: OpenSocket;
  readonly openSession: OpenSession;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Stands by in one room: conducts when the room asks it to, and comes back whatever happens. */
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

  /** Hands over what it holds, and leaves when the room has ended the last of it. */
  async drain(): Promise<void> {
    await this.conductor.drain();
    this.stop();
  }

  /** Ends at once all that it still holds. */
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
