import * as v from 'valibot';
import type { HistoryEntry, StreamEntry } from '../../src/protocol/records.js';
import {
  type Recording,
  RecordingSchema,
  RecordingsSchema,
  type ReplayPrompt,
  type ReplayStream,
} from '../../src/protocol/replay.js';
import { shownStreamId } from '../room/broadcast/stream-id.js';
import type { Visitor } from '../room/input.js';
import type { RecordingResult } from '../server/recordings.js';
import type { Page } from '../server/records.js';
import { fileResponse, nextPage, PAGE, pageOf } from './export.js';
import { problem, refusal } from './problem.js';
import { mayReplay, reachedWorld } from './public.js';
import { type RoomPort, type Route, route } from './route.js';

/** Replays: the chain of streams, their recordings, and the thumbnails of prompts. */
export const RECORDING_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/recordings',
    summary: 'The streams of the broadcast with their prompts, for whom the rule `replay` allows',
    access: 'anyone',
    query: v.object({
      ...PAGE,
      format: v.optional(
        v.pipe(v.picklist(['json']), v.description('All that is kept, as a file.')),
      ),
    }),
    answers: {
      200: {
        description: 'A page, and the stream that runs; `Link` leads to the next page.',
        schema: RecordingsSchema,
      },
    },
    handle: async ({ room, caller, query, request }) => {
      const barred = barredBy(room, caller);
      if (barred !== null) return barred;
      if (query.format === 'json') return exportChain(room);
      const page = pageOf({ ...query, limit: query.limit ?? PAGE_LENGTH });
      const { entries, next } = await room.records.read('streams', page);
      const streams = await Promise.all(entries.map((entry) => replayStream(room, entry)));
      const running = await runningStream(room);
      return Response.json({ streams, running, next }, { headers: nextPage(request, next) });
    },
  }),
  route({
    method: 'GET',
    path: '/recordings/{id}',
    summary: 'Where the recording of a stream is, by the number of the stream: good for an hour',
    access: 'anyone',
    answers: { 200: { description: 'Addresses at the service.', schema: RecordingSchema } },
    refusals: [404, 409, 410, 502, 503],
    handle: async ({ room, caller, id }) => {
      const barred = barredBy(room, caller);
      if (barred !== null) return barred;
      const no = /^\d{1,10}$/.test(id) ? Number(id) : 0;
      const entry = await room.records.entry('streams', no);
      if (entry !== null) {
        return recordingAnswer(no, await room.recordings.find(entry), room.now());
      }
      return no > 0 && (await runningStream(room))?.no === no
        ? problem(409, 'still-running', 'This stream still runs. Its recording comes with its end.')
        : problem(404, 'not-found', 'There is no stream of this number, or not any more.');
    },
  }),
  route({
    method: 'GET',
    path: '/frames/{id}',
    summary: 'The picture of the world as a prompt took effect, by the prompt’s id',
    access: 'anyone',
    answers: { 200: { description: 'A small picture.', type: ['image/jpeg'] } },
    refusals: [404],
    handle: async ({ room, caller, id }) => {
      const barred = barredBy(room, caller);
      if (barred !== null) return barred;
      const picture = await room.thumbnails.read(id);
      if (picture === null) return problem(404, 'not-found', 'There is no picture of this prompt.');
      const whose = room.state().rules.values.replay === 'yes' ? 'public' : 'private';
      const headers = {
        ...THUMBNAIL_HEADERS,
        'Cache-Control': `${whose}, max-age=86400, immutable`,
      };
      return new Response(picture, { headers });
    },
  }),
];

const PAGE_LENGTH = 20;
const EXPORT_PAGE_LENGTH = 20;

/** A page sent these bytes, so that no browser may take them for anything but a picture. */
const THUMBNAIL_HEADERS = {
  'Content-Type': 'image/jpeg',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

function barredBy(room: RoomPort, caller: Visitor | null): Response | null {
  if (mayReplay(room.state().rules.values, caller)) return null;
  return refusal({ reason: 'replay-off', retryAt: null, limit: null }, room.now());
}

function recordingAnswer(no: number, result: RecordingResult, now: number): Response {
  if (result.ok) return Response.json({ no, ...result.recording } satisfies Recording);
  if (result.why === 'gone') {
    return refusal({ reason: 'recording-gone', retryAt: null, limit: null }, now);
  }
  const { status, reason, detail } = RECORDING_PROBLEMS[result.why];
  const retryAt = now + result.retryMs;
  const headers = { 'Retry-After': String(Math.ceil(result.retryMs / 1000)) };
  return problem(status, reason, detail, headers, { retryAt });
}

const RECORDING_PROBLEMS = {
  coming: {
    status: 503,
    reason: 'recording-coming',
    detail: 'The recording is being written. Try again in a moment.',
  },
  busy: {
    status: 503,
    reason: 'service-away',
    detail: 'Too many recordings were asked for in a minute. Try again in a moment.',
  },
  away: {
    status: 503,
    reason: 'service-away',
    detail: 'The service that keeps the recordings does not answer. Try again in a moment.',
  },
  failed: {
    status: 502,
    reason: 'service-failed',
    detail: 'The service that keeps the recordings did not give this one out. Try again later.',
  },
} as const;

async function replayStream(room: RoomPort, entry: StreamEntry): Promise<ReplayStream> {
  const { no, startedAt, endedAt, reason, prompt } = entry;
  const seconds = lengthOf(startedAt, endedAt);
  const id = shownStreamId(room.state(), entry.id);
  // An earlier version wrote prompts down under the id that the service has for the stream.
  const before = entry.shownId === undefined ? await promptsOf(room, entry.id) : [];
  const prompts = [...before, ...(await promptsOf(room, id))];
  return { no, id, startedAt, endedAt, seconds, reason, prompt, prompts };
}

/** The stream that runs now, under the number that it will have. */
async function runningStream(room: RoomPort): Promise<ReplayStream | null> {
  const state = room.state();
  const { life, records } = state;
  if (!('streamId' in life)) return null;
  const { startedAt, prompt } = life;
  const id = shownStreamId(state, life.streamId);
  return {
    no: records.noted.streams + 1,
    id,
    startedAt,
    endedAt: null,
    seconds: lengthOf(startedAt, room.now()),
    reason: null,
    prompt,
    prompts: await promptsOf(room, id),
  };
}

async function promptsOf(
  { records, thumbnails }: RoomPort,
  streamId: string,
): Promise<ReplayPrompt[]> {
  const entries = (await records.promptsIn(streamId)).filter(reachedWorld);
  return entries.map((entry) => told(entry, thumbnails.has(entry.id)));
}

function told(entry: HistoryEntry, frame: boolean): ReplayPrompt {
  const { id, by, text, appliedText, stream, reactions } = entry;
  const atMs = Math.max(0, Math.round(stream?.atMs ?? 0));
  const loved = reactions === undefined ? {} : { reactions };
  return { id, by: by.id, name: by.name, text, appliedText, atMs, frame, ...loved };
}

function lengthOf(startedAt: number, endedAt: number): number {
  return Math.max(0, endedAt - startedAt) / 1000;
}

/** The whole chain as a file, oldest first. */
function exportChain(room: RoomPort): Response {
  async function* parts() {
    let separator = '{"streams":[';
    let after: number | null = null;
    do {
      const page: Page = { after, limit: EXPORT_PAGE_LENGTH, newestFirst: false };
      const { entries, next } = await room.records.read('streams', page);
      for (const entry of entries) {
        yield separator + JSON.stringify(await replayStream(room, entry));
        separator = ',';
      }
      after = next;
    } while (after !== null);
    const running = JSON.stringify(await runningStream(room));
    yield `${separator === ',' ? '' : separator}],"running":${running},"next":null}`;
  }
  return fileResponse('recordings.json', 'application/json', parts());
}
