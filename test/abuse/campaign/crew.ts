import { ConductorProcess } from '../../support/conductor-process.js';
import { CutProxy } from '../../support/cut-proxy.js';
import { until } from '../../support/stack.js';
import { SECRET } from '../../support/tokens.js';

const CONDUCTORS = 2;

/** Two conductors who stand by in some rooms, and the lines to the room server, which can be cut. */
export class Crew {
  /** The way of everybody who prompts. */
  readonly audience: CutProxy;
  readonly lines: readonly CutProxy[];
  private readonly rooms: readonly string[];
  private readonly conductors: ConductorProcess[] = [];

  private constructor(rooms: readonly string[], audience: CutProxy, lines: readonly CutProxy[]) {
    this.rooms = rooms;
    this.audience = audience;
    this.lines = lines;
  }

  static async start(rooms: readonly string[], port: number): Promise<Crew> {
    const line = () => CutProxy.to(port);
    const lines = await Promise.all(Array.from({ length: CONDUCTORS }, line));
    const crew = new Crew(rooms, await line(), lines);
    for (const index of lines.keys()) crew.startConductor(index);
    await crew.standingBy();
    return crew;
  }

  /** Waits until both conductors stand by. */
  async standingBy(): Promise<void> {
    await Promise.all(this.conductors.map((conductor) => conductor.ready()));
  }

  /** Which of the conductors holds the session of a room, by their own word. */
  leaderOf(room: string): Promise<number> {
    return until(
      'a conductor with a session',
      () => this.leader(room),
      (index) => index >= 0,
    );
  }

  async killConductor(index: number): Promise<void> {
    await this.conductors[index]?.kill();
  }

  startConductor(index: number): void {
    const rooms = this.rooms.flatMap((room) => ['--room', room]);
    const host = `127.0.0.1:${this.lines[index]?.port}`;
    const words = ['--host', host, ...rooms, '--drain-seconds', '0'];
    this.conductors[index] = new ConductorProcess(words, { ROOM_SECRET: SECRET });
  }

  /** They end their sessions and go. */
  async close(): Promise<void> {
    for (const conductor of this.conductors) conductor.signal('SIGTERM');
    await Promise.all(this.conductors.map((conductor) => conductor.exit()));
    for (const line of [this.audience, ...this.lines]) line.close();
  }

  private async leader(room: string): Promise<number> {
    const held = await Promise.all(
      this.conductors.map(async (conductor) => {
        const { body } = await conductor.health();
        const found = body.rooms.find((one) => one.room === room);
        return found?.conducting === true && found.epochs.length > 0;
      }),
    );
    return held.indexOf(true);
  }
}
