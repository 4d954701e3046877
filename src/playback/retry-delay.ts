const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** A refused token or a missing stream is not cured by asking again soon; the room may know more. */
const PATIENT_MS = { 'no-stream': 15_000, 'bad-token': 60_000 } as const;

/** Why there is no picture. */
export type Trouble =
  /** The server does not know the stream (404): over, or not there yet. */
  | 'no-stream'
  /** The server refuses the token (401). */
  | 'bad-token'
  | 'unreachable'
  /** Connected, but no frame came in time. */
  | 'no-picture'
  | 'stalled'
  | 'connection-lost';

/** How long to wait before the next attempt, in ms: with full jitter, so that viewers spread. */
export function retryDelay(attempt: number, trouble: Trouble, random: () => number): number {
  if (trouble === 'no-stream' || trouble === 'bad-token') {
    return Math.round(PATIENT_MS[trouble] * (0.75 + 0.25 * random()));
  }
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}

/** What went wrong, from the error of a connect port. */
export function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : '';
  if (/invalid spectator token/i.test(message)) return 'bad-token';
  if (/stream not found/i.test(message)) return 'no-stream';
  return 'unreachable';
}
