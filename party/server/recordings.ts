import { Odyssey } from '@odysseyml/odyssey';
import type { StreamEntry } from '../../src/protocol/records.js';
import type { Recording } from '../../src/protocol/replay.js';
import { withTimeout } from './clock.js';
import { errorText, type Log } from './log.js';

/** The part of Node's `process` that the platform offers. */
declare const process: { env: Record<string, string | undefined> };

/** The stream whose recording is looked for. */
type Sought = Pick<StreamEntry, 'id' | 'endedAt'>;

type Answered = Awaited<ReturnType<Odyssey['getRecording']>>;

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
  private readonly asking = new Map<string, Promise<RecordingResult>>();

  constructor(port: RecordingsPort) {
    this.port = port;
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
    const result = await this.answer(entry);
    const keptMs = result.ok || result.why === 'gone' ? REUSED_MS : RETRY_MS;
    this.cached.delete(entry.id);
    this.cached.set(entry.id, { until: this.port.now() + keptMs, result });
    for (const id of [...this.cached.keys()].slice(0, -CACHED_MAX)) this.cached.delete(id);
    return result;
  }

  private async answer({ id, endedAt }: Sought): Promise<RecordingResult> {
    const { now, log } = this.port;
    const missing = (): RecordingResult =>
      now() - endedAt < WRITTEN_WITHIN_MS
        ? { ok: false, why: 'coming', retryMs: RETRY_MS }
        : { ok: false, why: 'gone' };
    try {
      const answered = await withTimeout(this.port.ask(id), ANSWER_TIMEOUT_MS);
      const videoUrl = webAddress(answered.video_url);
      if (videoUrl === null) return missing();
      const recording = {
        videoUrl,
        previewUrl: webAddress(answered.preview_url),
        thumbnailUrl: webAddress(answered.thumbnail_url),
        frames: answered.frame_count ?? null,
        seconds: answered.duration_seconds ?? null,
        expiresAt: now() + URL_MS,
      };
      return { ok: true, recording };
    } catch (error) {
      const why = classifyRecordingError(error);
      if (why === 'missing') return missing();
      log('recording-failed', { stream: id, error: errorText(error) });
      return { ok: false, why, retryMs: RETRY_MS };
    }
  }
}

/**
 * The service's recordings. One client is used until something fails, since it keeps its pass to the
 * service; its address is set as for minting.
 */
export function recordingSource(apiKey: string, apiUrl: string | null) {
  let odyssey: Odyssey | null = null;
  return async (streamId: string): Promise<Answered> => {
    if (apiUrl !== null) process.env['API_URL'] = apiUrl;
    odyssey ??= new Odyssey({ apiKey });
    try {
      return await odyssey.getRecording(streamId);
    } catch (error) {
      odyssey = null;
      throw error;
    }
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

/** An address that a page may open. */
function webAddress(text: string | null | undefined): string | null {
  return typeof text === 'string' && /^https?:\/\//.test(text) ? text : null;
}
