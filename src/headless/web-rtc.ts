import type { OpenSocket } from '../client/client-options.js';
import { partySocket } from '../client/room-socket.js';

/** The process lacks a package that conducting takes; the message says what to install. */
export class MissingPackages extends Error {}

/**
 * Gives the SDK what it takes from a browser's globals, and the client a socket. The two packages
 * behind it are loaded here alone: a page, or a room server, needs neither.
 */
export async function provideWebRtc(): Promise<OpenSocket> {
  const [werift, { WebSocket }] = await Promise.all([import('werift'), import('ws')]).catch(
    (error: unknown) => {
      throw isNotInstalled(error) ? new MissingPackages(HOW_TO_INSTALL) : error;
    },
  );
  const { MediaStream, RTCIceCandidate, RTCPeerConnection, useH264, useVP8 } = werift;
  // Nobody looks at the picture here, so nothing that is lost of it is asked for again.
  const nothingBack = { rtcpFeedback: [] };
  const parameters = 'packetization-mode=1;profile-level-id=42e01f';
  const video = [useH264({ ...nothingBack, parameters }), useVP8(nothingBack)];

  class PeerConnection extends RTCPeerConnection {
    constructor(configuration: ConstructorParameters<typeof RTCPeerConnection>[0]) {
      // Relays alone, as the SDK asks for, would be too few: only the first one is understood here.
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
