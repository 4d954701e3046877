import { randomUUID } from 'node:crypto';
import type { PeerConnection } from 'node-datachannel';
import type { Camera } from '../stream/camera.js';
import type { Hum } from '../stream/hum.js';
import { AudioSender } from './audio-sender.js';
import { openPeer } from './native.js';
import { type MediaFormat, VideoSender } from './video-sender.js';

const GATHERING_MILLIS = 3_000;

/** One spectator's connection: answers a WHEP offer, then passes the camera's frames on. */
export class Viewer {
  readonly id = randomUUID();
  readonly #onClosed: () => void;
  readonly #sender: VideoSender;
  readonly #leaveCamera: () => void;
  readonly #leaveHum: () => void;
  #peer: PeerConnection | undefined;

  /** `onClosed` comes once, whoever ended the connection. Without a camera no frame is ever sent. */
  constructor(
    format: MediaFormat,
    camera: Camera | null,
    sound: { readonly hum: Hum; readonly format: MediaFormat } | null,
    onClosed: () => void,
  ) {
    this.#onClosed = onClosed;
    const peer = openPeer(`viewer ${this.id}`, (state) => {
      if (state === 'closed' || state === 'failed' || state === 'disconnected') this.close();
    });
    this.#peer = peer;
    this.#sender = new VideoSender(peer, format, () => camera?.requestKeyFrame());
    this.#leaveCamera = camera?.watch((frame) => this.#sender.send(frame)) ?? (() => undefined);
    const audio = sound && new AudioSender(peer, sound.format);
    const leaveHum = sound?.hum.listen((packet) => audio?.send(packet));
    this.#leaveHum = () => {
      leaveHum?.();
      audio?.close();
    };
  }

  /** The answer is given once, with all of our candidates in it. */
  async answer(offer: string): Promise<string> {
    const peer = this.#peer;
    const gathered = new Promise<void>((resolve) => {
      peer?.onGatheringStateChange((state) => {
        if (state === 'complete') resolve();
      });
      setTimeout(resolve, GATHERING_MILLIS).unref();
    });
    peer?.setRemoteDescription(offer, 'offer');
    peer?.setLocalDescription('answer');
    await gathered;
    return this.#peer?.localDescription()?.sdp ?? '';
  }

  /** The spectator's further candidates, as a fragment of SDP. */
  addCandidates(fragment: string): void {
    const mid = fragment.match(/^a=mid:(\S+)/m)?.[1] ?? '0';
    for (const [, candidate = ''] of fragment.matchAll(/^a=(candidate:.*)$/gm)) {
      this.#peer?.addRemoteCandidate(candidate.trim(), mid);
    }
  }

  close(): void {
    const peer = this.#peer;
    if (!peer) return;
    this.#peer = undefined;
    this.#leaveCamera();
    this.#leaveHum();
    this.#sender.close();
    peer.close();
    this.#onClosed();
  }
}

/** Where in a spectator's offer the sound is, and under which number it wants Opus. */
export function findAudioFormat(offer: string): MediaFormat | undefined {
  const { section, mid } = sectionOf(offer, 'audio');
  const payloadType = section?.match(/^a=rtpmap:(\d+) opus\/48000\/2/im)?.[1];
  if (mid === undefined || payloadType === undefined) return undefined;
  return { mid, payloadType: Number(payloadType) };
}

function sectionOf(offer: string, kind: 'audio' | 'video') {
  const section = offer.split(/^(?=m=)/m).find((part) => part.startsWith(`m=${kind}`));
  return { section, mid: section?.match(/^a=mid:(\S+)/m)?.[1] };
}

/** Where in a spectator's offer the video is, and under which number it wants H.264. */
export function findVideoFormat(offer: string): MediaFormat | undefined {
  const { section, mid } = sectionOf(offer, 'video');
  if (!section || mid === undefined) return undefined;
  const h264 = [...section.matchAll(/^a=rtpmap:(\d+) H264\/90000/gm)].map(([, type]) => type ?? '');
  const parameters = (type: string) => section.match(`a=fmtp:${type} (.*)`)?.[1] ?? '';
  const fits = (type: string) => parameters(type).includes('packetization-mode=1');
  const baseline = (type: string) => fits(type) && parameters(type).includes('42e01f');
  const best = h264.find(baseline) ?? h264.find(fits);
  return best === undefined ? undefined : { mid, payloadType: Number(best) };
}
