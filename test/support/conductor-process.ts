import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Health } from '../../src/headless/index.js';
import { until } from './stack.js';

/** What `npm run build` made of the command. */
const COMMAND = 'dist/room/party/cli/main.js';

export type LogLine = { readonly event: string; readonly [field: string]: unknown };

/** `odyssey-broadcast conduct` as somebody runs it: a process of its own. */
export class ConductorProcess {
  readonly lines: LogLine[] = [];
  /** All that it wrote. */
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { PATH = '' } = process.env;
    const parameters = [COMMAND, 'conduct', '--health-port', '0', ...words];
    this.child = spawn(process.execPath, parameters, {
      env: { PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'close');
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.output += `${line}\n`;
        if (line.startsWith('{')) this.lines.push(JSON.parse(line) as LogLine);
      });
    }
  }

  /** A step that it took, as soon as it did. */
  async step(event: string, matches: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    const find = () => this.lines.find((line) => line.event === event && matches(line));
    const isOver = () => this.child.exitCode !== null || this.child.signalCode !== null;
    await until(`${event} of a conductor`, () => find() !== undefined || isOver());
    if (find() === undefined) await this.ended;
    const found = find();
    assert.ok(found, `The conductor ended without "${event}":\n${this.output}`);
    return found;
  }

  async health(): Promise<{ status: number; body: Health }> {
    const { port } = await this.step('health');
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return { status: response.status, body: (await response.json()) as Health };
  }

  /** Waits until it stands by in all its rooms. */
  async ready(): Promise<this> {
    await until(
      'the conductor to stand by',
      () => this.health(),
      ({ body }) => body.status === 'ok',
    );
    return this;
  }

  /** Nobody reads its output any more. */
  ignore(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The exit code. */
  async exit(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Pulls the plug, if it is still there. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
