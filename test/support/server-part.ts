import type { Effect, Input } from '../../party/room/input.js';
import type { Stepped } from '../../party/room/room.js';
import { AudienceCount } from '../../party/server/audience-count.js';
import { Keepalive } from '../../party/server/hearing.js';
import { earliest } from '../../party/turns/clock.js';

/** What a test's room is made of: its clock and its core. */
interface Core {
  readonly now: number;
  /** A step of the core alone. */
  step(input: Input): Stepped;
  /** Hands an input to the room, as from outside. */
  apply(input: Input): void;
  /** The server closes a connection by itself. */
  closes(effect: Extract<Effect, { type: 'close' }>): void;
}

/** The server's own part beside a core in the hands of a test: silent connections and the count. */
export class ServerPart {
  private readonly core: Core;
  private keepalive = new Keepalive();
  private readonly audience = new AudienceCount();

  constructor(core: Core) {
    this.core = core;
  }

  get dueAt(): number | null {
    return earliest([this.keepalive.dueAt, this.audience.dueAt]);
  }

  heard(connection: string): void {
    this.keepalive.heard(connection, this.core.now);
  }

  /** A page says which stream it shows. */
  moved(connection: string, to: string | null): void {
    this.heard(connection);
    this.audience.moved(connection, to);
    this.tellAudience();
  }

  apply(input: Input): void {
    if (input.type === 'restarted') this.keepalive = new Keepalive();
    const { core, keepalive, audience } = this;
    const { state, effects } = core.step(input);
    audience.follow(input, state, effects);
    if (input.type === 'joined' && input.connection in state.connections) {
      keepalive.joined(input.connection, core.now);
    }
    if (input.type === 'said') this.heard(input.connection);
    if (input.type === 'closed') keepalive.closed(input.connection);
    for (const effect of effects) if (effect.type === 'close') keepalive.closed(effect.connection);
    this.tellAudience();
  }

  private tellAudience(): void {
    const told = this.audience.due(this.core.now);
    if (told !== null) this.apply(told);
  }

  wake(): void {
    for (const { id, code, reason } of this.keepalive.silent(this.core.now)) {
      this.core.closes({ type: 'close', connection: id, code, reason });
      this.keepalive.closed(id);
      this.core.apply({ type: 'closed', connection: id });
    }
    this.core.apply({ type: 'woke' });
  }
}
