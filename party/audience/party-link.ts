import { isTerminalClose } from '../../src/protocol/messages.js';
import { BOUNDS } from '../server/bounds.js';
import { Bucket } from '../server/bucket.js';
import { errorText } from '../server/log.js';
import { earliest } from '../turns/clock.js';
import type { DownMessage } from './link.js';

/** An open link, as the platform gives it. */
export interface LinkLine {
  send(text: string): void;
  close(): void;
}

/** What a line tells the side that opened it. */
export interface LineEvents {
  heard(data: unknown): void;
  /** It is gone; `code` is the party's, where it refused. */
  lost(code: number | null): void;
}

/** What both platforms' sockets can do. */
interface PlatformSocket {
  send(text: string): void;
  close(code: number): void;
  addEventListener(name: 'message' | 'close' | 'error', heard: (event: object) => void): void;
}

/** The line that a platform's socket is. */
export function lineOf(socket: PlatformSocket, on: LineEvents): LinkLine {
  socket.addEventListener('message', (event) => on.heard('data' in event ? event.data : null));
  socket.addEventListener('close', (event) => {
    on.lost('code' in event && typeof event.code === 'number' ? event.code : null);
  });
  socket.addEventListener('error', () => on.lost(null));
  return quietLine(socket);
}

/** What cannot be sent is lost, and its close event tells. */
function quietLine(socket: Pick<PlatformSocket, 'send' | 'close'>): LinkLine {
  const quietly = (act: () => void) => {
    try {
      act();
    } catch {}
  };
  return {
    send: (text) => quietly(() => socket.send(text)),
    close: () => quietly(() => socket.close(1000)),
  };
}

export interface LinkPort {
  now(): number;
  dial(name: string, proof: string, on: LineEvents): Promise<LinkLine>;
}

interface Port {
  now(): number;
  dial(on: LineEvents): Promise<LinkLine>;
  linked(link: PartyLink): void;
  heard(link: PartyLink, data: string): void;
  lost(link: PartyLink): void;
  /** What this party counted is no longer good. */
  changed(): void;
  rescheduled(): void;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Where a link stands. */
type State =
  | { readonly at: 'dialling'; readonly attempt: symbol }
  | { readonly at: 'linked'; readonly attempt: symbol; readonly line: LinkLine }
  | { readonly at: 'waiting'; readonly until: number };

const REDIAL_MS = 250;
const REDIAL_MAX_MS = 30_000;

/** A party that cannot be reached has viewers all the same: so long its last sums stand. */
const SUMS_STAND_MS = 10_000;

/** What a party says that makes no sense is named once in so long. */
const COMPLAIN_EVERY_MS = 60_000;

/** One party of a room, as the room sees it: the link, which is made again, and the last sums. */
export class PartyLink {
  readonly no: number;
  /** The viewers whom the room serves through it. */
  readonly via = new Set<string>();
  watching = 0;
  shows: readonly (readonly [streamId: string, count: number])[] = [];
  /** How many reports of viewers on their pictures it may pass on: one of each a minute. */
  readonly viewings: Bucket;
  /** How many votes it may have go elsewhere: as many as it holds, and as many again in a minute. */
  readonly movings: Bucket;
  /** Whether votes are still there. */
  holdsVotes = false;
  heardTo = Number.NEGATIVE_INFINITY;
  private readonly port: Port;
  private state: State = { at: 'waiting', until: 0 };
  private hasReported = false;
  /** Whether the party would not have the room's link: it is of another version. */
  isRefused = false;
  private failures = 0;
  private said = 0;
  private lostAt: number | null = null;
  private complainedAt = Number.NEGATIVE_INFINITY;

  constructor(no: number, port: Port) {
    this.no = no;
    this.port = port;
    const { max } = BOUNDS.viewersPerParty;
    this.viewings = new Bucket(max / 60, max, port.now());
    this.movings = new Bucket(max / 60, max, port.now());
    this.dial();
  }

  get isLinked(): boolean {
    return this.state.at === 'linked' && this.hasReported;
  }

  /** Whether nobody watches there any more, and no vote is left, as far as the party has said. */
  get isDone(): boolean {
    return this.isLinked && this.watching === 0 && this.via.size === 0 && !this.holdsVotes;
  }

  get dueAt(): number | null {
    const redialAt = this.state.at === 'waiting' ? this.state.until : null;
    return earliest([redialAt, this.lostAt === null ? null : this.lostAt + SUMS_STAND_MS]);
  }

  woke(now: number): void {
    if (this.state.at === 'waiting' && this.state.until <= now) this.dial();
    if (this.lostAt === null || this.lostAt + SUMS_STAND_MS > now) return;
    this.lostAt = null;
    this.count(0, []);
    this.port.changed();
  }

  count(watching: number, shows: PartyLink['shows']): void {
    this.watching = watching;
    this.shows = shows;
    this.lostAt = this.state.at === 'linked' ? null : this.lostAt;
    this.hasReported = true;
    this.isRefused = false;
  }

  tell(message: DownMessage): void {
    if (this.state.at !== 'linked') return;
    this.said += 1;
    this.state.line.send(JSON.stringify({ ...message, n: this.said }));
  }

  complain(event: string, fields: Readonly<Record<string, unknown>>): void {
    const now = this.port.now();
    if (now - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = now;
    this.port.log(event, fields);
  }

  /** The party is given up. */
  end(): void {
    const { state } = this;
    this.state = { at: 'waiting', until: Number.POSITIVE_INFINITY };
    if (state.at === 'linked') state.line.close();
  }

  private dial(): void {
    const attempt = Symbol('link');
    this.state = { at: 'dialling', attempt };
    const isThis = () => this.state.at !== 'waiting' && this.state.attempt === attempt;
    const on: LineEvents = {
      heard: (data) => {
        if (isThis() && typeof data === 'string') this.port.heard(this, data);
      },
      lost: (code) => {
        if (isThis()) this.failed(code, null);
      },
    };
    this.port.dial(on).then(
      (line) => {
        if (!isThis()) return line.close();
        this.state = { at: 'linked', attempt, line };
        this.said = 0;
        this.heardTo = Number.NEGATIVE_INFINITY;
        this.hasReported = false;
        this.port.linked(this);
      },
      (error: unknown) => {
        if (isThis()) this.failed(null, error);
      },
    );
  }

  private failed(code: number | null, error: unknown): void {
    const now = this.port.now();
    const wasLinked = this.state.at === 'linked';
    this.isRefused = code !== null && isTerminalClose(code);
    // One that has worked is made again at once; whatever never works is tried ever less often.
    this.failures = wasLinked && this.hasReported ? 0 : this.failures + 1;
    const waitMs = Math.min(REDIAL_MAX_MS, REDIAL_MS * 2 ** Math.min(this.failures, 10));
    this.state = { at: 'waiting', until: now + waitMs };
    this.lostAt ??= now;
    this.port.log('audience-link-lost', { code, error: error === null ? null : errorText(error) });
    this.port.lost(this);
    this.port.rescheduled();
  }
}
