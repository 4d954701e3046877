import { byteLength, MESSAGE_BYTES_MAX } from '../protocol/limits.js';
import type { Answer, ClientMessage } from '../protocol/messages.js';
import { isSettled, type Reason, type Receipt } from '../protocol/reasons.js';
import type { Clock, SettledReceipt } from './client-options.js';

/** The room answers at once on a working connection: a prompt without an answer for this long is lost. */
export const UNHEARD_AFTER_MS = 10_000;

interface Pending {
  readonly text: string;
  /** Whether the room may have heard of it. */
  wasSent: boolean;
  cancelUnheard: () => void;
  readonly settled: Promise<SettledReceipt>;
  readonly settle: (receipt: SettledReceipt) => void;
}

interface PendingPromptsPort {
  readonly clock: Clock;
  say(message: ClientMessage): boolean;
  /** Somebody wants something now: false where no connection is there or to come. */
  wanted(): boolean;
  /** Room time, ms. */
  now(): number;
  /** A prompt that never left; its author hears of it as of any other. */
  refused(receipt: Receipt): void;
}

/**
 * The visitor's prompts that have not settled. The room performs an id once however often it hears
 * it, so one that may have been lost is sent again, and only that.
 */
export class PendingPrompts {
  private readonly pending = new Map<string, Pending>();
  private readonly port: PendingPromptsPort;

  constructor(port: PendingPromptsPort) {
    this.port = port;
  }

  /** Sends a prompt, if that can be done. An id that is under way is not sent twice. */
  submit(id: string, text: string, maxLength: number | null): Promise<SettledReceipt> {
    if (byteLength(JSON.stringify({ type: 'prompt', id, text })) > MESSAGE_BYTES_MAX) {
      return this.refuse(id, text, 'too-long', maxLength);
    }
    const known = this.pending.get(id);
    if (known !== undefined) return known.settled;
    let settle: Pending['settle'] = () => {};
    const settled = new Promise<SettledReceipt>((resolve) => {
      settle = resolve;
    });
    const pending: Pending = { text, wasSent: false, cancelUnheard: () => {}, settled, settle };
    this.pending.set(id, pending);
    const isSent = this.send(id, pending);
    if (!this.port.wanted() && !isSent) this.giveUp(id);
    else if (!isSent) {
      pending.cancelUnheard = this.port.clock.setTimer(() => this.giveUp(id), UNHEARD_AFTER_MS);
    }
    return settled;
  }

  /** A step in a prompt's life. */
  moved(receipt: Receipt): void {
    this.pending.get(receipt.id)?.cancelUnheard();
    if (isSettled(receipt.status)) this.settle(receipt.id, receipt);
  }

  /** A prompt that was not understood has no receipt but an answer; true when it was one of these. */
  answered({ id, ok, reason, retryAt, limit }: Answer): boolean {
    if (id === null || ok || !this.pending.has(id)) return false;
    this.settle(id, { status: 'refused', reason: reason ?? 'malformed', retryAt, limit });
    return true;
  }

  /** Reconnected: takes the receipts of prompts that the room knows, and sends the others again. */
  welcomed(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.moved(receipt);
    const known = new Set(receipts.map(({ id }) => id));
    for (const [id, pending] of this.pending) {
      if (!known.has(id)) this.send(id, pending);
    }
  }

  /** The connection is over: what became of these prompts is unknown. */
  abandon(reason: Reason): void {
    for (const [id, { wasSent }] of [...this.pending]) {
      if (wasSent) this.settle(id, { status: 'unconfirmed', reason });
      else this.giveUp(id);
    }
  }

  /** It never left, and will not any more. */
  private giveUp(id: string): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return;
    pending.cancelUnheard();
    this.pending.delete(id);
    void this.refuse(id, pending.text, 'offline', null).then(pending.settle);
  }

  private refuse(
    id: string,
    text: string,
    reason: Reason,
    limit: number | null,
  ): Promise<SettledReceipt> {
    const end = { status: 'refused', reason, limit, appliedText: null, retryAt: null } as const;
    const receipt: Receipt = { id, text, ...end, at: this.port.now() };
    this.port.refused(receipt);
    return Promise.resolve(settledReceipt(id, text, receipt));
  }

  /** False without a connection; the next welcome decides then. */
  private send(id: string, pending: Pending): boolean {
    pending.cancelUnheard();
    if (!this.port.say({ type: 'prompt', id, text: pending.text })) return false;
    pending.wasSent = true;
    const again = () => this.send(id, pending);
    pending.cancelUnheard = this.port.clock.setTimer(again, UNHEARD_AFTER_MS);
    return true;
  }

  private settle(id: string, outcome: End): void {
    const pending = this.pending.get(id);
    if (pending === undefined) return;
    pending.cancelUnheard();
    this.pending.delete(id);
    pending.settle(settledReceipt(id, pending.text, outcome));
  }
}

/** How a prompt ended, by its receipt or by an answer. */
type End = Pick<Receipt, 'status'> & Partial<Receipt>;

/** Only what a settled receipt has, whatever else came along. */
export function settledReceipt(id: string, text: string, end: End): SettledReceipt {
  const { status, reason, appliedText, retryAt, limit } = end;
  return {
    id,
    status,
    text: end.text ?? text,
    ...(appliedText != null && { appliedText }),
    ...(reason != null && { reason }),
    ...(retryAt != null && { retryAt }),
    ...(limit != null && { limit }),
  };
}
