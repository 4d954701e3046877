import type { Credentials } from '../../src/protocol/conducting.js';

/** The service drops a session that nobody connects to after some 40 s; so long it can be lent. */
const GOOD_FOR_MS = 30_000;

/** Lent again, and the epoch under which they were minted or lent before. */
interface Spare {
  readonly insteadOf: number;
  readonly credentials: Credentials;
}

interface Minted {
  readonly epoch: number;
  readonly credentials: Credentials;
  readonly at: number;
  readonly lentAgain: boolean;
}

/**
 * Credentials that were minted and that no conductor has used: its page was reloaded, or it came too
 * late. Each holds a place at the service, so the next opening gets these before others are minted.
 * They live in memory only, and are lent a second time once.
 */
export class SpareCredentials {
  private last: Minted | null = null;

  keep(epoch: number, credentials: Credentials, now: number): void {
    this.last = { epoch, credentials, at: now, lentAgain: false };
  }

  /** A conductor has used them. */
  spend(epoch: number): void {
    if (this.last?.epoch === epoch) this.last = null;
  }

  /** Unused ones, now for another epoch; null when there are none that are still good. */
  take(epoch: number, now: number): Spare | null {
    const { last } = this;
    this.last = null;
    if (last === null || last.lentAgain || last.at + GOOD_FOR_MS <= now) return null;
    const expiresIn = last.credentials.expiresIn - (now - last.at) / 1000;
    if (expiresIn <= 0) return null;
    this.last = { ...last, epoch, lentAgain: true };
    return { insteadOf: last.epoch, credentials: { ...last.credentials, expiresIn } };
  }

  /** They were not lent after all, and wait for the next time. */
  giveBack({ insteadOf }: Spare): void {
    if (this.last !== null) this.last = { ...this.last, epoch: insteadOf, lentAgain: false };
  }
}
