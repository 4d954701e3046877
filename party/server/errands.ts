import type { Credentials } from '../../src/protocol/conducting.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { type Receipt, refuse } from '../../src/protocol/reasons.js';
import type { Effect, Input, SessionReport, Verdict } from '../room/input.js';
import { refusedReceipt } from '../room/prompts/prompts.js';
import { type MintPlatform, obtainCredentials, SpareCredentials } from './credentials.js';

/** What is done outside the room, and may take its time. */
type Errand = Extract<
  Effect,
  { type: 'mint' | 'spent' | 'abandoned' | 'report-usage' | 'measure' | 'classify' | 'recall' }
>;

/** Who does it. None of these throws. */
export interface ErrandsPlatform extends MintPlatform {
  /** Takes the core's events beside the server's own. */
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Hands back a session that nobody uses; tells whether the service heard. */
  handBack?(credentials: Credentials): Promise<boolean>;
  /** Asks about a prompt, where there is a classifier; that does not change while the room runs. */
  classifier?(): ((promptId: string, text: string) => Promise<Verdict>) | null;
  /** The receipt of a prompt of somebody's that the room has forgotten; null where no record has it. */
  receipt?(promptId: string, by: string): Promise<Receipt | null>;
  /** How long a stream ran (s) by its recording at the service; null while that is not known. */
  measure?(streamId: string): Promise<number | null>;
}

/** What comes of it: an input of the room, or a word to one connection. */
interface ErrandsPort {
  apply(input: Input): void;
  say(connection: string, message: ServerMessage): void;
}

/**
 * What a room has others do: the service that gives credentials and recordings, the ledger, the
 * classifier, the records. Each answer comes back as an input.
 */
export class Errands {
  private readonly platform: ErrandsPlatform;
  private readonly port: ErrandsPort;
  private readonly spares = new SpareCredentials((epoch, credentials) => {
    void this.handBack(epoch, credentials);
  });

  constructor(platform: ErrandsPlatform, port: ErrandsPort) {
    this.platform = platform;
    this.port = port;
  }

  /** When `woke` must be called; null for never. */
  get dueAt(): number | null {
    return this.spares.dueAt;
  }

  woke(now: number): void {
    this.spares.woke(now);
  }

  run(errand: Errand): void {
    switch (errand.type) {
      case 'mint':
        void this.mint(errand.epoch);
        return;
      case 'spent':
        return this.spares.spend(errand.epoch);
      case 'abandoned':
        return this.spares.abandon(errand.epoch);
      case 'report-usage':
        void this.account(errand.sessions);
        return;
      case 'measure':
        void this.measure(errand.epoch, errand.no, errand.streamId);
        return;
      case 'classify':
        void this.classify(errand.promptId, errand.text);
        return;
      case 'recall':
        void this.recall(errand.connection, errand.promptId, errand.by);
        return;
    }
  }

  private async mint(epoch: number): Promise<void> {
    this.port.apply(await obtainCredentials(epoch, this.spares, this.platform));
  }

  private async handBack(epoch: number, credentials: Credentials): Promise<void> {
    const isFree = (await this.platform.handBack?.(credentials)) ?? false;
    this.platform.log('handed-back', { epoch, isFree });
    if (isFree) this.port.apply({ type: 'handed-back', epoch });
  }

  private async measure(epoch: number, no: number, streamId: string): Promise<void> {
    const seconds = await this.platform.measure?.(streamId);
    if (seconds != null) this.port.apply({ type: 'measured', epoch, no, seconds });
  }

  private async account(sessions: readonly SessionReport[]): Promise<void> {
    const closes = await this.platform.budget?.()?.report(sessions);
    this.port.apply(
      closes === undefined
        ? { type: 'usage-unreported' }
        : { type: 'usage-reported', sessions, closes },
    );
  }

  private async classify(promptId: string, text: string): Promise<void> {
    const verdict = (await this.platform.classifier?.()?.(promptId, text)) ?? { verdict: 'none' };
    this.port.apply({ type: 'judged', promptId, verdict });
  }

  /** Answers a page that asks again; without a record nobody knows any more what became of it. */
  private async recall(connection: string, promptId: string, by: string): Promise<void> {
    const found = await this.platform.receipt?.(promptId, by);
    const now = this.platform.now();
    const receipt = found ?? refusedReceipt(promptId, '', now, refuse('id-taken'));
    this.port.say(connection, { type: 'receipt', now, receipt });
  }
}
