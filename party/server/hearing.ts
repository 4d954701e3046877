import { byteLength, PING_EVERY_MS } from '../../src/protocol/limits.js';
import { CLOSE_CODE, type CloseCode, isChange } from '../../src/protocol/messages.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { BOUNDS } from './bounds.js';

/** One end of a socket; neither method may throw. */
export interface RoomSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** A socket, and what its page reads besides whole texts. */
export interface Line {
  readonly socket: RoomSocket;
  readonly readsPatches: boolean;
  readonly knowsUsual: boolean;
}

/** After so much that nobody has confirmed, a page is asked whether it reads: it answers `here`. */
const ASK_AFTER_LENGTH = 128 * 1024;

/** A page that has not answered for so long is told no more changes, and gets the state once it does. */
const BEHIND_AFTER_MS = 5_000;

/** A page that does not answer for so long is deaf. */
const DEAF_AFTER_MS = 60_000;

const PROBE = JSON.stringify({ type: 'probe' });

interface HearingPort {
  now(): number;
  /** The page does not read: its line is to be closed. */
  deaf(): void;
}

/**
 * A socket that looks whether its other end reads. No platform tells how much waits to be sent, and all of it
 * is in memory: a page that pings and does not read would fill it.
 */
export class HearingSocket implements RoomSocket {
  private readonly socket: RoomSocket;
  private readonly port: HearingPort;
  private unconfirmed = 0;
  private askedAt: number | null = null;
  private isBehind = false;

  constructor(socket: RoomSocket, port: HearingPort) {
    this.socket = socket;
    this.port = port;
  }

  send(text: string): void {
    this.unconfirmed += text.length;
    if (this.unconfirmed > ASK_AFTER_LENGTH && !this.mayHave(text)) return;
    this.socket.send(text);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** The page answers; true when it has missed something. */
  answered(): boolean {
    const { isBehind } = this;
    this.unconfirmed = 0;
    this.askedAt = null;
    this.isBehind = false;
    return isBehind;
  }

  /** Whether the page was asked whether it reads. */
  get isAsked(): boolean {
    return this.askedAt !== null;
  }

  private mayHave(text: string): boolean {
    const now = this.port.now();
    if (this.askedAt === null) {
      this.askedAt = now;
      this.socket.send(PROBE);
      return true;
    }
    if (now - this.askedAt < BEHIND_AFTER_MS) return true;
    if (now - this.askedAt >= DEAF_AFTER_MS) {
      this.port.deaf();
      return false;
    }
    // What is in the state comes with it; anything else is said once.
    const isState = isChange(text) || text.startsWith('{"type":"standing"');
    this.isBehind ||= isState;
    return !isState;
  }
}

/** What both platforms' connections can do. */
export interface Connection {
  readonly id: string;
  /** As WebSockets have it: 2 and more once it is closing. */
  readonly readyState?: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** The bytes a close frame has for its reason. */
const REASON_BYTES_MAX = 123;

/** A socket that never throws: what cannot be sent is lost, and its close event tells. */
export function quietSocket(connection: Connection): RoomSocket {
  return {
    send: (text) => {
      try {
        connection.send(text);
      } catch {}
    },
    close: (code, reason) => {
      // All that its page had said before is still delivered, and each such message would close it again.
      if ((connection.readyState ?? 0) > 1) return;
      try {
        connection.close(code, cut(reason));
      } catch {}
    },
  };
}

/** Never within a character, which would make the frame invalid. */
function cut(text: string): string {
  const letters = [...text];
  while (byteLength(letters.join('')) > REASON_BYTES_MAX) letters.pop();
  return letters.join('');
}

/** A connection that has been silent for this long is closed. A hidden tab's timers run once a minute. */
export const SILENCE_LIMIT_MS = 5 * PING_EVERY_MS;

/** A connection that has been silent for too long, and how to close it. */
interface Silent {
  readonly id: string;
  readonly code: CloseCode;
  readonly reason: Reason;
}

/** Knows when each connection was last heard. Plain bookkeeping: it closes nothing itself. */
export class Keepalive {
  private readonly limits = new Map<string, { at: number; reason: Reason }>();
  private nextAt: number | null = null;

  /** When `silent` may have something to say; never too late, sometimes too early. */
  get dueAt(): number | null {
    return this.nextAt;
  }

  opened(id: string, now: number): void {
    this.expect(id, now + BOUNDS.helloMs.max, 'hello-first');
  }

  /** The visitor behind it was admitted; from now on it must be heard of again and again. */
  joined(id: string, now: number): void {
    this.expect(id, now + SILENCE_LIMIT_MS, 'connection-lost');
  }

  /** A message was understood. Before the hello that is not enough. */
  heard(id: string, now: number): void {
    if (this.limits.get(id)?.reason === 'connection-lost') this.joined(id, now);
  }

  closed(id: string): void {
    this.limits.delete(id);
  }

  /** The connections to be closed now. Looks at all of them only when the first may be due. */
  silent(now: number): readonly Silent[] {
    if (this.nextAt === null || this.nextAt > now) return [];
    const found: Silent[] = [];
    this.nextAt = null;
    for (const [id, { at, reason }] of this.limits) {
      if (at <= now) found.push({ id, code: CLOSE_CODE.silent, reason });
      else if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
    }
    return found;
  }

  private expect(id: string, at: number, reason: Reason): void {
    this.limits.set(id, { at, reason });
    if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
  }
}
