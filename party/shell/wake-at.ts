/** Timers take no more than about 24 days; a room that wakes too early sets the next one. */
const LONGEST_MS = 2_000_000_000;

/** Calls once at the instant; returns how to take that back. */
export function wakeAt(at: number, wake: () => void): () => void {
  const timer = setTimeout(wake, Math.min(Math.max(at - Date.now(), 0), LONGEST_MS));
  return () => clearTimeout(timer);
}
