import type { StreamEntry } from '../../src/protocol/records.js';
import type { MemoryStorage } from './memory-storage.js';
import { entry } from './step-results.js';

/** A stream of a minute, as it is written down; they follow each other by the second. */
export function stream(no: number, also: Partial<StreamEntry> = {}): StreamEntry {
  const startedAt = no * 61_000;
  return {
    no,
    id: `stream-${no}`,
    epoch: no,
    startedAt,
    endedAt: startedAt + 60_000,
    reason: 'stream-expired',
    prompt: `world ${no}`,
    ...also,
  };
}

/** So many streams, each with two prompts that reached the world and one that did not. */
export async function remember(storage: MemoryStorage, streams: number): Promise<void> {
  let no = 0;
  for (let index = 1; index <= streams; index += 1) {
    const one = stream(index);
    await storage.put(keyOf('streams', index), JSON.stringify(one));
    for (const [status, atMs] of [
      ['applied', 5_000],
      ['refused', 20_000],
      ['unconfirmed', 40_000],
    ] as const) {
      no += 1;
      const appliedText = status === 'applied' ? `made of ${no}` : null;
      const at = { id: one.id, atMs };
      const prompt = entry(no, { status, appliedText, at: one.startedAt + atMs, stream: at });
      await storage.put(keyOf('history', no), JSON.stringify(prompt));
      await storage.put(keyOf(`stream/${one.id}`, no), String(no));
    }
  }
}

function keyOf(log: string, no: number): string {
  return `${log}/${String(no).padStart(10, '0')}`;
}

/** The segments of a JPEG of this size, with nothing to be seen in it, in base64. */
export function jpegOf(width: number, height: number): string {
  const two = (number: number) => [number >> 8, number & 0xff];
  const frame = [8, ...two(height), ...two(width), 1, 1, 0x11, 0];
  const segment = (marker: number, body: readonly number[]) => [
    ...[0xff, marker],
    ...two(body.length + 2),
    ...body,
  ];
  const start = segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const bytes = [0xff, 0xd8, ...start, ...segment(0xc0, frame), ...scan, 0x3f, 0xff, 0xd9];
  return Buffer.from(bytes).toString('base64');
}

export const JPEG = jpegOf(256, 141);
