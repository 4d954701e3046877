import type { Reason } from '../../../src/protocol/reasons.js';
import type { Watch } from '../../../src/protocol/view.js';

/** The part of a room's state that is about its broadcast: plain JSON like all of it. */

/** The right to hold one session. Every grant has a new epoch. */
export interface Lease {
  epoch: number;
  who: string;
  /** Null while the conductor's connection is down. */
  connection: string | null;
  heardAt: number;
  /** When its conductor last said that the session is there. */
  beatAt: number;
  /** When it was granted: the service ends a connection after an hour. */
  grantedAt: number;
}

/** A lease whose stream has a successor: it ends once the viewers have had time to change over. */
export interface RetiringLease extends Lease {
  endAt: number;
  /** When its conductor was told to end. */
  toldAt: number | null;
}

/** One stream, as long as it can be watched. */
export interface Stream {
  streamId: string;
  watch: Watch;
  startedAt: number;
  /** What it started with. */
  prompt: string;
}

/** A stream whose conductor was lost: it may play on until somebody ends it, or the service does. */
export interface StreamBefore {
  epoch: number;
  streamId: string;
  watch: Watch;
  /** When the service will have ended it. */
  endAt: number;
}

/** The room has asked a page whether it is there. */
interface Probe {
  connection: string;
  at: number;
}

/** How far the next stream's session is, while the present stream plays. */
export type Renewal =
  | { at: 'planned'; mintAt: number; failures: number }
  | { at: 'minting'; failures: number }
  | { at: 'connecting'; failures: number; deadlineAt: number }
  /** It can start at any moment. */
  | { at: 'ready'; failures: number }
  /** There is no second session to be had: this one ends its stream and starts the next. */
  | { at: 'alone' };

/** `id` is the service's; what an earlier version stored has none. */
interface AccountedStream {
  id?: string;
  no: number;
  startedAt: number;
  endedAt: number | null;
  /** How often the service was asked how long it ran, and when it is asked again. */
  measuring?: { tries: number; at: number };
  /** The service has said so, or was asked often enough. */
  measured?: true;
}

/** What the service has to be paid for: one session, until both know that it is over. */
export interface Account {
  epoch: number;
  who: string | null;
  /** When the service frees its place at the latest, whatever became of it. */
  until: number;
  over: boolean;
  streams: AccountedStream[];
  /** Counts its changes, and which of them the ledger has heard of. */
  revision: number;
  told: number;
}

/** The broadcast's life; `become` in `become.ts` is the only place that changes it. */
export type Life =
  /** `until`: when it is worth trying again, where that is known. */
  | { phase: 'dark'; reason: Reason | null; until: number | null }
  | {
      phase: 'opening';
      since: number;
      attempt: number;
      deadlineAt: number;
      /** When credentials are to be minted; null once they have been asked for. */
      mintAt: number | null;
      /** What the stream was told to start with; null before that. */
      prompt: string | null;
      /** Why the tries before this one failed, where that is for everybody to know. */
      reason: Reason | null;
      /** What is to be watched meanwhile; null where nothing is, or it is known to be over. */
      before: StreamBefore | null;
      /** Only after a goodbye: which page was asked whether it is there; null before that. */
      probe?: Probe | null;
    }
  | (Stream & {
      phase: 'live';
      attempt: number;
      emptySince: number | null;
      /** When the service will end it. */
      endAt: number;
      renewal: Renewal;
    })
  /** The next stream was told to start; until it can be watched the world takes no prompts. */
  | (Stream & {
      phase: 'renewing';
      attempt: number;
      emptySince: number | null;
      /** The lease that starts it: the successor's, or the present one's once more. */
      epoch: number;
      /** What it starts with. */
      next: string;
      /** Whether the old stream is over already. */
      held: boolean;
      since: number;
      deadlineAt: number;
    })
  | { phase: 'closing'; since: number; deadlineAt: number; reason: Reason | null }
  | { phase: 'failed'; since: number; reason: Reason; retryAt: number | null; attempt: number };

/** What is to be paid for, and what the ledger of all rooms said of it. */
export interface Accounts {
  list: Account[];
  /** When the ledger was told last and has not answered. */
  askedAt: number | null;
  /** When it is told again, after it did not answer. */
  retryAt: number | null;
  heardAt: number;
  /** When the hours run out at the present pace, and which; null if that is not near. */
  closes: { at: number; reason: Reason } | null;
}
