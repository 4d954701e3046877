import { Odyssey } from '@odysseyml/odyssey';
import type { Watch } from '../protocol/view.js';

/** A stream on its way to this page. */
export interface StreamConnection {
  readonly stream: MediaStream;
  /** Frames decoded so far, or null where that cannot be told. */
  framesDecoded(): Promise<number | null>;
  /** Leaves a stream that goes on: the server is told. */
  disconnect(): void;
  /** Closes the connection to a stream that is over. */
  close(): void;
}

/**
 * Connects to a stream. It may resolve before a picture flows, and after `signal` was aborted: the
 * caller then closes what it gets. It rejects with an `Error` whose message tells why.
 */
export type ConnectPort = (watch: Watch, signal: AbortSignal) => Promise<StreamConnection>;

/**
 * Watches a stream by the SDK. The SDK keeps its RTCPeerConnection to itself and leaves it open for
 * good when its request to the server fails or is aborted; a page may have only 500 of them (a
 * limit of Chromium). So the connection is recorded on its way through the SDK, by its signal.
 */
export const connectByWhep: ConnectPort = async ({ webrtcUrl, token }, signal) => {
  noteConnections();
  calls.add(signal);
  try {
    const spectator = await Odyssey.connectToStream(webrtcUrl, token, { signal });
    const peer = peers.get(signal);
    return {
      stream: spectator.stream,
      framesDecoded: () => (peer === undefined ? Promise.resolve(null) : framesDecoded(peer)),
      disconnect: () => spectator.disconnect(),
      close: () => spectator.close(),
    };
  } catch (error) {
    peers.get(signal)?.close();
    throw error;
  }
};

const calls = new WeakSet<AbortSignal>();
const peers = new WeakMap<AbortSignal, RTCPeerConnection>();

type Gathering = (peer: RTCPeerConnection, signal?: AbortSignal) => Promise<void>;

let noting = false;

/** If a later SDK lacks the method, only the leak is back. */
function noteConnections(): void {
  if (noting) return;
  noting = true;
  const sdk = Odyssey as unknown as { waitForIceGathering?: Gathering };
  const gather = sdk.waitForIceGathering;
  if (gather === undefined) return;
  sdk.waitForIceGathering = (peer, signal) => {
    if (signal !== undefined && calls.has(signal)) peers.set(signal, peer);
    return gather.call(Odyssey, peer, signal);
  };
}

async function framesDecoded(peer: RTCPeerConnection): Promise<number | null> {
  for (const report of (await peer.getStats()).values()) {
    if (report.type === 'inbound-rtp' && report.kind === 'video') {
      return report.framesDecoded ?? null;
    }
  }
  return null;
}
