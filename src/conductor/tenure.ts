import type { Clock } from '../client/clock.js';
import type { Log } from '../client/log.js';
import type { ConductorCommand, ConductorReport } from '../protocol/conducting.js';
import { boundWorldText } from '../protocol/conducting.js';
import type { Reason } from '../protocol/reasons.js';
import { classifyOdysseyError } from './classify-odyssey-error.js';
import { type Settled, withDeadline } from './deadline.js';
import { OneAtATime, type Performance } from './one-at-a-time.js';
import type { OdysseySession, OpenSession, StreamStart } from './session.js';

/** Together they stay below the minute that the room gives an opening. */
export const CONNECT_LIMIT_MS = 25_000;
export const START_LIMIT_MS = 30_000;

/** How long the stream's orderly end is waited for before the connection is closed anyway. */
export const END_LIMIT_MS = 2_500;

type Opening = Extract<ConductorCommand, { command: 'open' }>;

type Stage =
  | { readonly at: 'waiting' }
  | { readonly at: 'connecting' }
  | { readonly at: 'starting' }
  | { readonly at: 'live'; readonly stream: StreamStart }
  /** The end was asked for; the reason it will be told with. */
  | { readonly at: 'closing'; readonly reason: Reason; readonly done: Promise<void> }
  | { readonly at: 'over'; readonly reason: Reason };

interface TenureOptions {
  readonly epoch: number;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (report: ConductorReport) => void;
}

/** One lease from its opening to its end: one session, one stream. What is over stays over. */
export class Tenure {
  readonly epoch: number;
  private readonly options: TenureOptions;
  private readonly session: OdysseySession;
  private readonly prompts: OneAtATime;
  private stage: Stage = { at: 'waiting' };

  constructor(options: TenureOptions) {
    const { epoch, openSession, clock, report } = options;
    this.epoch = epoch;
    this.options = options;
    this.session = openSession({
      answered: (outcome) => this.prompts.answered(outcome),
      ended: (reason) => this.finish(reason),
    });
    this.prompts = new OneAtATime({
      clock,
      send: (text) => this.session.interact(text),
      report: (promptId, outcome) => {
        const bounded =
          outcome.status === 'applied'
            ? { ...outcome, appliedText: boundWorldText(outcome.appliedText) }
            : outcome;
        report({ report: 'performed', epoch, promptId, outcome: bounded });
      },
    });
  }

  get isOver(): boolean {
    return this.stage.at === 'over';
  }

  /** Connects and starts the stream; however that goes, it is reported. */
  async open({ credentials, prompt, portrait }: Opening): Promise<void> {
    if (this.stage.at !== 'waiting') return;
    const { clock, report } = this.options;
    this.become({ at: 'connecting' });
    const connected = await withDeadline(
      this.session.connect(credentials),
      CONNECT_LIMIT_MS,
      clock,
    );
    if (!this.isAt('connecting')) return;
    if (connected.status !== 'done') return this.finish(whyNot(connected));
    this.become({ at: 'starting' });
    report({ report: 'connected', epoch: this.epoch });
    const start = this.session.start({ prompt, portrait });
    const started = await withDeadline(start, START_LIMIT_MS, clock);
    if (!this.isAt('starting')) return;
    if (started.status !== 'done') return this.finish(whyNot(started));
    this.become({ at: 'live', stream: started.value });
    this.tellBroadcasting();
  }

  /** Tells where to watch, if it is live; again after a drop, in case it was lost. */
  tellBroadcasting(): void {
    if (this.stage.at !== 'live') return;
    const { streamId, watch, appliedText } = this.stage.stream;
    this.options.report({
      report: 'broadcasting',
      epoch: this.epoch,
      streamId,
      watch,
      appliedText: boundWorldText(appliedText),
    });
  }

  perform(performance: Performance): void {
    if (this.stage.at === 'live') return this.prompts.perform(performance);
    const outcome = { status: 'refused', reason: 'stream-ended' } as const;
    const { promptId } = performance;
    this.options.report({ report: 'performed', epoch: this.epoch, promptId, outcome });
  }

  /** Ends the stream in order, then the connection. */
  end(reason: Reason): Promise<void> {
    if (this.stage.at === 'closing') return this.stage.done;
    if (this.stage.at !== 'live') {
      this.finish(reason);
      return Promise.resolve();
    }
    const ending = withDeadline(this.session.endStream(), END_LIMIT_MS, this.options.clock);
    const done = ending.then(() => this.finish(reason));
    this.become({ at: 'closing', reason, done });
    this.prompts.end('stream-ended');
    return done;
  }

  /** Ends at once, without waiting for anything: the page is going. */
  finish(reason: Reason): void {
    if (this.stage.at === 'over') return;
    const told = this.stage.at === 'closing' ? this.stage.reason : reason;
    this.become({ at: 'over', reason: told });
    this.prompts.end('stream-ended');
    this.session.disconnect();
    this.options.report({ report: 'ended', epoch: this.epoch, reason: told });
  }

  private isAt(at: Stage['at']): boolean {
    return this.stage.at === at;
  }

  /** The one place that changes the stage. */
  private become(stage: Stage): void {
    const { epoch } = this;
    this.options.log('info', 'tenure', { epoch, from: this.stage.at, to: stage.at });
    this.stage = stage;
  }
}

function whyNot(settled: Exclude<Settled<unknown>, { status: 'done' }>): Reason {
  return settled.status === 'late' ? 'opening-timeout' : classifyOdysseyError(settled.error);
}
