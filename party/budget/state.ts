/** One stream of a session. Its times are the room's. */
export interface BudgetStream {
  readonly no: number;
  readonly startedAt: number;
  /** Null while its end has not been reported. */
  readonly endedAt: number | null;
  /** The end up to which it is in the sums; null while it runs. */
  countedTo: number | null;
}

/** One session of one room, with the slot that it holds at the service. */
export interface BudgetSession {
  readonly room: string;
  readonly epoch: number;
  /** Whether the slot was asked for and given. */
  granted: boolean;
  /** The revision of the room's latest report of it; 0 before the first. */
  revision: number;
  /** When the service releases the slot, at the latest. */
  until: number;
  over: boolean;
  /** Since when it holds no slot; null while it holds one. */
  settledAt: number | null;
  streams: BudgetStream[];
}

/** What is known of all rooms together, as plain JSON; all instants are ms since 1970. */
export interface BudgetState {
  /** Sessions that are not over, as far as is known. */
  open: Record<string, BudgetSession>;
  /** Sessions that ended recently, kept so that what is reported twice is counted once. */
  settled: Record<string, BudgetSession>;
  /** How long the streams ran that have ended (ms), by UTC day. */
  days: Record<string, number>;
  /** Streams that ended before this are counted for good: a report of one is a repetition. */
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
  /** How long a stream lasts whose end was never reported. */
  readonly streamMs: number;
}

export function newBudget(): BudgetState {
  return { open: {}, settled: {}, days: {}, closedTo: 0, sweepAt: 0 };
}

export function keyOf(room: string, epoch: number): string {
  return `${room}/${epoch}`;
}

/** The sessions that hold a slot: granted, or reported with a stream. */
export function heldSlots({ open }: BudgetState): BudgetSession[] {
  return Object.values(open).filter(({ granted, streams }) => granted || streams.length > 0);
}

/** The rooms that hold a slot. */
export function liveRooms(state: BudgetState): Set<string> {
  return new Set(heldSlots(state).map(({ room }) => room));
}

/** The streams that run now. */
export function runningStreams({ open }: BudgetState): BudgetStream[] {
  const streams = Object.values(open).flatMap((session) => session.streams);
  return streams.filter(({ endedAt }) => endedAt === null);
}
