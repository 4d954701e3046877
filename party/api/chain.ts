import type { HistoryEntry, StreamEntry } from '../../src/protocol/records.js';
import type { ReplayPrompt, ReplayStream } from '../../src/protocol/replay.js';
import { reachedWorld } from './public.js';
import type { RoomPort } from './route.js';

/** The chain of streams as it is told: each with the prompts that it was made of. */

export async function replayStream(room: RoomPort, entry: StreamEntry): Promise<ReplayStream> {
  const { no, id, startedAt, endedAt, reason, prompt } = entry;
  const seconds = lengthOf(startedAt, endedAt);
  const prompts = await promptsOf(room, id);
  return { no, id, startedAt, endedAt, seconds, reason, prompt, prompts };
}

/** The stream that runs now, under the number that it will have. */
export async function runningStream(room: RoomPort): Promise<ReplayStream | null> {
  const { life, meta } = room.state();
  if (!('streamId' in life)) return null;
  const { streamId: id, startedAt, prompt } = life;
  return {
    no: meta.noted.streams + 1,
    id,
    startedAt,
    endedAt: null,
    seconds: lengthOf(startedAt, room.now()),
    reason: null,
    prompt,
    prompts: await promptsOf(room, id),
  };
}

async function promptsOf({ records, frames }: RoomPort, streamId: string): Promise<ReplayPrompt[]> {
  const entries = (await records.promptsIn(streamId)).filter(reachedWorld);
  return entries.map((entry) => told(entry, frames.has(entry.id)));
}

function told({ id, by, text, appliedText, stream }: HistoryEntry, frame: boolean): ReplayPrompt {
  const atMs = Math.max(0, Math.round(stream?.atMs ?? 0));
  return { id, by: by.id, name: by.name, text, appliedText, atMs, frame };
}

function lengthOf(startedAt: number, endedAt: number): number {
  return Math.max(0, endedAt - startedAt) / 1000;
}
