import { CLOSE_CODE } from '../../src/protocol/messages.js';
import { type Down, parseDown, type UpMessage } from './link.js';

/** The room's end of a link. */
export interface LinkSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

interface UplinkPort {
  now(): number;
  /** Has the room ask for a link. */
  rouse(): void;
  /** Whether anybody here needs the room. */
  isNeeded(): boolean;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

interface Link {
  readonly socket: LinkSocket;
  /** The number of what was last taken; null at first, and after a sleep. */
  heard: number | null;
  isAsking: boolean;
}

/** Without a link the room is asked for one: soon, and then ever less often. */
const ROUSE_AFTER_MS = 1_000;
const ROUSE_EVERY_MAX_MS = 30_000;

/** A party's side of the link: which one counts, and what of it is taken, each message once and in order. */
export class Uplink {
  private readonly port: UplinkPort;
  private link: Link | null = null;
  private said = 0;
  private rouse: { readonly at: number; readonly everyMs: number } | null = null;

  constructor(port: UplinkPort) {
    this.port = port;
  }

  get isOpen(): boolean {
    return this.link !== null;
  }

  /** The room has opened a link: an earlier one ends. */
  opened(socket: LinkSocket): void {
    this.link?.socket.close(CLOSE_CODE.restarting, 'a later link');
    this.link = { socket, heard: null, isAsking: false };
    this.rouse = null;
  }

  closed(socket: LinkSocket): void {
    if (this.link?.socket !== socket) return;
    this.link = null;
    this.want();
  }

  /** Somebody here needs the room. */
  want(): void {
    if (this.link !== null || !this.port.isNeeded()) return;
    this.rouse ??= { at: this.port.now() + ROUSE_AFTER_MS, everyMs: ROUSE_AFTER_MS };
  }

  get dueAt(): number | null {
    return this.rouse?.at ?? null;
  }

  woke(now: number): void {
    if (this.rouse === null || this.rouse.at > now) return;
    const everyMs = Math.min(2 * this.rouse.everyMs, ROUSE_EVERY_MAX_MS);
    const isNeeded = this.port.isNeeded();
    this.rouse = isNeeded ? { at: now + everyMs, everyMs } : null;
    if (isNeeded) this.port.rouse();
  }

  /** What the room says, if it is to be taken: on this link, well formed, and next. */
  take(socket: LinkSocket, data: unknown): Down | null {
    const { link } = this;
    if (link?.socket !== socket) return null;
    const message = parseDown(data);
    if (message === null) {
      this.port.log('audience-link-malformed', {});
      return null;
    }
    if (link.heard !== null && message.n <= link.heard) {
      this.port.log('audience-link-repeated', { n: message.n });
      return null;
    }
    const isGap = link.heard !== null && message.n > link.heard + 1;
    if (isGap && message.type !== 'snapshot') {
      this.askForAll();
      return null;
    }
    link.heard = message.n;
    link.isAsking = false;
    return message;
  }

  /** Something is missing: the room is asked once, until it answers. */
  askForAll(): void {
    if (this.link === null || this.link.isAsking) return;
    this.say({ type: 'resync' });
    this.link.isAsking = true;
  }

  say(message: UpMessage): void {
    if (this.link === null) return;
    // By the clock, so that numbers go on after the party has slept.
    this.said = Math.max(this.said + 1, this.port.now());
    this.link.socket.send(JSON.stringify({ ...message, n: this.said }));
  }
}
