import type { Clock } from '../client/clock.js';
import type { OpenSession } from '../conductor/session.js';

/** A session that is held now. Instants are ms since 1970. */
export interface HeldSession {
  readonly openedAt: number;
  readonly stream: { readonly id: string; readonly startedAt: number } | null;
}

type Entry = { -readonly [Key in keyof HeldSession]: HeldSession[Key] };

/** Opens sessions, and knows which are held: by what becomes of them, not by what was asked for. */
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
