import { once } from 'node:events';
import { createServer, request } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createLine,
  type Server,
  type Socket,
} from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The way of one browser to everything else, which can be cut and mended. While it is cut nothing
 * arrives and nobody is told, as with a cable that was pulled: open lines just fall silent.
 */
export class CutProxy {
  readonly port: number;
  /** How long everything is on its way, in each direction (ms). */
  delayMs = 0;
  private readonly server: Server;
  private readonly ends = new Set<Duplex>();
  private isCut = false;
  private isBroken = false;
  private waiting: (() => void)[] = [];

  static async start(): Promise<CutProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CutProxy(server);
  }

  /** The way to one port of this computer, for those who know of no proxies. */
  static async to(port: number): Promise<CutProxy> {
    const server = createLine();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CutProxy(server);
    server.on('connection', (client) => proxy.later(() => proxy.tunnel(client, '127.0.0.1', port)));
    return proxy;
  }

  private constructor(server: Server) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      if (this.isBroken) socket.destroy();
      else this.keep(socket);
    });
    server.on('connect', ({ url = '' }, client: Duplex) => {
      const [host = '', port] = url.split(':');
      const connected = () => client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      this.later(() => this.tunnel(client, host, Number(port), connected));
    });
    server.on('request', (asked, answer) => {
      this.later(() => {
        const onward = request(asked.url ?? '', { method: asked.method, headers: asked.headers });
        onward.on('socket', (socket) => this.keep(socket));
        onward.on('response', (response) => {
          this.later(() => {
            answer.writeHead(response.statusCode ?? 502, response.headers);
            response.pipe(answer);
          });
        });
        onward.on('error', () => answer.destroy());
        asked.pipe(onward);
      });
    });
  }

  cut(): void {
    this.isCut = true;
    for (const end of this.ends) end.pause();
  }

  /** The same, but everybody is told: open lines end, and no other is to be had. */
  break(): void {
    this.isBroken = true;
    for (const end of this.ends) end.destroy();
  }

  /** The lines that are open fall silent for good; others can be had. */
  swallow(): void {
    for (const end of this.ends) end.pause();
  }

  mend(): void {
    this.isCut = false;
    this.isBroken = false;
    for (const end of this.ends) end.resume();
    for (const go of this.waiting.splice(0)) go();
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }

  private tunnel(client: Duplex, host: string, port: number, connected = () => {}): void {
    const service = connect(port, host, () => {
      connected();
      client.on('data', (data) => this.later(() => service.write(data)));
      service.on('data', (data) => this.later(() => client.write(data)));
    });
    this.keep(service);
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      one.on('end', () => this.whenMended(() => other.end()));
      one.on('close', () => this.whenMended(() => other.destroy()));
      one.on('error', () => one.destroy());
    }
  }

  private keep(socket: Socket): void {
    if (this.ends.has(socket)) return;
    this.ends.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.ends.delete(socket));
  }

  /** Timers of the same length fire in order, and so does what is on its way. */
  private later(go: () => void): void {
    if (this.delayMs === 0) this.whenMended(go);
    else setTimeout(() => this.whenMended(go), this.delayMs);
  }

  private whenMended(go: () => void): void {
    if (this.isCut) this.waiting.push(go);
    else go();
  }
}
