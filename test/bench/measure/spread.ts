/** How a measure spreads. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
}

/** By nearest rank, so that every figure is one that was measured. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), worst: rank(1) };
}

export function inWords({ p50, p95, worst }: Spread): string {
  return `${p50.toFixed(0)} / ${p95.toFixed(0)} / ${worst.toFixed(0)} ms`;
}
