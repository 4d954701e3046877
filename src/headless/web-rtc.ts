import type { OpenSocket } from '../client/client-options.js';
import { partySocket } from '../client/room-socket.js';

/** The process lacks a package that conducting takes; the message says what to install. */
export class MissingPackages extends Error {}

/**
 * Sets the globals that the SDK takes from a browser, and makes the client's socket. Only this
 * module loads the two packages: a page or a room server needs neither.
 */
export async function provideWebRtc(): Promise<OpenSocket> {
  const [werift, { WebSocket }] = await Promise.all([import('werift'), import('ws')]).catch(
    (error: unknown) => {
      throw isNotInstalled(error) ? new MissingPackages(HOW_TO_INSTALL) : error;
    },
  );
  const { MediaStream, RTCIceCandidate, RTCPeerConnection, useH264, useVP8 } = werift;
  // Nobody watches here, so lost packets are not requested again.
  const nothingBack = { rtcpFeedback: [] };
  const parameters = 'packetization-mode=1;profile-level-id=42e01f';
  const video = [useH264({ ...nothingBack, parameters }), useVP8(nothingBack)];

  class PeerConnection extends RTCPeerConnection {
    constructor(configuration: ConstructorParameters<typeof RTCPeerConnection>[0]) {
      // werift uses only the first relay, so the SDK's relay-only policy is too narrow here.
      super({ ...configuration, iceTransportPolicy: 'all', codecs: { video } });
    }
  }
  Object.assign(globalThis, { MediaStream, RTCIceCandidate, RTCPeerConnection: PeerConnection });

  class PlainSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      // Compression would keep a window of memory for each room.
      super(url, protocols, { perMessageDeflate: false });
    }
  }
  return partySocket({ WebSocket: PlainSocket });
}

const HOW_TO_INSTALL =
  'To conduct without a browser takes two more packages: npm install werift@0.25 ws@8';

function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}
