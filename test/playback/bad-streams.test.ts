import { expect } from '@open-wc/testing';
import { connectByHls } from '../../src/playback/hls.js';
import { FIRST_FRAME_LIMIT_MS } from '../../src/playback/picture.js';
import { ConnectError } from '../../src/playback/playback-state.js';
import { Whep } from '../../src/playback/whep.js';
import { FakeWhep } from '../support/fake-whep.js';
import { closePlayback, poll, setUpPlayback } from '../support/playing.js';

const HEAD = '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n';
const ENDLESS = `${location.origin}/endless.ts`;
const MISSING = `${location.origin}/no-such-segment.ts`;

const made: string[] = [];
/** An address at which this is served, as whatever it says it is. */
function served(text: string, type = 'application/vnd.apple.mpegurl'): string {
  const url = URL.createObjectURL(new Blob([text], { type }));
  made.push(url);
  return url;
}

async function troubleOf(hlsUrl: string | null): Promise<string> {
  const watch = { webrtcUrl: 'https://whep.test/one', hlsUrl, token: 't' };
  try {
    (await connectByHls(watch, new AbortController().signal)).detach();
    return 'connected';
  } catch (error) {
    return error instanceof ConnectError ? error.trouble : String(error);
  }
}

describe('streams that are none', () => {
  afterEach(() => {
    closePlayback();
    for (const url of made.splice(0)) URL.revokeObjectURL(url);
  });

  it('[PF13] a playlist that is none, of another type, empty or missing is no stream', async () => {
    expect(await troubleOf(null)).to.equal('no-stream');
    expect(await troubleOf(`${location.origin}/no-such-playlist.m3u8`)).to.equal('no-stream');
    for (const text of ['<!doctype html><p>Sign in', '', '{"error":"no"}', HEAD]) {
      expect(await troubleOf(served(text, 'text/html')), text).to.equal('unreachable');
    }
  });

  it('[PF13] segments that are missing or no video are given up after 8 s, and tried by the backoff', async () => {
    for (const segment of [MISSING, served('not a picture', 'text/plain')]) {
      const playlist = served(`${HEAD}#EXTINF:1,\n${segment}\n#EXTINF:1,\n${segment}\n`);
      const { advanceUntil, clock, playback, states, status, whep } = setUpPlayback({
        connectByHls,
        transport: () => 'hls',
      });
      playback.watch({ ...whep.watch('one'), hlsUrl: playlist });
      for (const [attempt, waitMs] of [
        [1, 500],
        [2, 1_000],
      ] as const) {
        await status('connecting');
        const from = clock.now();
        await advanceUntil('waiting');
        const { state } = playback;
        if (state.status !== 'waiting') throw new Error(state.status);
        expect(state.attempt).to.equal(attempt);
        expect(state.retryAt - from).to.be.within(FIRST_FRAME_LIMIT_MS, Infinity);
        expect(state.retryAt - clock.now()).to.be.within(waitMs - 250, waitMs);
        await clock.advance(waitMs);
      }
      expect(states.filter(({ status: was }) => was === 'playing')).to.deep.equal([]);
      closePlayback();
    }
    const asked = performance.getEntriesByName(MISSING).length;
    expect(asked, 'requests for a segment that is missing').to.be.lessThan(12);
  });

  it('[PF21] a segment without end is given up after 8 s as well, and left', async () => {
    const open = { sent: 0, left: 0 };
    const RealRequest = globalThis.XMLHttpRequest;
    globalThis.XMLHttpRequest = class extends RealRequest {
      private isEndless = false;
      override open(method: string, url: string | URL): void {
        this.isEndless = String(url) === ENDLESS;
        super.open(method, url, true);
      }
      override send(): void {
        if (!this.isEndless) return super.send();
        open.sent += 1;
      }
      override abort(): void {
        if (this.isEndless) open.left += 1;
        super.abort();
      }
    };
    const segment = `#EXTINF:1,\n${ENDLESS}\n`;
    const { advanceUntil, playback, whep } = setUpPlayback({
      connectByHls,
      transport: () => 'hls',
    });
    playback.watch({ ...whep.watch('one'), hlsUrl: served(HEAD + segment + segment) });
    await poll(() => open.sent === 1);
    await advanceUntil('waiting');
    expect(open.sent).to.equal(1);
    expect(open.left, JSON.stringify(open)).to.be.greaterThan(0);
    closePlayback();
    globalThis.XMLHttpRequest = RealRequest;
  });

  it('[PF14] a stream of sound alone is no picture: it is given up after 8 s', async () => {
    const { advanceUntil, playback, whep, status } = setUpPlayback();
    whep.manner = 'only-sound';
    playback.watch(whep.watch('one'));
    await poll(() => whep.made[0]?.connectionState === 'connected');
    await advanceUntil('waiting');
    await poll(() => whep.count(/^DELETE/) === 1);
    whep.manner = 'play';
    playback.resume();
    await status('playing');
  });

  it('[PF15] where the server has sent the page elsewhere, its session is there', async () => {
    const whep = new FakeWhep('https://redirects.whep.test');
    whep.manner = 'redirects';
    const connection = await new Whep().connect(whep.watch('one'), new AbortController().signal);
    connection.disconnect();
    await poll(() => whep.count(/^foreign DELETE https:\/\/elsewhere\.test\/session\/1$/) === 1);
    expect(whep.open).to.equal(0);
    whep.remove();
  });
});
