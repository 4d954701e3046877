import type { Clock, Log } from '../client/client-options.js';
import type {
  ConductorCommand,
  ConductorReport,
  Credentials,
  Performed,
} from '../protocol/conducting.js';
import { upTo } from '../protocol/graphemes.js';
import { PROMPT_LENGTH_CEILING } from '../protocol/limits.js';
import type { Reason } from '../protocol/reasons.js';
import type { Watch } from '../protocol/view.js';
import { classifyOdysseyError } from './classify-odyssey-error.js';
import { OneAtATime, type Performance } from './one-at-a-time.js';

/** A stream that can be watched. */
export interface StreamStart {
  readonly streamId: string;
  readonly watch: Watch;
  /** The opening words as Odyssey performs them. */
  readonly appliedText: string;
}

/** What a stream begins with. */
export interface Opening {
  readonly prompt: string;
  readonly portrait: boolean;
  /** Used where the session can take one. */
  readonly image: Blob | null;
}

/** What a session reports by itself. */
export interface SessionEvents {
  /** The stream of this id runs, and is billed; its picture can be watched a moment later. */
  started?(streamId: string): void;
  /** The outcome of the oldest prompt without one: Odyssey's answers have no id. */
  answered(outcome: Performed): void;
  /** The stream or the connection is over; called once. */
  ended(reason: Reason): void;
}

/**
 * One connection to Odyssey and the stream on it, as the conductor needs them. A promise of it
 * may never settle: the caller sets a deadline, and always calls `disconnect`.
 */
export interface OdysseySession {
  /** Connects with the credentials that the room lends. Rejects with the SDK's error. */
  connect(credentials: Credentials): Promise<void>;
  /** Resolves when viewers can watch. May be called again once the stream before has ended. */
  start(opening: Opening): Promise<StreamStart>;
  /** Sends one prompt. Its outcome comes as `answered`. */
  interact(text: string): void;
  /** Ends the stream in order; the connection stays. */
  endStream(): Promise<void>;
  /** Frees the connection at once; no event follows. */
  disconnect(): void;
}

/**
 * Makes a session that is not connected yet.
 *
 * @param on - Told what the session says by itself.
 */
export type OpenSession = (on: SessionEvents) => OdysseySession;

/** The result of waiting for a promise that may never settle. */
type Settled<Value> =
  | { readonly status: 'done'; readonly value: Value }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'late' };

/** Waits for a promise for at most `ms`. Never rejects. */
export function withDeadline<Value>(
  promise: Promise<Value>,
  ms: number,
  clock: Clock,
): Promise<Settled<Value>> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(() => resolve({ status: 'late' }), ms);
    const settle = (settled: Settled<Value>) => {
      cancel();
      resolve(settled);
    };
    promise.then(
      (value) => settle({ status: 'done', value }),
      (error: unknown) => settle({ status: 'failed', error }),
    );
  });
}

/** Together they stay below the minute that the room gives an opening. */
export const CONNECT_LIMIT_MS = 25_000;
export const START_LIMIT_MS = 30_000;

/** How long the stream's orderly end is waited for before the connection is closed anyway. */
export const END_LIMIT_MS = 2_500;

/** How long the start image is waited for. */
const FRAME_LIMIT_MS = 1_000;

/** How long before the SDK's word a stream is taken to have run, at most; else half of the wait. */
const STARTED_BEFORE_MS = 150;

type Start = Extract<ConductorCommand, { command: 'start' }>;

type Stage =
  | { readonly at: 'waiting' }
  | { readonly at: 'connecting' }
  | { readonly at: 'connected' }
  | { readonly at: 'starting' }
  | { readonly at: 'live'; readonly stream: StreamStart; readonly since: number }
  /** The end was requested; with the reason that will be reported. */
  | { readonly at: 'closing'; readonly reason: Reason; readonly done: Promise<void> }
  | { readonly at: 'over'; readonly reason: Reason };

interface ConductorSessionOptions {
  readonly epoch: number;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly roomNow: () => number;
  readonly log: Log;
  readonly report: (report: ConductorReport) => void;
  readonly lastFrame?: (() => Promise<Blob | null>) | undefined;
}

/**
 * Serves one lease from its opening to its end: one session, and the streams on it one after the
 * other. It cannot be opened again.
 */
export class ConductorSession {
  readonly epoch: number;
  private readonly options: ConductorSessionOptions;
  private readonly session: OdysseySession;
  private readonly prompts: OneAtATime;
  private stage: Stage = { at: 'waiting' };
  /** Since when a stream runs and is billed; its picture is there a moment later. */
  private runs: { readonly streamId: string; readonly since: number } | null = null;
  /** When the stream was requested. */
  private askedAt = 0;
  /** When the stream before that ended, on the same session. */
  private beforeEndedAt: number | null = null;

  constructor(options: ConductorSessionOptions) {
    const { epoch, openSession, clock, roomNow, report } = options;
    this.epoch = epoch;
    this.options = options;
    this.session = openSession({
      started: (streamId) => {
        const now = clock.now();
        // The SDK tells of the start after the first picture; a long wait was for the service.
        const since = now - Math.min((now - this.askedAt) / 2, STARTED_BEFORE_MS);
        this.runs = { streamId, since };
      },
      answered: (outcome) => this.prompts.answered(outcome),
      ended: (reason) => this.finish(reason),
    });
    this.prompts = new OneAtATime({
      clock,
      roomNow,
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

  /** Connects, and reports success or failure. */
  async open(credentials: Credentials): Promise<void> {
    if (this.stage.at !== 'waiting') return;
    const { clock } = this.options;
    this.become({ at: 'connecting' });
    const connected = await withDeadline(
      this.session.connect(credentials),
      CONNECT_LIMIT_MS,
      clock,
    );
    if (!this.isAt('connecting')) return;
    if (connected.status !== 'done') return this.finish(whyNot(connected));
    this.become({ at: 'connected' });
    this.tellAgain();
  }

  /** Starts a stream after ending the present one, and reports success or failure. */
  async start({ prompt, portrait, withFrame }: Start): Promise<void> {
    const { at } = this.stage;
    if (at !== 'connected' && at !== 'live') return;
    const { clock } = this.options;
    this.become({ at: 'starting' });
    const image = withFrame ? await this.lastFrame() : null;
    if (at === 'live') {
      this.prompts.end('stream-ended');
      await withDeadline(this.session.endStream(), END_LIMIT_MS, clock);
      this.beforeEndedAt = clock.now();
    }
    if (!this.isAt('starting')) return;
    this.runs = null;
    this.askedAt = clock.now();
    const start = this.session.start({ prompt, portrait, image });
    const started = await withDeadline(start, START_LIMIT_MS, clock);
    if (!this.isAt('starting')) return;
    if (started.status !== 'done') return this.finish(whyNot(started));
    this.become({ at: 'live', stream: started.value, since: this.runsSince() });
    this.tellAgain();
  }

  private runsSince(): number {
    return this.runs?.since ?? this.options.clock.now();
  }

  /** Reports the stage; again after a reconnect, in case that report was lost. */
  tellAgain(): void {
    const { epoch, stage, options } = this;
    if (stage.at === 'connected') options.report({ report: 'connected', epoch });
    if (stage.at !== 'live') return;
    const { streamId, watch } = stage.stream;
    const appliedText = boundWorldText(stage.stream.appliedText);
    const now = options.clock.now();
    const agoMs = Math.max(0, now - stage.since);
    const before = this.beforeEndedAt === null ? {} : { beforeAgoMs: now - this.beforeEndedAt };
    const stream = { streamId, watch, appliedText, agoMs, ...before };
    options.report({ report: 'broadcasting', epoch, ...stream });
  }

  private async lastFrame(): Promise<Blob | null> {
    const { clock, lastFrame } = this.options;
    if (lastFrame === undefined) return null;
    const taken = await withDeadline(lastFrame(), FRAME_LIMIT_MS, clock);
    return taken.status === 'done' ? taken.value : null;
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

  /** Ends at once, without waiting for anything: the page is being closed. */
  finish(reason: Reason): void {
    if (this.stage.at === 'over') return;
    const told = this.stage.at === 'closing' ? this.stage.reason : reason;
    this.become({ at: 'over', reason: told });
    this.prompts.end('stream-ended');
    this.session.disconnect();
    const { runs } = this;
    const ranMs = runs === null ? 0 : this.options.clock.now() - runs.since;
    const ran = runs !== null && ranMs > 0 ? { ranMs, streamId: runs.streamId } : {};
    this.options.report({ report: 'ended', epoch: this.epoch, reason: told, agoMs: 0, ...ran });
  }

  private isAt(at: Stage['at']): boolean {
    return this.stage.at === at;
  }

  /** The one place that changes the stage. */
  private become(stage: Stage): void {
    const { epoch } = this;
    this.options.log('info', 'session', { epoch, from: this.stage.at, to: stage.at });
    this.stage = stage;
  }
}

function whyNot(settled: Exclude<Settled<unknown>, { status: 'done' }>): Reason {
  return settled.status === 'late' ? 'opening-timeout' : classifyOdysseyError(settled.error);
}

/** Bounds a text that the world rewrote, so that it fits a message with the prompt it came of. */
function boundWorldText(text: string): string {
  return upTo(text, PROMPT_LENGTH_CEILING, PROMPT_LENGTH_CEILING);
}
