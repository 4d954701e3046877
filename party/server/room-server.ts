import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import { answer, identifyCaller } from '../http/router.js';
import { type OwnPolicies, withOwn } from '../turns/policies.js';
import { drain, roomName } from './admission.js';
import { type BudgetAccess, BudgetClient, isLimited, NO_BUDGET_PARTY } from './budget-client.js';
import { classifierAt } from './classifier.js';
import { SteadyClock } from './clock.js';
import { classifyMintError, mintCredentials } from './credentials.js';
import { entrance, refusalOf, type Standing, turnAway } from './entrance.js';
import { type Environment, readEnvironment } from './environment.js';
import { EventStreams } from './event-streams.js';
import { identify } from './identity.js';
import type { Observer } from './observer.js';
import { PromptWaits } from './prompt-waits.js';
import { Recordings, recordingSource } from './recordings.js';
import { Records } from './records.js';
import { RoomHost, type RoomPlatform } from './room-host.js';
import { type KeyStore, roomKey } from './room-key.js';
import { type Connection, quietSocket } from './sockets.js';
import type { KeyValue } from './storage.js';
import { UnreadableStateError } from './stored-format.js';
import { Thumbnails } from './thumbnails.js';
import { Webhooks } from './webhooks.js';

/** What a platform gives to a room: nothing else of it is used. */
export interface RoomServerPlatform {
  readonly storage: KeyValue & KeyStore;
  /** The room server's settings, as the guide lists them. */
  readonly env: Readonly<Record<string, unknown>>;
  readonly log: (line: string) => void;
  /** A site's own turn policies, by name; asked for when the room starts. */
  readonly policies?: () => OwnPolicies;
  /** The ledger that all rooms share; null where there is none, and then there can be no limits. */
  readonly ledger?: () => BudgetAccess | null;
}

/**
 * All that the shells of both platforms have in common: settings, the door, and the way from the
 * platform's events to the room host. None of its methods throws for what comes from outside.
 */
export class RoomServer {
  private readonly platform: RoomServerPlatform;
  private readonly clock = new SteadyClock();
  private readonly host: RoomHost;
  private readonly records: Records;
  private readonly frames: Thumbnails;
  private readonly streams = new EventStreams();
  private readonly waits = new PromptWaits();
  /** In this order; webhooks are among them only where the owner wants them. */
  private readonly observers: Observer[];
  private environment: Environment | null = null;
  private standing: Standing = { ok: false, problem: 'The room has not started.' };
  /** Known from the first address on; platforms do not always tell it before. */
  private name: string | null = null;
  private readonly ledger = new BudgetClient({
    access: () => this.access(),
    isLimited: () => this.environment !== null && isLimited(this.environment),
    log: (event, fields) => this.log(event, fields),
  });
  private classify: ReturnType<NonNullable<RoomPlatform['classifier']>> = null;

  constructor(platform: RoomServerPlatform) {
    this.platform = platform;
    this.records = new Records(platform.storage, (error) => {
      this.log('storage-failed', { error: String(error) });
    });
    const log = (event: string, fields: Record<string, unknown>) => this.log(event, fields);
    this.frames = new Thumbnails({ storage: platform.storage, log });
    this.observers = [this.records, this.frames, this.streams, this.waits];
    this.host = new RoomHost({
      storage: platform.storage,
      now: this.clock.now,
      wakeAt: this.clock.wakeAt,
      mint: () => this.mint(),
      classifyMintError,
      classifier: () => this.classify,
      ledger: () => (this.access() === null ? null : this.ledger),
      measure: (streamId) => this.measure(streamId),
      streamSeconds: () => this.environment?.streamSeconds,
      log: (event, fields) => this.log(event, fields),
      observers: this.observers,
    });
  }

  /** Must have ended before anything else is called. */
  async start(): Promise<void> {
    this.standing = await this.prepare();
    if (!this.standing.ok) this.platform.log(`The room cannot run: ${this.standing.problem}`);
  }

  opened(connection: Connection, request: Request): void {
    const socket = quietSocket(connection);
    const entered = this.enter(request);
    if (!entered.ok) return turnAway(socket, entered);
    this.host.opened(connection.id, socket, (shown) => identify(shown, entered.context));
  }

  async said(connection: Connection, message: unknown): Promise<void> {
    if (this.host.knows(connection.id)) return this.host.said(connection.id, message);
    // The object slept or was replaced under its sockets: the page begins again, with its identity.
    quietSocket(connection).close(CLOSE_CODE.restarting, 'restarting');
  }

  /** Answers the close too: the page would wait for that, and then see an abnormal end. */
  closed(connection: Connection): void {
    this.host.closed(connection.id);
    quietSocket(connection).close(CLOSE_CODE.normal, '');
  }

  /** What a socket's error means: it is gone, and nobody reads an answer. */
  lost(connection: Connection): void {
    this.host.closed(connection.id);
  }

  async answer(request: Request): Promise<Response> {
    const response = await this.answered(request);
    await drain(request);
    return response;
  }

  private async answered(request: Request): Promise<Response> {
    const entered = this.enter(request);
    if (!entered.ok) return refusalOf(entered);
    const { context, recordings } = entered;
    return answer(request, {
      room: {
        now: this.clock.now,
        state: () => this.host.current,
        view: () => this.host.view(),
        ask: (caller, message) => this.host.asked(caller, message),
        reschedule: () => this.host.schedule(),
        records: this.records,
        recordings,
        frames: this.frames,
        streams: this.streams,
        waits: this.waits,
        budget: () => this.ledger.budget(),
      },
      identify: (asking) => identifyCaller(asking, context),
      log: (event, fields) => this.log(event, fields),
    });
  }

  private enter(request: Request) {
    this.name = roomName(request.url) ?? this.name;
    return entrance(request, this.standing);
  }

  private async startWebhooks({ webhooks }: Environment): Promise<void> {
    if (webhooks === null) return;
    const hooks = new Webhooks(webhooks, {
      storage: this.platform.storage,
      room: () => this.name,
      now: this.clock.now,
      post: (url, init) => fetch(url, init),
      log: (event, fields) => this.log(event, fields),
      rescheduled: () => this.host.schedule(),
      heard: (answers) => this.host.heardOutside('webhooks', answers),
    });
    await hooks.start();
    this.observers.push(hooks);
  }

  private async prepare(): Promise<Standing> {
    const settings = readEnvironment(this.platform.env);
    if (!settings.ok) return settings;
    const { environment } = settings;
    this.environment = environment;
    if (isLimited(environment) && this.access() === null) {
      return { ok: false, problem: NO_BUDGET_PARTY };
    }
    const table = withOwn(this.platform.policies?.() ?? {});
    if (!table.ok) return table;
    this.classify = this.classifierOf(environment);
    try {
      await this.frames.start();
      await this.startWebhooks(environment);
      await this.host.start(table.policies);
      const key = await roomKey(this.platform.storage, environment.secret);
      const recordings = this.recordingsAt(environment);
      return { ok: true, environment, key, recordings };
    } catch (error) {
      // Anything else is the platform's trouble, and a fresh start may help.
      if (!(error instanceof UnreadableStateError)) throw error;
      return { ok: false, problem: error.message };
    }
  }

  private classifierOf({ classifier }: Environment) {
    if (classifier === null) return null;
    const ask = classifierAt(classifier, (event, fields) => this.log(event, fields));
    return (promptId: string, text: string) => ask({ room: this.name, promptId, text });
  }

  private access(): BudgetAccess | null {
    return this.platform.ledger?.() ?? null;
  }

  private recordingsAt({ apiKey, apiUrl }: Environment): Recordings {
    return new Recordings({
      now: this.clock.now,
      ask: recordingSource(apiKey, apiUrl),
      log: (event, fields) => this.log(event, fields),
    });
  }

  /** A stream that may run still is as good as one whose recording is being written. */
  private async measure(id: string): Promise<number | null> {
    if (!this.standing.ok) return null;
    const found = await this.standing.recordings.find({ id, endedAt: this.clock.now() });
    return found.ok ? found.recording.seconds : null;
  }

  private mint() {
    if (this.environment === null) throw new Error('The room has no settings yet.');
    const { apiKey, apiUrl } = this.environment;
    return mintCredentials(apiKey, apiUrl);
  }

  private log(event: string, fields: Record<string, unknown>): void {
    this.platform.log(JSON.stringify({ room: this.name, event, ...fields }));
  }
}
