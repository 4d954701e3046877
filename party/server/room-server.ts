import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import { identifyCaller } from '../http/request.js';
import { answer } from '../http/router.js';
import { type OwnPolicies, withOwn } from '../turns/policies.js';
import { roomName } from './admission.js';
import { drainRequest } from './body.js';
import { type BudgetAccess, BudgetClient, isLimited, NO_BUDGET_PARTY } from './budget-client.js';
import { classifierAt } from './classifier.js';
import { SteadyClock } from './clock.js';
import { classifyMintError, handBack, mintCredentials } from './credentials.js';
import { type Environment, fixedRulesOf, readEnvironment } from './environment.js';
import { EventStreams } from './event-streams.js';
import { identify, type KeyStore, roomKey } from './identity.js';
import type { Observer } from './observer.js';
import { PromptWaits } from './prompt-waits.js';
import { Recordings, recordingSource } from './recordings.js';
import { Records, receiptOfEntry } from './records.js';
import { Refusals } from './refusals.js';
import { type Readiness, rejection, rejectSocket, requestContext } from './request-context.js';
import { RoomHost } from './room-host.js';
import { unknownMode } from './room-rules.js';
import { type Connection, quietSocket } from './sockets.js';
import type { KeyValue } from './storage.js';
import { UnreadableStateError } from './stored-format.js';
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
}

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
  private readonly streams = new EventStreams();
  private readonly waits = new PromptWaits();
  /** In this order; webhooks are among them only where the owner wants them. */
  private readonly observers: Observer[];
  private environment: Environment | null = null;
  private readiness: Readiness = { ok: false, problem: 'The room has not started.' };
  /** Known from the first request on; not every platform gives it before. */
  private name: string | null = null;
  private readonly budget: BudgetClient;
  private classify: ReturnType<RoomServer['classifierOf']> = null;

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
      log('storage-failed', { error: String(error) });
    });
    this.thumbnails = new Thumbnails({ storage, log });
    this.observers = [this.records, this.refusals, this.thumbnails, this.streams, this.waits];
    this.host = new RoomHost({
      storage,
      now: this.clock.now,
      wakeAt: this.clock.wakeAt,
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
    });
  }

  /**
   * Loads the room. Must have ended before anything else is called. A room that cannot run, because
   * of its environment or of what is stored, says why in the log and to everybody who comes; a
   * failure of the platform throws, so that it starts the room again.
   */
  async start(): Promise<void> {
    this.readiness = await this.prepare();
    if (!this.readiness.ok) this.platform.log(`The room cannot run: ${this.readiness.problem}`);
  }

  /** A socket has opened; `request` is the one that asked for it, as `admitSocket` passed it on. */
  opened(connection: Connection, request: Request): void {
    const socket = quietSocket(connection);
    const read = this.read(request);
    if (!read.ok) return rejectSocket(socket, read);
    this.host.opened(connection.id, socket, (shown) => identify(shown, read.context));
  }

  /** A message has come over a socket. */
  async said(connection: Connection, message: unknown): Promise<void> {
    if (this.host.knows(connection.id)) return this.host.said(connection.id, message);
    // The object slept or was replaced under its sockets: the page joins again, with its identity.
    quietSocket(connection).close(CLOSE_CODE.restarting, 'restarting');
  }

  /** A socket has closed. Its close is answered, or the page would see an abnormal end. */
  closed(connection: Connection): void {
    this.host.closed(connection.id);
    quietSocket(connection).close(CLOSE_CODE.normal, '');
  }

  /** A socket has failed: nobody reads an answer any more. */
  lost(connection: Connection): void {
    this.host.closed(connection.id);
  }

  /** Answers an HTTP request, as `admitRequest` passed it on; refusals are problem details. */
  async answer(request: Request): Promise<Response> {
    const response = await this.respond(request);
    await drainRequest(request);
    return response;
  }

  private async respond(request: Request): Promise<Response> {
    const read = this.read(request);
    if (!read.ok) return rejection(read);
    const { context, recordings } = read;
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
        recordings,
        thumbnails: this.thumbnails,
        streams: this.streams,
        waits: this.waits,
        budget: () => this.budget.totals(),
      },
      identify: (request) => identifyCaller(request, context),
      log: this.log,
    });
  }

  private read(request: Request) {
    if (this.name === null) this.named(roomName(request.url));
    return requestContext(request, this.readiness);
  }

  /** The first request tells the room's name, by which the environment may fix rules. */
  private named(name: string | null): void {
    this.name = name;
    if (name === null || !this.readiness.ok) return;
    this.host.configured(fixedRulesOf(name, this.readiness.environment));
  }

  private async prepare(): Promise<Readiness> {
    const settings = readEnvironment(this.platform.env);
    if (!settings.ok) return settings;
    const { environment } = settings;
    this.environment = environment;
    if (isLimited(environment) && this.budgetAccess() === null) {
      return { ok: false, problem: NO_BUDGET_PARTY };
    }
    const table = withOwn(this.platform.policies?.() ?? {});
    if (!table.ok) return table;
    const unknown = unknownMode(environment.fixedRules, table.policies);
    if (unknown !== null) return { ok: false, problem: unknown };
    this.classify = this.classifierOf(environment);
    try {
      await this.thumbnails.start();
      await this.startWebhooks(environment);
      await this.host.start(table.policies);
      const key = await roomKey(this.platform.storage, environment.secret);
      const recordings = this.recordingsAt(environment);
      return { ok: true, environment, key, recordings };
    } catch (error) {
      // Anything else is the platform's failure, and starting again may help.
      if (!(error instanceof UnreadableStateError)) throw error;
      return { ok: false, problem: error.message };
    }
  }

  private async startWebhooks({ webhooks }: Environment): Promise<void> {
    if (webhooks === null) return;
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
    return new Recordings({ now: this.clock.now, ...source, log: this.log });
  }

  private async receipt(promptId: string, by: string) {
    const entry = await this.records.find(promptId, by);
    return entry && receiptOfEntry(entry);
  }

  /** A stream that may still run is asked for like one whose recording is being written. */
  private async measure(id: string): Promise<number | null> {
    return this.readiness.ok ? this.readiness.recordings.seconds(id) : null;
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
