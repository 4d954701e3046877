import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { CLOSE_CODE, type Hello, parseClientMessage } from '../../src/protocol/messages.js';
import { type Reason, refuse } from '../../src/protocol/reasons.js';
import { roomName } from '../server/admission.js';
import { BOUNDS } from '../server/bounds.js';
import { type Bucket, messageBucket, takeToken } from '../server/bucket.js';
import { SteadyClock } from '../server/clock.js';
import { isAllowedOrigin, readEnvironment, sharedSecret } from '../server/environment.js';
import { HearingSocket, quietSocket, SILENCE_LIMIT_MS } from '../server/hearing.js';
import { errorText } from '../server/log.js';
import { addressOf, networkOf } from '../server/origins.js';
import { Shares } from '../server/shares.js';
import type { KeyValue } from '../server/storage.js';
import { earliest } from '../turns/clock.js';
import { AudienceParty } from './audience-party.js';
import { BALLOT_KEYS } from './ballot.js';
import { audienceKey, checkLink, readTicket } from './link.js';
import { LINK_HEADER, type RoomAddress, readPartyName } from './places.js';
import type { KeptViewer, ViewerSocket } from './viewers.js';

/** What a platform gives to an audience party. */
export interface AudienceServerPlatform {
  readonly storage: KeyValue;
  readonly env: Readonly<Record<string, unknown>>;
  readonly log: (line: string) => void;
  /** Has the room's object begin, if it sleeps: it asks for a link then. */
  readonly rouse: (address: RoomAddress) => Promise<unknown>;
  /** When a socket last pinged, where the platform answers pings by itself. */
  readonly pingedAt?: (id: string) => number | null;
}

/** A socket of the platform, with what is kept beside it while the object sleeps. */
export interface AudienceConnection {
  readonly id: string;
  send(text: string): void;
  close(code: number, reason: string): void;
  kept(): unknown;
  keep(value: unknown): void;
}

/** What is kept with a socket: who watches there, or that it is the room's link. */
type Kept =
  | { readonly of: 'viewer'; readonly viewer: KeptViewer; readonly network: string | null }
  | { readonly of: 'link' };

interface Line {
  readonly connection: AudienceConnection;
  readonly socket: ViewerSocket;
  readonly hearing: HearingSocket;
  readonly network: string | null;
  readonly bucket: Bucket;
  heardAt: number;
  isViewer: boolean;
  saidHello: boolean;
  /** What the room said while its proof was being checked. */
  link: 'none' | 'taken' | string[];
}

const PONG_AFTER_MS = 25_000;
const PREFIX = 'audience/';
/** What the platform may answer by itself, letter by letter. */
export const PING = '{"type":"ping"}';
export const PONG = '{"type":"pong"}';

/**
 * An audience party on any platform: the platform passes its events on to these methods, none of which
 * throws for what comes from outside. Sockets outlive the object, which sleeps while nothing happens.
 */
export class AudienceServer {
  private readonly platform: AudienceServerPlatform;
  private readonly clock: Pick<SteadyClock, 'now' | 'wakeAt'>;
  private readonly lines = new Map<string, Line>();
  private readonly shares = new Shares();
  private party: AudienceParty | null = null;
  private name: string | null = null;
  private key: Uint8Array | null = null;
  private problem: string | null = null;
  private origins: readonly string[] = [];
  private addressHeader: string | null = null;
  private linkedAt = 0;
  private cancelWake = () => {};
  private sweepAt: number | null = null;

  constructor(
    platform: AudienceServerPlatform,
    clock: Pick<SteadyClock, 'now' | 'wakeAt'> = new SteadyClock(),
  ) {
    this.platform = platform;
    this.clock = clock;
  }

  /** Must have ended before anything else is called; `connections` are those that outlived a sleep. */
  async start(connections: Iterable<AudienceConnection> = []): Promise<void> {
    const read = readEnvironment(this.platform.env);
    if (!read.ok) {
      this.problem = read.problem;
      return this.platform.log(`The audience party cannot run: ${read.problem}`);
    }
    this.origins = read.environment.origins;
    this.addressHeader = read.environment.addressHeader;
    const stored = await this.platform.storage.list({ prefix: PREFIX });
    const text = (key: string) => stored.get(`${PREFIX}${key}`) as string | undefined;
    this.linkedAt = Number(text('linked-at') ?? 0);
    const name = text('name');
    if (name === undefined || !(await this.named(name))) return;
    const votes = BALLOT_KEYS.flatMap((part) => text(part) ?? []);
    this.party?.restore(text('snapshot'), votes, text('partakers'));
    for (const connection of connections) this.restore(connection);
    this.schedule();
  }

  private restore(connection: AudienceConnection): void {
    const kept = connection.kept() as Kept | null;
    if (kept === null || this.party === null) return connection.close(CLOSE_CODE.restarting, '');
    const line = this.line(connection, kept.of === 'viewer' ? kept.network : null);
    if (kept.of === 'link') {
      line.link = 'taken';
      return this.party.linked(line.socket);
    }
    this.shares.openSocket(line.network, this.clock.now());
    Object.assign(line, { isViewer: true, saidHello: true });
    this.party.restoreViewer(connection.id, line.socket, kept.viewer);
  }

  /** A socket has opened: the room's link, or a page. */
  async opened(connection: AudienceConnection, request: Request): Promise<void> {
    const { problem, origins, addressHeader } = this;
    if (problem !== null) {
      return quietSocket(connection).close(CLOSE_CODE.notConfigured, 'not-configured');
    }
    const proof = request.headers.get(LINK_HEADER);
    const address = addressOf(request, addressHeader);
    const line = this.line(connection, proof === null && address ? networkOf(address) : null);
    if (proof !== null) line.link = [];
    const name = roomName(request.url);
    if (name === null || !(await this.named(name))) {
      return this.close(connection.id, CLOSE_CODE.elsewhere, 'connection-lost');
    }
    if (proof !== null) return this.link(line, proof, name);
    const url = new URL(request.url);
    if (!isAllowedOrigin(request.headers.get('Origin'), url.host, origins)) {
      return this.close(connection.id, CLOSE_CODE.wrongOrigin, 'wrong-origin');
    }
    const refused = this.shares.openSocket(line.network, this.clock.now());
    if (refused === null) line.isViewer = true;
    else this.close(connection.id, CLOSE_CODE.roomLocked, refused);
    this.schedule();
  }

  /** Only the room can have signed the proof; one that comes once more, or too late, is refused. */
  private async link(line: Line, proof: string, name: string): Promise<void> {
    const { key, clock, linkedAt: after, party } = this;
    if (key === null || party === null) return;
    const checked = await checkLink(proof, name, { key, now: clock.now(), after });
    if (!this.isOpen(line)) return;
    // While this one was checked a later one may have been taken.
    const verdict =
      typeof checked === 'object' && checked.at <= this.linkedAt ? 'replayed' : checked;
    if (typeof verdict === 'string') {
      this.log('audience-link-refused', { why: verdict });
      const code = verdict === 'wrong-version' ? CLOSE_CODE.wrongVersion : CLOSE_CODE.badToken;
      return this.close(line.connection.id, code, verdict);
    }
    const held = Array.isArray(line.link) ? line.link : [];
    this.linkedAt = verdict.at;
    this.store({ 'linked-at': String(verdict.at), name });
    line.link = 'taken';
    line.connection.keep({ of: 'link' } satisfies Kept);
    party.linked(line.socket);
    for (const data of held) party.heardRoom(line.socket, data);
    this.schedule();
  }

  /** A message has come over a socket. */
  async said(connection: AudienceConnection, data: unknown): Promise<void> {
    const line = this.lines.get(connection.id);
    if (line === undefined) return connection.close(CLOSE_CODE.restarting, 'restarting');
    try {
      await this.heard(line, data);
    } catch (error) {
      this.log('event-failed', { of: 'message', error: errorText(error) });
      this.close(connection.id, CLOSE_CODE.restarting, 'restarting');
    }
    this.schedule();
  }

  private async heard(line: Line, data: unknown): Promise<void> {
    const { party } = this;
    const { id } = line.connection;
    if (Array.isArray(line.link)) {
      if (line.link.length < 8 && typeof data === 'string') line.link.push(data);
      return;
    }
    if (line.link === 'taken') return party?.heardRoom(line.socket, data);
    const now = this.clock.now();
    line.heardAt = now;
    const verdict = takeToken(line.bucket, now);
    if (verdict === 'hang-up') return this.close(id, CLOSE_CODE.flooding, 'too-fast');
    if (data === PING) return line.socket.send(PONG);
    if (verdict === 'too-fast') return refuseTo(line, 'too-fast', null);
    const parsed = parseClientMessage(data);
    if (!parsed.ok && parsed.reason === 'wrong-version') {
      return this.close(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    if (!parsed.ok) return refuseTo(line, parsed.reason, parsed.id);
    const { message } = parsed;
    if (message.type === 'ping') return line.socket.send(PONG);
    if (message.type === 'hello') return this.hello(line, message);
    const asked = 'id' in message ? message.id : null;
    if (!this.shares.takeMessage(line.network, now)) return refuseTo(line, 'too-fast', asked);
    if (party?.viewers.all.has(id) !== true) return refuseTo(line, 'hello-first', asked);
    if (message.type === 'here' && line.hearing.answered()) return party.resync(id);
    party.heard(id, message);
  }

  private async hello(line: Line, hello: Hello): Promise<void> {
    const { key, party, clock } = this;
    const { id } = line.connection;
    if (hello.version !== PROTOCOL_VERSION) {
      return this.close(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    if (key === null || party === null || line.saidHello) return refuseTo(line, 'malformed', null);
    line.saidHello = true;
    const read = hello.ticket ? await readTicket(hello.ticket, clock.now(), key) : null;
    if (!this.isOpen(line)) return;
    if (read === null) return this.close(id, CLOSE_CODE.elsewhere, 'connection-lost');
    party.hello({ id, socket: line.socket, ...read }, hello);
  }

  /** Whether a line is still there, after something that took time. */
  private isOpen({ connection }: Line): boolean {
    return this.lines.has(connection.id);
  }

  /** A socket has closed; the platform answers the close, or has done so. */
  closed(connection: AudienceConnection): void {
    this.forget(connection.id);
    quietSocket(connection).close(CLOSE_CODE.normal, '');
    this.schedule();
  }

  private forget(id: string): void {
    const line = this.lines.get(id);
    if (line === undefined) return;
    this.lines.delete(id);
    if (line.isViewer) this.shares.closeSocket(line.network);
    if (line.link === 'taken') this.party?.unlinked(line.socket);
    this.party?.closed(id);
  }

  private close(id: string, code: number, reason: string): void {
    const line = this.lines.get(id);
    this.forget(id);
    line?.socket.close(code, reason);
  }

  private line(connection: AudienceConnection, network: string | null): Line {
    const quiet = quietSocket(connection);
    const now = this.clock.now();
    const hearing = new HearingSocket(quiet, {
      now: this.clock.now,
      deaf: () => this.close(connection.id, CLOSE_CODE.silent, 'connection-lost'),
    });
    const line: Line = {
      ...{ connection, network, hearing, heardAt: now },
      ...{ isViewer: false, saidHello: false, link: 'none' },
      bucket: messageBucket(now),
      socket: {
        // The room reads all that it is told.
        send: (text) => (line.link === 'none' ? hearing : quiet).send(text),
        close: (code, reason) => {
          this.forget(connection.id);
          quiet.close(code, reason);
        },
        keep: (viewer) => connection.keep({ of: 'viewer', viewer, network } satisfies Kept),
      },
    };
    this.lines.set(connection.id, line);
    return line;
  }

  /** The first request tells which party of which room this is; an object has one name for good. */
  private async named(name: string): Promise<boolean> {
    if (this.party !== null) return name === this.name;
    const found = readPartyName(name);
    const read = readEnvironment(this.platform.env);
    if (found === null || !read.ok) return false;
    const { no, ...address } = found;
    const key = await audienceKey(sharedSecret(read.environment), address);
    if (this.party !== null) return name === this.name;
    this.name = name;
    this.key = key;
    this.party = new AudienceParty({
      ...{ no, address, key },
      now: this.clock.now,
      store: (texts) => this.store(texts),
      rouse: () => {
        this.platform.rouse(address).catch((error: unknown) => {
          this.log('audience-room-unreachable', { error: errorText(error) });
        });
      },
      log: (event, fields) => this.log(event, fields),
    });
    return true;
  }

  private store(texts: Readonly<Record<string, string | null>>): void {
    const entries = Object.entries(texts);
    const put = entries.flatMap(([key, text]) => (text === null ? [] : [[PREFIX + key, text]]));
    const gone = entries.flatMap(([key, text]) => (text === null ? [PREFIX + key] : []));
    const failed = (error: unknown) => this.log('storage-failed', { error: errorText(error) });
    if (put.length > 0) this.platform.storage.put(Object.fromEntries(put)).catch(failed);
    if (gone.length > 0) this.platform.storage.delete(gone).catch(failed);
  }

  /** One timer, and none while nothing is due: with one the object could not sleep. */
  private schedule(): void {
    this.cancelWake();
    const { party } = this;
    const hasLines = this.lines.size > 0;
    // Where the platform answers pings, silence is looked for only when something else happens.
    const sweeps = hasLines && this.platform.pingedAt === undefined;
    this.sweepAt = sweeps ? (this.sweepAt ?? this.clock.now() + PONG_AFTER_MS) : null;
    const at = earliest([party?.dueAt ?? null, this.sweepAt]);
    this.cancelWake = at === null ? () => {} : this.clock.wakeAt(at, () => this.woke());
  }

  private woke(): void {
    try {
      this.closeSilent();
      this.party?.woke();
    } catch (error) {
      this.log('event-failed', { of: 'timer', error: errorText(error) });
    }
    this.schedule();
  }

  private closeSilent(): void {
    const now = this.clock.now();
    if (this.sweepAt !== null && this.sweepAt <= now) this.sweepAt = now + PONG_AFTER_MS;
    for (const [id, line] of [...this.lines]) {
      if (line.link !== 'none') continue;
      const heardAt = Math.max(line.heardAt, this.platform.pingedAt?.(id) ?? 0);
      const isViewer = this.party?.viewers.all.has(id) === true;
      const limitMs = isViewer ? SILENCE_LIMIT_MS : BOUNDS.helloMs.max;
      if (heardAt + limitMs <= now) this.close(id, CLOSE_CODE.silent, 'connection-lost');
    }
  }

  private log(event: string, fields: Readonly<Record<string, unknown>>): void {
    this.platform.log(JSON.stringify({ audience: this.name, event, ...fields }));
  }
}

function refuseTo({ socket }: Line, reason: Reason, id: string | null): void {
  const { retryAt, limit } = refuse(reason);
  socket.send(JSON.stringify({ type: 'answer', id, ok: false, reason, retryAt, limit }));
}
