import { isVia } from '../audience/places.js';
import { shownStreamId } from '../room/broadcast/stream-id.js';
import type { Effect, Input } from '../room/input.js';
import type { RoomState } from '../room/state.js';

/**
 * The room hears of the count at most this often, so that a crowd arriving does not flood itself. That
 * the first one came or the last one left it hears at once: streams start and end with that.
 */
const COUNT_EVERY_MS = 1_000;

/** Of a large audience a small change can wait a little: to be told of it costs everybody. */
const LARGE = 1_000;
const FEW = 0.01;
const FEW_EVERY_MS = 4_000;

/** Those who watch in audience parties. */
interface Elsewhere {
  readonly watching: number;
  /** The parties that count votes. */
  readonly tallying: readonly string[];
  /** Whether nobody there needs another stream than this one. */
  allShow(streamId: string): boolean;
}

const NOBODY_ELSEWHERE: Elsewhere = { watching: 0, tallying: [], allShow: () => true };

/** Somebody on a page. Until that says that it shows no picture it is taken to show one. */
interface Watcher {
  readonly who: string;
  hasPicture: boolean;
}

/** A stream that is kept for those who have not moved to the next one yet. */
interface Overlap {
  /** The session of the stream that is kept. */
  readonly epoch: number;
  /** The stream to which they move, as they know it. */
  readonly next: string;
  /** The connections that still need the old one. Null where that is not known, or has been told. */
  behind: Set<string> | null;
}

/**
 * Counts the people who watch: one for each identity, over any number of tabs. A conductor without a
 * screen does not watch. This is the only place that counts them; the room is told.
 *
 * While two streams overlap it also knows which pages still show the old one, and tells the room when
 * none does. Each page speaks for itself alone: one that lies keeps the old stream as long as the rules
 * allow, and never takes it from another.
 */
export class AudienceCount {
  /** Those who watch, by connection. */
  private readonly watchers = new Map<string, Watcher>();
  /** On how many connections each of them watches. */
  private readonly tabs = new Map<string, number>();
  private overlap: Overlap | null = null;
  private told = 0;
  private toldTallying = '';
  private toldAt = 0;
  private readonly elsewhere: Elsewhere;

  /** `elsewhere` knows of those who watch in audience parties. */
  constructor(elsewhere: Elsewhere = NOBODY_ELSEWHERE) {
    this.elsewhere = elsewhere;
  }

  /** How many watch at the room itself. */
  get here(): number {
    return this.tabs.size;
  }

  private get watching(): number {
    return this.tabs.size + this.elsewhere.watching;
  }

  /** When the room is to be told something; null while it knows. */
  get dueAt(): number | null {
    if (this.allHaveMoved) return this.toldAt;
    const { watching, told } = this;
    const isTold = this.elsewhere.tallying.join() === this.toldTallying;
    if (watching === told && isTold) return null;
    if (watching === 0 || told === 0) return this.toldAt;
    const isMuch = Math.abs(watching - told) > (told < LARGE ? 0 : FEW * told) || !isTold;
    return this.toldAt + (isMuch ? COUNT_EVERY_MS : FEW_EVERY_MS);
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
      this.overlap = null;
    }
    // The party counts those who come through it.
    const comes = input.type === 'joined' && !isVia(input.connection);
    if (comes && input.hello.watching && input.connection in state.connections) {
      this.add(input.connection, input.visitor.id);
    }
    if (input.type === 'closed') this.remove(input.connection);
    for (const effect of effects) if (effect.type === 'close') this.remove(effect.connection);
    this.followStreams(state, input.type === 'restarted');
  }

  /** A page says which stream it shows and needs, or that it shows none. */
  moved(connection: string, to: string | null): void {
    const watcher = this.watchers.get(connection);
    if (watcher === undefined) return;
    watcher.hasPicture = to !== null;
    const { behind = null, next } = this.overlap ?? {};
    if (to === null || to === next) behind?.delete(connection);
    else behind?.add(connection);
  }

  /** What to tell the room now, if anything. */
  due(now: number): Input | null {
    const { dueAt, overlap } = this;
    if (dueAt === null || dueAt > now) return null;
    if (overlap !== null && this.allHaveMoved) {
      overlap.behind = null;
      return { type: 'unwatched', epoch: overlap.epoch };
    }
    const { tallying } = this.elsewhere;
    this.told = this.watching;
    this.toldTallying = tallying.join();
    this.toldAt = now;
    const parties = tallying.length === 0 ? {} : { tallying };
    return { type: 'audience', watching: this.told, ...parties };
  }

  private get allHaveMoved(): boolean {
    const { overlap } = this;
    return overlap?.behind?.size === 0 && this.elsewhere.allShow(overlap.next);
  }

  private followStreams(state: RoomState, isRestart: boolean): void {
    const { life, retiring } = state;
    if (retiring === null) this.overlap = null;
    else if (this.overlap?.epoch !== retiring.epoch && 'streamId' in life) {
      const { epoch } = retiring;
      const next = shownStreamId(state, life.streamId);
      // After a restart those who watch are not back yet: nobody knows what they need.
      this.overlap = { epoch, next, behind: isRestart ? null : this.withPicture() };
    }
  }

  private withPicture(): Set<string> {
    const shown = [...this.watchers].filter(([, { hasPicture }]) => hasPicture);
    return new Set(shown.map(([connection]) => connection));
  }

  private add(connection: string, who: string): void {
    this.watchers.set(connection, { who, hasPicture: true });
    this.tabs.set(who, (this.tabs.get(who) ?? 0) + 1);
  }

  private remove(connection: string): void {
    const { who } = this.watchers.get(connection) ?? {};
    if (who === undefined) return;
    this.watchers.delete(connection);
    this.overlap?.behind?.delete(connection);
    const left = (this.tabs.get(who) ?? 1) - 1;
    if (left > 0) this.tabs.set(who, left);
    else this.tabs.delete(who);
  }
}
