/** Takes the page's timers into one's own hands: nothing runs unless a test runs it. */
export class ManualTimers {
  private readonly pending = new Map<number, { run: () => void; ms: number }>();
  private readonly real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  private last = 1_000_000;

  constructor() {
    const set = (run: () => void, ms = 0) => {
      this.last += 1;
      this.pending.set(this.last, { run, ms });
      return this.last;
    };
    const clear = (id: number | undefined) => {
      if (id !== undefined) this.pending.delete(id);
    };
    Object.assign(globalThis, {
      setTimeout: set,
      setInterval: set,
      clearTimeout: clear,
      clearInterval: clear,
    });
  }

  get count(): number {
    return this.pending.size;
  }

  get delays(): number[] {
    return [...this.pending.values()].map(({ ms }) => ms);
  }

  /** Runs everything that is due by now, once. */
  runAll(): void {
    const due = [...this.pending];
    for (const [id, { run }] of due) {
      this.pending.delete(id);
      run();
    }
  }

  restore(): void {
    Object.assign(globalThis, this.real);
  }
}
