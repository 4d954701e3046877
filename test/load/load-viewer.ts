import { WebSocket } from 'ws';
import { roomUrl } from '../../src/client/client-options.js';
import type { Go, ServerMessage } from '../../src/protocol/messages.js';
import { PATCHES, USUAL } from '../../src/protocol/patch.js';
import { helloOf } from '../support/people.js';
import { KnownView } from './known-view.js';

/** What all viewers of a load have in common. */
export interface Crowd {
  readonly url: string;
  readonly room: string;
  /** Told of each change that came, in ms after the room said it. */
  delayed(ms: number): void;
  /** Told how long it took from opening a line to the welcome, ms. */
  joined(ms: number): void;
  failed(why: string): void;
}

interface Line {
  readonly socket: WebSocket;
  /** Where the room has sent this viewer; null at the room itself. */
  readonly place: Go | null;
  readonly openedAt: number;
  readonly view: KnownView;
}

const PING_EVERY_MS = 20_000;
const AGAIN_FIRST_MS = { least: 250, most: 1_500 };
const AGAIN_MS = { least: 500, most: 4_000 };

/**
 * A viewer that costs its own process little, so that thousands fit into one: it says hello, follows where it
 * is sent, pings, comes back, and reads of a message what is measured.
 */
export class LoadViewer {
  bytes = 0;
  messages = 0;
  isWelcome = false;
  /** Whether it was ever welcomed by an audience party. */
  isInParty = false;
  /** The last round that it was shown, with the ids of its choices. */
  round: { readonly id: string; readonly choices: readonly string[] } | null = null;
  private readonly crowd: Crowd;
  private socket: WebSocket | null = null;
  private next: WebSocket | null = null;
  private place: Go | null = null;
  private identity: string | null = null;
  private again: NodeJS.Timeout | undefined;
  private pings: NodeJS.Timeout | undefined;
  private losses = 0;
  private asked = 0;
  private readonly answers = new Map<string, (ok: boolean) => void>();
  private isOver = false;

  constructor(crowd: Crowd) {
    this.crowd = crowd;
  }

  come(): void {
    this.socket = this.open(this.place);
  }

  private open(place: Go | null): WebSocket {
    const { url, room } = this.crowd;
    const socket = new WebSocket(roomUrl(url, place?.party ?? 'main', place?.room ?? room), {
      headers: { Origin: url },
      perMessageDeflate: false,
    });
    const line: Line = { socket, place, openedAt: Date.now(), view: new KnownView() };
    socket.on('open', () => {
      const { identity } = this;
      const ticket = place?.ticket ?? null;
      socket.send(
        JSON.stringify({
          ...helloOf({ identity, moves: true, patches: PATCHES, usual: USUAL }),
          ticket,
        }),
      );
    });
    socket.on('message', (data: Buffer) => this.heard(line, String(data)));
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.lost(socket, code));
    return socket;
  }

  private heard({ socket, view, openedAt, place }: Line, text: string): void {
    this.bytes += text.length;
    this.messages += 1;
    if (text.startsWith('{"type":"pong"')) return;
    if (text.startsWith('{"type":"probe"')) return void socket.send('{"type":"here"}');
    if (text.startsWith('[')) {
      const change = view.patched(text);
      if (change === null) return void socket.terminate();
      this.crowd.delayed(Date.now() - change.now);
      if (change.text.includes('"round":')) this.seeRound(change.text);
      return;
    }
    if (text.startsWith('{"type":"delta"')) {
      const [, now] = /"now":(\d+)/.exec(text) ?? [];
      if (now !== undefined) this.crowd.delayed(Date.now() - Number(now));
      if (text.includes('"round":')) this.seeRound(text);
      return view.changed(text);
    }
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'go') {
      this.identity = message.identity ?? this.identity;
      this.next?.terminate();
      this.next = this.open(message);
    } else if (message.type === 'welcome') {
      if (socket === this.next) this.arrive(socket, place);
      this.identity = message.identity ?? this.identity;
      this.isWelcome = true;
      this.isInParty ||= place?.party === 'audience';
      this.losses = 0;
      view.begin(message.seq, message.snapshot.room);
      this.seeRound(view.text);
      this.crowd.joined(Date.now() - openedAt);
      clearInterval(this.pings);
      this.pings = setInterval(() => this.say({ type: 'ping' }), PING_EVERY_MS);
    } else if (message.type === 'answer' && message.id !== null) {
      this.answers.get(message.id)?.(message.ok);
      this.answers.delete(message.id);
    }
  }

  private arrive(socket: WebSocket, place: Go | null): void {
    const before = this.socket;
    this.socket = socket;
    this.next = null;
    this.place = place?.ticket == null ? null : place;
    before?.close();
  }

  private seeRound(text: string): void {
    const [, choices] = /"choices":(\[.*?\])/.exec(text) ?? [];
    const [, id] = /"round":\{"id":"([^"]+)","phase":"vote"/.exec(text) ?? [];
    if (id === undefined || choices === undefined) return;
    const ids = [...choices.matchAll(/"id":"([^"]+)"/g)].map(([, one]) => one ?? '');
    this.round = { id, choices: ids };
  }

  private lost(socket: WebSocket, code: number): void {
    if (socket === this.next) this.next = null;
    if (socket !== this.socket || this.isOver) return;
    this.isWelcome = false;
    clearInterval(this.pings);
    this.losses += 1;
    this.crowd.failed(`closed with ${code}`);
    if (code >= 4100 && code < 4200) return;
    if (code === 4004 || this.losses > 1) this.place = null;
    const { least, most } = this.losses === 1 ? AGAIN_FIRST_MS : AGAIN_MS;
    this.again = setTimeout(() => this.come(), least + Math.random() * (most - least));
  }

  say(message: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN || !this.isWelcome) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Asks for something; whether it was granted, false where no answer came. */
  ask(message: object, withinMs = 10_000): Promise<boolean> {
    this.asked += 1;
    const id = `load-${this.asked}`;
    if (!this.say({ ...message, id })) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.answers.set(id, (ok) => {
        clearTimeout(timer);
        resolve(ok);
      });
    });
  }

  /** The line is cut, as by a network that goes away; the viewer comes back by itself. */
  cut(): void {
    this.socket?.terminate();
  }

  leave(): void {
    this.isOver = true;
    clearTimeout(this.again);
    clearInterval(this.pings);
    this.next?.terminate();
    this.socket?.terminate();
  }
}
