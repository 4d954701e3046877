import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { JournalEntry, WorldStats } from '../../demo/world/world.js';
import { until } from './stack.js';

/** A local world in a process of its own, which can be killed and started again on the same port. */
export class WorldProcess {
  /** The log of all its lives, numbered on. */
  private readonly entries: JournalEntry[] = [];
  private readonly flags: readonly string[];
  private expected: { readonly event: string; readonly seen: () => void } | null = null;
  private child: ChildProcess;
  url = '';

  private constructor(flags: readonly string[]) {
    this.flags = flags;
    this.child = this.spawn('0');
  }

  static async start(...flags: readonly string[]): Promise<WorldProcess> {
    const world = new WorldProcess(flags);
    await world.listening();
    return world;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  log(after = 0): JournalEntry[] {
    return this.entries.slice(after);
  }

  async stats(): Promise<WorldStats> {
    return (await (await fetch(`${this.url}/_world/stats`)).json()) as WorldStats;
  }

  /** As soon as this happens the next time. */
  next(event: string): Promise<void> {
    return new Promise((seen) => {
      this.expected = { event, seen };
    });
  }

  /** Pulls the plug, waits for the last words of its log, and adds that it was killed. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
    this.keep({ seq: 0, at: Date.now(), event: 'killed' });
  }

  async startAgain(): Promise<void> {
    this.child = this.spawn(String(this.port));
    this.url = '';
    await this.listening();
  }

  private spawn(port: string): ChildProcess {
    const words = ['--port', port, '--prints-log', 'true', ...this.flags];
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/world/main.ts', ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.keep(JSON.parse(line) as JournalEntry);
      else this.url = /http:\S+/.exec(line)?.[0] ?? this.url;
    });
    return child;
  }

  private keep(entry: JournalEntry): void {
    this.entries.push({ ...entry, seq: this.entries.length + 1 });
    if (this.expected?.event !== entry.event) return;
    const { seen } = this.expected;
    this.expected = null;
    seen();
  }

  private async listening(): Promise<void> {
    await until('the world', () => this.url);
  }
}
