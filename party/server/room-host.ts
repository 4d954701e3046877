import { toHex } from '../../src/protocol/encoding.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { earlierChange, reactionsIn } from '../../src/protocol/reactions.js';
import type { Outcome, Receipt } from '../../src/protocol/reasons.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { isStaff } from '../../src/protocol/view.js';
import { AudienceRelay } from '../audience/relay.js';
import { leasesOf } from '../room/broadcast/lease.js';
import type { Asked, Effect, Input, Outside, Visitor } from '../room/input.js';
import { maySpeak } from '../room/moderation/restrictions.js';
import { findPrompt } from '../room/prompts/prompts.js';
import { step } from '../room/room.js';
import { derived, newRoom, type RoomState } from '../room/state.js';
import { peopleShown, roomView } from '../room/view/view.js';
import { earliest } from '../turns/clock.js';
import { POLICIES, type Policies } from '../turns/policies.js';
import { AudienceCount } from './audience-count.js';
import { Delivery } from './delivery.js';
import { Errands, type ErrandsPlatform } from './errands.js';
import type { RoomSocket } from './hearing.js';
import { errorText } from './log.js';
import type { Observer } from './observer.js';
import { ReactionTally } from './reactions.js';
import { type AudiencePlatform, relayPort } from './relay-port.js';
import type { Shares } from './shares.js';
import { type GivenReaction, Guests, type Identify } from './sockets.js';
import { type KeyValue, RoomStorage } from './storage.js';
import { Typists } from './typists.js';
import { ViewerStats, type ViewerSums } from './viewer-stats.js';
import { looksAtAll, WaitingInputs, WaitingVotes } from './waiting-inputs.js';

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
  private readonly errands: Errands;
  private readonly guests: Guests;
  private readonly viewerStats = new ViewerStats(() => this.viewers !== null);
  /** What those who watch think of it, until the room is told. */
  readonly reactions = new ReactionTally();
  private readonly audience: AudienceCount;
  /** The room's audience parties. */
  readonly relay: AudienceRelay;
  private readonly typists = new Typists();
  private cancelWake: () => void = () => undefined;
  private readonly asking = new Map<string, ServerMessage[]>();
  private requests = 0;
  /** The instant up to which the state is. */
  private steppedAt = 0;
  /** When the core itself has something to do again. */
  private coreDueAt: number | null = null;
  /** When the core must be stepped or its audience told again. */
  private stepDueAt: number | null = null;
  private readonly waiting = new WaitingInputs();
  private readonly votes = new WaitingVotes();
  private readonly delivery: Delivery;
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
        viewerStats: () => this.viewerStats,
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
        resync: (connection) => this.delivery.resync(connection, this.stepped(platform.now())),
        elsewhere: (visitor, hello) => this.relay.placeOf(visitor, hello),
        now: () => platform.now(),
        apply: (input) => this.apply(input),
        isSpared: (who, promptId) => this.isSpared(who, promptId),
        settledBefore: (who, promptId) => this.settledBefore(who, promptId),
        isNeeded: (connection, who) => this.isNeeded(connection, who),
        rescheduled: () => this.schedule(),
        failed: (error) => platform.log('event-failed', { of: 'message', error: errorText(error) }),
        moved: (connection, to) => this.moved(connection, to),
        react: (...reaction) => this.react(...reaction),
        viewers: this.viewerStats,
      },
      platform.shares,
    );
    this.delivery = new Delivery(
      {
        guests: () => this.guests,
        observers: () => this.observers,
        sent: ({ connection, message }) => {
          if (message.type === 'probe') this.guests.probed(connection);
          this.asking.get(connection)?.push(message);
        },
      },
      this.stepped(platform.now()),
    );
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

  private stepped(now: number) {
    const { state, policies } = this;
    return { state, policies, now };
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
    const now = this.platform.now();
    // What waited is done first: or steps that come all the time would always have told all just before.
    this.catchUp(now);
    const canTellAll = this.delivery.canTellAll(now);
    const waits =
      this.waiting.keeps(input, this.state, canTellAll) ||
      this.votes.keeps(input, now, this.coreDueAt);
    if (!waits) {
      this.run(input);
      this.tellAudience(this.steppedAt);
    }
    this.schedule();
  }

  /** Does what had to wait, once everybody can be told of it. */
  private catchUp(now: number): void {
    if ((this.votes.dueAt ?? Number.POSITIVE_INFINITY) <= now) this.takeVotes();
    if (!this.delivery.canTellAll(now)) return;
    for (const input of this.waiting.take()) this.run(input);
    const { isBehind } = this.delivery;
    if (isBehind && this.delivery.canTellAll(now)) this.delivery.tell([], this.stepped(now));
  }

  private get catchesUpAt(): number | null {
    if (this.waiting.isEmpty && !this.delivery.isBehind) return null;
    return this.delivery.freeAt(this.platform.now());
  }

  /** Tells the room how many watch, what they think of it, and who types. */
  private tellAudience(now: number): void {
    const told = this.audience.due(now) ?? this.reactions.due(now) ?? this.typists.due(now);
    if (told === null) return;
    this.run(told);
    this.tellAudience(now);
  }

  /** Everybody here may react, unless a moderator has muted them. It costs no step. */
  private react({ id }: Visitor, address: string | null, reaction: GivenReaction): Outcome {
    const now = this.platform.now();
    const may = maySpeak(this.state, id, now);
    if (!may.ok) return may;
    const wasDue = this.reactions.dueAt;
    const { rules, reactions, world } = this.state;
    const { emoji, behindMs } = reaction;
    const earlier = earlierChange({ changes: world.changes, reactions }, now, behindMs);
    const offered = reactionsOffered(rules);
    const outcome = this.reactions.react({ who: id, address }, { emoji, earlier }, offered, now);
    if (wasDue !== this.reactions.dueAt) this.schedule();
    return outcome;
  }

  private followTyping(input: Input, now: number): void {
    if (input.type !== 'said') return;
    const { who } = this.state.connections[input.connection] ?? {};
    if (who === undefined) return;
    if (input.message.type === 'prompt') this.typists.sent(who);
    if (input.message.type !== 'typing') return;
    this.typists.typed(who, peopleShown(this.delivery.view.turns), now);
  }

  /** A page shows another stream, or none: it costs no step unless it was the last to move. */
  private moved(connection: string, to: string | null): void {
    this.audience.moved(connection, to);
    if (this.audience.dueAt === null) return;
    this.tellAudience(this.platform.now());
    this.schedule();
  }

  private takeVotes(): void {
    const taken = this.votes.take(this.platform.now());
    if (taken !== null) this.take(taken.votes, taken.at);
  }

  private run(input: Input): void {
    // What was said before comes before.
    this.takeVotes();
    this.take(input, this.platform.now());
  }

  private take(input: Input, now: number): void {
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
    this.delivery.tell(effects, this.stepped(now));
    this.followTyping(input, now);
    if (looksAtAll(input)) this.delivery.lookedAtAll(now);
    for (const effect of effects) if (effect.type !== 'send') this.perform(effect);
  }

  /** A room is stored once somebody has come to it, or asked it for something: not for being looked at. */
  private keep(input: Input): void {
    if (this.isKept) return;
    this.isKept = input.type === 'asked' || Object.keys(this.state.connections).length > 0;
    if (this.isKept) this.platform.kept?.();
  }

  private save(): void {
    this.storage.save(this.state, this.policies).catch((error: unknown) => {
      this.platform.log('storage-failed', { error: errorText(error) });
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
    this.stepDueAt = earliest([this.coreDueAt, this.delivery.dueAt]);
    const own = [this.stepDueAt, this.guests.dueAt, this.audience.dueAt, this.errands.dueAt];
    const beside = [this.reactions.dueAt, this.typists.dueAt, this.votes.dueAt];
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
    this.guests.woke();
    this.errands.woke(now);
    this.catchUp(now);
    if (isStepDue) return this.apply({ type: 'woke' });
    // Sockets and observers cost no step of their own.
    this.tellAudience(now);
    this.schedule();
  }

  private perform(effect: Exclude<Effect, { type: 'send' }>): void {
    switch (effect.type) {
      case 'close':
        return this.guests.hangUp(effect.connection, effect.code, effect.reason, effect.why);
      case 'refused':
        if (effect.offender !== null) this.guests.offended(effect.offender);
        return;
      case 'log':
        return this.platform.log(effect.event, effect.fields);
      // Observers see to these, and the delivery.
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
