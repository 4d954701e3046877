import type { Reason } from '../../../src/protocol/reasons.js';
import type { Watch } from '../../../src/protocol/view.js';

/** The part of a room's state that is about its broadcast: plain JSON like all of it. */

/** What lasts from one stream to the next. */
export interface Broadcast {
  /** The last epoch given to a lease. */
  epoch: number;
  /** When the last credentials were minted; each minting takes a place at the service. */
  mintedAt: number[];
  /** How many openings in a row led to no picture, and the last of them. */
  failures: { count: number; at: number; reason: Reason };
  hostOverride: HostOverride | null;
  /** When the run that a host started ends, unless somebody comes; null while somebody is here. */
  runEndsAt: number | null;
  /** How long the service lets a stream run: as set, and as it turned out to be, until when. */
  streamMs: number;
  learned: { streamMs: number; until: number } | null;
  /** That it is shorter, as one conductor said, and when: another's word is needed as well. */
  claimed: { who: string; address: string | null; streamMs: number; at: number } | null;
  /** Hosts from which viewers may be served: by the settings, and as it turned out, latest last. */
  streamHosts: { set: string[]; learned: string[] };
  /** The service's ids of the last streams, and the sessions that made them. */
  streamIds: { id: string; epoch: number }[];
  /** The places that conductors have lost, latest last. */
  faults: Fault[];
}

/** A place that a conductor has lost: who was it, how often, when last, and until when. */
export interface Fault {
  readonly key: string;
  readonly count: number;
  readonly at: number;
  readonly until: number;
}

/**
 * What a host said last on whether the broadcast runs; without it the rules decide. `overtime` goes on
 * outside opening hours; what is `paused` or `stopped` waits for a host.
 */
export type HostOverride = 'started' | 'overtime' | 'paused' | 'stopped';

/** The right to hold one session. Every grant has a new epoch. */
export interface Lease {
  readonly epoch: number;
  readonly who: string;
  /** Null while the conductor's connection is down. */
  readonly connection: string | null;
  readonly heardAt: number;
  /** When its conductor last said that the session is there. */
  readonly beatAt: number;
  /** When it was granted: the service ends a connection after an hour. */
  readonly grantedAt: number;
}

/** A lease whose stream has a successor: it ends once the viewers have moved, or have had the time to. */
export interface RetiringLease extends Lease {
  readonly endAt: number;
  /** When its conductor was told to end. */
  readonly toldAt: number | null;
}

/** One stream, as long as it can be watched. */
interface Stream {
  readonly streamId: string;
  readonly watch: Readonly<Watch>;
  readonly startedAt: number;
  /** What it started with. */
  readonly prompt: string;
}

/** A stream whose conductor was lost: it may play on until somebody ends it, or the service does. */
export interface StreamBefore {
  readonly epoch: number;
  readonly streamId: string;
  readonly watch: Readonly<Watch>;
  /** When the service will have ended it. */
  readonly endAt: number;
}

/**
 * The broadcast's lifecycle, one phase at a time. Readonly in depth: `lifecycle.ts` alone replaces it,
 * by the transitions that the phases return.
 */
export type Life = Dark | Opening | Live | Renewing | Closing | Failed;

export interface Dark {
  readonly phase: 'dark';
  readonly reason: Reason | null;
  /** When it is worth trying again, where that is known. */
  readonly until: number | null;
}

export interface Opening {
  readonly phase: 'opening';
  readonly since: number;
  readonly attempt: number;
  readonly deadlineAt: number;
  readonly progress: OpeningProgress;
  /** Why the attempts before this one failed, where that is for everybody to know. */
  readonly reason: Reason | null;
  /** What is to be watched meanwhile; null where nothing is, or it is known to be over. */
  readonly before: StreamBefore | null;
}

/** How far an opening is. */
type OpeningProgress =
  /** Credentials are asked for at this instant. */
  | { readonly at: 'waiting'; readonly mintAt: number }
  /** The same after a goodbye: then only for a page that has shown that it is there. */
  | { readonly at: 'probing'; readonly mintAt: number; readonly probe: Probe | null }
  | { readonly at: 'minting' }
  | { readonly at: 'connecting' }
  /** The stream was told to start, with this prompt. */
  | { readonly at: 'starting'; readonly prompt: string };

/** The room has asked a page whether it is there. */
interface Probe {
  readonly connection: string;
  readonly at: number;
}

/** What both phases have in which a stream plays. */
export interface Plays extends Stream {
  readonly attempt: number;
  /** Since when nobody has been here; null while somebody is. */
  readonly emptySince: number | null;
}

export interface Live extends Plays {
  readonly phase: 'live';
  /** When the service will end it. */
  readonly endAt: number;
  /** Over how long those who watched the stream before it spread their joins; without it nobody did. */
  readonly spreadMs?: number;
  /** By when a conductor that is leaving is to be relieved; null while it is not, or nobody can. */
  readonly relieveBy: number | null;
  readonly renewal: Renewal;
}

/** How far the next stream's session is, while the present stream plays. */
type Renewal =
  | { readonly at: 'planned'; readonly mintAt: number; readonly failures: number }
  | { readonly at: 'minting'; readonly failures: number }
  | { readonly at: 'connecting'; readonly failures: number; readonly deadlineAt: number }
  /** It can start at any moment. */
  | { readonly at: 'ready'; readonly failures: number }
  /** There is no second session to be had: this one ends its stream and starts the next. */
  | { readonly at: 'alone' };

/** The next stream was told to start; until it can be watched the world takes no prompts. */
export interface Renewing extends Plays {
  readonly phase: 'renewing';
  /** The lease that starts it: the successor's, or the present one's once more. */
  readonly epoch: number;
  /** What it starts with. */
  readonly next: string;
  /** Whether the old stream is over already. */
  readonly held: boolean;
  readonly since: number;
  readonly deadlineAt: number;
}

export type Playing = Live | Renewing;

export interface Closing {
  readonly phase: 'closing';
  readonly since: number;
  readonly deadlineAt: number;
  readonly reason: Reason | null;
}

export interface Failed {
  readonly phase: 'failed';
  readonly since: number;
  readonly reason: Reason;
  readonly retryAt: number;
  readonly attempt: number;
}

/** `id` is the service's; what an earlier version stored has none. */
interface StreamUsage {
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
export interface SessionUsage {
  epoch: number;
  who: string | null;
  /** When the service frees its place at the latest, whatever became of it. */
  until: number;
  over: boolean;
  /** Whether a conductor has said that it came to the service with it. */
  isConnected?: true;
  streams: StreamUsage[];
  /** Counts its changes, and which of them the ledger has heard of. */
  revision: number;
  told: number;
}

/** What is to be paid for, and what the ledger of all rooms said of it. */
export interface Usage {
  /** Whether there is a ledger of all rooms that is told. */
  hasLedger: boolean;
  sessions: SessionUsage[];
  /** When the ledger was told last and has not answered. */
  askedAt: number | null;
  /** When it is told again, after it did not answer. */
  retryAt: number | null;
  heardAt: number;
  /** When the hours run out at the present pace, and which; null if that is not near. */
  closes: { at: number; reason: Reason } | null;
}
