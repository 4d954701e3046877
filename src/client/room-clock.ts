/**
 * What time it is in the room. A message that says the room's time was sent before it arrived, so
 * it bounds the difference of the two clocks from below; when it answers a question, the question's
 * instant bounds it from above. The difference is moved only when it leaves those bounds: countdowns
 * do not jump with every message's delay, and a clock that was set anew is followed.
 */
export class RoomClock {
  private known: number | null = null;

  /** Add it to this machine's time to get room time (ms). */
  get offset(): number {
    return this.known ?? 0;
  }

  /** `roomNow` arrived at `at`, in answer to something said at `askedAt`, if it was an answer. */
  observe(roomNow: number, at: number, askedAt: number | null = null): void {
    const lowest = roomNow - at;
    const highest = askedAt === null ? Number.POSITIVE_INFINITY : roomNow - askedAt;
    if (this.known !== null) this.known = Math.min(Math.max(this.known, lowest), highest);
    else this.known = askedAt === null ? lowest : Math.round((lowest + highest) / 2);
  }
}
