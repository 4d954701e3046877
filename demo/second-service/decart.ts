import type { OpenSession } from '../../src/conductor/conductor-session.js';
import type { StreamService } from '../../src/element/ports.js';

/**
 * Another service in Odyssey's place: Decart's realtime API, as its SDK spoke it up to 0.0.68 (WebSocket
 * signalling, `subscribe` for those who watch). `viewerKey` fetches a client token to watch with.
 *
 *     OdysseyBroadcast.service = decart('lucy-pro', () => fetch('/viewer-key').then((one) => one.text()));
 */
export function decart(model: string, viewerKey: () => Promise<string>): StreamService {
  return {
    openSession: openOn(model),
    async connect({ webrtcUrl, token }, signal) {
      const key = encodeURIComponent(await viewerKey());
      const line = new Line(`${webrtcUrl}?${token}&api_key=${key}`);
      signal.addEventListener('abort', () => line.close());
      await line.opened;
      await line.negotiate();
      const { stream } = line;
      let shown: HTMLVideoElement | null = null;
      return {
        behindSeconds: null,
        get isActive() {
          return stream.active;
        },
        attach: (video) => {
          shown = video;
          video.srcObject = stream;
        },
        detach: () => {
          if (shown?.srcObject === stream) shown.srcObject = null;
        },
        framesDecoded: async () => null,
        disconnect: () => line.close(),
        close: () => line.close(),
      };
    },
  };
}

/** One stream has one socket: a session's next stream opens another with the same credentials. */
const openOn =
  (model: string): OpenSession =>
  (on) => {
    let address = '';
    let line: Line | null = null;
    const open = () => {
      line ??= new Line(address);
      return line.opened;
    };
    const close = () => {
      line?.close();
      line = null;
    };
    const end = (reason: 'connection-lost' | 'stream-ended') => {
      close();
      on.ended(reason);
    };
    return {
      async connect({ signalingUrl, sessionToken }) {
        // As `mint.ts` packed it.
        const [, claims = ''] = sessionToken.split('.');
        const { key } = JSON.parse(atob(claims)) as { key: string };
        address = `${signalingUrl}/v1/stream?model=${model}&api_key=${key}`;
        await open();
      },
      async start({ prompt }) {
        const opened = await open();
        opened.say({ type: 'prompt', prompt, enhance_prompt: true });
        const { success, error } = await opened.said('prompt_ack');
        if (!success) throw new Error(error);
        await opened.negotiate();
        const {
          session_id: id,
          server_ip: ip,
          server_port: port,
        } = await opened.said('session_id');
        await opened.said('generation_started');
        on.started?.(id);
        opened.on('prompt_ack', ({ success: isTaken, prompt: appliedText }) => {
          if (isTaken) on.answered({ status: 'applied', appliedText });
          else on.answered({ status: 'refused', reason: 'world-refused' });
        });
        opened.on('generation_ended', () => end('stream-ended'));
        opened.on('closed', () => end('connection-lost'));
        const webrtcUrl = `${new URL(address).origin.replace(/^ws/, 'http')}/subscribe/${id}`;
        const watch = { webrtcUrl, hlsUrl: null, token: `IP=${ip}&port=${port}` };
        return { streamId: id, appliedText: prompt, watch };
      },
      interact: (prompt) => line?.say({ type: 'prompt', prompt, enhance_prompt: true }),
      endStream: async () => close(),
      disconnect: close,
    };
  };

/** A message of the service; `closed` is the socket's end. */
type Said = Readonly<
  Record<'type' | 'sdp' | 'prompt' | 'error' | 'session_id' | 'server_ip', string>
> & {
  readonly success: boolean;
  readonly candidate: RTCIceCandidateInit | null;
  readonly server_port: number;
};

/** One socket, and the picture that is negotiated on it. */
class Line {
  readonly stream = new MediaStream();
  readonly opened: Promise<this>;
  private readonly heard = new Map<string, (said: Said) => void>();
  private early: Said[] = [];
  private readonly socket: WebSocket;
  private readonly peer = new RTCPeerConnection();

  constructor(address: string) {
    this.socket = new WebSocket(address.replace(/^http/, 'ws'));
    this.opened = new Promise((resolve, reject) => {
      this.socket.onopen = () => resolve(this);
      this.socket.onclose = () => {
        reject(new Error('WebSocket connection failed'));
        this.heard.get('closed')?.({ type: 'closed' } as Said);
      };
    });
    this.socket.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as Said;
      const listener = this.heard.get(said.type);
      if (listener !== undefined) listener(said);
      else if (said.type !== 'generation_tick') this.early.push(said);
    };
    this.peer.ontrack = ({ track }) => this.stream.addTrack(track);
    this.peer.onicecandidate = ({ candidate }) => this.say({ type: 'ice-candidate', candidate });
  }

  /** Hears all messages of a type, those before included. */
  on(type: string, listener: (said: Said) => void): void {
    this.heard.set(type, listener);
    for (const said of this.early) if (said.type === type) listener(said);
    this.early = this.early.filter((said) => said.type !== type);
  }

  said(type: string): Promise<Said> {
    return new Promise((resolve) => this.on(type, resolve));
  }

  say(message: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Offers to watch; resolves once the service has answered. */
  async negotiate(): Promise<void> {
    this.peer.addTransceiver('video', { direction: 'recvonly' });
    this.peer.addTransceiver('audio', { direction: 'recvonly' });
    await this.peer.setLocalDescription();
    this.say({ type: 'offer', sdp: this.peer.localDescription?.sdp });
    const { sdp } = await this.said('answer');
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
    this.on('ice-candidate', ({ candidate }) => candidate && this.peer.addIceCandidate(candidate));
  }

  close(): void {
    this.heard.clear();
    this.peer.close();
    this.socket.close();
  }
}
