import { readFile } from 'node:fs/promises';
import type { Streams } from '../stream/streams.js';
import type { Tokens } from '../tokens.js';
import type { Guard } from './account.js';
import { failure, json, type Reply, type Request, type Route } from './router.js';

const URL_SECONDS = 3_600;
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const artifacts = {
  'video.mp4': { file: 'video', type: 'video/mp4' },
  'events.jsonl': { file: 'events', type: 'application/jsonl' },
  'thumbnail.jpg': { file: 'thumbnail', type: 'image/jpeg' },
} as const;

type Artifact = keyof typeof artifacts;

function isArtifact(name: string): name is Artifact {
  return Object.hasOwn(artifacts, name);
}

/** What remains of ended streams, under addresses that are signed and expire. */
export function recordingRoutes(streams: Streams, tokens: Tokens, guard: Guard): Route[] {
  async function describe({ params, origin }: Request): Promise<Reply> {
    const { stream: id = '' } = params;
    const recording = await streams.recording(id);
    if (!recording) return failure(404, 'Recording not found');
    const signature = await tokens.sign('recording', id, URL_SECONDS);
    const address = (name: Artifact) => `${origin}/recordings/${id}/${name}?signature=${signature}`;
    return json(200, {
      stream_id: id,
      video_url: address('video.mp4'),
      events_url: address('events.jsonl'),
      thumbnail_url: address('thumbnail.jpg'),
      preview_url: address('video.mp4'),
      frame_count: recording.frames,
      duration_seconds: recording.seconds,
    });
  }

  async function fetchArtifact({ params, url, headers }: Request): Promise<Reply> {
    const { stream = '', name = '' } = params;
    const recording = await streams.recording(stream);
    if (!recording || !isArtifact(name)) return failure(404, 'Recording not found');
    const signed = await tokens.read('recording', url.searchParams.get('signature'));
    if (signed !== stream) return failure(403, 'Address expired');
    const { file, type } = artifacts[name];
    return slice(await readFile(recording.files[file]), type, headers.range);
  }

  async function list({ url }: Request): Promise<Reply> {
    const limit = Math.min(MAX_LIMIT, wholeNumber(url.searchParams.get('limit'), DEFAULT_LIMIT));
    const offset = wholeNumber(url.searchParams.get('offset'), 0);
    const all = await streams.recordings();
    const recordings = all.slice(offset, offset + limit).map((recording) => ({
      stream_id: recording.streamId,
      width: recording.width,
      height: recording.height,
      started_at: new Date(recording.startedAt).toISOString(),
      ended_at: new Date(recording.endedAt).toISOString(),
      duration_seconds: recording.seconds,
    }));
    return json(200, { recordings, total: all.length, limit, offset });
  }

  return [
    { method: 'GET', path: '/recordings/:stream', answer: guard(describe) },
    { method: 'GET', path: '/recordings/:stream/:name', answer: fetchArtifact },
    { method: 'GET', path: '/stream-recordings', answer: guard(list) },
  ];
}

/** Players seek in a video by asking for a range of its bytes. */
function slice(content: Buffer, type: string, range: string | undefined): Reply {
  const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes' };
  const [, from, to] = range?.match(/^bytes=(\d+)-(\d*)$/) ?? [];
  if (from === undefined) return { status: 200, headers, body: content };
  const first = Number(from);
  const last = Math.min(content.length - 1, to ? Number(to) : content.length - 1);
  if (first > last) return { status: 416, headers };
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${content.length}` },
    body: content.subarray(first, last + 1),
  };
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : otherwise;
}
