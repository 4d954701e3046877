import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { BroadcastClient, partySocket } from '../../../src/client/index.js';
import { parseServerMessage } from '../../../src/protocol/messages.js';
import { isSettled, type Receipt, type ReceiptStatus } from '../../../src/protocol/reasons.js';
import type { Random } from '../../support/random.js';
import { until } from '../../support/stack.js';

const VISITORS = 3;
const PROGRAMS = 2;
/** A room takes 120 prompts a minute of each at most. */
const PACE_MS = 520;
/** A program gives a request up after this, and asks again with the same key. */
const REQUEST_LIMIT_MS = 12_000;
const WAIT_SECONDS = 8;
const AGAIN_MS = 150;

/** One prompt that somebody asked for, and all that was ever told of it. */
export interface Asked {
  readonly text: string;
  readonly at: number;
  /** The room had taken it: from here on it may not be lost. */
  isAccepted: boolean;
  /** Each final status that was told of it, with its reason. */
  readonly finals: Map<ReceiptStatus, string | null>;
}

type Told = Pick<Receipt, 'status'> & { readonly reason?: string | null | undefined };

/** Visitors on sockets and programs over HTTP, who prompt a room all the time and write down what they are told. */
export class Audience {
  readonly asked: Asked[] = [];
  private readonly byText = new Map<string, Asked>();
  private readonly room: string;
  private readonly host: string;
  private readonly token: string;
  private readonly random: Random;
  private readonly clients: readonly BroadcastClient[];
  private isAsking = false;
  /** How often somebody was told that a prompt is being performed. */
  performing = 0;

  constructor(
    room: string,
    { host, token, random }: { host: string; token: string; random: Random },
  ) {
    this.room = room;
    this.host = host;
    this.token = token;
    this.random = random;
    const listen = (data: unknown) => this.overheard(data);
    class OverheardSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.on('message', (data) => listen(String(data)));
      }
    }
    const openSocket = partySocket({ WebSocket: OverheardSocket });
    this.clients = Array.from(
      { length: VISITORS },
      () => new BroadcastClient({ host, room, openSocket }),
    );
  }

  async enter(): Promise<void> {
    for (const client of this.clients) client.connect();
    await until(`${this.room} to be live`, () => this.clients.every(isLive));
  }

  get isConnected(): boolean {
    return this.clients.some(({ view }) => view.connection.status === 'connected');
  }

  start(): void {
    this.isAsking = true;
    for (const [index, client] of this.clients.entries()) void this.visit(`v${index}`, client);
    for (let index = 0; index < PROGRAMS; index += 1) void this.program(`p${index}`);
  }

  stop(): void {
    this.isAsking = false;
  }

  unsettled(): readonly Asked[] {
    return this.asked.filter(({ finals }) => finals.size === 0);
  }

  leave(): void {
    this.stop();
    for (const client of this.clients) client.close();
  }

  private ask(who: string): Asked {
    const text = `a red balloon, ${this.room} ${who} ${this.asked.length}`;
    const asked: Asked = { text, at: Date.now(), isAccepted: false, finals: new Map() };
    this.asked.push(asked);
    this.byText.set(text, asked);
    return asked;
  }

  /** Somebody refused again and again is told when to go on; one who does not heed it is cut off. */
  private async visit(who: string, client: BroadcastClient): Promise<void> {
    let mayAskAt = 0;
    while (this.isAsking) {
      // Without a line there is nothing to send it with, as the page says.
      if (client.view.connection.status === 'connected' && Date.now() >= mayAskAt) {
        const { text } = this.ask(who);
        void client.prompt(text).then((receipt) => {
          mayAskAt = Math.max(mayAskAt, receipt.retryAt ?? 0);
          this.told(text, receipt);
        });
      }
      await delay(PACE_MS + this.random.below(100));
    }
  }

  private async program(who: string): Promise<void> {
    while (this.isAsking) {
      await this.promptOverHttp(this.ask(who));
      await delay(PACE_MS + this.random.below(100));
    }
  }

  /** Asks until it is settled, however often that takes. */
  private async promptOverHttp({ text, finals }: Asked): Promise<void> {
    const url = `http://${this.host}/parties/main/${this.room}/prompts?wait=${WAIT_SECONDS}`;
    const headers = {
      Authorization: `Bearer ${this.token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': text,
    };
    while (finals.size === 0) {
      try {
        const body = JSON.stringify({ text });
        const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
        const response = await fetch(url, { method: 'POST', headers, body, signal });
        const said = (await response.json()) as Receipt;
        if (response.ok) this.told(text, said);
        else if (response.status < 500) this.told(text, { status: 'refused', reason: said.reason });
        else await delay(AGAIN_MS);
      } catch {
        await delay(AGAIN_MS);
      }
    }
  }

  private overheard(data: unknown): void {
    const parsed = parseServerMessage(data);
    if (!parsed.ok) return;
    const { message } = parsed;
    if (message.type === 'receipt') this.told(message.receipt.text, message.receipt);
    if (message.type === 'welcome') {
      for (const receipt of message.snapshot.receipts) this.told(receipt.text, receipt);
    }
  }

  private told(text: string, { status, reason = null }: Told): void {
    const asked = this.byText.get(text);
    if (asked === undefined) return;
    if (status === 'performing') this.performing += 1;
    if (status !== 'refused') asked.isAccepted = true;
    if (isSettled(status)) asked.finals.set(status, reason);
  }
}

function isLive({ view: { connection, room } }: BroadcastClient): boolean {
  return connection.status === 'connected' && room?.life.phase === 'live';
}
