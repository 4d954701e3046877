import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '../faults.js';
import type { Journal } from '../journal.js';
import { findAudioFormat, findVideoFormat, Viewer } from '../rtc/viewer.js';
import type { Hum } from '../stream/hum.js';
import type { Streams } from '../stream/streams.js';
import type { Tokens } from '../tokens.js';
import { failure, json, type Reply, type Request, type Route } from './router.js';

interface BroadcastParts {
  readonly streams: Streams;
  readonly tokens: Tokens;
  readonly journal: Journal;
  readonly faults: Faults;
  /** What every stream sounds like; null where they are silent. */
  readonly hum: Hum | null;
}

/** How spectators watch: by WHEP, with the ICE servers to do it with, or by HLS. */
export function broadcastRoutes(parts: BroadcastParts, stunPort: number): Route[] {
  const { streams, tokens, journal, faults, hum } = parts;

  function iceServers({ url }: Request): Reply {
    // The STUN server listens on IPv4 only, and `localhost` may mean IPv6 first.
    const host = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname;
    return json(200, { iceServers: [{ urls: `stun:${host}:${stunPort}` }] });
  }

  async function join(request: Request): Promise<Reply> {
    const { path = '' } = request.params;
    const token = await tokens.read('spectator', request.url.searchParams.get('token'));
    const offer = await request.text();
    const stream = streams.atPath(path);
    if (!stream?.request.broadcast) return failure(404, 'Stream not found');
    if (token !== path) return failure(401, 'Invalid spectator token');
    const format = findVideoFormat(offer);
    if (!format) return failure(400, 'The offer takes no H.264 video');

    if (faults.strike('whep-refused')) return failure(503, 'No room for another spectator');
    if (faults.strike('whep-silent')) return new Promise(() => undefined);
    await delay(faults.strike('whep-slow')?.ms ?? 0, undefined, { ref: false });

    const about = { stream: stream.id };
    const camera = faults.strike('whep-frozen') ? null : stream.camera;
    const audio = findAudioFormat(offer);
    const sound = hum !== null && audio !== undefined ? { hum, format: audio } : null;
    const viewer = new Viewer(format, camera, sound, () => {
      stream.viewers.delete(viewer.id);
      journal.add('viewer-left', { ...about, viewer: viewer.id });
    });
    stream.viewers.set(viewer.id, viewer);
    journal.add('viewer-joined', { ...about, viewer: viewer.id });
    try {
      const answer = await viewer.answer(offer);
      const address = `/live/${path}/whep/${viewer.id}`;
      const headers = { 'Content-Type': 'application/sdp', Location: address };
      return { status: 201, headers, body: answer };
    } catch (error) {
      viewer.close();
      return failure(400, `The offer cannot be answered: ${String(error)}`);
    }
  }

  async function addCandidates({ params, text }: Request): Promise<Reply> {
    const { path = '', viewer = '' } = params;
    const found = streams.atPath(path)?.viewers.get(viewer);
    if (found === undefined) return failure(404, 'No such viewer');
    found.addCandidates(await text());
    return { status: 204 };
  }

  /** Leaving twice, or after the end, is no fault: the SDK's goodbye often comes late. */
  function leave({ params }: Request): Reply {
    const { path = '', viewer = '' } = params;
    streams.atPath(path)?.viewers.get(viewer)?.close();
    return { status: 200 };
  }

  function playlist({ params }: Request): Reply {
    const text = streams.atPath(params['path'] ?? '')?.hls.playlist ?? null;
    if (text === null || faults.strike('hls-missing')) return failure(404, 'No such playlist');
    const [begun = ''] = text.split(/(?<=\.ts\n)/, 1);
    const body = faults.strike('hls-stalled') ? begun : text;
    return { status: 200, headers: { 'Content-Type': 'application/vnd.apple.mpegurl' }, body };
  }

  function segment({ params }: Request): Reply {
    const { path = '', file = '' } = params;
    const body = streams.atPath(path)?.hls.segment(Number.parseInt(file, 10));
    if (body === undefined) return failure(404, 'No such segment');
    return { status: 200, headers: { 'Content-Type': 'video/mp2t' }, body };
  }

  return [
    { method: 'GET', path: '/live/:path/hls/index.m3u8', answer: playlist },
    { method: 'GET', path: '/live/:path/hls/:file', answer: segment },
    { method: 'GET', path: '/config', answer: iceServers },
    { method: 'POST', path: '/live/:path/whep', answer: join },
    { method: 'PATCH', path: '/live/:path/whep/:viewer', answer: addCandidates },
    { method: 'DELETE', path: '/live/:path/whep/:viewer', answer: leave },
  ];
}
