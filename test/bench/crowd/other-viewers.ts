import { WebSocket } from 'ws';
import type { Crowd } from '../../load/load-viewer.js';
import { helloOf } from '../../support/people.js';

/** What the benchmark needs of a viewer, whatever they speak. */
export interface Viewer {
  readonly messages: number;
  readonly isWelcome: boolean;
  come(): void;
  leave(): void;
  say(message: object): unknown;
}

const HELLO = JSON.stringify(helloOf());

/** A viewer of a server with a protocol of its own, spoken by hand: its client would cost more than it. */
abstract class OtherViewer implements Viewer {
  messages = 0;
  isWelcome = false;
  protected readonly crowd: Crowd;
  private socket: WebSocket | null = null;
  private comesAt = 0;

  constructor(crowd: Crowd) {
    this.crowd = crowd;
  }

  come(): void {
    this.comesAt = Date.now();
    this.address().then(
      (url) => this.open(url),
      (error: unknown) => this.crowd.failed(String(error)),
    );
  }

  leave(): void {
    this.socket?.terminate();
  }

  say(message: object): void {
    this.send(this.packet(JSON.stringify(message)));
  }

  /** Where the socket is, which may have to be asked for. */
  protected abstract address(): Promise<string>;

  /** What somebody says, as this protocol has it. */
  protected abstract packet(text: string): string | Uint8Array;

  /** Takes part in the protocol; whether the message is the room's own. */
  protected abstract isOwn(data: Buffer): boolean;

  protected send(data: string | Uint8Array): void {
    this.socket?.send(data);
  }

  protected sayHello(): void {
    this.send(this.packet(HELLO));
  }

  private open(url: string): void {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.socket = socket;
    socket.on('error', (error) => this.crowd.failed(String(error)));
    socket.on('message', (data: Buffer) => {
      if (this.isOwn(data)) this.heard(data.toString('latin1'));
    });
  }

  private heard(text: string): void {
    this.messages += 1;
    const [, now] = /now\\?":(\d+)/.exec(text) ?? [];
    if (now !== undefined) return this.crowd.delayed(Date.now() - Number(now));
    if (this.isWelcome) return;
    this.isWelcome = true;
    this.crowd.joined(Date.now() - this.comesAt);
  }
}

/** Engine.IO 4 and Socket.IO 5, as text. */
export class SocketIoViewer extends OtherViewer {
  protected async address(): Promise<string> {
    return `${this.crowd.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  }

  protected packet(text: string): string {
    return `42${JSON.stringify(['said', text])}`;
  }

  protected isOwn(data: Buffer): boolean {
    const text = data.toString('latin1', 0, 2);
    if (text[0] === '0') this.send('40');
    else if (text === '40') this.sayHello();
    else if (text === '2') this.send('3');
    return text === '42';
  }
}

const JOINED = 10;
const DATA = 13;

/** A seat is asked for over HTTP; the socket begins with it, and speaks in bytes. */
export class ColyseusViewer extends OtherViewer {
  protected async address(): Promise<string> {
    const { url } = this.crowd;
    const init = {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    };
    const answer = await fetch(`${url}/matchmake/joinOrCreate/lobby`, init);
    const seat = (await answer.json()) as {
      room: { roomId: string; processId: string };
      sessionId: string;
    };
    const { roomId, processId } = seat.room;
    return `${url.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${seat.sessionId}`;
  }

  protected packet(text: string): Uint8Array {
    const name = Buffer.from('said');
    const value = Buffer.from(text);
    const length = [0xda, value.length >> 8, value.length & 255];
    return Buffer.concat([
      Buffer.from([DATA, 0xa0 | name.length]),
      name,
      Buffer.from(length),
      value,
    ]);
  }

  protected isOwn(data: Buffer): boolean {
    if (data[0] === JOINED) {
      this.send(Buffer.from([JOINED]));
      this.sayHello();
    }
    return data[0] === DATA;
  }
}
