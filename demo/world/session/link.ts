import type { DataChannel, PeerConnection } from 'node-datachannel';
import type { WebSocket } from 'ws';
import { keepUntilClosed, openPeer } from '../rtc/native.js';
import { VideoSender } from '../rtc/video-sender.js';
import type { Camera } from '../stream/camera.js';
import {
  type ClientMessage,
  parseClientMessage,
  parseSignalMessage,
  type SignalError,
  type SignalMessage,
  type StreamerMessage,
} from './messages.js';

export interface LinkCalls {
  message(message: ClientMessage): void;
  /** The client said goodbye. */
  left(): void;
  /** The client vanished without a word. */
  lost(): void;
}

const VIDEO = { mid: 'video', payloadType: 102 };
/** How long a closed peer may take to explain itself on the signalling socket. */
const GOODBYE_MILLIS = 5_000;

/** The native side of a link; forgotten as a whole when the link closes. */
interface Wire {
  peer: PeerConnection;
  fromClient: DataChannel;
  toClient: DataChannel;
  sender: VideoSender;
}

/** A client's connection: its signalling socket, its peer, two data channels and one video track. */
export class Link {
  readonly #socket: WebSocket;
  readonly #calls: LinkCalls;
  readonly #keepaliveMillis: number;
  /**
   * What waits for the answer: the client's candidates, because the peer cannot take them yet, and
   * ours, because the peer does not survive a client that finds it before its answer was read.
   */
  #untilAnswer: (() => void)[] | undefined = [];
  #outbox: string[] = [];
  #silence: NodeJS.Timeout | undefined;
  #camera: { requestKeyFrame(): void; leave(): void } | undefined;
  #wire: Wire | undefined;

  constructor(name: string, socket: WebSocket, keepaliveSeconds: number, calls: LinkCalls) {
    this.#socket = socket;
    this.#calls = calls;
    this.#keepaliveMillis = keepaliveSeconds * 1000;
    const peer = openPeer(name, (state) => {
      if (state === 'closed' || state === 'failed') this.#expectWord(GOODBYE_MILLIS);
    });
    this.#wire = {
      peer,
      fromClient: keepUntilClosed(peer.createDataChannel('clientToStreamer')),
      toClient: keepUntilClosed(peer.createDataChannel('streamerToClient')),
      sender: new VideoSender(peer, VIDEO, () => this.#camera?.requestKeyFrame()),
    };
    this.#listen(this.#wire);
    peer.setLocalDescription('offer');
  }

  /** A client may ask on its channel a moment before ours is open: the answer waits for that. */
  send(message: StreamerMessage): void {
    this.#outbox.push(JSON.stringify(message));
    this.#flush();
  }

  show(camera: Camera): void {
    this.hide();
    const leave = camera.watch((frame) => this.#wire?.sender.send(frame));
    camera.requestKeyFrame();
    this.#camera = { requestKeyFrame: () => camera.requestKeyFrame(), leave };
  }

  hide(): void {
    this.#camera?.leave();
    this.#camera = undefined;
    this.#wire?.sender.pause();
  }

  /** Ends the connection with a reason, which the SDK treats as fatal. */
  fail(reason: SignalError): void {
    this.#signal({ type: 'error', reason });
    this.close();
  }

  /** Cuts the signalling socket, as a fault on the way would. */
  drop(): void {
    this.#socket.terminate();
  }

  close(): void {
    const wire = this.#wire;
    if (!wire) return;
    this.hide();
    this.#wire = undefined;
    clearTimeout(this.#silence);
    wire.sender.close();
    wire.peer.close();
    this.#socket.close(1000);
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }

  #listen({ peer, fromClient, toClient }: Wire): void {
    peer.onLocalDescription((sdp, type) => this.#signal({ type, sdp }));
    peer.onLocalCandidate((candidate, mid) =>
      this.#onceAnswered(() =>
        this.#signal({ type: 'ice_candidate', candidate, sdpMid: mid, sdpMLineIndex: 0 }),
      ),
    );
    toClient.onOpen(() => this.#flush());
    fromClient.onMessage((data) => {
      const message = parseClientMessage(data);
      if (message) this.#calls.message(message);
    });
    this.#socket.on('message', (data) => {
      this.#expectWord(this.#keepaliveMillis);
      const message = parseSignalMessage(data);
      if (message) this.#receiveSafely(message);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#finish('lost'));
    this.#expectWord(this.#keepaliveMillis);
  }

  /** The peer throws at descriptions it cannot read; such a client is as good as gone. */
  #receiveSafely(message: SignalMessage): void {
    try {
      this.#receive(message);
    } catch {
      this.#finish('lost');
    }
  }

  #receive(message: SignalMessage): void {
    const peer = this.#wire?.peer;
    if (!peer) return;
    switch (message.type) {
      case 'answer': {
        peer.setRemoteDescription(message.sdp, 'answer');
        const waiting = this.#untilAnswer ?? [];
        this.#untilAnswer = undefined;
        for (const step of waiting) step();
        return;
      }
      case 'ice_candidate': {
        const { candidate, sdpMid } = message;
        if (!candidate) return;
        this.#onceAnswered(() => peer.addRemoteCandidate(candidate, sdpMid ?? VIDEO.mid));
        return;
      }
      case 'keepalive':
        return;
      case 'client_disconnecting':
        this.#finish('left');
        return;
      default:
        this.#calls.message(message);
    }
  }

  #onceAnswered(step: () => void): void {
    if (this.#untilAnswer) this.#untilAnswer.push(step);
    else step();
  }

  /** The client counts as gone unless it is heard of in time. */
  #expectWord(millis: number): void {
    clearTimeout(this.#silence);
    if (this.#wire) this.#silence = setTimeout(() => this.#finish('lost'), millis);
  }

  #finish(how: 'left' | 'lost'): void {
    if (!this.#wire) return;
    this.close();
    this.#calls[how]();
  }

  #flush(): void {
    const channel = this.#wire?.toClient;
    if (!channel?.isOpen()) return;
    try {
      for (const message of this.#outbox.splice(0)) channel.sendMessage(message);
    } catch {
      // The channel closed on its own thread after we looked: nobody is there to be told.
    }
  }

  #signal(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
