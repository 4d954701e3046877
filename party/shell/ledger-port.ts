import type { Reason } from '../../src/protocol/reasons.js';
import type { AccountedSession, Purpose } from '../room/input.js';

/** When all rooms together will have used up their hours, if that is near. */
export type Closes = { readonly at: number; readonly reason: Reason } | null;

/** The ledger of all rooms, as one room talks to it. Neither call throws. */
export interface LedgerPort {
  /** Asks for a place at the service before credentials are minted. */
  reserve(
    epoch: number,
    purpose: Purpose,
    /** The epoch under which the credentials that are lent again were minted. */
    insteadOf?: number,
  ): Promise<
    | { readonly ok: true }
    | { readonly ok: false; readonly reason: Reason; readonly retryAt: number | null }
  >;
  /** Tells what became of sessions; undefined when the ledger did not answer. */
  report(sessions: readonly AccountedSession[]): Promise<Closes | undefined>;
}
