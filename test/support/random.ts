/** Chance that can be repeated: the same seed gives the same run (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }
}

/** The seeds of a fuzz test: a few of many, or those of `SEEDS=1-200`, from the first to the last. */
export function seedsOr(few: readonly number[]): readonly number[] {
  const range = process.env['SEEDS'];
  if (range === undefined) return few;
  const [first = Number.NaN, last = first] = range.split('-').map(Number);
  if (!(last >= first)) throw new Error(`SEEDS is a number or a range like 1-200, not ${range}.`);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
