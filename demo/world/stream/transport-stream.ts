import type { Frame } from './camera.js';

/** MPEG transport stream (ISO 13818-1) with one H.264 track: what an HLS segment holds. */

const PACKET_BYTES = 188;
const PAYLOAD_BYTES = PACKET_BYTES - 4;
const SYNC = 0x47;
const PAT_PID = 0;
const PMT_PID = 0x1000;
const VIDEO_PID = 0x100;
const H264 = 0x1b;
const VIDEO_STREAM = 0xe0;
/** Begins every access unit: players find the frames by it. */
const ACCESS_UNIT_DELIMITER = Buffer.from([0, 0, 0, 1, 9, 0xf0]);

/** One segment; its first frame has to be a key frame. */
export function segmentOf(frames: readonly Frame[]): Buffer {
  const counters = new Map<number, number>();
  const packets = [
    packet(PAT_PID, { start: true, payload: table(PAT), counters }),
    packet(PMT_PID, { start: true, payload: table(PMT), counters }),
  ];
  for (const frame of frames) {
    const ticks = Math.round((frame.microseconds * 9) / 100);
    let rest = pes(frame.data, ticks);
    for (let start = true; rest.length > 0; start = false) {
      const adaptation = start ? clock(ticks, frame.key) : Buffer.alloc(0);
      const room = PAYLOAD_BYTES - (adaptation.length === 0 ? 0 : adaptation.length + 1);
      const payload = rest.subarray(0, room);
      packets.push(packet(VIDEO_PID, { start, payload, adaptation, counters }));
      rest = rest.subarray(payload.length);
    }
  }
  return Buffer.concat(packets);
}

const PAT = Buffer.from([
  0x00,
  0xb0,
  13,
  0,
  1,
  0xc1,
  0,
  0,
  0,
  1,
  0xe0 | (PMT_PID >> 8),
  PMT_PID & 0xff,
]);
const PMT = Buffer.from([
  ...[0x02, 0xb0, 18, 0, 1, 0xc1, 0, 0, 0xe0 | (VIDEO_PID >> 8), VIDEO_PID & 0xff, 0xf0, 0],
  ...[H264, 0xe0 | (VIDEO_PID >> 8), VIDEO_PID & 0xff, 0xf0, 0],
]);

/** A table after its pointer, with its checksum. */
function table(section: Buffer): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(section));
  return Buffer.concat([Buffer.from([0]), section, checksum]);
}

function pes(data: Buffer, ticks: number): Buffer {
  const header = Buffer.from([0, 0, 1, VIDEO_STREAM, 0, 0, 0x80, 0x80, 5, ...timestamp(ticks)]);
  return Buffer.concat([header, ACCESS_UNIT_DELIMITER, data]);
}

/** 33 bits in five bytes, with marker bits between them. */
function timestamp(ticks: number): number[] {
  const at = ticks % 2 ** 33;
  return [
    0x21 | (Math.floor(at / 2 ** 29) & 0x0e),
    Math.floor(at / 2 ** 22) & 0xff,
    0x01 | (Math.floor(at / 2 ** 14) & 0xfe),
    Math.floor(at / 2 ** 7) & 0xff,
    0x01 | ((at * 2) & 0xfe),
  ];
}

/** An adaptation field with the stream's clock, without its length byte. */
function clock(ticks: number, isKey: boolean): Buffer {
  const base = ticks % 2 ** 33;
  const field = Buffer.alloc(7);
  field[0] = 0x10 | (isKey ? 0x40 : 0);
  field.writeUInt32BE(Math.floor(base / 2), 1);
  field[5] = ((base % 2) << 7) | 0x7e;
  return field;
}

interface PacketParts {
  readonly start: boolean;
  readonly payload: Buffer;
  readonly adaptation?: Buffer;
  readonly counters: Map<number, number>;
}

function packet(pid: number, { start, payload, adaptation, counters }: PacketParts): Buffer {
  const count = counters.get(pid) ?? 0;
  counters.set(pid, (count + 1) % 16);
  const bytes = Buffer.alloc(PACKET_BYTES, 0xff);
  const hasField = (adaptation?.length ?? 0) > 0 || payload.length < PAYLOAD_BYTES;
  bytes[0] = SYNC;
  bytes.writeUInt16BE((start ? 0x4000 : 0) | pid, 1);
  bytes[3] = (hasField ? 0x30 : 0x10) | count;
  if (hasField) {
    // What is left over is filled up inside the field.
    const length = PAYLOAD_BYTES - 1 - payload.length;
    bytes[4] = length;
    if (length > 0) bytes[5] = 0;
    adaptation?.copy(bytes, 5);
  }
  payload.copy(bytes, PACKET_BYTES - payload.length);
  return bytes;
}

/** The checksum of MPEG's tables: CRC-32 without reflection. */
function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1)
      crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
