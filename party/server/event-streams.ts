import type { RoomView } from '../../src/protocol/view.js';
import { publicState, reachedWorld } from '../http/public.js';
import { earliest } from '../turns/clock.js';
import { BOUNDS } from './bounds.js';
import type { Observer, StepResult } from './observer.js';

/**
 * How long a listener without a token keeps its place: in a full room the oldest one is ended for a
 * new one, and reconnects by itself.
 */
const PLACE_KEPT_MS = 60_000;

/** A listener with more than this unread is disconnected. */
const BUFFER_BYTES_MAX = 256 * 1024;

/** Keeps the connection open where a proxy would close it. */
const PING_EVERY_MS = 25_000;

/**
 * No platform tells that a listener has hung up before it sends to it, and then only at the second
 * time. So a listener who finds no place has all others pinged, twice, and may come back after that.
 */
const PING_FULL_EVERY_MS = 2_000;

/** How long a listener should wait before it reconnects. */
const RETRY_MS = 3_000;

interface Listener {
  readonly isModerator: boolean;
  readonly since: number;
  /** When the listener's token expires; null without a token. */
  readonly endsAt: number | null;
  /** Where it is; null where the platform does not tell. */
  readonly address: string | null;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

const encoder = new TextEncoder();

/**
 * The room as a stream of server-sent events: the state first, then what changes. Listeners are no
 * audience, and keep no broadcast alive.
 */
export class EventStreams implements Observer {
  dueAt: number | null = null;
  private readonly listeners = new Set<Listener>();
  private count = 0;
  /** How many pings come sooner than usual. */
  private pingsSoon = 0;

  /**
   * Whether there is a place for one more, with a token that ends or without one. Where needed, the
   * oldest listener without one gives up theirs.
   */
  hasPlace(now: number, endsAt: number | null = null, address: string | null = null): boolean {
    const { eventStreams, eventStreamsKept, eventStreamsPerAddress } = BOUNDS;
    const others = [...this.listeners];
    const theirs = address === null ? [] : others.filter((one) => one.address === address);
    const places = eventStreams.max - (endsAt === null ? eventStreamsKept.max : 0);
    const isTheirShare = theirs.length < eventStreamsPerAddress.max;
    if (isTheirShare && others.length < places) return true;
    this.pingSoon(now);
    const longest = others.find((one) => one.endsAt === null);
    if (!isTheirShare || longest === undefined || longest.since + PLACE_KEPT_MS > now) return false;
    this.end(longest);
    return true;
  }

  get size(): number {
    return this.listeners.size;
  }

  /** A new listener's stream, which begins with the present state and ends with the token. */
  open(
    view: RoomView,
    isModerator: boolean,
    now: number,
    endsAt: number | null = null,
    address: string | null = null,
  ): ReadableStream<Uint8Array> {
    let listener: Listener | null = null;
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES_MAX });
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          listener = { isModerator, since: now, endsAt, address, controller };
          this.listeners.add(listener);
          this.dueAt ??= now + PING_EVERY_MS;
          const text = `retry: ${RETRY_MS}\n${this.event('state', { now, room: publicState(view) })}`;
          controller.enqueue(encoder.encode(text));
        },
        cancel: () => {
          if (listener !== null) this.forget(listener);
        },
      },
      strategy,
    );
  }

  observe({ now, delta, effects }: StepResult): void {
    this.endExpired(now);
    if (this.listeners.size === 0) return;
    if (delta !== null) this.broadcast(this.event('delta', { now, room: publicState(delta.room) }));
    for (const effect of effects) {
      if (effect.type !== 'record') continue;
      const { log, entry } = effect.record;
      const isPublic = effect.record.log === 'history' && reachedWorld(effect.record.entry);
      this.broadcast(this.event(log === 'history' ? 'prompt' : 'audit', entry), !isPublic);
    }
  }

  woke(now: number): void {
    if (this.dueAt === null || this.dueAt > now) return;
    this.endExpired(now);
    this.broadcast(': still here\n\n');
    this.pingsSoon = Math.max(0, this.pingsSoon - 1);
    const pauseMs = this.pingsSoon > 0 ? PING_FULL_EVERY_MS : PING_EVERY_MS;
    this.dueAt = this.listeners.size === 0 ? null : now + pauseMs;
  }

  private pingSoon(now: number): void {
    if (this.pingsSoon > 0) return;
    this.pingsSoon = 2;
    this.dueAt = Math.min(this.dueAt ?? now, now + PING_FULL_EVERY_MS / 2);
  }

  private event(name: string, data: unknown): string {
    this.count += 1;
    return `id: ${this.count}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  private broadcast(text: string, moderatorsOnly = false): void {
    const bytes = encoder.encode(text);
    for (const listener of this.listeners) {
      if (moderatorsOnly && !listener.isModerator) continue;
      this.send(listener, bytes);
    }
  }

  private send(listener: Listener, bytes: Uint8Array): void {
    const { controller } = listener;
    try {
      if ((controller.desiredSize ?? 0) >= bytes.length) return controller.enqueue(bytes);
      controller.error(new Error('Too slow.'));
    } catch {
      // Its stream has ended in another way.
    }
    this.forget(listener);
  }

  /** Ends the streams of expired tokens; a page reconnects with a fresh one. */
  private endExpired(now: number): void {
    for (const listener of this.listeners) {
      if (listener.endsAt !== null && listener.endsAt <= now) this.end(listener);
    }
  }

  private end(listener: Listener): void {
    this.forget(listener);
    try {
      listener.controller.close();
    } catch {
      // It was gone already.
    }
  }

  private forget(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.dueAt = null;
  }
}

interface Wait {
  readonly promptId: string;
  readonly until: number;
  readonly end: () => void;
}

/** How many requests may wait for a prompt at a time; any further one is answered at once. */
const WAITS_MAX = 200;

/** HTTP requests that are answered once a prompt has settled. */
export class PromptWaits implements Observer {
  private readonly waits = new Set<Wait>();

  get dueAt(): number | null {
    return earliest([...this.waits].map(({ until }) => until));
  }

  /** Resolves when the prompt has settled, or at the instant `until`. */
  settled(promptId: string, until: number): Promise<void> {
    if (this.waits.size >= WAITS_MAX) return Promise.resolve();
    return new Promise((end) => this.waits.add({ promptId, until, end }));
  }

  observe({ effects }: StepResult): void {
    if (this.waits.size === 0) return;
    for (const effect of effects) {
      if (effect.type !== 'record' || effect.record.log !== 'history') continue;
      const { id } = effect.record.entry;
      this.endThose((wait) => wait.promptId === id);
    }
  }

  woke(now: number): void {
    this.endThose(({ until }) => until <= now);
  }

  private endThose(isOver: (wait: Wait) => boolean): void {
    for (const wait of [...this.waits].filter(isOver)) {
      this.waits.delete(wait);
      wait.end();
    }
  }
}
