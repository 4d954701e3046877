import * as v from 'valibot';
import { holderOf, type RoomView } from '../../src/protocol/view.js';
import { BOUNDS } from './bounds.js';
import { errorText, type Log } from './log.js';
import type { Observer, StepResult } from './observer.js';
import { signedHeaders } from './signature.js';
import { type KeyValue, putAll, sortable } from './storage.js';

const PREFIX = 'outbox/';

/** The pause after each failure in a row; the last one repeats. */
const RETRY_AFTER_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/** An event that could not be delivered for a day is dropped. */
const KEPT_MS = 86_400_000;

/** How long a receiver may take to answer. */
const ANSWER_TIMEOUT_MS = 5_000;

const DeliverySchema = v.object({
  no: v.number(),
  /** The same in every attempt, so that the receiver recognizes a repetition. */
  id: v.string(),
  at: v.number(),
  body: v.string(),
});
type Delivery = v.InferOutput<typeof DeliverySchema>;

interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
}

/** What webhooks need of the room's platform. */
interface WebhookPlatform {
  readonly storage: KeyValue;
  readonly room: () => string | null;
  readonly now: () => number;
  readonly post: (
    url: string,
    init: RequestInit,
  ) => Promise<Pick<Response, 'ok' | 'status'> & Partial<Pick<Response, 'body'>>>;
  readonly log: Log;
  /** `dueAt` has changed although the room took no step. */
  readonly rescheduled: () => void;
  /** Called when the receiver begins or ceases to answer. */
  readonly heard: (answers: boolean) => void;
}

/**
 * Delivers the room's events to the owner's server, in order, each until it was accepted. They wait in
 * storage, so that neither a restart nor a receiver that is down loses any, and the room never waits.
 */
export class Webhooks implements Observer {
  dueAt: number | null = null;
  private readonly settings: WebhookSettings;
  private readonly platform: WebhookPlatform;
  private readonly reader = new EventReader();
  private readonly outbox: Delivery[] = [];
  private attempt = 0;
  private last = 0;
  private isBusy = false;
  private answered: boolean | null = null;

  constructor(settings: WebhookSettings, platform: WebhookPlatform) {
    this.settings = settings;
    this.platform = platform;
  }

  /** Loads what an earlier run could not deliver. Must have ended before anything else is called. */
  async start(): Promise<void> {
    for (const text of (await this.platform.storage.list({ prefix: PREFIX })).values()) {
      const delivery = v.safeParse(DeliverySchema, parsed(text));
      if (delivery.success) this.outbox.push(delivery.output);
    }
    this.outbox.sort((a, b) => a.no - b.no);
    this.last = this.outbox.at(-1)?.no ?? 0;
    this.dueAt = this.outbox.length > 0 ? this.platform.now() : null;
  }

  observe(result: StepResult): void {
    const { storage } = this.platform;
    const events = this.reader.read(result);
    if (events.length === 0) return;
    const deliveries = events.map((event) => this.deliveryOf(event, result));
    this.outbox.push(...deliveries);
    this.logFailure(
      putAll(
        storage,
        deliveries.map((one) => [keyOf(one.no), JSON.stringify(one)]),
      ),
    );
    this.dropSurplus();
    if (!this.isBusy) this.dueAt ??= result.now;
  }

  woke(now: number): void {
    if (this.isBusy || this.dueAt === null || this.dueAt > now) return;
    this.dueAt = null;
    this.isBusy = true;
    void this.deliver();
  }

  /** Sends what waits, in order, up to the first failure. */
  private async deliver(): Promise<void> {
    for (let delivery = this.outbox[0]; delivery !== undefined; delivery = this.outbox[0]) {
      const isTooOld = delivery.at + KEPT_MS <= this.platform.now();
      if (isTooOld) this.platform.log('webhook-dropped', { id: delivery.id });
      else if (!this.noteAnswer(await this.post(delivery))) break;
      this.attempt = 0;
      this.remove(delivery);
    }
    this.isBusy = false;
    this.dueAt = this.outbox.length === 0 ? null : this.platform.now() + this.pause();
    this.platform.rescheduled();
  }

  private noteAnswer(answers: boolean): boolean {
    if (this.answered !== answers) this.platform.heard(answers);
    this.answered = answers;
    return answers;
  }

  private async post({ id, body }: Delivery): Promise<boolean> {
    const { url, secret } = this.settings;
    const at = this.platform.now();
    try {
      const headers = await signedHeaders(secret, { id, at, body });
      const {
        ok,
        status,
        body: answer,
      } = await this.platform.post(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      // Unread it would keep one of the few connections that a platform lets a room have.
      void answer?.cancel().catch(() => undefined);
      if (!ok) this.platform.log('webhook-failed', { id, status });
      return ok;
    } catch (error) {
      this.platform.log('webhook-failed', { id, error: errorText(error) });
      return false;
    }
  }

  private pause(): number {
    const pause = RETRY_AFTER_MS[Math.min(this.attempt, RETRY_AFTER_MS.length - 1)] ?? 0;
    this.attempt += 1;
    return pause;
  }

  private deliveryOf({ type, data }: RoomEvent, { now, boot }: StepResult): Delivery {
    this.last += 1;
    const room = this.platform.room();
    const body = JSON.stringify({
      type,
      timestamp: new Date(now).toISOString(),
      data: { room, ...data },
    });
    return { no: this.last, id: `msg_${boot}_${this.last}_${now}`, at: now, body };
  }

  private dropSurplus(): void {
    const surplus = this.outbox.length - BOUNDS.outbox.max;
    if (surplus <= 0) return;
    for (const delivery of this.outbox.slice(0, surplus)) this.remove(delivery);
    this.platform.log('webhook-outbox-full', { dropped: surplus });
  }

  private remove(delivery: Delivery): void {
    const index = this.outbox.indexOf(delivery);
    if (index >= 0) this.outbox.splice(index, 1);
    this.logFailure(this.platform.storage.delete([keyOf(delivery.no)]));
  }

  private logFailure(promise: Promise<unknown>): void {
    promise.catch((error: unknown) => {
      this.platform.log('storage-failed', { error: errorText(error) });
    });
  }
}

function keyOf(no: number): string {
  return PREFIX + sortable(no);
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

/** What the owner's server is told of; each act of the audit log is a `moderation.…`. */
export type RoomEventType =
  | 'broadcast.live'
  | 'broadcast.dark'
  | 'broadcast.failed'
  | 'stream.ended'
  | 'turn.began'
  | 'turn.ended'
  | 'prompt.settled'
  | `moderation.${string}`;

/** Something that happened, as the owner's server is told. */
interface RoomEvent {
  readonly type: RoomEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Derives events from a room's steps: what began, what ended, what settled, what staff did. */
class EventReader {
  private before: RoomView | null = null;

  read({ view, effects }: Pick<StepResult, 'view' | 'effects'>): RoomEvent[] {
    const { before } = this;
    this.before = view;
    return [
      ...(before === null ? [] : [...lifeEvents(before, view), ...turnEvents(before, view)]),
      ...effects.flatMap((effect): RoomEvent[] => {
        if (effect.type !== 'record') return [];
        const { log, entry } = effect.record;
        if (log === 'history') return [{ type: 'prompt.settled', data: entry }];
        if (log === 'streams') return [{ type: 'stream.ended', data: entry }];
        return [{ type: `moderation.${entry.act}`, data: entry }];
      }),
    ];
  }
}

function lifeEvents({ life: before }: RoomView, { life }: RoomView): RoomEvent[] {
  if (life.phase === before.phase) return [];
  switch (life.phase) {
    case 'live': {
      const { streamId, startedAt } = life;
      return [{ type: 'broadcast.live', data: { streamId, startedAt } }];
    }
    case 'dark':
    case 'failed':
      return [{ type: `broadcast.${life.phase}`, data: { reason: life.reason } }];
    default:
      return [];
  }
}

function turnEvents({ turns: before }: RoomView, { turns }: RoomView): RoomEvent[] {
  const was = activeHolder(before);
  const is = activeHolder(turns);
  // The same one may have two turns in a row: that one of them ended says so.
  if (was?.id === is?.id && before.last?.at === turns.last?.at) return [];
  const { mode } = turns;
  const reason = turns.last?.reason ?? null;
  const events: RoomEvent[] = [];
  if (was !== null) events.push({ type: 'turn.ended', data: { by: was, mode, reason } });
  if (is !== null) events.push({ type: 'turn.began', data: { by: is, mode } });
  return events;
}

function activeHolder(turns: RoomView['turns']): { id: string; name: string } | null {
  const holder = holderOf(turns);
  return holder?.phase === 'active' ? { id: holder.id, name: holder.name } : null;
}
