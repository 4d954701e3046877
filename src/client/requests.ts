import type { ClientMessage } from '../protocol/client-messages.js';
import { ACCEPTED, type Outcome, refuse } from '../protocol/reasons.js';
import type { Answer } from '../protocol/server-messages.js';
import type { Clock } from './clock.js';
import { newId } from './new-id.js';

type WithId = Extract<ClientMessage, { id: string }>;
/** Distributes over the union, so that each request keeps its own fields. */
type WithoutId<Message> = Message extends WithId ? Omit<Message, 'id'> : never;
/** What a visitor may ask of the room; a prompt has receipts instead of one answer. */
export type Request = WithoutId<Exclude<WithId, { type: 'prompt' }>>;

/** On a line that works the room answers at once; after this long it will not. */
export const ANSWER_LIMIT_MS = 10_000;

/** Requests that await their answer. None outlives the line that it was sent on. */
export class Requests {
  private readonly open = new Map<string, (outcome: Outcome) => void>();
  private readonly say: (message: ClientMessage) => boolean;
  private readonly clock: Clock;

  constructor(say: (message: ClientMessage) => boolean, clock: Clock) {
    this.say = say;
    this.clock = clock;
  }

  ask(request: Request): Promise<Outcome> {
    const id = newId();
    const message = { ...request, id } as ClientMessage;
    if (!this.say(message)) return Promise.resolve(refuse('offline'));
    return new Promise((resolve) => {
      const cancel = this.clock.setTimer(() => this.settle(id, refuse('offline')), ANSWER_LIMIT_MS);
      this.open.set(id, (outcome) => {
        cancel();
        resolve(outcome);
      });
    });
  }

  /** True when the answer was to one of these. */
  answered({ id, ok, reason, retryAt, limit }: Answer): boolean {
    if (id === null || !this.open.has(id)) return false;
    this.settle(id, ok ? ACCEPTED : { ok, reason: reason ?? 'malformed', retryAt, limit });
    return true;
  }

  lineLost(): void {
    for (const id of [...this.open.keys()]) this.settle(id, refuse('offline'));
  }

  private settle(id: string, outcome: Outcome): void {
    const resolve = this.open.get(id);
    this.open.delete(id);
    resolve?.(outcome);
  }
}
