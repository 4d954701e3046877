import type { Visitor } from '../../party/room/input.js';
import type { RoomHost } from '../../party/server/room-host.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { helloOf, visitorOf } from './people.js';
import type { Random } from './random.js';
import { EVERYTHING_SAID, LOCKING_RULES, PACE_RULES } from './stranger.js';

const GARBAGE = [
  '{',
  '[]',
  'null',
  '{"type":"sudo"}',
  '{"type":"prompt","id":"x"}',
  '"'.repeat(99),
];
/** What the gate refuses, what it takes, and what would be a repeat. */
const TEXTS = ['   ', 'see evil.example/x', 'a'.repeat(3_000), 'a red kite', '\u202e\u200b', 'x'];

/**
 * A page that means harm: it says anything at any time, floods, uses others' ids, and comes back at once
 * as the same or as somebody else. It may not conduct, and nobody signed for it.
 */
export class HostilePage {
  /** Commands that it was given; a page that may not conduct is told at most to end. */
  readonly commands: string[] = [];
  cuts = 0;
  private readonly host: () => RoomHost;
  private readonly random: Random;
  private readonly name: string;
  private connection: string | null = null;
  private connections = 0;
  private identities = 0;
  private prompts = 0;
  /** Ids of others' prompts, as if it could know them. */
  private readonly stolen: readonly string[];

  constructor(
    name: string,
    { host, random, stolen }: { host: () => RoomHost; random: Random; stolen: readonly string[] },
  ) {
    this.name = name;
    this.host = host;
    this.random = random;
    this.stolen = stolen;
  }

  /** One more thing that it does. */
  async act(): Promise<void> {
    if (this.connection === null) return this.come();
    const dice = this.random.below(100);
    if (dice < 5) return this.leave();
    if (dice < 10) return this.say(this.random.pick(GARBAGE));
    if (dice < 15) return this.say(this.hello());
    if (dice < 45) return this.say(this.random.pick(EVERYTHING_SAID));
    if (dice < 60) return this.prompt(this.random.pick(this.stolen), 'what is not mine');
    const flood = this.random.below(20);
    for (let count = 0; count < flood; count += 1) {
      await this.prompt(null, this.random.pick(TEXTS));
    }
  }

  /** Its line was lost with the server. */
  dropped(): void {
    this.connection = null;
  }

  private async come(): Promise<void> {
    if (this.random.chance(0.5)) this.identities += 1;
    this.connections += 1;
    const connection = `${this.name}-${this.connections}`;
    this.connection = connection;
    const visitor = this.visitor();
    const socket = {
      send: (text: string) => this.heard(JSON.parse(text) as ServerMessage),
      close: () => {
        if (this.connection === connection) this.connection = null;
        this.cuts += 1;
      },
    };
    this.host().opened(connection, socket, async () => ({ ok: true, visitor }));
    if (!this.random.chance(0.1)) await this.say(this.hello());
  }

  private visitor(): Visitor {
    return visitorOf(`a-${this.name}-${this.identities}`, {
      mayConduct: false,
      setsRulesAs: this.random.pick([null, 'page'] as const),
      address: 'one network',
    });
  }

  private hello(): object {
    return helloOf({
      conduct: this.random.pick(['no', 'can', 'prefer'] as const),
      rules: this.random.chance(0.8) ? { ...LOCKING_RULES, ...PACE_RULES } : null,
      epochs: [1, this.random.below(9) + 1],
      invite: this.random.chance(0.2) ? 'guess' : null,
    });
  }

  private heard(message: ServerMessage): void {
    if (message.type === 'conduct') this.commands.push(message.command.command);
  }

  private prompt(id: string | null, text: string): Promise<void> {
    this.prompts += 1;
    return this.say({ type: 'prompt', id: id ?? `${this.name}-p${this.prompts}`, text });
  }

  private async say(message: object | string): Promise<void> {
    if (this.connection === null) return;
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    await this.host().said(this.connection, text);
  }

  private leave(): void {
    const { connection } = this;
    this.connection = null;
    if (connection !== null) this.host().closed(connection);
  }
}
