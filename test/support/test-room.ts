import * as v from 'valibot';
import { shownStreamId } from '../../party/room/broadcast/stream-id.js';
import type { Effect, Input, Said, Visitor } from '../../party/room/input.js';
import { type Stepped, step } from '../../party/room/room.js';
import { newRoom, type RoomState } from '../../party/room/state.js';
import { roomView, youViews } from '../../party/room/view/view.js';
import { earliest } from '../../party/turns/clock.js';
import { type OwnPolicies, type Policies, withOwn } from '../../party/turns/policies.js';
import {
  type ConductorCommand,
  ConductorReportSchema,
  type Performed,
} from '../../src/protocol/conducting.js';
import { HEARTBEAT_EVERY_MS, PING_EVERY_MS } from '../../src/protocol/limits.js';
import type { Answer, ClientMessage, Hello, ServerMessage } from '../../src/protocol/messages.js';
import { type ActInput, ActSchema } from '../../src/protocol/moderation.js';
import type { Receipt } from '../../src/protocol/reasons.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import type { DrawView } from '../../src/protocol/view.js';
import { helloOf, visitorOf } from './people.js';
import { ServerPart } from './server-part.js';
import { allOf } from './turns.js';

type Ping = Extract<ClientMessage, { type: 'ping' }>;

export const CREDENTIALS = {
  sessionId: 's',
  signalingUrl: 'ws://world',
  sessionToken: 't',
  expiresIn: 600,
  capabilities: null,
};

/** The room's own durations, said once more: tests that took them from the room would follow any change. */
export const STREAM_MS = 150_000;
export const CONNECTION_MS = 55 * 60_000;
export const OVERLAP_MS = 12_000;
export const BREAK_MS = 3_000;

/** A conductor says four times as often that it is at work; this is enough, and costs fewer steps. */
const BEAT_EVERY_MS = 4 * HEARTBEAT_EVERY_MS;

export interface JoinOptions {
  id?: string;
  name?: string;
  isNamed?: boolean;
  role?: Visitor['role'];
  conduct?: Hello['conduct'];
  mayConduct?: boolean;
  /** Whether the site has signed for it; so it is, unless told, where it prefers to conduct. */
  isSignedConductor?: boolean;
  mayOpen?: boolean;
  rules?: RulesPatch;
  setsRulesAs?: Visitor['setsRulesAs'];
  epoch?: number;
  epochs?: number[];
  watching?: boolean;
  hidden?: boolean;
  isProgram?: boolean;
  address?: string;
  expiresAt?: number;
  invite?: string;
}

/**
 * A room core in the hands of a test: time moves only when the test says so, every deadline on the
 * way is kept, and what the room says is collected by connection.
 */
export class TestRoom {
  state: RoomState = newRoom();
  now = 1_000_000;
  private coreDueAt: number | null = null;
  readonly heard = new Map<string, ServerMessage[]>();
  readonly effects: Effect[] = [];
  private readonly server = new ServerPart(this);
  /** Whose page is gone, although its connection is not closed yet: it answers nothing. */
  readonly gone = new Set<string>();
  /** Who was asked by the room whether they are there, and has not said anything since. */
  private readonly unanswered = new Set<string>();
  /** When pages ping next, and when conductors say next that they are at work. */
  private pingAt = 0;
  private beatAt = 0;
  private connections = 0;
  private prompts = 0;
  policies: Policies;

  constructor(rules: RulesPatch = {}, own: OwnPolicies = {}) {
    this.policies = tableWith(own);
    const values = { ...this.state.rules.values, ...rules };
    this.state = {
      ...this.state,
      rules: { ...this.state.rules, values },
      turns: this.policies.get(values.turns)?.start(),
    };
    this.apply({ type: 'restarted', entropy: 'a secret' });
  }

  apply(input: Input): void {
    this.server.apply(input);
  }

  /** The core alone. */
  step(input: Input): Stepped {
    const stepped = step(this.state, input, this.now, this.policies);
    const { state, effects, dueAt } = stepped;
    this.state = state;
    this.coreDueAt = dueAt;
    this.effects.push(...effects);
    for (const effect of effects) {
      if (effect.type !== 'send') continue;
      this.inbox(effect.connection).push(effect.message);
      if (effect.message.type !== 'probe') continue;
      this.unanswered.add(effect.connection);
      this.probed(effect.connection);
    }
    return stepped;
  }

  closes(effect: Effect): void {
    this.effects.push(effect);
  }

  /** When the room, or the server for it, has something to do. */
  get dueAt(): number | null {
    return earliest([this.coreDueAt, this.server.dueAt]);
  }

  wake(): void {
    this.server.wake();
  }

  /** A page answers at once that it is there. */
  protected probed(connection: string): void {
    if (!this.gone.has(connection)) this.say(connection, { type: 'here' });
  }

  /** Lets time pass, waking the room at each of its deadlines. */
  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const at = this.dueAt;
      if (at === null || at > end) break;
      this.now = Math.max(this.now, at);
      this.wake();
    }
    this.now = end;
  }

  /** The same, while everybody is heard as often as keeps the connection and the lease. */
  passAlive(ms: number): void {
    const end = this.now + ms;
    // A clock that was put back silences nobody.
    this.pingAt = Math.min(this.pingAt, this.now + PING_EVERY_MS);
    if (this.beatAt > this.now + BEAT_EVERY_MS) this.beatAt = this.now + HEARTBEAT_EVERY_MS;
    while (this.now < end) {
      const next = Math.max(this.now, Math.min(this.pingAt, this.beatAt));
      this.pass(Math.min(next, end) - this.now);
      if (this.pingAt <= this.now) this.pingAll();
      if (this.beatAt <= this.now) this.beatAll();
    }
    const beatAt = this.beatAt - BEAT_EVERY_MS;
    // In the end it is as if they had been heard all along.
    if (beatAt + HEARTBEAT_EVERY_MS <= end) this.beatAll();
  }

  private pingAll(): void {
    this.pingAt = this.now + PING_EVERY_MS;
    for (const id of Object.keys(this.state.connections)) {
      if (!this.gone.has(id)) this.say(id, { type: 'ping' });
    }
  }

  private beatAll(): void {
    this.beatAt = this.now + BEAT_EVERY_MS;
    for (const lease of [this.state.lease, this.state.successor, this.state.retiring]) {
      if (lease?.connection == null) continue;
      this.report({ report: 'heartbeat', epoch: lease.epoch }, lease.connection);
    }
  }

  join(options: JoinOptions = {}): string {
    this.connections += 1;
    const connection = `c${this.connections}`;
    const visitor = this.visitor(options);
    const { invite = null, name = null, rules = null, conduct = 'can', watching = true } = options;
    const { hidden = false } = options;
    const epochs = options.epochs ?? (options.epoch === undefined ? [] : [options.epoch]);
    const hello = helloOf({ invite, name, rules, conduct, epochs, watching, hidden });
    this.apply({ type: 'joined', connection, visitor, hello });
    return connection;
  }

  /** Shows a fresh token on a connection and returns the answer. */
  renew(connection: string, options: JoinOptions & { id: string }): Answer {
    this.apply({ type: 'renewed', connection, id: 'r', visitor: this.visitor(options) });
    return this.lastAnswer(connection);
  }

  leave(connection: string): void {
    this.apply({ type: 'closed', connection });
  }

  say(connection: string, message: Said | Ping): void {
    const isProbed = this.unanswered.delete(connection);
    if (message.type !== 'ping') return this.apply({ type: 'said', connection, message });
    this.server.heard(connection);
    if (isProbed) this.apply({ type: 'said', connection, message: { type: 'here' } });
    this.inbox(connection).push({ type: 'pong', now: this.now });
  }

  /** A page shows another stream from now on, by the id that everybody knows; null for none. */
  moved(connection: string, to: string | null): void {
    this.server.moved(connection, to);
  }

  /** Asks for something and returns the answer. */
  ask(
    connection: string,
    type:
      | 'request-turn'
      | 'claim-turn'
      | 'release-turn'
      | 'extend-turn'
      | 'skip-vote'
      | 'take-turn'
      | 'keep-turn',
  ): Answer {
    this.say(connection, { type, id: 'q' });
    return this.lastAnswer(connection);
  }

  /** Votes for a choice, in the round that is shown unless another is named. */
  vote(connection: string, choice: string, roundId = this.round.id): Answer {
    this.say(connection, { type: 'vote', id: 'q', roundId, choice });
    return this.lastAnswer(connection);
  }

  /** A host's or moderator's word on a proposal. */
  direct(connection: string, type: 'choose' | 'dismiss', promptId: string): Answer {
    this.say(connection, { type, id: 'q', promptId });
    return this.lastAnswer(connection);
  }

  /** A moderator's or host's act; what has a default may be left out. */
  act(connection: string, act: ActInput): Answer {
    this.say(connection, { type: 'act', id: 'q', act: v.parse(ActSchema, act) });
    return this.lastAnswer(connection);
  }

  setRules(connection: string, rules: RulesPatch): Answer {
    return this.act(connection, { act: 'rules', rules });
  }

  /** The round that everyone sees. */
  get round(): DrawView {
    const { round } = this.turns;
    if (round === null) throw new Error('there are no rounds in this mode');
    return round;
  }

  lastAnswer(connection: string): Answer {
    const answer = this.inbox(connection).findLast((message) => message.type === 'answer');
    if (answer === undefined) throw new Error(`${connection} got no answer`);
    return answer;
  }

  prompt(connection: string, text: string, id?: string): string {
    this.prompts += 1;
    const promptId = id ?? `p${this.prompts}`;
    this.say(connection, { type: 'prompt', id: promptId, text });
    return promptId;
  }

  /** The last receipt a connection heard of for a prompt. */
  receipt(connection: string, promptId: string): Receipt {
    const message = this.inbox(connection).findLast(
      (said) => said.type === 'receipt' && said.receipt.id === promptId,
    );
    if (message?.type !== 'receipt') throw new Error(`no receipt for ${promptId}`);
    return message.receipt;
  }

  /** Answers the pending minting and has its conductor bring up the stream. */
  goLive(): number {
    const epoch = this.connect();
    this.broadcasting(epoch);
    return epoch;
  }

  /** Answers the pending minting and has the conductor connect. */
  connect(): number {
    const { epoch } = this.state.broadcast;
    this.apply({ type: 'minted', epoch, credentials: CREDENTIALS });
    this.report({ report: 'connected', epoch }, this.holderOf(epoch));
    return epoch;
  }

  /** The stream of an epoch can be watched. */
  broadcasting(epoch: number, streamId = `stream-${epoch}`): void {
    const watch = { webrtcUrl: `http://world/${streamId}`, hlsUrl: null, token: 'spectator' };
    const report = { report: 'broadcasting', epoch, streamId, watch, appliedText: 'x' } as const;
    this.report(report, this.holderOf(epoch));
  }

  private holderOf(epoch: number): string | null | undefined {
    const { lease, successor, retiring } = this.state;
    return [lease, successor, retiring].find((one) => one?.epoch === epoch)?.connection;
  }

  report(
    said: v.InferInput<typeof ConductorReportSchema>,
    from = this.state.lease?.connection,
  ): void {
    if (from == null) throw new Error('no conductor to report');
    const report = v.parse(ConductorReportSchema, said);
    this.say(from, { type: 'conductor', report });
  }

  /** The conductor's word on the prompt in flight. */
  performed(outcome: Performed = { status: 'applied', appliedText: 'the new world' }): void {
    const { dispatch, lease } = this.state;
    if (dispatch.phase !== 'inFlight' || lease === null) throw new Error('nothing in flight');
    this.report({ report: 'performed', epoch: lease.epoch, promptId: dispatch.promptId, outcome });
  }

  /** Every command a connection was given. */
  commands(connection: string): ConductorCommand[] {
    return this.inbox(connection).flatMap((message) =>
      message.type === 'conduct' ? [message.command] : [],
    );
  }

  /** A stream's id as everybody is told it. */
  shownId(streamId: string): string {
    return shownStreamId(this.state, streamId);
  }

  view() {
    return roomView(this.state, this.now, this.policies);
  }

  /** The turns as everybody sees them; nothing in what the mode does not show. */
  get turns() {
    return allOf(this.view().turns);
  }

  you(who: string) {
    return youViews(this.state, this.now, this.policies)(who);
  }

  /** Who has the turn and how, in short: `offered a-1`, `active a-2`, or nothing. */
  get holder(): string {
    const { holder } = this.turns;
    return holder === null ? '' : `${holder.phase} ${holder.id}`;
  }

  private visitor(options: JoinOptions): Visitor {
    return visitorOf(options.id ?? `a-${this.connections}`, {
      role: options.role ?? 'prompter',
      name: options.name ?? null,
      isNamed: options.isNamed ?? false,
      mayConduct: options.mayConduct ?? true,
      isSignedConductor: options.isSignedConductor ?? options.conduct === 'prefer',
      mayOpen: options.mayOpen ?? true,
      setsRulesAs: options.setsRulesAs === undefined ? 'owner' : options.setsRulesAs,
      isProgram: options.isProgram ?? false,
      address: options.address ?? null,
      expiresAt: options.expiresAt ?? null,
    });
  }

  private inbox(connection: string): ServerMessage[] {
    const inbox = this.heard.get(connection) ?? [];
    this.heard.set(connection, inbox);
    return inbox;
  }
}

/** So many connections, as a tuple, so that each of them is known to be there. */
export type Connections<Count extends number, Made extends string[] = []> = number extends Count
  ? string[]
  : Made['length'] extends Count
    ? Made
    : Connections<Count, [...Made, string]>;

/** A room with a live world and some visitors, the first of whom conducts. */
export function liveRoom<Count extends number>(
  visitors: Count,
  rules: RulesPatch = {},
  own: OwnPolicies = {},
): [TestRoom, ...Connections<Count>] {
  const room = new TestRoom(rules, own);
  const joined = Array.from({ length: visitors }, () => room.join());
  room.goLive();
  return [room, ...(joined as Connections<Count>)];
}

/** A room with its next session at hand, which is told to start half a minute later. */
export function readyToRenew<Count extends number>(visitors: Count) {
  const [room, ...visits] = liveRoom(visitors);
  room.passAlive(STREAM_MS - 45_000);
  const next = room.connect();
  return { room, visits, next };
}

/** The package's policies and these. */
export function tableWith(own: OwnPolicies): Policies {
  const table = withOwn(own);
  if (!table.ok) throw new Error(table.problem);
  return table.policies;
}
