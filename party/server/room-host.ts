import { toHex } from '../../src/protocol/encoding.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { reactionsIn } from '../../src/protocol/reactions.js';
import type { Outcome, Receipt } from '../../src/protocol/reasons.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { isStaff } from '../../src/protocol/view.js';
import { isVia } from '../audience/places.js';
import { AudienceRelay } from '../audience/relay.js';
import { leasesOf } from '../room/broadcast/lease.js';
import type { Asked, Effect, Input, Outside, Visitor } from '../room/input.js';
import { maySpeak } from '../room/moderation/restrictions.js';
import { findPrompt } from '../room/prompts/prompts.js';
import { step } from '../room/room.js';
import { derived, newRoom, type RoomState } from '../room/state.js';
import { Publisher } from '../room/view/publisher.js';
import { peopleShown, roomView } from '../room/view/view.js';
import { earliest } from '../turns/clock.js';
import { POLICIES, type Policies } from '../turns/policies.js';
import { AudienceCount } from './audience-count.js';
import { BOUNDS } from './bounds.js';
import { Bucket } from './bucket.js';
import { Crowd } from './crowd.js';
import { Errands, type ErrandsPlatform } from './errands.js';
import type { RoomSocket } from './hearing.js';
import type { Observer } from './observer.js';
import { ReactionTally } from './reactions.js';
import { type AudiencePlatform, relayPort } from './relay-port.js';
import type { Shares } from './shares.js';
import { Guests, type Identify } from './sockets.js';
import { type KeyValue, RoomStorage } from './storage.js';
import { Typists } from './typists.js';
import { ViewerStats, type ViewerSums } from './viewer-stats.js';
import { looksAtAll, WaitingInputs } from './waiting-inputs.js';

type Send = Extract<Effect, { type: 'send' }>;

/** Everything a room needs of the platform it runs on. */
interface RoomPlatform extends ErrandsPlatform, AudiencePlatform {
  readonly storage: KeyValue;
  /** Calls once at the instant; returns what cancels it. */
  wakeAt(at: number, wake: () => void): () => void;
  /** How long the service lets a stream run, where the settings say so. */
  streamSeconds?(): number | undefined;
  /** From which hosts viewers may be sent the picture, where the settings say so. */
  streamHosts?(): readonly string[] | undefined;
  /** Those who are told of every step without taking part. */
  readonly observers?: readonly Observer[];
  /** Called once for a room that was not stored and is from now on. */
  kept?(): void;
  /** What each address may use; of a room's own by default. */
  readonly shares?: Shares;
}

/**
 * A room at work, on any platform: it feeds the pure core with inputs, and performs its effects in
 * this order: store, send, set the one timer. It decides nothing.
 */
export class RoomHost {
  private readonly platform: RoomPlatform;
  private state: RoomState = newRoom();
  private policies = POLICIES;
  private readonly storage: RoomStorage;
  private readonly publisher = new Publisher();
  private readonly errands: Errands;
  private readonly guests: Guests;
  private readonly viewerStats = new ViewerStats(() => this.viewers !== null);
  /** What those who watch think of it, until the room is told. */
  readonly reactions = new ReactionTally();
  private readonly audience: AudienceCount;
  /** The room's audience parties. */
  readonly relay: AudienceRelay;
  private readonly typists = new Typists();
  /** The public view after the last step. */
  private lastView = roomView(this.state, 0);
  private cancelWake: () => void = () => undefined;
  private readonly asking = new Map<string, ServerMessage[]>();
  private requests = 0;
  /** The instant up to which the state is. */
  private steppedAt = 0;
  /** When the core itself has something to do again. */
  private coreDueAt: number | null = null;
  /** When the core must be stepped or its publisher called again. */
  private stepDueAt: number | null = null;
  /** How many deliveries to the audience there may be now. */
  private readonly pace: Bucket;
  private readonly waiting = new WaitingInputs();
  private readonly crowd = new Crowd((id) => this.guests.socketOf(id));
  /** Whether a step was taken that not all have been told of. */
  private isBehind = false;
  /** Whether the room is stored: not before somebody has come to it. */
  isKept = false;

  constructor(platform: RoomPlatform) {
    this.platform = platform;
    this.storage = new RoomStorage(platform.storage);
    this.errands = new Errands(platform, {
      apply: (input) => this.apply(input),
      say: (connection, message) => this.guests.send(connection, JSON.stringify(message)),
    });
    this.relay = new AudienceRelay(
      relayPort(platform, {
        state: () => this.state,
        policies: () => this.policies,
        guests: () => this.guests,
        audience: () => this.audience,
        apply: (input) => this.apply(input),
        reactions: () => this.reactions,
        counted: () => {
          this.tellAudience(platform.now());
          this.schedule();
        },
        rescheduled: () => this.schedule(),
      }),
    );
    this.audience = new AudienceCount(this.relay);
    this.guests = new Guests(
      {
        resync: (connection) => this.resync(connection),
        elsewhere: (visitor, hello) => this.relay.placeOf(visitor, hello),
        now: () => platform.now(),
        apply: (input) => this.apply(input),
        isSpared: (who, promptId) => this.isSpared(who, promptId),
        settledBefore: (who, promptId) => this.settledBefore(who, promptId),
        isNeeded: (connection, who) => this.isNeeded(connection, who),
        rescheduled: () => this.schedule(),
        moved: (connection, to) => this.moved(connection, to),
        react: (...reaction) => this.react(...reaction),
        viewers: this.viewerStats,
      },
      platform.shares,
    );
    const { max } = BOUNDS.deliveriesPerSecond;
    this.pace = new Bucket(max, max, platform.now());
  }

  /** Must have ended before anything else is called. */
  async start(policies: Policies = POLICIES): Promise<void> {
    this.policies = policies;
    this.state = await this.storage.load(this.platform.now());
    const { damaged } = this.storage;
    this.isKept = !this.storage.isNew;
    if (damaged.length > 0) this.platform.log('storage-damaged', { sections: damaged });
    const hasClassifier = (this.platform.classifier?.() ?? null) !== null;
    const hasLedger = (this.platform.budget?.() ?? null) !== null;
    const streamSeconds = this.platform.streamSeconds?.() ?? null;
    const length = streamSeconds === null ? {} : { streamSeconds };
    const streamHosts = this.platform.streamHosts?.() ?? null;
    const hosts = streamHosts === null ? {} : { streamHosts };
    const restarted = {
      type: 'restarted',
      entropy: newEntropy(),
      hasClassifier,
      hasLedger,
    } as const;
    const turnsLost = damaged.includes('turns');
    const lost = turnsLost ? { turnsLost } : {};
    this.apply({ ...restarted, ...length, ...hosts, ...lost });
  }

  /** Says which rules the environment fixes; once the room's name is known. */
  configured(rules: RulesPatch): void {
    const { fixed } = this.state.rules;
    if (Object.keys({ ...fixed, ...rules }).length > 0) this.apply({ type: 'configured', rules });
  }

  /** The state as it is, to be read alone. */
  get current(): RoomState {
    return this.state;
  }

  /** The public view, as anyone may read it over HTTP. */
  view() {
    return roomView(this.state, this.platform.now(), this.policies);
  }

  /** What viewers have; null where the rules do not want it known. */
  get viewers(): ViewerSums | null {
    return this.state.rules.values.viewerStats === 'yes' ? this.viewerStats.sums : null;
  }

  /** How many prompts of offenders were refused without a step. */
  get slowed(): number {
    return this.guests.slowed;
  }

  /** Staff have limits of their own, and to ask again about a prompt that was accepted is no offence. */
  private isSpared(who: string, promptId: string): boolean {
    const { role, accepted = [] } = this.state.participants[who] ?? {};
    return isStaff(role) || accepted.includes(promptId);
  }

  /** What the room remembers of, it answers itself; of all else the records know whether it is new. */
  private async settledBefore(who: string, promptId: string): Promise<Receipt | null> {
    const isKnown =
      findPrompt(this.state, promptId) !== null ||
      this.state.participants[who]?.accepted.includes(promptId) === true;
    return isKnown ? null : ((await this.platform.receipt?.(promptId, who)) ?? null);
  }

  /** However much is said: who conducts is heard, and who moderates. */
  private isNeeded(connection: string, who: string): boolean {
    const conducts = leasesOf(this.state).some((lease) => lease.connection === connection);
    return conducts || isStaff(this.state.participants[who]?.role);
  }

  /** A request over HTTP: returns the messages that a socket would get. */
  asked(caller: Visitor, message: Asked): readonly ServerMessage[] {
    this.requests += 1;
    const request = `request-${this.requests}`;
    const answers: ServerMessage[] = [];
    this.asking.set(request, answers);
    this.apply({ type: 'asked', request, caller, message });
    this.asking.delete(request);
    return answers;
  }

  opened(id: string, socket: RoomSocket, identify: Identify, address: string | null = null): void {
    this.guests.opened(id, socket, identify, address);
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
    const canTellAll = this.pace.has(this.platform.now());
    if (!this.waiting.keeps(input, this.state, canTellAll)) {
      this.run(input);
      this.tellAudience(this.steppedAt);
    }
    this.schedule();
  }

  /** Does what had to wait, once everybody can be told of it. */
  private catchUp(now: number): void {
    if (!this.pace.has(now)) return;
    for (const input of this.waiting.take()) this.run(input);
    if (this.isBehind && this.pace.has(now)) this.tell([], now);
  }

  private get catchesUpAt(): number | null {
    if (this.waiting.isEmpty && !this.isBehind) return null;
    return this.pace.freeAt(this.platform.now());
  }

  /** Tells the room how many watch, what they think of it, and who types. */
  private tellAudience(now: number): void {
    const told = this.audience.due(now) ?? this.reactions.due(now) ?? this.typists.due(now);
    if (told === null) return;
    this.run(told);
    this.tellAudience(now);
  }

  /** Everybody here may react, unless a moderator has muted them. It costs no step. */
  private react({ id }: Visitor, address: string | null, emoji: string): Outcome {
    const now = this.platform.now();
    const may = maySpeak(this.state, id, now);
    if (!may.ok) return may;
    const wasDue = this.reactions.dueAt;
    const offered = reactionsOffered(this.state.rules);
    const outcome = this.reactions.react({ who: id, address }, emoji, offered, now);
    if (wasDue !== this.reactions.dueAt) this.schedule();
    return outcome;
  }

  private followTyping(input: Input, now: number): void {
    if (input.type !== 'said') return;
    const { who } = this.state.connections[input.connection] ?? {};
    if (who === undefined) return;
    if (input.message.type === 'prompt') this.typists.sent(who);
    if (input.message.type !== 'typing') return;
    this.typists.typed(who, peopleShown(this.lastView.turns), now);
  }

  /** A page shows another stream, or none: it costs no step unless it was the last to move. */
  private moved(connection: string, to: string | null): void {
    this.audience.moved(connection, to);
    if (this.audience.dueAt === null) return;
    this.tellAudience(this.platform.now());
    this.schedule();
  }

  private run(input: Input): void {
    const now = this.platform.now();
    // What was thought of a change goes with it, and all are told in one message.
    const before = endsChange(input) ? this.reactions.take() : null;
    const first = before && step(this.state, before, now, this.policies);
    const last = step(first?.state ?? this.state, input, now, this.policies);
    const { state, dueAt } = last;
    const effects = [...(first?.effects ?? []), ...last.effects];
    this.state = state;
    this.steppedAt = now;
    this.coreDueAt = dueAt;
    this.audience.follow(input, state, effects);
    this.keep(input);
    if (this.isKept) this.save();
    this.tell(effects, now);
    this.followTyping(input, now);
    // Told of it or not.
    if (looksAtAll(input)) this.pace.spend(this.guests.size, now);
    for (const effect of effects) if (effect.type !== 'send') this.perform(effect);
  }

  /**
   * Those whom a step concerns are told first, however many there are: the state, and then what is for
   * them alone. The world waits for a command, and that needs no state: it goes before all.
   */
  private tell(effects: readonly Effect[], now: number): void {
    const sends = effects.filter((effect) => effect.type === 'send');
    const welcomes = effects.filter((effect) => effect.type === 'welcome');
    const welcomed = new Set(welcomes.map(({ connection }) => connection));
    const isFirst = ({ message, connection }: Send) =>
      message.type === 'conduct' && !welcomed.has(connection);
    for (const send of sends.filter(isFirst)) this.send(send);
    const { everyone, own } = this.publish(effects, welcomes, now);
    const tellOne = (connection: string) => {
      // An audience party is told once for all who come through it.
      const isTold = everyone !== null && !welcomed.has(connection) && !isVia(connection);
      if (isTold) this.guests.send(connection, everyone);
      for (const text of own.get(connection) ?? []) this.guests.send(connection, text);
    };
    const later = sends.filter((send) => !isFirst(send));
    const concerned = new Set([...later, ...welcomes].map(({ connection }) => connection));
    for (const connection of concerned) tellOne(connection);
    for (const send of later) this.send(send);
    const each = [...own.keys()].filter((connection) => !concerned.has(connection));
    for (const connection of each) tellOne(connection);
    if (everyone === null) return;
    this.crowd.tell(everyone, this.state.connections, new Set([...concerned, ...each]));
  }

  /** The state as it is, to one who has missed changes. */
  private resync(connection: string): void {
    if (!(connection in this.state.connections)) return;
    const now = this.platform.now();
    const { text } = this.publisher.again(this.state, now, connection, this.policies);
    this.guests.send(connection, text);
  }

  /** A room is stored once somebody has come to it, or asked it for something: not for being looked at. */
  private keep(input: Input): void {
    if (this.isKept) return;
    this.isKept = input.type === 'asked' || Object.keys(this.state.connections).length > 0;
    if (this.isKept) this.platform.kept?.();
  }

  private save(): void {
    this.storage.save(this.state, this.policies).catch((error: unknown) => {
      this.platform.log('storage-failed', { error: String(error) });
    });
  }

  /** Whether something outside answers. */
  heardOutside(what: Outside, answers: boolean): void {
    this.apply({ type: 'outside', what, answers });
  }

  /** A conductor's stream turned out to be another room's. */
  streamOfAnother(epoch: number, streamId: string): void {
    this.apply({ type: 'stream-of-another', epoch, streamId });
  }

  /** Sets the one timer, to the first of all instants at which something is due. */
  schedule(): void {
    this.cancelWake();
    const dues = this.observers.map(({ dueAt }) => dueAt);
    this.stepDueAt = earliest([this.coreDueAt, this.publisher.dueAt]);
    const own = [this.stepDueAt, this.guests.dueAt, this.audience.dueAt, this.errands.dueAt];
    const beside = [this.reactions.dueAt, this.typists.dueAt];
    const at = earliest([...own, ...dues, ...beside, this.catchesUpAt]);
    this.cancelWake = at === null ? () => undefined : this.platform.wakeAt(at, () => this.woke());
  }

  private get observers(): readonly Observer[] {
    return [...(this.platform.observers ?? []), this.relay];
  }

  private woke(): void {
    const now = this.platform.now();
    const isStepDue = this.stepDueAt !== null && this.stepDueAt <= now;
    for (const observer of this.observers) observer.woke(now);
    this.guests.closeSilent();
    this.errands.woke(now);
    this.catchUp(now);
    if (isStepDue) return this.apply({ type: 'woke' });
    // Sockets and observers cost no step of their own.
    this.tellAudience(now);
    this.schedule();
  }

  /** Makes what all are told of a step, or leaves it for later. */
  private publish(
    effects: readonly Effect[],
    welcomes: readonly Extract<Effect, { type: 'welcome' }>[],
    now: number,
  ): Telling {
    const { boot } = this.state.clock;
    this.isBehind = !this.pace.has(now) && welcomes.length === 0;
    if (this.isBehind) {
      const view = roomView(this.state, now, this.policies);
      this.lastView = view;
      for (const observer of this.observers) {
        observer.observe({ now, boot, view, delta: null, effects });
      }
      return { everyone: null, own: new Map() };
    }
    const publication = this.publisher.publish(this.state, now, welcomes, this.policies);
    const { view, delta, everyone, each } = publication;
    this.lastView = view;
    for (const observer of this.observers) observer.observe({ now, boot, view, delta, effects });
    const deliveries = each.length + (everyone === null ? 0 : this.guests.size);
    if (deliveries > 0) this.pace.spend(deliveries, now);
    const own = new Map<string, string[]>();
    for (const { connection, text } of each) {
      own.set(connection, [...(own.get(connection) ?? []), text]);
    }
    return { everyone, own };
  }

  private send({ connection, message }: Send): void {
    this.guests.send(connection, JSON.stringify(message));
    if (message.type === 'probe') this.guests.probed(connection);
    this.asking.get(connection)?.push(message);
  }

  private perform(effect: Exclude<Effect, Send>): void {
    switch (effect.type) {
      case 'close':
        return this.guests.hangUp(effect.connection, effect.code, effect.reason, effect.why);
      case 'refused':
        if (effect.offender !== null) this.guests.offended(effect.offender);
        return;
      case 'log':
        return this.platform.log(effect.event, effect.fields);
      // Observers see to these, and the publisher.
      case 'claim':
      case 'record':
      case 'reactions':
      case 'frame':
      case 'welcome':
        return;
      default:
        return this.errands.run(effect);
    }
  }
}

/** The state after a step: one text for all, and what is for one connection alone. */
interface Telling {
  readonly everyone: string | null;
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/** What may bring another change on screen. */
function endsChange(input: Input): boolean {
  if (input.type !== 'said' || input.message.type !== 'conductor') return false;
  return input.message.report.report === 'performed';
}

const reactionsOffered = derived(({ values }: RoomState['rules']) => reactionsIn(values.reactions));

/** Randomness for the room, in hex: 256 bits. */
function newEntropy(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}
