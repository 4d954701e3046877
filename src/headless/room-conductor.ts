import { BroadcastClient } from '../client/broadcast-client.js';
import type { ClientOptions, Log } from '../client/client-options.js';
import type { ClientView } from '../client/client-view.js';
import { type Clock, systemClock } from '../client/clock.js';
import type { OpenSocket } from '../client/room-socket.js';
import type { TokenSource } from '../client/token-keeper.js';
import { type AttachedConductor, attachConductor } from '../conductor/attach-conductor.js';
import type { OpenSession } from '../conductor/session.js';
import type { Reason } from '../protocol/reasons.js';
import type { RoomHealth } from './health.js';
import { HeldSessions } from './held-sessions.js';

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
export function ownerWords(reason: Reason): string {
  return SENTENCES[reason] ?? `The room refuses this conductor: ${reason}.`;
}

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
