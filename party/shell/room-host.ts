import type { ClientMessage, Hello } from '../../src/protocol/client-messages.js';
import { CLOSE_CODE, type CloseCode } from '../../src/protocol/close-codes.js';
import type { Credentials } from '../../src/protocol/conducting.js';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { parseClientMessage } from '../../src/protocol/parse.js';
import type { Reason } from '../../src/protocol/reasons.js';
import type { ServerMessage } from '../../src/protocol/server-messages.js';
import type {
  AccountedSession,
  Asked,
  Effect,
  Input,
  Outside,
  Purpose,
  Verdict,
  Visitor,
} from '../room/input.js';
import { Publisher } from '../room/publisher.js';
import { newRoom, type RoomState } from '../room/state.js';
import { deadline, step } from '../room/step.js';
import { roomView } from '../room/view.js';
import { earliest } from '../turns/clock.js';
import { POLICIES, type Policies } from '../turns/policies.js';
import type { MintFailure } from './credentials.js';
import { type Bucket, fullBucket, pour } from './flood.js';
import type { Follower } from './follower.js';
import type { Identified, Credentials as Shown } from './identity.js';
import type { LedgerPort } from './ledger-port.js';
import { minted } from './minting.js';
import { SpareCredentials } from './spare-credentials.js';
import { type KeyValue, RoomStorage } from './storage.js';

/** One end of a socket; neither method may throw. */
export interface RoomSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** Asks about a prompt; never throws. */
type Classify = (promptId: string, text: string) => Promise<Verdict>;

/** Everything a room needs of the platform it runs on. */
export interface RoomPlatform {
  readonly storage: KeyValue;
  now(): number;
  /** Calls once at the instant; returns how to take that back. */
  wakeAt(at: number, wake: () => void): () => void;
  mint(): Promise<Credentials>;
  classifyMintError(error: unknown, now: number): MintFailure;
  /** Who keeps the accounts of all rooms, if anybody does. Does not change while the room runs. */
  ledger?(): LedgerPort | null;
  /** Who is asked about prompts, if anybody is. Does not change while the room runs. */
  classifier?(): Classify | null;
  /** How long a stream ran (s) by its recording at the service; null while that is not known. */
  measure?(streamId: string): Promise<number | null>;
  /** How long the service lets a stream run, where the settings say so. */
  streamSeconds?(): number | undefined;
  log(event: string, fields: Record<string, unknown>): void;
  /** Those who follow the room without being in it. */
  readonly followers?: readonly Follower[];
}

type Renewal = Extract<ClientMessage, { type: 'renew' }>;

/** How somebody whose token is no good is let go. */
const CODE_OF = {
  'bad-token': CLOSE_CODE.badToken,
  'token-expired': CLOSE_CODE.tokenExpired,
} as const;

interface Guest {
  readonly socket: RoomSocket;
  readonly identify: (shown: Shown) => Promise<Identified>;
  bucket: Bucket;
  saidHello: boolean;
}

/**
 * A room at work, on any platform: it feeds the pure core with what happens, and does what the core
 * wants done, in this order: store, send, set the one timer. It decides nothing.
 */
export class RoomHost {
  private readonly platform: RoomPlatform;
  private state: RoomState = newRoom();
  private policies = POLICIES;
  private readonly storage: RoomStorage;
  private readonly publisher = new Publisher();
  private readonly spares = new SpareCredentials();
  private readonly guests = new Map<string, Guest>();
  private cancelWake: () => void = () => undefined;
  private readonly asking = new Map<string, ServerMessage[]>();
  private requests = 0;
  /** The instant up to which the state is. */
  private steppedAt = 0;

  constructor(platform: RoomPlatform) {
    this.platform = platform;
    this.storage = new RoomStorage(platform.storage);
  }

  /** Must have ended before anything else is called. */
  async start(policies: Policies = POLICIES): Promise<void> {
    this.policies = policies;
    this.state = await this.storage.load();
    const hasClassifier = (this.platform.classifier?.() ?? null) !== null;
    const hasLedger = (this.platform.ledger?.() ?? null) !== null;
    const streamSeconds = this.platform.streamSeconds?.() ?? null;
    const length = streamSeconds === null ? {} : { streamSeconds };
    this.apply({
      type: 'restarted',
      entropy: newEntropy(),
      hasClassifier,
      hasLedger,
      ...length,
    });
  }

  /** The state as it is, to be read alone. */
  get current(): RoomState {
    return this.state;
  }

  /** The public view, as anyone may read it over HTTP. */
  view() {
    return roomView(this.state, this.platform.now(), this.policies);
  }

  /** Somebody asks over HTTP; the room answers at once, in the words that a socket would hear. */
  asked(caller: Visitor, message: Asked): readonly ServerMessage[] {
    this.requests += 1;
    const request = `request-${this.requests}`;
    const answers: ServerMessage[] = [];
    this.asking.set(request, answers);
    this.apply({ type: 'asked', request, caller, message });
    this.asking.delete(request);
    return answers;
  }

  opened(id: string, socket: RoomSocket, identify: Guest['identify']): void {
    const bucket = fullBucket(this.platform.now());
    this.guests.set(id, { socket, identify, bucket, saidHello: false });
    this.apply({ type: 'opened', connection: id });
  }

  knows(id: string): boolean {
    return this.guests.has(id);
  }

  async said(id: string, data: unknown): Promise<void> {
    const guest = this.guests.get(id);
    if (guest === undefined) return;
    const { bucket, verdict } = pour(guest.bucket, this.platform.now());
    guest.bucket = bucket;
    if (verdict === 'hang-up') return this.hangUp(id, CLOSE_CODE.flooding, 'too-fast');
    if (verdict === 'too-fast') return this.garbled(id, 'too-fast', null);
    const parsed = parseClientMessage(data);
    if (!parsed.ok) return this.garbled(id, parsed.reason, parsed.id);
    const { message } = parsed;
    if (message.type === 'hello') return this.hello(id, guest, message);
    if (message.type === 'renew') return this.renew(id, guest, message);
    this.apply({ type: 'said', connection: id, message });
  }

  closed(id: string): void {
    if (this.guests.delete(id)) this.apply({ type: 'closed', connection: id });
  }

  private async hello(id: string, guest: Guest, hello: Hello): Promise<void> {
    if (guest.saidHello) return this.garbled(id, 'malformed', null);
    guest.saidHello = true;
    if (hello.version !== PROTOCOL_VERSION) {
      return this.hangUp(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    const identified = await guest.identify(hello);
    if (!this.guests.has(id)) return;
    if (!identified.ok) return this.hangUp(id, CODE_OF[identified.reason], identified.reason);
    this.apply({ type: 'joined', connection: id, visitor: identified.visitor, hello });
  }

  /** A fresh token; one that is no good is refused, and the old one stays. */
  private async renew(connection: string, guest: Guest, { id, token }: Renewal): Promise<void> {
    const identified = await guest.identify({ identity: null, token, name: null });
    if (!this.guests.has(connection)) return;
    if (!identified.ok) return this.garbled(connection, identified.reason, id);
    this.apply({ type: 'renewed', connection, id, visitor: identified.visitor });
  }

  private garbled(connection: string, reason: Reason, id: string | null): void {
    this.apply({ type: 'garbled', connection, reason, id });
  }

  private hangUp(id: string, code: CloseCode, reason: Reason, why = ''): void {
    const guest = this.guests.get(id);
    this.closed(id);
    guest?.socket.close(code, why === '' ? reason : `${reason}: ${why}`);
  }

  private apply(input: Input): void {
    const now = this.platform.now();
    const { state, effects } = step(this.state, input, now, this.policies);
    this.state = state;
    this.steppedAt = now;
    this.storage.save(state, this.policies).catch((error: unknown) => {
      this.platform.log('storage-failed', { error: String(error) });
    });
    this.publish(effects, now);
    for (const effect of effects) this.perform(effect);
    this.schedule();
  }

  /** Whether something outside answers. */
  heardOutside(what: Outside, answers: boolean): void {
    this.apply({ type: 'outside', what, answers });
  }

  /** Sets the one timer, to the first of all instants at which something is due. */
  schedule(): void {
    this.cancelWake();
    const dues = this.followers.map(({ dueAt }) => dueAt);
    // What fell due while the step was at work is not done yet: it is found by the step's own time.
    const own = deadline(this.state, this.steppedAt, this.policies);
    const at = earliest([own, this.publisher.dueAt, ...dues]);
    this.cancelWake = at === null ? () => undefined : this.platform.wakeAt(at, () => this.woke());
  }

  private get followers(): readonly Follower[] {
    return this.platform.followers ?? [];
  }

  private woke(): void {
    for (const follower of this.followers) follower.woke(this.platform.now());
    this.apply({ type: 'woke' });
  }

  /** State first, then what follows from it: a command never overtakes the news behind it. */
  private publish(effects: readonly Effect[], now: number): void {
    const welcomes = effects.filter((effect) => effect.type === 'welcome');
    const publication = this.publisher.publish(this.state, now, welcomes, this.policies);
    const { view, delta, everyone, each } = publication;
    const news = { now, boot: this.state.meta.boot, view, delta, effects };
    for (const follower of this.followers) follower.follow(news);
    const welcomed = new Set(welcomes.map(({ connection }) => connection));
    if (everyone !== null) {
      for (const [id, connection] of Object.entries(this.state.connections)) {
        if (connection.who !== null && !welcomed.has(id))
          this.guests.get(id)?.socket.send(everyone);
      }
    }
    for (const { connection, text } of each) this.guests.get(connection)?.socket.send(text);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'send':
        this.guests.get(effect.connection)?.socket.send(JSON.stringify(effect.message));
        this.asking.get(effect.connection)?.push(effect.message);
        return;
      case 'close':
        return this.hangUp(effect.connection, effect.code, effect.reason, effect.why);
      case 'mint':
        void this.mint(effect.epoch, effect.purpose);
        return;
      case 'account':
        void this.account(effect.sessions);
        return;
      case 'measure':
        void this.measure(effect.epoch, effect.no, effect.streamId);
        return;
      case 'spent':
        return this.spares.spend(effect.epoch);
      case 'classify':
        void this.classify(effect.promptId, effect.text);
        return;
      case 'log':
        return this.platform.log(effect.event, effect.fields);
      case 'welcome':
        return;
    }
  }

  private async classify(promptId: string, text: string): Promise<void> {
    const verdict = (await this.platform.classifier?.()?.(promptId, text)) ?? { verdict: 'none' };
    this.apply({ type: 'judged', promptId, verdict });
  }

  private async mint(epoch: number, purpose: Purpose): Promise<void> {
    this.apply(await minted(epoch, purpose, this.spares, this.platform));
  }

  private async measure(epoch: number, no: number, streamId: string): Promise<void> {
    const seconds = await this.platform.measure?.(streamId);
    if (seconds != null) this.apply({ type: 'measured', epoch, no, seconds });
  }

  private async account(sessions: readonly AccountedSession[]): Promise<void> {
    const closes = await this.platform.ledger?.()?.report(sessions);
    this.apply(
      closes === undefined ? { type: 'unaccounted' } : { type: 'accounted', sessions, closes },
    );
  }
}

/** What nobody can guess, in hex: the room draws its lots from it. */
function newEntropy(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
