import type { StreamEntry } from '../../src/protocol/records.js';
import { replayStream, runningStream } from './chain.js';
import type { RoomPort } from './route.js';

const PAGE_LENGTH = 20;

/** The whole chain as a file, oldest first, written while it is read: it is never all in memory. */
export function exportedChain(room: RoomPort): Response {
  const encoder = new TextEncoder();
  let after: number | null = null;
  let hasBegun = false;
  const written = async (entries: readonly StreamEntry[]) => {
    const streams = await Promise.all(entries.map((entry) => replayStream(room, entry)));
    return streams.map((stream) => {
      const comma = hasBegun ? ',' : '';
      hasBegun = true;
      return comma + JSON.stringify(stream);
    });
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('{"streams":[')),
    pull: async (controller) => {
      const page = { after, limit: PAGE_LENGTH, newestFirst: false };
      const { entries, next } = await room.records.read('streams', page);
      controller.enqueue(encoder.encode((await written(entries)).join('')));
      after = next;
      if (next !== null) return;
      const running = JSON.stringify(await runningStream(room));
      controller.enqueue(encoder.encode(`],"running":${running},"next":null}`));
      controller.close();
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="recordings.json"',
    },
  });
}
