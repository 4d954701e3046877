import { RECEIPTS_SHOWN } from '../protocol/limits.js';
import type { Go, ServerMessage, Welcome } from '../protocol/messages.js';
import type { Receipt } from '../protocol/reasons.js';
import { isStaff, type RoomView, type You } from '../protocol/view.js';
import { type ClientView, type Clock, EMPTY_VIEW } from './client-options.js';

/** A set of callbacks. `add` returns how to remove one; one that throws does not keep the others from being called. */
export class Listeners<Value> {
  private readonly all = new Set<(value: Value) => void>();

  add(listener: (value: Value) => void): () => void {
    // Wrapped, so that a function that was added twice is called until both are removed.
    const entry = (value: Value) => listener(value);
    this.all.add(entry);
    return () => this.all.delete(entry);
  }

  tell(value: Value): void {
    for (const listener of [...this.all]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/**
 * What time it is in the room. A message that says the room's time was sent before it arrived, so
 * it bounds the difference of the two clocks from below; when it answers a question, the question's
 * instant bounds it from above. The difference is moved only when it leaves those bounds: countdowns
 * do not jump with every message's delay, and a clock that was adjusted is followed.
 */
class RoomClock {
  private known: number | null = null;

  /** Add it to this machine's time to get room time (ms). */
  get offset(): number {
    return this.known ?? 0;
  }

  /** `roomNow` arrived at `at`, in answer to something said at `askedAt`, if it was an answer. */
  observe(roomNow: number, at: number, askedAt: number | null = null): void {
    const lowest = roomNow - at;
    const highest = askedAt === null ? Number.POSITIVE_INFINITY : roomNow - askedAt;
    if (this.known !== null) this.known = Math.min(Math.max(this.known, lowest), highest);
    else this.known = askedAt === null ? lowest : Math.round((lowest + highest) / 2);
  }
}

/** What the room says once its welcome was heard. */
export type RoomMessage = Exclude<ServerMessage, Welcome | Go>;

/** What a message of the room changes in the view. */
function changeBy(message: RoomMessage, { room, you, receipts }: ClientView): Partial<ClientView> {
  switch (message.type) {
    case 'delta':
      return room === null ? {} : { room: { ...room, ...(message.room as Partial<RoomView>) } };
    case 'you':
      return { you: message.you, ...deskOf(message.you) };
    case 'standing':
      return you === null ? {} : { you: { ...you, standing: message.standing } };
    case 'receipt':
      return { receipts: withReceipt(receipts, message.receipt) };
    case 'desk':
      return { desk: message.desk };
    case 'answer':
    case 'probe':
    case 'pong':
    case 'conduct':
    case 'capture':
      return {};
  }
}

/** Somebody who is no moderator any more has no moderator view. */
function deskOf({ role }: You): { desk?: null } {
  return isStaff(role) ? {} : { desk: null };
}

/** A known prompt's receipt stays where it is; a new one is the last. */
function withReceipt(receipts: readonly Receipt[], receipt: Receipt): readonly Receipt[] {
  const known = receipts.some(({ id }) => id === receipt.id);
  return known
    ? receipts.map((other) => (other.id === receipt.id ? receipt : other))
    : [...receipts, receipt].slice(-RECEIPTS_SHOWN);
}

/** Holds the view, applies the room's messages to it, and keeps the room's time. */
export class ViewKeeper {
  /** A new frozen object after every change. */
  view: ClientView = EMPTY_VIEW;
  readonly listeners = new Listeners<ClientView>();
  private readonly clock: Clock;
  private readonly roomClock = new RoomClock();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Room time, ms since 1970. */
  now(): number {
    return this.clock.now() + this.roomClock.offset;
  }

  /** Takes the room's time from a message. */
  observe(roomNow: number, askedAt: number | null): void {
    this.roomClock.observe(roomNow, this.clock.now(), askedAt);
  }

  heard(message: RoomMessage, askedAt: number | null): void {
    if ('now' in message && message.now !== undefined) this.observe(message.now, askedAt);
    this.change(changeBy(message, this.view));
  }

  change(changes: Partial<ClientView>): void {
    const clockOffsetMs = this.roomClock.offset;
    const same = clockOffsetMs === this.view.clockOffsetMs;
    if (same && Object.keys(changes).length === 0) return;
    this.view = Object.freeze({ ...this.view, ...changes, clockOffsetMs });
    this.listeners.tell(this.view);
  }
}
