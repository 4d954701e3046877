/** Time, as everything with timers here is given it: real in a page, by hand in tests. */
export interface Clock {
  /** This machine's time, ms since 1970. */
  now(): number;
  /** Runs once after `ms`; the returned function calls it off. */
  setTimer(run: () => void, ms: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
