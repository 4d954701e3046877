import { randomInt } from 'node:crypto';
import { Audio, type PeerConnection, type Track } from 'node-datachannel';
import { SAMPLES_A_PACKET } from '../stream/hum.js';
import { keepUntilClosed } from './native.js';
import type { MediaFormat } from './video-sender.js';

const HEADER_BYTES = 12;
const VERSION = 0x80;
const MARKER = 0x80;

/** One Opus track of one peer: takes encoded packets, sends each as one of RTP (RFC 7587). */
export class AudioSender {
  #track: Track | undefined;
  readonly #payloadType: number;
  readonly #ssrc = randomInt(1, 2 ** 31);
  #sequence = randomInt(2 ** 15);
  #timestamp = randomInt(2 ** 31);
  #isFirst = true;

  constructor(peer: PeerConnection, { mid, payloadType }: MediaFormat) {
    const audio = new Audio(mid, 'SendOnly');
    audio.addOpusCodec(payloadType);
    audio.addSSRC(this.#ssrc, 'world', 'world', 'sound');
    this.#payloadType = payloadType;
    this.#track = keepUntilClosed(peer.addTrack(audio));
  }

  send(packet: Buffer): void {
    // Time goes on also while nobody can hear it.
    this.#timestamp = (this.#timestamp + SAMPLES_A_PACKET) % 2 ** 32;
    if (!this.#track?.isOpen()) return;
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = VERSION;
    header[1] = this.#payloadType | (this.#isFirst ? MARKER : 0);
    header.writeUInt16BE(this.#sequence, 2);
    header.writeUInt32BE(this.#timestamp, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    this.#isFirst = false;
    this.#sequence = (this.#sequence + 1) % 2 ** 16;
    try {
      this.#track.sendMessageBinary(Buffer.concat([header, packet]));
    } catch {
      // The track closed on its own thread after we looked; its peer reports that shortly.
    }
  }

  close(): void {
    this.#track = undefined;
  }
}
