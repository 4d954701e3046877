/**
 * Says what was bounded, what was measured, and whether it holds; a broken bound fails the run, and so
 * does a measure of what did not happen. A smoke run is not judged by how long anything took.
 */
export class Verdict {
  private readonly broken: string[] = [];
  private readonly isSmoke: boolean;

  constructor(isSmoke: boolean) {
    this.isSmoke = isSmoke;
  }

  exactly(what: string, measured: number, wanted: number): void {
    if (measured !== wanted) this.broken.push(`${what}: ${round(measured)} instead of ${wanted}`);
  }

  atMost(what: string, measured: number, bound: number): void {
    const holds = measured <= bound;
    if (!holds) this.broken.push(`${what}: ${round(measured)}, at most ${bound} was promised`);
  }

  /** Of so many a figure is made: with fewer it is none. */
  atLeast(what: string, measured: number, least: number): void {
    const holds = measured >= least;
    if (!holds) this.broken.push(`${what}: ${round(measured)}, ${least} had to be there`);
  }

  /** A figure has to be one: neither what an empty list comes to, nor nothing. */
  measured(what: string, figure: number): void {
    if (Number.isFinite(figure) && figure > 0) return;
    this.broken.push(`${what}: nothing was measured (${figure})`);
  }

  within(what: string, ms: number, boundMs: number): void {
    this.measured(what, ms);
    if (!this.isSmoke && ms > boundMs) this.atMost(what, ms, boundMs);
  }

  end(): void {
    if (this.broken.length > 0) {
      console.log(`\nDoes not hold:\n${this.broken.map((line) => `- ${line}`).join('\n')}`);
      process.exitCode = 1;
    } else if (this.isSmoke) console.log('\nEverything was measured.');
    else console.log('\nEverything that was promised holds.');
  }
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
