import type { ServerMessage } from '../../src/protocol/messages.js';
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
import { deadline, step } from '../room/room.js';
import { newRoom, type RoomState } from '../room/state.js';
import { Publisher } from '../room/view/publisher.js';
import { roomView } from '../room/view/view.js';
import { earliest } from '../turns/clock.js';
import { POLICIES, type Policies } from '../turns/policies.js';
import { AudienceCount } from './audience-count.js';
import { type MintPlatform, minted, SpareCredentials } from './credentials.js';
import type { Follower } from './observer.js';
import { Guests, type Identify, type RoomSocket } from './sockets.js';
import { type KeyValue, RoomStorage } from './storage.js';

/** Asks about a prompt; never throws. */
type Classify = (promptId: string, text: string) => Promise<Verdict>;

/** Everything a room needs of the platform it runs on. */
export interface RoomPlatform extends MintPlatform {
  readonly storage: KeyValue;
  /** Calls once at the instant; returns how to take that back. */
  wakeAt(at: number, wake: () => void): () => void;
  /** Who is asked about prompts, if anybody is. Does not change while the room runs. */
  classifier?(): Classify | null;
  /** How long a stream ran (s) by its recording at the service; null while that is not known. */
  measure?(streamId: string): Promise<number | null>;
  /** How long the service lets a stream run, where the settings say so. */
  streamSeconds?(): number | undefined;
  /** Those who follow the room without being in it. */
  readonly followers?: readonly Follower[];
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
  private readonly guests: Guests;
  private readonly audience = new AudienceCount();
  private cancelWake: () => void = () => undefined;
  private readonly asking = new Map<string, ServerMessage[]>();
  private requests = 0;
  /** The instant up to which the state is. */
  private steppedAt = 0;
  /** When the core must be stepped or its publisher called again. */
  private stepDueAt: number | null = null;

  constructor(platform: RoomPlatform) {
    this.platform = platform;
    this.storage = new RoomStorage(platform.storage);
    this.guests = new Guests(
      () => platform.now(),
      (input) => this.apply(input),
      () => this.schedule(),
    );
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

  opened(id: string, socket: RoomSocket, identify: Identify): void {
    this.guests.opened(id, socket, identify);
  }

  knows(id: string): boolean {
    return this.guests.knows(id);
  }

  said(id: string, data: unknown): Promise<void> {
    return this.guests.said(id, data);
  }

  closed(id: string): void {
    this.guests.closed(id);
  }

  private apply(input: Input): void {
    this.run(input);
    this.tellAudience(this.steppedAt);
    this.schedule();
  }

  private tellAudience(now: number): void {
    const count = this.audience.due(now);
    if (count !== null) this.run(count);
  }

  private run(input: Input): void {
    const now = this.platform.now();
    const { state, effects } = step(this.state, input, now, this.policies);
    this.state = state;
    this.steppedAt = now;
    this.audience.follow(input, state, effects);
    this.storage.save(state, this.policies).catch((error: unknown) => {
      this.platform.log('storage-failed', { error: String(error) });
    });
    this.publish(effects, now);
    for (const effect of effects) this.perform(effect);
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
    this.stepDueAt = earliest([own, this.publisher.dueAt]);
    const at = earliest([this.stepDueAt, this.guests.dueAt, this.audience.dueAt, ...dues]);
    this.cancelWake = at === null ? () => undefined : this.platform.wakeAt(at, () => this.woke());
  }

  private get followers(): readonly Follower[] {
    return this.platform.followers ?? [];
  }

  private woke(): void {
    const now = this.platform.now();
    const isStepDue = this.stepDueAt !== null && this.stepDueAt <= now;
    for (const follower of this.followers) follower.woke(now);
    this.guests.closeSilent();
    if (isStepDue) return this.apply({ type: 'woke' });
    // Sockets and followers cost no step of their own.
    this.tellAudience(now);
    this.schedule();
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
      for (const id of Object.keys(this.state.connections)) {
        if (!welcomed.has(id)) this.guests.send(id, everyone);
      }
    }
    for (const { connection, text } of each) this.guests.send(connection, text);
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'send':
        this.guests.send(effect.connection, JSON.stringify(effect.message));
        this.asking.get(effect.connection)?.push(effect.message);
        return;
      case 'close':
        return this.guests.hangUp(effect.connection, effect.code, effect.reason, effect.why);
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
