/** How long to wait before the next attempt to reach the room, in ms. */
export function reconnectDelay(waiting: {
  /** How many attempts in a row have failed, the loss itself included. */
  readonly attempt: number;
  /** A conductor's line: its lease is soon given to another. */
  readonly urgent: boolean;
  /** The room answered that it takes nobody in: to ask often would not help. */
  readonly lockedOut?: boolean;
  readonly random: () => number;
}): number {
  const { attempt, urgent, lockedOut, random } = waiting;
  if (lockedOut) return Math.round(20_000 + random() * 20_000);
  // After a room's restart everybody comes back at once: jitter spreads them.
  if (attempt <= 1) return Math.round(urgent ? 100 + random() * 300 : 250 + random() * 1250);
  const longest = urgent ? 2_000 : Math.min(15_000, 4_000 * 1.5 ** (attempt - 2));
  return Math.round(500 + random() * (longest - 500));
}
