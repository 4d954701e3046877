/** One stream of a session. Its times are the room's; `countedTo` is what stands in the sums. */
export interface LedgerStream {
  readonly no: number;
  readonly startedAt: number;
  /** Null while nobody has told of its end. */
  readonly endedAt: number | null;
  /** The end up to which it is in the sums; null while it runs. */
  countedTo: number | null;
}

/** One session of one room, with the slot that it holds. */
export interface LedgerSession {
  readonly room: string;
  readonly epoch: number;
  /** Whether the slot was asked for and given. */
  granted: boolean;
  /** Which of the room's accounts of it this is; 0 before the first. */
  revision: number;
  /** When the service lets the slot go, at the latest. */
  until: number;
  over: boolean;
  /** Since when it holds no slot. */
  settledAt: number | null;
  streams: LedgerStream[];
}

/** What the ledger knows, as plain JSON; all instants are ms since 1970. */
export interface LedgerState {
  /** Sessions that are not over, as far as is known. */
  open: Record<string, LedgerSession>;
  /** Those that were lately, so that what is told twice is counted once. */
  settled: Record<string, LedgerSession>;
  /** How long streams ran that no longer do (ms), by UTC day. */
  days: Record<string, number>;
  /** Streams that ended before this are counted for good: whoever tells of one tells it again. */
  closedTo: number;
  sweepAt: number;
}

/** What the owner allows; null is without limit. */
export interface Allowance {
  readonly liveRooms: number | null;
  readonly dayMs: number | null;
  readonly monthMs: number | null;
}

export interface Limits extends Allowance {
  /** How long a stream lasts whose end nobody told. */
  readonly streamMs: number;
}

export function newLedger(): LedgerState {
  return { open: {}, settled: {}, days: {}, closedTo: 0, sweepAt: 0 };
}

/** A session of which only its room has told holds a slot from its first stream on. */
export function heldSlots({ open }: LedgerState): LedgerSession[] {
  return Object.values(open).filter(({ granted, streams }) => granted || streams.length > 0);
}

export function keyOf(room: string, epoch: number): string {
  return `${room}/${epoch}`;
}
