import { CLOSE_CODE, type CloseCode } from '../../src/protocol/close-codes.js';
import { byteLength, PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { type ClientMessage, type Hello, parseClientMessage } from '../../src/protocol/messages.js';
import type { Reason } from '../../src/protocol/reasons.js';
import type { Input } from '../room/input.js';
import type { Credentials, Identified } from './identity.js';

/** One end of a socket; neither method may throw. */
export interface RoomSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** Identifies a visitor by what their hello carries. */
export type Identify = (shown: Credentials) => Promise<Identified>;

interface Guest {
  readonly socket: RoomSocket;
  readonly identify: Identify;
  bucket: Bucket;
  saidHello: boolean;
}

type Renewal = Extract<ClientMessage, { type: 'renew' }>;

/** The close code for a token that does not count. */
const CODE_OF = {
  'bad-token': CLOSE_CODE.badToken,
  'token-expired': CLOSE_CODE.tokenExpired,
} as const;

/** All who are connected: what they say is the room's input once it is understood, and known whose. */
export class Guests {
  private readonly all = new Map<string, Guest>();
  private readonly now: () => number;
  private readonly apply: (input: Input) => void;

  constructor(now: () => number, apply: (input: Input) => void) {
    this.now = now;
    this.apply = apply;
  }

  opened(id: string, socket: RoomSocket, identify: Identify): void {
    this.all.set(id, { socket, identify, bucket: fullBucket(this.now()), saidHello: false });
    this.apply({ type: 'opened', connection: id });
  }

  knows(id: string): boolean {
    return this.all.has(id);
  }

  async said(id: string, data: unknown): Promise<void> {
    const guest = this.all.get(id);
    if (guest === undefined) return;
    const { bucket, verdict } = takeToken(guest.bucket, this.now());
    guest.bucket = bucket;
    if (verdict === 'hang-up') return this.hangUp(id, CLOSE_CODE.flooding, 'too-fast');
    if (verdict === 'too-fast') return this.garbled(id, 'too-fast', null);
    const parsed = parseClientMessage(data);
    if (!parsed.ok && parsed.reason === 'wrong-version') {
      return this.hangUp(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    if (!parsed.ok) return this.garbled(id, parsed.reason, parsed.id);
    const { message } = parsed;
    if (message.type === 'hello') return this.hello(id, guest, message);
    if (message.type === 'renew') return this.renew(id, guest, message);
    this.apply({ type: 'said', connection: id, message });
  }

  send(id: string, text: string): void {
    this.all.get(id)?.socket.send(text);
  }

  closed(id: string): void {
    if (this.all.delete(id)) this.apply({ type: 'closed', connection: id });
  }

  hangUp(id: string, code: CloseCode, reason: Reason, why = ''): void {
    const guest = this.all.get(id);
    this.closed(id);
    guest?.socket.close(code, why === '' ? reason : `${reason}: ${why}`);
  }

  private async hello(id: string, guest: Guest, hello: Hello): Promise<void> {
    if (guest.saidHello) return this.garbled(id, 'malformed', null);
    guest.saidHello = true;
    if (hello.version !== PROTOCOL_VERSION) {
      return this.hangUp(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    const identified = await guest.identify(hello);
    if (!this.all.has(id)) return;
    if (!identified.ok) return this.hangUp(id, CODE_OF[identified.reason], identified.reason);
    this.apply({ type: 'joined', connection: id, visitor: identified.visitor, hello });
  }

  /** A fresh token; one that is no good is refused, and the old one stays. */
  private async renew(connection: string, guest: Guest, { id, token }: Renewal): Promise<void> {
    const identified = await guest.identify({ identity: null, token, name: null });
    if (!this.all.has(connection)) return;
    if (!identified.ok) return this.garbled(connection, identified.reason, id);
    this.apply({ type: 'renewed', connection, id, visitor: identified.visitor });
  }

  private garbled(connection: string, reason: Reason, id: string | null): void {
    this.apply({ type: 'garbled', connection, reason, id });
  }
}

/** How much one connection may say. A person is far below it; a runaway script is not. */
const PER_SECOND = 20;
const BURST = 60;

/** A connection this many messages over the limit is a runaway script, and is closed. */
const EXCESS_MAX = 200;

/** A token bucket: how many messages a connection may still send at an instant. */
interface Bucket {
  readonly left: number;
  readonly at: number;
}

export function fullBucket(now: number): Bucket {
  return { left: BURST, at: now };
}

/** Takes a token for one message: it passes, it is refused, or the connection is closed. */
export function takeToken(
  bucket: Bucket,
  now: number,
): { bucket: Bucket; verdict: 'pass' | 'too-fast' | 'hang-up' } {
  const refilled = Math.min(BURST, bucket.left + ((now - bucket.at) / 1000) * PER_SECOND);
  const left = refilled - 1;
  const verdict = left >= 0 ? 'pass' : left > -EXCESS_MAX ? 'too-fast' : 'hang-up';
  return { bucket: { left, at: now }, verdict };
}

/** What both platforms' connections can do. */
export interface Connection {
  readonly id: string;
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
