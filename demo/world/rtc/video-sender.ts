import { randomInt } from 'node:crypto';
import {
  H264RtpPacketizer,
  type PeerConnection,
  RtcpNackResponder,
  RtcpSrReporter,
  RtpPacketizationConfig,
  type Track,
  Video,
} from 'node-datachannel';
import type { Frame } from '../stream/camera.js';
import { keepUntilClosed } from './native.js';

/** Where in an offer a track is, and under which number its codec. */
export interface MediaFormat {
  mid: string;
  payloadType: number;
}

const CLOCK_RATE = 90_000;
const MAX_FRAGMENT_BYTES = 1_200;
const PROFILE = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';

/** One H.264 track of one peer: takes encoded frames, sends them as RTP. */
export class VideoSender {
  #track: Track | undefined;
  readonly #rtp: RtpPacketizationConfig;
  readonly #firstTimestamp = randomInt(2 ** 31);
  #caughtUp = false;

  constructor(peer: PeerConnection, format: MediaFormat, onKeyFrameWanted: () => void) {
    const ssrc = randomInt(1, 2 ** 31);
    const video = new Video(format.mid, 'SendOnly');
    video.addH264Codec(format.payloadType, PROFILE);
    video.addSSRC(ssrc, 'world', 'world', 'picture');
    const track = keepUntilClosed(peer.addTrack(video));
    this.#track = track;

    this.#rtp = new RtpPacketizationConfig(ssrc, 'world', format.payloadType, CLOCK_RATE);
    const packetizer = new H264RtpPacketizer('StartSequence', this.#rtp, MAX_FRAGMENT_BYTES);
    packetizer.addToChain(new RtcpSrReporter(this.#rtp));
    packetizer.addToChain(new RtcpNackResponder());
    track.setMediaHandler(packetizer);
    track.onOpen(onKeyFrameWanted);
    track.onMessage((message) => {
      if (asksForKeyFrame(message)) onKeyFrameWanted();
    });
  }

  send(frame: Frame): void {
    if (!this.#track?.isOpen()) return;
    // A picture can only begin with a key frame; anything earlier would show as rubbish.
    this.#caughtUp ||= frame.key;
    if (!this.#caughtUp) return;
    this.#rtp.timestamp =
      (this.#firstTimestamp + Math.round(frame.microseconds * (CLOCK_RATE / 1e6))) % 2 ** 32;
    try {
      this.#track.sendMessageBinary(frame.data);
    } catch {
      // The track closed on its own thread after we looked; its peer reports that shortly.
    }
  }

  close(): void {
    this.#track = undefined;
  }

  /** After a pause the next picture has to begin with a key frame again. */
  pause(): void {
    this.#caughtUp = false;
  }
}

const RTCP_PAYLOAD_FEEDBACK = 206;
const PICTURE_LOSS = 1;
const FULL_INTRA_REQUEST = 4;

/** Whether a (compound) RTCP message holds a picture loss indication or an intra request. */
function asksForKeyFrame(message: Buffer): boolean {
  for (let at = 0; at + 4 <= message.length; at += 4 * (message.readUInt16BE(at + 2) + 1)) {
    const kind = message.readUInt8(at) & 0x1f;
    const feedback = message.readUInt8(at + 1) === RTCP_PAYLOAD_FEEDBACK;
    if (feedback && (kind === PICTURE_LOSS || kind === FULL_INTRA_REQUEST)) return true;
  }
  return false;
}
