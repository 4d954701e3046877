import { AudioData, AudioEncoder } from '@napi-rs/webcodecs';

export const SAMPLE_RATE = 48_000;
export const SAMPLES_A_PACKET = 960;
const PACKET_MS = (SAMPLES_A_PACKET * 1000) / SAMPLE_RATE;
const CHANNELS = 2;
/** A second: each of the tones fits into it a whole number of times, so that it can go round. */
const PACKETS = 50;
/** The first ones begin from silence, in the encoder's memory too, and are left out. */
const RUN_UP = 10;
const TONES = [
  { hertz: 55, loud: 0.05 },
  { hertz: 110, loud: 0.03 },
  { hertz: 165, loud: 0.015 },
] as const;

/** A quiet hum in Opus, encoded once and played round and round to everybody who listens. */
export class Hum {
  readonly #packets: readonly Buffer[];
  readonly #listeners = new Set<(packet: Buffer) => void>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(packets: readonly Buffer[]) {
    this.#packets = packets;
  }

  static async create(): Promise<Hum> {
    const packets: Buffer[] = [];
    let failed: Error | null = null;
    const encoder = new AudioEncoder({
      output: (chunk) => {
        const bytes = Buffer.alloc(chunk.byteLength);
        chunk.copyTo(bytes);
        packets.push(bytes);
      },
      error: (error) => {
        failed = error;
      },
    });
    encoder.configure({
      codec: 'opus',
      sampleRate: SAMPLE_RATE,
      numberOfChannels: CHANNELS,
      bitrate: 32_000,
    });
    for (let packet = 0; packet < RUN_UP + PACKETS; packet += 1) encoder.encode(sound(packet));
    await encoder.flush();
    encoder.close();
    if (failed !== null) throw failed;
    return new Hum(packets.slice(RUN_UP, RUN_UP + PACKETS));
  }

  /** Passes every packet, one each 20 ms, until the returned function is called. */
  listen(listener: (packet: Buffer) => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === undefined) this.#play(performance.now(), 0);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Aimed at the start, not at the last packet: lateness does not add up. */
  #play(startedAt: number, count: number): void {
    const packet = this.#packets[count % this.#packets.length];
    if (packet !== undefined) for (const listener of this.#listeners) listener(packet);
    const due = startedAt + (count + 1) * PACKET_MS;
    this.#timer = setTimeout(
      () => this.#play(startedAt, count + 1),
      Math.max(0, due - performance.now()),
    );
  }
}

function sound(packet: number): AudioData {
  const data = new Float32Array(SAMPLES_A_PACKET * CHANNELS);
  for (let at = 0; at < SAMPLES_A_PACKET; at += 1) {
    const seconds = (packet * SAMPLES_A_PACKET + at) / SAMPLE_RATE;
    const level = TONES.reduce(
      (sum, { hertz, loud }) => sum + loud * Math.sin(2 * Math.PI * hertz * seconds),
      0,
    );
    data.fill(level, at * CHANNELS, (at + 1) * CHANNELS);
  }
  return new AudioData({
    format: 'f32',
    sampleRate: SAMPLE_RATE,
    numberOfChannels: CHANNELS,
    numberOfFrames: SAMPLES_A_PACKET,
    timestamp: Math.round(packet * PACKET_MS * 1000),
    data,
  });
}
