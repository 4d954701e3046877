import type { Watch } from '../../src/protocol/view.js';

/** How the server treats the next viewers. */
export type Manner =
  | 'play'
  | 'no-media'
  /** It has a track of sound alone. */
  | 'only-sound'
  /** It answers from another origin, to which it has sent the asker. */
  | 'redirects'
  | 'hang'
  | 'break'
  /** Its answer is no session description. */
  | 'no-sdp'
  /** It names no address of the session, or one of somebody else. */
  | 'no-location'
  | 'foreign-location'
  /** Nothing gets through to it but where it finds the viewer by a candidate in the offer. */
  | 'behind-firewall'
  | number;

const WIDTH = 160;
const HEIGHT = 90;

/**
 * A WHEP server inside the page: requests to its origin are answered by a second peer connection
 * fed from a canvas. Everything real but the network.
 */
export class FakeWhep {
  readonly origin: string;
  manner: Manner = 'play';
  /** Requests so far, such as `POST /one/whep` or `DELETE /session/1`. */
  readonly requests: string[] = [];
  /** The bodies of these requests. */
  readonly bodies: string[] = [];
  /** What it names in `/config`. */
  iceServers: RTCIceServer[] = [];
  /** How often it was asked for that. */
  configAsked = 0;
  /** What its streams sound like; null is silence. */
  sound: MediaStreamTrack | null = null;
  /** How it answers candidates that come after the offer. */
  patchStatus: number | 'hang' = 405;
  /** The viewers' own peer connections. */
  readonly made: RTCPeerConnection[] = [];
  private readonly serving: RTCPeerConnection[] = [];
  private readonly senders = new Map<RTCPeerConnection, RTCRtpSender>();
  private readonly canvas = document.createElement('canvas');
  private readonly track: MediaStreamTrack;
  private readonly painting: ReturnType<typeof setInterval>;
  private readonly realFetch = globalThis.fetch;
  private readonly RealPeer = globalThis.RTCPeerConnection;

  constructor(origin = 'https://whep.test') {
    this.origin = origin;
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    const pen = this.canvas.getContext('2d')!;
    let hue = 0;
    this.painting = setInterval(() => {
      hue = (hue + 7) % 360;
      pen.fillStyle = `hsl(${hue} 80% 50%)`;
      pen.fillRect(0, 0, WIDTH, HEIGHT);
    }, 30);
    this.track = this.canvas.captureStream(30).getVideoTracks()[0]!;
    globalThis.fetch = (input, init) => this.fetch(String(input), init);
    const { made, RealPeer } = this;
    globalThis.RTCPeerConnection = class extends RealPeer {
      constructor(configuration?: RTCConfiguration) {
        // The SDK takes a public STUN server where none is named; here none is needed, nor to be had.
        super({ ...configuration, iceServers: [] });
        made.push(this);
      }
    };
  }

  watch(name: string): Watch {
    return { webrtcUrl: `${this.origin}/${name}`, hlsUrl: null, token: `token-${name}` };
  }

  /** The viewers' connections that are still open. */
  get open(): number {
    return this.made.filter(({ signalingState }) => signalingState !== 'closed').length;
  }

  count(request: RegExp): number {
    return this.requests.filter((made) => request.test(made)).length;
  }

  /** Frames stop coming to everyone, as when a stream dies. */
  async freeze(): Promise<void> {
    await this.sendAll(null);
  }

  async thaw(): Promise<void> {
    await this.sendAll(this.track);
  }

  private async sendAll(track: MediaStreamTrack | null): Promise<void> {
    const open = [...this.senders].filter(([{ signalingState }]) => signalingState !== 'closed');
    await Promise.all(open.map(([, sender]) => sender.replaceTrack(track)));
  }

  remove(): void {
    clearInterval(this.painting);
    this.track.stop();
    globalThis.fetch = this.realFetch;
    globalThis.RTCPeerConnection = this.RealPeer;
    for (const peer of [...this.serving, ...this.made]) peer.close();
  }

  private async fetch(address: string, init?: RequestInit): Promise<Response> {
    if (address.startsWith('https://elsewhere.test')) {
      this.requests.push(`foreign ${init?.method ?? 'GET'} ${address}`);
    }
    if (!address.startsWith(this.origin)) return this.realFetch.call(globalThis, address, init);
    const { pathname } = new URL(address);
    const method = init?.method ?? 'GET';
    if (method !== 'GET') {
      this.requests.push(`${method} ${pathname}`);
      this.bodies.push(String(init?.body ?? ''));
    }
    if (pathname === '/config') {
      this.configAsked += 1;
      return Response.json({ iceServers: this.iceServers });
    }
    if (method === 'PATCH' && this.patchStatus !== 'hang') {
      return new Response(null, { status: this.patchStatus });
    }
    if (method === 'DELETE') {
      // Or a hundred streams later the page encodes for a hundred viewers.
      this.serving[Number(pathname.split('/').at(-1)) - 1]?.close();
      return new Response(null, { status: 200 });
    }
    if (this.manner === 'break') throw new TypeError('Failed to fetch');
    if (this.manner === 'hang' || method === 'PATCH')
      return new Promise((_, reject) => abortable(init, reject));
    if (typeof this.manner === 'number') return new Response(null, { status: this.manner });
    return this.serve(String(init?.body));
  }

  private location(no: number): Record<string, string> {
    const path = `/session/${no}`;
    if (this.manner === 'no-location') return {};
    if (this.manner === 'foreign-location') return { Location: `https://elsewhere.test${path}` };
    return { Location: path };
  }

  private async serve(offer: string): Promise<Response> {
    const peer = new this.RealPeer();
    const no = this.serving.push(peer);
    if (this.manner === 'only-sound') peer.addTransceiver('audio', { direction: 'sendonly' });
    else {
      const sender = peer.addTrack(this.track);
      this.senders.set(peer, sender);
      if (this.manner === 'no-media') await sender.replaceTrack(null);
    }
    if (this.sound !== null) peer.addTrack(this.sound);
    await peer.setRemoteDescription({ type: 'offer', sdp: offer });
    await peer.setLocalDescription(await peer.createAnswer());
    while (peer.iceGatheringState !== 'complete') {
      await new Promise((resolve) => {
        peer.onicegatheringstatechange = resolve;
      });
    }
    const sdp = peer.localDescription?.sdp ?? '';
    const reachable = this.manner !== 'behind-firewall' || offer.includes('a=candidate');
    const body = reachable ? sdp : sdp.replaceAll(/a=(candidate|end-of-candidates).*\r\n/g, '');
    const response = new Response(this.manner === 'no-sdp' ? '<!doctype html>' : body, {
      status: 201,
      headers: this.location(no),
    });
    if (this.manner !== 'redirects') return response;
    return Object.defineProperty(response, 'url', { value: 'https://elsewhere.test/edge/whep' });
  }
}

function abortable(init: RequestInit | undefined, reject: (error: Error) => void): void {
  init?.signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
}
