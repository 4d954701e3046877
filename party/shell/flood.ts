/** How much one connection may say. A person is far below it; a runaway script is not. */
const PER_SECOND = 20;
const BURST = 60;

/** This far over the limit nobody is at the other end who listens. */
const PATIENCE = 200;

/** What a connection has left to say; plain data, refilled by the clock it is given. */
export interface Bucket {
  readonly left: number;
  readonly at: number;
}

export function fullBucket(now: number): Bucket {
  return { left: BURST, at: now };
}

/** Takes one message out: it passes, it is one too many, or it is time to hang up. */
export function pour(
  bucket: Bucket,
  now: number,
): { bucket: Bucket; verdict: 'pass' | 'too-fast' | 'hang-up' } {
  const refilled = Math.min(BURST, bucket.left + ((now - bucket.at) / 1000) * PER_SECOND);
  const left = refilled - 1;
  const verdict = left >= 0 ? 'pass' : left > -PATIENCE ? 'too-fast' : 'hang-up';
  return { bucket: { left, at: now }, verdict };
}
