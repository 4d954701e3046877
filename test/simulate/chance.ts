import type { Random } from '../support/random.js';

/** Waiting for something that can happen at any moment: exponential, by its mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}

/** How long people take for things: lognormal, by its median and spread. */
export function lognormal(random: Random, median: number, spread: number): number {
  const normal =
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return median * Math.exp(spread * normal);
}

/** One of several, by their shares. */
export function oneOf<Name extends string>(random: Random, shares: Record<Name, number>): Name {
  const names = Object.keys(shares) as Name[];
  let left = random.next() * names.reduce((sum, name) => sum + shares[name], 0);
  for (const name of names) {
    left -= shares[name];
    if (left < 0) return name;
  }
  return names[0]!;
}
