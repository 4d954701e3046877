import type { Clock } from '../client/clock.js';

/** What became of a promise that is not sure to settle. */
export type Settled<Value> =
  | { readonly status: 'done'; readonly value: Value }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'late' };

/** Waits for a promise, but not for ever. Never rejects. */
export function withDeadline<Value>(
  promise: Promise<Value>,
  ms: number,
  clock: Clock,
): Promise<Settled<Value>> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(() => resolve({ status: 'late' }), ms);
    const settle = (settled: Settled<Value>) => {
      cancel();
      resolve(settled);
    };
    promise.then(
      (value) => settle({ status: 'done', value }),
      (error: unknown) => settle({ status: 'failed', error }),
    );
  });
}
