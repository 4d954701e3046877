/** Says what was bounded, what was measured, and whether it holds; a broken bound fails the run. */
export class Verdict {
  private readonly broken: string[] = [];

  atMost(what: string, measured: number, bound: number): void {
    const holds = measured <= bound;
    if (!holds) this.broken.push(`${what}: ${round(measured)}, at most ${bound} was promised`);
  }

  exactly(what: string, measured: number, wanted: number): void {
    if (measured !== wanted) this.broken.push(`${what}: ${round(measured)} instead of ${wanted}`);
  }

  end(): void {
    if (this.broken.length === 0) return console.log('\nEverything that was promised holds.');
    console.log(`\nDoes not hold:\n${this.broken.map((line) => `- ${line}`).join('\n')}`);
    process.exitCode = 1;
  }
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
