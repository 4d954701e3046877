import type { Effect, Input } from '../room/input.js';
import type { RoomState } from '../room/state.js';

/**
 * The room hears of the count at most this often, so that a crowd arriving does not flood itself. That
 * the first one came or the last one left it hears at once: streams start and end with that.
 */
const COUNT_EVERY_MS = 1_000;

/**
 * Counts the people who watch: one for each identity, over any number of tabs. A conductor without a
 * screen does not watch. This is the only place that counts them; the room is told.
 */
export class AudienceCount {
  /** Who watches on which connection. */
  private readonly watchers = new Map<string, string>();
  /** On how many connections each of them watches. */
  private readonly tabs = new Map<string, number>();
  private told = 0;
  private toldAt = 0;

  /** When the room is to be told the count; null while it knows. */
  get dueAt(): number | null {
    const { size } = this.tabs;
    if (size === this.told) return null;
    return size === 0 || this.told === 0 ? this.toldAt : this.toldAt + COUNT_EVERY_MS;
  }

  /** Follows what the room was told, and which connections it admitted and closed. */
  follow(input: Input, state: RoomState, effects: readonly Effect[]): void {
    if (input.type === 'batch') {
      for (const one of input.inputs) this.follow(one, state, []);
    }
    if (input.type === 'restarted') {
      this.watchers.clear();
      this.tabs.clear();
      this.told = 0;
    }
    if (input.type === 'joined' && input.hello.watching && input.connection in state.connections) {
      this.add(input.connection, input.visitor.id);
    }
    if (input.type === 'closed') this.remove(input.connection);
    for (const effect of effects) if (effect.type === 'close') this.remove(effect.connection);
  }

  /** What to tell the room now, if anything. */
  due(now: number): Input | null {
    const { dueAt } = this;
    if (dueAt === null || dueAt > now) return null;
    this.told = this.tabs.size;
    this.toldAt = now;
    return { type: 'audience', watching: this.told };
  }

  private add(connection: string, who: string): void {
    this.watchers.set(connection, who);
    this.tabs.set(who, (this.tabs.get(who) ?? 0) + 1);
  }

  private remove(connection: string): void {
    const who = this.watchers.get(connection);
    if (who === undefined) return;
    this.watchers.delete(connection);
    const left = (this.tabs.get(who) ?? 1) - 1;
    if (left > 0) this.tabs.set(who, left);
    else this.tabs.delete(who);
  }
}
