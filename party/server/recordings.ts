import { Odyssey } from '@odysseyml/odyssey';
import type { StreamEntry } from '../../src/protocol/records.js';
import type { Recording } from '../../src/protocol/replay.js';
import { withTimeout } from './clock.js';
import { errorText, type Log } from './log.js';

/** The part of Node's `process` that the platform offers. */
declare const process: { env: Record<string, string | undefined> };

/** The stream whose recording is looked for. */
type Sought = Pick<StreamEntry, 'id' | 'startedAt' | 'endedAt'>;

type Answered = Awaited<ReturnType<Odyssey['getRecording']>>;
type Listed = Pick<Awaited<ReturnType<Odyssey['listStreamRecordings']>>, 'recordings'>;

/** Where a recording is, or why there is none. */
export type RecordingResult =
  | { readonly ok: true; readonly recording: Omit<Recording, 'no'> }
  | { readonly ok: false; readonly why: 'gone' }
  /** Not written yet, too many requests, no answer, or one that cannot be used. */
  | {
      readonly ok: false;
      readonly why: 'coming' | 'busy' | 'away' | 'failed';
      readonly retryMs: number;
    };

/** The service signs its addresses for an hour; they are asked for again long before. */
const URL_MS = 3_600_000;
const REUSED_MS = 600_000;

/** A crowd that replays together asks the service once; one that is away gets this pause. */
const RETRY_MS = 10_000;

/** The service counts what our key asks for, and minting is with the same key. */
const ASKED_PER_MINUTE = 60;

/** The service may still be writing the recording of a stream that ended less than this ago. */
const WRITTEN_WITHIN_MS = 120_000;

/** A service that takes longer counts as away. */
const ANSWER_TIMEOUT_MS = 10_000;
const CACHED_MAX = 200;

/** A conductor reported the id, and it goes into an address that is fetched with our key. */
const PLAIN_ID = /^[\w-]{1,200}$/;

interface RecordingsPort {
  readonly now: () => number;
  /** Asks the service for a stream's recording. */
  readonly ask: (streamId: string) => Promise<Answered>;
  /** Lists all streams of the account, the latest first, from this one on. */
  readonly list: (offset: number) => Promise<Listed>;
  /** Whether another room had the stream before. */
  readonly isAnothers?: (streamId: string) => Promise<boolean>;
  readonly log: Log;
}

interface Cached {
  readonly until: number;
  readonly result: RecordingResult;
}

/** The addresses of recordings: fresh ones from the service, each asked for once in ten minutes. */
export class Recordings {
  private readonly port: RecordingsPort;
  private readonly cached = new Map<string, Cached>();
  private askedAt: readonly number[] = [];
  private readonly own: StreamList;
  private readonly asking = new Map<string, Promise<RecordingResult>>();

  constructor(port: RecordingsPort) {
    this.port = port;
    this.own = new StreamList(port);
  }

  /** Never throws. */
  find(entry: Sought): Promise<RecordingResult> {
    if (!PLAIN_ID.test(entry.id)) return Promise.resolve({ ok: false, why: 'gone' });
    const cached = this.cached.get(entry.id);
    if (cached !== undefined && cached.until > this.port.now()) {
      return Promise.resolve(cached.result);
    }
    const begun = this.asking.get(entry.id);
    if (begun !== undefined) return begun;
    const retryMs = this.takeRequest();
    if (retryMs > 0) return Promise.resolve({ ok: false, why: 'busy', retryMs });
    const asked = this.ask(entry).finally(() => this.asking.delete(entry.id));
    this.asking.set(entry.id, asked);
    return asked;
  }

  /** How long a stream ran (s) by its recording; null while that is not known. Never throws. */
  async seconds(id: string): Promise<number | null> {
    if (!PLAIN_ID.test(id) || this.takeRequest() > 0) return null;
    // Not cached: by the time that somebody replays it, the service may have dropped it.
    const result = await this.answer({ id, endedAt: this.port.now() });
    return result.ok ? result.recording.seconds : null;
  }

  /** Takes one request of this minute's share; how long to wait when there is none left. */
  private takeRequest(): number {
    const now = this.port.now();
    this.askedAt = this.askedAt.filter((at) => at > now - 60_000);
    const [oldest] = this.askedAt;
    if (oldest !== undefined && this.askedAt.length >= ASKED_PER_MINUTE)
      return oldest + 60_000 - now;
    this.askedAt = [...this.askedAt, now];
    return 0;
  }

  private async ask(entry: Sought): Promise<RecordingResult> {
    const isAnothers = (await this.port.isAnothers?.(entry.id)) ?? false;
    const isOwn = !isAnothers && (await this.own.hasAt(entry.id, entry.startedAt));
    const result = isOwn ? await this.answer(entry) : missing(entry, this.port.now());
    const keptMs = result.ok || result.why === 'gone' ? REUSED_MS : RETRY_MS;
    this.cached.delete(entry.id);
    this.cached.set(entry.id, { until: this.port.now() + keptMs, result });
    for (const id of [...this.cached.keys()].slice(0, -CACHED_MAX)) this.cached.delete(id);
    return result;
  }

  private async answer(sought: Omit<Sought, 'startedAt'>): Promise<RecordingResult> {
    const { now, log } = this.port;
    const { id } = sought;
    try {
      const answered = await withTimeout(this.port.ask(id), ANSWER_TIMEOUT_MS);
      const videoUrl = webAddress(answered.video_url);
      if (videoUrl === null) return missing(sought, now());
      const recording = {
        videoUrl,
        previewUrl: webAddress(answered.preview_url),
        thumbnailUrl: webAddress(answered.thumbnail_url),
        frames: amountOf(answered.frame_count),
        seconds: amountOf(answered.duration_seconds),
        expiresAt: now() + URL_MS,
      };
      return { ok: true, recording };
    } catch (error) {
      const why = classifyRecordingError(error);
      if (why === 'missing') return missing(sought, now());
      log('recording-failed', { stream: id, error: errorText(error) });
      return { ok: false, why, retryMs: RETRY_MS };
    }
  }
}

/** There is none: not yet, or not any more. */
function missing({ endedAt }: Pick<Sought, 'endedAt'>, now: number): RecordingResult {
  return now - endedAt < WRITTEN_WITHIN_MS
    ? { ok: false, why: 'coming', retryMs: RETRY_MS }
    : { ok: false, why: 'gone' };
}

/** How much earlier or later a stream may have begun at the service than its room was told. */
const BEGAN_WITHIN_MS = 15_000;

/** How long a page of the list is taken for what the service would answer. */
const LISTED_MS = 30_000;
const LIST_PAGE = 100;

/** So many pages are looked through for one stream: the last 1,000 of the account. */
const PAGES_MAX = 10;

/**
 * Whose a stream is. A conductor says which streams it made, and the service's recordings name no
 * session; but its list of the account's streams has when each began. A room's own began when the
 * room had it started; of another room's that began in the same moment the ledger knows whose it is
 * (`stream-claims.ts`). Where the service has no such list, the conductor is believed.
 */
class StreamList {
  private readonly port: RecordingsPort;
  private readonly pages = new Map<
    number,
    { readonly until: number; readonly page: Promise<Listed> }
  >();

  constructor(port: RecordingsPort) {
    this.port = port;
  }

  /** Whether the account has a stream of this id that began about then. */
  async hasAt(id: string, startedAt: number): Promise<boolean> {
    try {
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const { recordings } = await this.page(page * LIST_PAGE);
        const found = recordings.find(({ stream_id }) => stream_id === id);
        if (found !== undefined) return this.isAt(id, found.started_at, startedAt);
        const last = recordings.at(-1);
        const isPast =
          last === undefined || instantOf(last.started_at) + BEGAN_WITHIN_MS < startedAt;
        if (isPast || recordings.length < LIST_PAGE) return false;
      }
      return true;
    } catch (error) {
      this.port.log('stream-list-failed', { error: errorText(error) });
      return true;
    }
  }

  private isAt(id: string, began: string, startedAt: number): boolean {
    const is = Math.abs(instantOf(began) - startedAt) <= BEGAN_WITHIN_MS;
    if (!is) this.port.log('stream-of-another', { stream: id, began, startedAt });
    return is;
  }

  /** One page, which a crowd asks for once; a failure too is kept for a while. */
  private page(offset: number): Promise<Listed> {
    const now = this.port.now();
    const known = this.pages.get(offset);
    if (known !== undefined && known.until > now) return known.page;
    const page = withTimeout(this.port.list(offset), ANSWER_TIMEOUT_MS);
    this.pages.set(offset, { until: now + LISTED_MS, page });
    return page;
  }
}

/** What the service says of an instant, which is of UTC where it names no zone. */
function instantOf(text: string): number {
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  if (Number.isNaN(at)) throw new Error(`no instant: ${text.slice(0, 40)}`);
  return at;
}

/**
 * The service's recordings. One client is used until something fails, since it keeps its pass to the
 * service; its address is set as for minting.
 */
export function recordingSource(apiKey: string, apiUrl: string | null) {
  let odyssey: Odyssey | null = null;
  const asking = async <Answer>(ask: (client: Odyssey) => Promise<Answer>): Promise<Answer> => {
    if (apiUrl !== null) process.env['API_URL'] = apiUrl;
    odyssey ??= new Odyssey({ apiKey });
    try {
      return await ask(odyssey);
    } catch (error) {
      odyssey = null;
      throw error;
    }
  };
  return {
    ask: (streamId: string): Promise<Answered> => asking((client) => client.getRecording(streamId)),
    list: (offset: number): Promise<Listed> =>
      asking((client) => client.listStreamRecordings({ limit: LIST_PAGE, offset })),
  };
}

/** Puts what the SDK throws into one of three. Its strings appear only here. */
export function classifyRecordingError(error: unknown): 'missing' | 'away' | 'failed' {
  const message = error instanceof Error ? error.message : String(error);
  if (/not found/i.test(message)) return 'missing';
  const [, status] = /failed(?: to get recording)?: (\d{3})/i.exec(message) ?? [];
  if (status !== undefined) return Number(status) >= 500 || status === '429' ? 'away' : 'failed';
  return /api key|authori[sz]ed|denied/i.test(message) ? 'failed' : 'away';
}

/** A number as the service has to give it; hours are counted with it. */
function amountOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** An address that a page may open. */
function webAddress(text: string | null | undefined): string | null {
  return typeof text === 'string' && /^https?:\/\//.test(text) ? text : null;
}
