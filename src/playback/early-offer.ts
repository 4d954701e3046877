import { type ClientOptions, roomUrl } from '../client/client-options.js';
import type { Offer, PassedOffer } from '../protocol/offers.js';

/**
 * A WHEP offer that goes to the room with the page's first request, while the socket opens; the room
 * passes it on to the stream. The picture then needs neither the room's welcome nor a word with the
 * service. Part of the entry: it does not wait for the player either, which takes it over.
 */
export class EarlyOffer {
  readonly peer = receivingPeer([]);
  /** Candidates found before the player takes over. */
  readonly candidates: RTCIceCandidate[] = [];
  readonly offered: Promise<string>;
  /** The stream's answer, once the connection has it; null when the page has to ask the stream itself. */
  readonly passed: Promise<PassedOffer | null>;

  constructor(options: ClientOptions) {
    const { peer, candidates } = this;
    peer.onicecandidate = ({ candidate }) => candidate !== null && candidates.push(candidate);
    this.offered = offerOf(peer);
    this.passed = this.pass(options).catch(() => null);
  }

  /** Nobody takes it over. */
  close(): void {
    this.peer.close();
    void this.passed.then((passed) => passed && forget(sessionOf(passed)));
  }

  private async pass(options: ClientOptions): Promise<PassedOffer | null> {
    const { host, party = 'main', room, token, identity, invite = null } = options;
    const offer: Offer = {
      identity: identity?.load() ?? null,
      invite,
      offer: await this.offered,
    };
    const response = await fetch(`${roomUrl(host, party, room).replace(/^ws/, 'http')}/offer`, {
      method: 'POST',
      // As plain text: the browser asks the server for no leave first.
      body: JSON.stringify(offer),
      ...(typeof token === 'string' && { headers: { Authorization: `Bearer ${token}` } }),
    });
    if (response.status !== 200) return null;
    const passed = passedOf(await response.json());
    try {
      await this.peer.setRemoteDescription({ type: 'answer', sdp: passed.answer });
    } catch {
      forget(sessionOf(passed));
      return null;
    }
    return passed;
  }
}

/** As the schema has it, which the entry does not wait for; the connection judges the answer itself. */
function passedOf(said: PassedOffer): PassedOffer {
  const { watch, answer, location } = said;
  const hlsUrl = watch.hlsUrl === null ? null : String(watch.hlsUrl);
  return {
    watch: { webrtcUrl: new URL(watch.webrtcUrl).href, hlsUrl, token: String(watch.token) },
    answer: String(answer),
    location: location === null ? null : String(location),
  };
}

/** The offer for the room of these options; null where the page asks the stream itself from the start. */
export function offerEarly(options: ClientOptions): EarlyOffer | null {
  // A function is asked for one token a connection, which the socket needs.
  if (typeof options.token === 'function') return null;
  if (lackOf() !== null) return null;
  return new EarlyOffer(options);
}

/** A viewer's connection, which only receives. */
export function receivingPeer(iceServers: RTCIceServer[]): RTCPeerConnection {
  const peer = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
  for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' });
  return peer;
}

/** Without any candidate: a server may take long to look up the names by which browsers tell them. */
export async function offerOf(peer: RTCPeerConnection): Promise<string> {
  await peer.setLocalDescription();
  return peer.localDescription?.sdp ?? '';
}

/** Where the stream's server keeps the session of an offer that was passed on. */
export function sessionOf({ watch, location }: PassedOffer): string | null {
  return resourceOf(location, whepAddress(watch));
}

export function whepAddress({ webrtcUrl, token }: PassedOffer['watch']): string {
  return `${webrtcUrl}/whep?token=${encodeURIComponent(token)}`;
}

/** A session's own address, by what its server said; none of another origin, which the room never named. */
export function resourceOf(location: string | null, asked: string): string | null {
  if (location === null || !URL.canParse(location, asked)) return null;
  const { origin, href } = new URL(location, asked);
  return origin === new URL(asked).origin ? href : null;
}

/** Tells the server that nobody watches there any more. */
export function forget(resource: string | null): void {
  if (resource !== null) fetch(resource, { method: 'DELETE', keepalive: true }).catch(() => {});
}

/**
 * Whether this browser reports no H.264 decoder, as Firefox does without its OpenH264 plugin. The
 * service encodes live pictures mostly in H.264 and may offer nothing else.
 */
export function lacksH264(): boolean {
  if (typeof RTCRtpReceiver === 'undefined') return false;
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  return codecs !== undefined && !codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType));
}

/** What this browser lacks to hold a stream's session, as the service offers it; null when nothing. */
export function lackOf(): 'WebRTC' | 'H.264' | null {
  if (typeof RTCPeerConnection === 'undefined') return 'WebRTC';
  return lacksH264() ? 'H.264' : null;
}
