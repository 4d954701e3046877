import { CLOSE_CODE } from '../../src/protocol/messages.js';
import { audienceKey } from '../audience/link.js';
import type { LinkPort } from '../audience/party-link.js';
import { problem } from '../http/problem.js';
import { identifyCaller } from '../http/request.js';
import { answer } from '../http/router.js';
import { type OwnPolicies, withOwn } from '../turns/policies.js';
import { partyOf, roomName } from './admission.js';
import { drainRequest } from './body.js';
import { type BudgetAccess, BudgetClient, isLimited, NO_BUDGET_PARTY } from './budget-client.js';
import { classifierAt } from './classifier.js';
import { SteadyClock } from './clock.js';
import { classifyMintError, handBack, mintCredentials } from './credentials.js';
import {
  type Environment,
  fixedRulesOf,
  idleSettings,
  misspeltNames,
  readEnvironment,
  sharedSecret,
} from './environment.js';
import { EventStreams, PromptWaits } from './event-streams.js';
import { type Connection, quietSocket } from './hearing.js';
import { identify, type KeyStore, roomKey } from './identity.js';
import { errorText } from './log.js';
import type { Observer } from './observer.js';
import { Offers } from './offers.js';
import {
  type ConductedRoom,
  type ConductorRunner,
  type Container,
  OwnConductor,
  runnerIn,
} from './own-conductor.js';
import { Recordings, recordingSource } from './recordings.js';
import { Records, Refusals, receiptOfEntry } from './records.js';
import { storedParties } from './relay-port.js';
import {
  type Readiness,
  type RequestContext,
  rejection,
  rejectSocket,
  requestContext,
} from './request-context.js';
import { RoomHost } from './room-host.js';
import { unknownMode } from './room-rules.js';
import { Shares } from './shares.js';
import type { KeyValue } from './storage.js';
import { UnreadableStateError } from './stored-format.js';
import { StreamClaims } from './stream-claims.js';
import { Thumbnails } from './thumbnails.js';
import { Webhooks } from './webhooks.js';

/** What a platform gives to a room; nothing else of it is used. */
export interface RoomServerPlatform {
  /** The storage of this room alone. */
  readonly storage: KeyValue & KeyStore;
  /** The environment, with the variables that the reference lists (`ODYSSEY_API_KEY` and others). */
  readonly env: Readonly<Record<string, unknown>>;
  /** Takes lines: JSON with `room` and `event`, or a sentence that says why the room cannot run. */
  readonly log: (line: string) => void;
  /** Turn policies of your own, by name; read when the room starts. None by default. */
  readonly policies?: () => OwnPolicies;
  /** The way to the party `ledger`; null where there is none, and then there can be no limits. */
  readonly ledger?: () => BudgetAccess | null;
  /** The container that belongs to this room's object, for its conductor; null where there is none. */
  readonly container?: () => Container | null;
  /** Opens a link to an audience party, by its name; without it all watch at the room itself. */
  readonly dial?: LinkPort['dial'];
}

const WAKE_AGAIN_MS = 1_000;

/**
 * A room on any platform: the platform passes its events on to these methods, none of which throws
 * for what comes from outside.
 *
 * @example
 * const room = new RoomServer({ storage, env, log: console.log });
 * await room.start();
 * room.opened(connection, request); // a socket; then `said`, `closed` or `lost`
 * const response = await room.answer(request); // an HTTP request
 */
export class RoomServer {
  private readonly platform: RoomServerPlatform;
  private readonly clock = new SteadyClock();
  private readonly host: RoomHost;
  private readonly records: Records;
  private readonly thumbnails: Thumbnails;
  private readonly refusals = new Refusals();
  private readonly claims: StreamClaims;
  private readonly shares = new Shares();
  private readonly streams = new EventStreams();
  private readonly waits = new PromptWaits();
  private readonly offers: Offers;
  /** In this order; webhooks are among them only where the owner wants them. */
  private readonly observers: Observer[];
  private environment: Environment | null = null;
  /** Null before the start, and after one that failed. */
  private readiness: Readiness | null = null;
  /** Known from the first request on; not every platform gives it before. */
  private name: string | null = null;
  /** Where it was reached last: only a page's request tells it. */
  private at: Pick<ConductedRoom, 'host' | 'party'> | null = null;
  private readonly budget: BudgetClient;
  private runner: ConductorRunner | null = null;
  private classify: ReturnType<RoomServer['classifierOf']> = null;
  private storeKey = async (): Promise<void> => undefined;
  private starting: Promise<void> | null = null;

  constructor(platform: RoomServerPlatform) {
    const { storage } = platform;
    const { log } = this;
    this.platform = platform;
    this.budget = new BudgetClient({
      access: () => this.budgetAccess(),
      isLimited: () => this.environment !== null && isLimited(this.environment),
      now: this.clock.now,
      log,
    });
    this.records = new Records(storage, (error) => {
      log('storage-failed', { error: errorText(error) });
    });
    this.thumbnails = new Thumbnails({ storage, log });
    this.claims = new StreamClaims({
      storage,
      claim: async (streamId) =>
        this.budgetAccess() === null ? null : this.budget.claim(streamId),
      refused: (epoch, streamId) => this.host.streamOfAnother(epoch, streamId),
      log,
    });
    this.offers = new Offers({
      now: this.clock.now,
      state: () => this.host.current,
      life: () => this.host.view().life,
      log,
    });
    this.observers = [
      ...[this.records, this.refusals, this.thumbnails, this.streams, this.waits],
      this.claims,
      new OwnConductor({
        runner: () => this.runner,
        room: () =>
          this.at === null || this.name === null ? null : { ...this.at, room: this.name },
        log,
      }),
    ];
    this.host = new RoomHost({
      storage,
      now: this.clock.now,
      wakeAt: (at, wake) => this.wakeAt(at, wake),
      mint: () => this.mint(),
      handBack,
      classifyMintError,
      classifier: () => this.classify,
      budget: () => (this.budgetAccess() === null ? null : this.budget),
      receipt: (promptId, by) => this.receipt(promptId, by),
      measure: (streamId) => this.measure(streamId),
      streamSeconds: () => this.environment?.streamSeconds,
      streamHosts: () => this.environment?.streamHosts,
      log,
      observers: this.observers,
      shares: this.shares,
      kept: () => this.kept(),
      ...(platform.dial && { dial: platform.dial }),
    });
  }

  /**
   * Loads the room. Must have ended before anything else is called. A room that cannot run, because
   * of its environment or of what is stored, says why in the log and to everybody who comes. After a
   * failure of the platform the next visitor is told to come back, and the room is loaded again.
   */
  start(): Promise<void> {
    this.starting ??= this.begin().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  private async begin(): Promise<void> {
    try {
      this.readiness = await this.prepare();
      if (!this.readiness.ok) this.platform.log(`The room cannot run: ${this.readiness.problem}`);
      // Started once more: its name is known already.
      this.named(this.name);
    } catch (error) {
      this.log('start-failed', { error: errorText(error) });
      this.readiness = null;
    }
  }

  /** A socket has opened; `request` is the one that asked for it, as `admitSocket` passed it on. */
  opened(connection: Connection, request: Request): void {
    const socket = quietSocket(connection);
    const failed = () => socket.close(CLOSE_CODE.restarting, 'restarting');
    this.guard('socket', failed, () => {
      if (this.readiness === null) return this.startAgain(failed);
      const read = this.read(request, this.readiness);
      if (!read.ok) return rejectSocket(socket, read);
      const { context, network } = read;
      this.at = { host: new URL(request.url).origin, party: partyOf(request.url) };
      this.host.opened(connection.id, socket, (shown) => identify(shown, context), network);
    });
  }

  /** A message has come over a socket. */
  async said(connection: Connection, message: unknown): Promise<void> {
    const close = () => quietSocket(connection).close(CLOSE_CODE.restarting, 'restarting');
    // The object slept or was replaced under its sockets: the page joins again, with its identity.
    if (!this.host.knows(connection.id)) return close();
    try {
      await this.host.said(connection.id, message);
    } catch (error) {
      this.log('event-failed', { of: 'message', error: errorText(error) });
      close();
    }
  }

  /** A socket has closed. Its close is answered, or the page would see an abnormal end. */
  closed(connection: Connection): void {
    const answered = () => quietSocket(connection).close(CLOSE_CODE.normal, '');
    this.guard('close', answered, () => {
      this.host.closed(connection.id);
      answered();
    });
  }

  /** A socket has failed: nobody reads an answer any more. */
  lost(connection: Connection): void {
    const nothing = () => undefined;
    this.guard('close', nothing, () => this.host.closed(connection.id));
  }

  /** Answers an HTTP request, as `admitRequest` passed it on; refusals are problem details. */
  async answer(request: Request): Promise<Response> {
    try {
      return await this.respond(request);
    } catch (error) {
      this.log('request-failed', { route: null, error: errorText(error) });
      return problem(500, 'failed', 'The room could not answer this. Try again.');
    }
  }

  private async respond(request: Request): Promise<Response> {
    if (this.readiness === null) await this.start();
    if (this.readiness === null) {
      const detail = 'The room could not start. Try again.';
      return problem(503, 'failed', detail, { 'Retry-After': '5' });
    }
    const read = this.read(request, this.readiness);
    const network = read.ok ? read.network : null;
    const close = request.body && this.shares.openBody(network, this.clock.now());
    if (request.body !== null && close === null) {
      const detail = 'The room reads as many bodies at once as it can. Try again.';
      return problem(429, 'too-many-bodies', detail, { 'Retry-After': '5' });
    }
    try {
      const response = read.ok ? await this.route(request, read) : rejection(read);
      await drainRequest(request);
      return response;
    } finally {
      close?.();
    }
  }

  private route(request: Request, read: Extract<RequestContext, { ok: true }>): Promise<Response> {
    const { context, recordings, network } = read;
    return answer(request, {
      room: {
        now: this.clock.now,
        state: () => this.host.current,
        view: () => this.host.view(),
        ask: (caller, message) => this.host.asked(caller, message),
        reschedule: () => this.host.schedule(),
        records: this.records,
        refusals: this.refusals,
        slowed: () => this.host.slowed,
        viewers: () => this.host.viewers,
        reactions: () => {
          const { counted, refused } = this.host.reactions;
          return { counted, refused };
        },
        pass: async (caller, { identity, invite, offer }) => {
          if (!this.shares.takeMessage(network, this.clock.now())) return null;
          const shown = { identity, token: null, name: null };
          const known = caller === null ? await identify(shown, context) : null;
          const visitor = caller ?? (known?.ok ? known.visitor : null);
          return visitor === null ? null : this.offers.pass(visitor, invite, offer);
        },
        recordings,
        thumbnails: this.thumbnails,
        streams: this.streams,
        waits: this.waits,
        budget: () => this.budget.totals(),
      },
      identify: (request) => identifyCaller(request, context),
      address: network,
      metricsToken: this.environment?.metricsToken ?? null,
      log: this.log,
    });
  }

  private read(request: Request, readiness: Readiness): RequestContext {
    if (this.name === null) {
      this.named(roomName(request.url));
      void this.startAudience(partyOf(request.url));
    }
    return requestContext(request, readiness);
  }

  /** What comes from outside never ends in the platform's own answer, which may show the code. */
  private guard(of: 'socket' | 'close' | 'timer', failed: () => void, handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.log('event-failed', { of, error: errorText(error) });
      failed();
    }
  }

  /** A wake that fails is tried again, and not at once: it would be due again in the same instant. */
  private wakeAt(at: number, wake: () => void): () => void {
    const again = () => void this.clock.wakeAt(this.clock.now() + WAKE_AGAIN_MS, wake);
    return this.clock.wakeAt(at, () => this.guard('timer', again, wake));
  }

  private startAgain(then: () => void): void {
    void this.start().then(then);
  }

  /** The first request tells the room's name, by which the environment may fix rules. */
  private named(name: string | null): void {
    this.name = name;
    if (name === null || this.readiness?.ok !== true) return;
    this.host.configured(fixedRulesOf(name, this.readiness.environment));
  }

  /** A room that had audience parties asks for their links again. */
  private async startAudience(party: string): Promise<void> {
    const { name: room, readiness, platform } = this;
    if (room === null || readiness?.ok !== true || platform.dial === undefined) return;
    const { environment } = readiness;
    try {
      const address = { party, room };
      const key = await audienceKey(sharedSecret(environment), address);
      const parties = await storedParties(platform.storage);
      const { audienceParties: partiesMax } = environment;
      this.host.relay.start({ address, key, partiesMax }, parties);
    } catch (error) {
      this.log('start-failed', { error: errorText(error) });
    }
  }

  private async prepare(): Promise<Readiness> {
    const settings = readEnvironment(this.platform.env);
    if (!settings.ok) return settings;
    const { environment } = settings;
    this.environment = environment;
    for (const misspelt of misspeltNames(this.platform.env)) this.log('setting-unknown', misspelt);
    for (const idle of idleSettings(this.platform.env)) this.log('setting-idle', idle);
    if (isLimited(environment) && this.budgetAccess() === null) {
      return { ok: false, problem: NO_BUDGET_PARTY };
    }
    const table = withOwn(this.platform.policies?.() ?? {});
    if (!table.ok) return table;
    const unknown = unknownMode(environment.fixedRules, table.policies);
    if (unknown !== null) return { ok: false, problem: unknown };
    this.classify = this.classifierOf(environment);
    this.runner = runnerIn(environment, this.platform.container?.() ?? null, this.log);
    try {
      await this.thumbnails.start();
      await this.startWebhooks(environment);
      const { key, store } = await roomKey(this.platform.storage, environment.secret);
      this.storeKey = store;
      await this.host.start(table.policies);
      if (this.host.isKept) this.kept();
      const recordings = this.recordingsAt(environment);
      return { ok: true, environment, key, recordings };
    } catch (error) {
      // Anything else is the platform's failure, and starting again may help.
      if (!(error instanceof UnreadableStateError)) throw error;
      return { ok: false, problem: error.message };
    }
  }

  /** The key is stored with the room: under another one, everybody would be a stranger. */
  private kept(): void {
    this.storeKey().catch((error: unknown) => {
      this.log('storage-failed', { error: errorText(error) });
    });
  }

  private async startWebhooks({ webhooks }: Environment): Promise<void> {
    if (webhooks === null || this.observers.some((one) => one instanceof Webhooks)) return;
    const observer = new Webhooks(webhooks, {
      storage: this.platform.storage,
      room: () => this.name,
      now: this.clock.now,
      post: (url, init) => fetch(url, init),
      log: this.log,
      rescheduled: () => this.host.schedule(),
      heard: (answers) => this.host.heardOutside('webhooks', answers),
    });
    await observer.start();
    this.observers.push(observer);
  }

  private classifierOf({ classifier }: Environment) {
    if (classifier === null) return null;
    const ask = classifierAt(classifier, this.log);
    return (promptId: string, text: string) => ask({ room: this.name, promptId, text });
  }

  private recordingsAt({ apiKey, apiUrl }: Environment): Recordings {
    const source = recordingSource(apiKey, apiUrl);
    const isAnothers = (streamId: string) => this.claims.isAnothers(streamId);
    return new Recordings({ now: this.clock.now, ...source, isAnothers, log: this.log });
  }

  private async receipt(promptId: string, by: string) {
    const entry = await this.records.find(promptId, by);
    return entry && receiptOfEntry(entry);
  }

  /** A stream that may still run is asked for like one whose recording is being written. */
  private async measure(id: string): Promise<number | null> {
    return this.readiness?.ok === true ? this.readiness.recordings.seconds(id) : null;
  }

  private mint() {
    if (this.environment === null) throw new Error('The room has no settings yet.');
    const { apiKey, apiUrl } = this.environment;
    return mintCredentials(apiKey, apiUrl);
  }

  private budgetAccess(): BudgetAccess | null {
    return this.platform.ledger?.() ?? null;
  }

  private readonly log = (event: string, fields: Readonly<Record<string, unknown>>): void => {
    this.platform.log(JSON.stringify({ room: this.name, event, ...fields }));
  };
}
