import type { JournalEntry, World } from '../../../demo/world/world.js';

export interface WorldStream {
  readonly id: string;
  readonly session: string;
  readonly startedAt: number;
  endedAt: number | null;
}

/** The world's own log, kept whole: the world forgets what is long past. */
export class WorldLog {
  readonly entries: JournalEntry[] = [];
  private readonly world: Pick<World, 'log'>;

  constructor(world: Pick<World, 'log'>) {
    this.world = world;
  }

  read(): readonly JournalEntry[] {
    this.entries.push(...this.world.log(this.entries.at(-1)?.seq ?? 0));
    return this.entries;
  }

  streams(): readonly WorldStream[] {
    const streams = new Map<string, WorldStream>();
    for (const { event, at, stream, session } of this.read()) {
      const id = String(stream);
      if (event === 'stream-started') {
        streams.set(id, { id, session: String(session), startedAt: at, endedAt: null });
      }
      const known = streams.get(id);
      if (event === 'stream-ended' && known !== undefined) known.endedAt = at;
    }
    return [...streams.values()];
  }

  sessions(): readonly { id: string; at: number }[] {
    return this.read()
      .filter(({ event }) => event === 'session-provisioned')
      .map(({ at, session }) => ({ id: String(session), at }));
  }

  /** The first word on each session that it ended, or that its client is lost. */
  ends(): readonly { session: string; at: number; how: string }[] {
    const first = new Map<string, { session: string; at: number; how: string }>();
    for (const { event, at, session, reason } of this.read()) {
      const id = String(session);
      if (!/^session-(ended|dangling)$/.test(event) || first.has(id)) continue;
      first.set(id, { session: id, at, how: reason === undefined ? 'dangling' : String(reason) });
    }
    return [...first.values()];
  }

  /** Every prompt that was performed, and on whose session. */
  prompts(): readonly { text: string; session: string; at: number }[] {
    const sessionOf = new Map(this.streams().map(({ id, session }) => [id, session]));
    return this.read()
      .filter(({ event }) => event === 'prompt-performed')
      .map(({ at, stream, prompt }) => ({
        ...{ text: String(prompt), at },
        session: sessionOf.get(String(stream)) ?? '',
      }));
  }

  /** How many sessions held a slot at once, at most. */
  mostSessions(): number {
    let held = 0;
    let most = 0;
    for (const { event } of this.read()) {
      if (event === 'session-provisioned') most = Math.max(most, ++held);
      if (event === 'session-ended') held -= 1;
    }
    return most;
  }

  /** How often each prompt was performed. */
  performed(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { event, prompt } of this.read()) {
      if (event !== 'prompt-performed') continue;
      counts.set(String(prompt), (counts.get(String(prompt)) ?? 0) + 1);
    }
    return counts;
  }
}
