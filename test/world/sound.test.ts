import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AudioDecoder, EncodedAudioChunk } from '@napi-rs/webcodecs';
import { startWorld } from '../../demo/world/world.js';
import { connect, Spectator, until } from './wire.js';

const RTP_HEADER_BYTES = 12;
const OPUS = 111;
const SAMPLES_A_PACKET = 960;

/** How loud the decoded packets are (root mean square). */
async function loudness(packets: readonly Buffer[]): Promise<number> {
  let sum = 0;
  let count = 0;
  const decoder = new AudioDecoder({
    output: (data) => {
      const format = 'f32-planar';
      const bytes = new Uint8Array(data.allocationSize({ planeIndex: 0, format }));
      data.copyTo(bytes, { planeIndex: 0, format });
      for (const level of new Float32Array(bytes.buffer)) {
        sum += level ** 2;
        count += 1;
      }
    },
    error: (error) => assert.fail(error),
  });
  decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 });
  for (const [at, packet] of packets.entries()) {
    const data = packet.subarray(RTP_HEADER_BYTES);
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: at * 20_000, data }));
  }
  await decoder.flush();
  decoder.close();
  return Math.sqrt(sum / count);
}

test('[WO29] with sound every stream hums quietly, in packets of Opus without a gap', async () => {
  const world = await startWorld({ startMillis: 10, acknowledgeMillis: 10, sound: true });
  const client = await connect(world);
  const { url, token } = await client.broadcast();
  const spectator = await new Spectator().watch(url, token);
  await until('sound', () => spectator.sound.length >= 60);
  await until('a picture', () => spectator.packets > 20);
  const packets = spectator.sound.filter((packet) => ((packet[1] ?? 0) & 0x7f) === OPUS);
  for (const [at, packet] of packets.slice(1).entries()) {
    const before = packets[at]!;
    assert.equal((packet.readUInt16BE(2) - before.readUInt16BE(2) + 65_536) % 65_536, 1);
    assert.equal((packet.readUInt32BE(4) - before.readUInt32BE(4)) >>> 0, SAMPLES_A_PACKET);
  }
  const level = await loudness(packets);
  assert.ok(level > 0.01 && level < 0.1, `a quiet hum, not ${level}`);
  spectator.close();
  await client.leave();
  await world.close();
});

test('[WO29] without it they are silent', async () => {
  const world = await startWorld({ startMillis: 10, acknowledgeMillis: 10 });
  const client = await connect(world);
  const { url, token } = await client.broadcast();
  const spectator = await new Spectator().watch(url, token);
  await until('a picture', () => spectator.packets > 20);
  assert.equal(spectator.sound.length, 0);
  spectator.close();
  await client.leave();
  await world.close();
});
