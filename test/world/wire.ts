import { once } from 'node:events';
import { Audio, type DataChannel, Video } from 'node-datachannel';
import { WebSocket } from 'ws';
import { keepUntilClosed, openPeer } from '../../demo/world/rtc/native.js';
import type { World } from '../../demo/world/world.js';

/** Waits until a condition holds; says which when it never does. */
export async function until<T>(
  label: string,
  look: () => T | Promise<T>,
  millis = 5_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + millis;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== undefined && seen !== null) {
      return seen as NonNullable<Exclude<T, false>>;
    }
    if (Date.now() > end) throw new Error(`Waited ${millis} ms for: ${label}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** Body of a 429. */
export interface UsageDenial {
  detail: {
    error: string;
    message: string;
    action: string;
    details: Record<string, number | string>;
  };
}

export async function call<Body = unknown>(
  world: World,
  method: string,
  path: string,
  options: { body?: unknown; token?: string } = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${world.url}${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(options.token && { Authorization: `Bearer ${options.token}` }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

export async function signIn(world: World): Promise<string> {
  const options = { body: { api_key: 'local' } };
  const { body } = await call<{ access_token: string }>(world, 'POST', '/auth/token', options);
  return body.access_token;
}

export interface Credentials {
  session: string;
  address: string;
  token: string;
}

/** What `createClientCredentials` of the SDK does. */
export async function mint(world: World): Promise<Credentials> {
  const token = await signIn(world);
  const requested = await requestSession(world, token);
  if (requested.status !== 200) throw new Error(`No session: ${requested.status}`);
  const { session_id: session, signalling_url } = requested.body;
  const options = { token, body: { session_id: session } };
  const signed = await call<{ session_token: string }>(world, 'POST', '/sessions/token', options);
  const address = `${signalling_url}/client/${session}`;
  return { session, address, token: signed.body.session_token };
}

export function requestSession(world: World, token: string) {
  type Body = { session_id: string; signalling_url: string } & UsageDenial;
  return call<Body>(world, 'POST', '/sessions/request', { token, body: {} });
}

/** Any message of the wire: which fields it really has follows from its type. */
export interface WireMessage {
  type: string;
  sdp: string;
  candidate: string;
  sdpMid: string;
  reason: string;
  message: string;
  prompt: string;
  applied_prompt: string;
  stream_id: string;
  webrtc_url: string;
  broadcast_url: string | null;
  spectator_token: string;
}

/** A queue of messages, each of which is taken once. */
class Inbox {
  readonly all: WireMessage[] = [];
  #taken = 0;

  add(message: WireMessage): void {
    this.all.push(message);
  }

  /** The next message of that type, skipping others. */
  next(type: string, millis?: number): Promise<WireMessage> {
    return until(
      `message ${type}, after ${JSON.stringify(this.all).slice(0, 600)}`,
      () => {
        const index = this.all.findIndex(
          (message, at) => at >= this.#taken && message.type === type,
        );
        if (index < 0) return undefined;
        this.#taken = index + 1;
        return this.all[index];
      },
      millis,
    );
  }
}

/** A client on the wire, as bare as the protocol: what the SDK sends, without the SDK. */
export class Client {
  readonly signals = new Inbox();
  readonly stream = new Inbox();
  closeCode: number | undefined;
  readonly #socket: WebSocket;
  readonly #peer = openPeer('test client', () => undefined);
  #toStreamer: DataChannel | undefined;
  /** RTP packets that came in. */
  packets = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data))));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
    this.#peer.onLocalDescription((sdp, type) => this.signal({ type, sdp }));
    this.#peer.onLocalCandidate((candidate, mid) =>
      this.signal({ type: 'ice_candidate', candidate, sdpMid: mid, sdpMLineIndex: 0 }),
    );
    this.#peer.onTrack((track) => {
      keepUntilClosed(track).onMessage(() => {
        this.packets += 1;
      });
    });
    this.#peer.onDataChannel((channel) => {
      keepUntilClosed(channel);
      if (channel.getLabel() === 'clientToStreamer') this.#toStreamer = channel;
      channel.onMessage((data) => this.stream.add(JSON.parse(String(data))));
    });
  }

  signal(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  send(message: object): void {
    this.#toStreamer?.sendMessage(JSON.stringify(message));
  }

  async ready(): Promise<this> {
    await until('data channel open', () => this.#toStreamer?.isOpen());
    return this;
  }

  start(options: Record<string, unknown> = {}): void {
    this.send({
      type: 'interactive_stream_start',
      prompt: 'A lighthouse by the sea',
      portrait: false,
      broadcast: true,
      ...options,
    });
  }

  /** Starts a stream and waits until it can be watched. */
  async broadcast(
    options: Record<string, unknown> = {},
  ): Promise<{ id: string; url: string; token: string }> {
    this.start(options);
    const started = await this.stream.next('stream_started');
    const ready = await this.stream.next('broadcast_ready');
    return { id: started.stream_id, url: ready.webrtc_url, token: ready.spectator_token };
  }

  async leave(): Promise<void> {
    this.#peer.close();
    this.signal({ type: 'client_disconnecting' });
    this.#socket.close(1000);
    await this.gone();
  }

  async crash(): Promise<void> {
    this.#socket.terminate();
    this.#peer.close();
    await this.gone();
  }

  async gone(): Promise<void> {
    await until('signalling closed', () => this.closeCode !== undefined);
  }

  #receive(message: WireMessage): void {
    this.signals.add(message);
    if (message.type === 'offer') {
      this.#peer.setRemoteDescription(message.sdp, 'offer');
      this.#peer.setLocalDescription('answer');
    }
    // Two peers in one process meet so fast that a DTLS hello may come before its receiver is
    // ready, and is sent again a second later only: the service gets a head start.
    if (message.type === 'ice_candidate') {
      setTimeout(() => this.#addCandidate(message), 50);
    }
  }

  #addCandidate({ candidate, sdpMid }: WireMessage): void {
    if (this.#peer.state() !== 'closed') this.#peer.addRemoteCandidate(candidate, sdpMid);
  }
}

export async function open({ address, token }: Omit<Credentials, 'session'>): Promise<Client> {
  const socket = new WebSocket(`${address}?token=${encodeURIComponent(token)}`);
  const client = new Client(socket);
  await once(socket, 'open');
  return client;
}

export async function connect(world: World): Promise<Client> {
  return (await open(await mint(world))).ready();
}

/** A spectator on the wire: a WHEP offer, and the RTP packets that answer it. */
export class Spectator {
  packets = 0;
  /** What came of sound, as RTP. */
  readonly sound: Buffer[] = [];
  status = 0;
  location: string | null = null;
  readonly #peer = openPeer('test spectator', () => undefined);

  async watch(url: string, token: string): Promise<this> {
    const video = new Video('0', 'RecvOnly');
    video.addH264Codec(96, 'packetization-mode=1;profile-level-id=42e01f');
    keepUntilClosed(this.#peer.addTrack(video)).onMessage(() => {
      this.packets += 1;
    });
    const audio = new Audio('1', 'RecvOnly');
    audio.addOpusCodec(111);
    keepUntilClosed(this.#peer.addTrack(audio)).onMessage((packet) => {
      this.sound.push(packet);
    });
    this.#peer.setLocalDescription('offer');
    await until('candidates', () => this.#peer.gatheringState() === 'complete');
    const response = await fetch(`${url}/whep?token=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      // Without our candidates the world cannot find us before its answer is read, which
      // node-datachannel does not survive on the asking side.
      body: this.#peer.localDescription()!.sdp.replace(/^a=candidate.*\r\n/gm, ''),
    });
    this.status = response.status;
    this.location = response.headers.get('Location');
    if (response.ok) this.#peer.setRemoteDescription(await response.text(), 'answer');
    return this;
  }

  close(): void {
    this.#peer.close();
  }
}
