import * as v from 'valibot';
import { EventReader, type RoomEvent } from '../http/public.js';
import type { Observer, StepResult } from './observer.js';
import { signedHeaders } from './signature.js';
import { type KeyValue, putAll } from './storage.js';

const PREFIX = 'outbox/';

/** When to try again after each failure; the last one goes on. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/** An event that could not be delivered for a day is given up. */
const GIVEN_UP_MS = 86_400_000;

/** How long a receiver may take to answer. */
const ANSWER_LIMIT_MS = 5_000;

/** How many events wait at most; then the oldest gives way, and the log says so. */
const OUTBOX_LENGTH = 1_000;

const LetterSchema = v.object({
  no: v.number(),
  /** The same in every attempt: the receiver knows by it what it has had already. */
  id: v.string(),
  at: v.number(),
  body: v.string(),
});
type Letter = v.InferOutput<typeof LetterSchema>;

export interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
}

/** What webhooks need of the room's platform. */
export interface WebhookPlatform {
  readonly storage: KeyValue;
  readonly room: () => string | null;
  readonly now: () => number;
  readonly post: (
    url: string,
    init: RequestInit,
  ) => Promise<{ readonly ok: boolean; readonly status: number }>;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
  /** `dueAt` has changed although the room took no step. */
  readonly rescheduled: () => void;
  /** Whether the receiver answers; said when that changes. */
  readonly heard: (answers: boolean) => void;
}

/**
 * Tells the owner's server what happens, in order and until it has heard it. Events wait in storage,
 * so that neither a restart nor a receiver that is down loses any, and none of it slows the room.
 */
export class Webhooks implements Observer {
  dueAt: number | null = null;
  private readonly settings: WebhookSettings;
  private readonly platform: WebhookPlatform;
  private readonly reader = new EventReader();
  private readonly outbox: Letter[] = [];
  private attempt = 0;
  private last = 0;
  private isBusy = false;
  private answered: boolean | null = null;

  constructor(settings: WebhookSettings, platform: WebhookPlatform) {
    this.settings = settings;
    this.platform = platform;
  }

  /** Takes up what an earlier run could not deliver. Must have ended before anything else is called. */
  async start(): Promise<void> {
    for (const text of (await this.platform.storage.list({ prefix: PREFIX })).values()) {
      const letter = v.safeParse(LetterSchema, parsed(text));
      if (letter.success) this.outbox.push(letter.output);
    }
    this.outbox.sort((a, b) => a.no - b.no);
    this.last = this.outbox.at(-1)?.no ?? 0;
    this.dueAt = this.outbox.length > 0 ? this.platform.now() : null;
  }

  observe(news: StepResult): void {
    const { storage } = this.platform;
    const events = this.reader.read(news);
    if (events.length === 0) return;
    const letters = events.map((event) => this.letter(event, news));
    this.outbox.push(...letters);
    this.settle(
      putAll(
        storage,
        letters.map((one) => [keyOf(one.no), JSON.stringify(one)]),
      ),
    );
    this.makeRoom();
    if (!this.isBusy) this.dueAt ??= news.now;
  }

  woke(now: number): void {
    if (this.isBusy || this.dueAt === null || this.dueAt > now) return;
    this.dueAt = null;
    this.isBusy = true;
    void this.deliver();
  }

  /** Sends what waits, one after the other, up to the first that fails. */
  private async deliver(): Promise<void> {
    for (let letter = this.outbox[0]; letter !== undefined; letter = this.outbox[0]) {
      const isOld = letter.at + GIVEN_UP_MS <= this.platform.now();
      if (isOld) this.platform.log('webhook-given-up', { id: letter.id });
      else if (!this.heard(await this.arrives(letter))) break;
      this.attempt = 0;
      this.remove(letter);
    }
    this.isBusy = false;
    this.dueAt = this.outbox.length === 0 ? null : this.platform.now() + this.pause();
    this.platform.rescheduled();
  }

  private heard(answers: boolean): boolean {
    if (this.answered !== answers) this.platform.heard(answers);
    this.answered = answers;
    return answers;
  }

  private async arrives({ id, body }: Letter): Promise<boolean> {
    const { url, secret } = this.settings;
    const at = this.platform.now();
    try {
      const headers = await signedHeaders(secret, { id, at, body });
      const { ok, status } = await this.platform.post(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      if (!ok) this.platform.log('webhook-failed', { id, status });
      return ok;
    } catch (error) {
      this.platform.log('webhook-failed', { id, error: String(error).slice(0, 200) });
      return false;
    }
  }

  private pause(): number {
    const pause = RETRY_AFTER_MS[Math.min(this.attempt, RETRY_AFTER_MS.length - 1)] ?? 0;
    this.attempt += 1;
    return pause;
  }

  private letter({ type, data }: RoomEvent, { now, boot }: StepResult): Letter {
    this.last += 1;
    const room = this.platform.room();
    const body = JSON.stringify({
      type,
      timestamp: new Date(now).toISOString(),
      data: { room, ...data },
    });
    return { no: this.last, id: `msg_${boot}_${this.last}_${now}`, at: now, body };
  }

  private makeRoom(): void {
    const surplus = this.outbox.length - OUTBOX_LENGTH;
    if (surplus <= 0) return;
    for (const letter of this.outbox.slice(0, surplus)) this.remove(letter);
    this.platform.log('webhook-outbox-full', { dropped: surplus });
  }

  private remove(letter: Letter): void {
    const index = this.outbox.indexOf(letter);
    if (index >= 0) this.outbox.splice(index, 1);
    this.settle(this.platform.storage.delete([keyOf(letter.no)]));
  }

  private settle(promise: Promise<unknown>): void {
    promise.catch((error: unknown) => {
      this.platform.log('storage-failed', { error: String(error) });
    });
  }
}

function keyOf(no: number): string {
  return `${PREFIX}${String(no).padStart(10, '0')}`;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
