import { expect } from '@open-wc/testing';
import { FIRST_FRAME_LIMIT_MS } from '../../src/playback/picture.js';
import { COVER_MS, RETURN_AFTER_MS } from '../../src/playback/playback.js';
import { ConnectError, type Trouble } from '../../src/playback/playback-state.js';
import type { ConnectPort } from '../../src/playback/whep.js';
import { closePlayback, FADE_MS, poll, setUpPlayback } from '../support/playing.js';

/** HLS that plays a canvas: what is loaded and how is the other port's matter. */
class FakeHls {
  readonly log: string[] = [];
  works = true;
  why: Trouble = 'unreachable';
  behindSeconds = 6;
  private readonly canvas = document.createElement('canvas');
  private readonly painting: ReturnType<typeof setInterval>;

  constructor() {
    const pen = this.canvas.getContext('2d');
    let hue = 0;
    this.painting = setInterval(() => {
      hue = (hue + 7) % 360;
      if (pen !== null) pen.fillStyle = `hsl(${hue} 80% 50%)`;
      pen?.fillRect(0, 0, 300, 150);
    }, 30);
  }

  readonly connect: ConnectPort = async ({ hlsUrl }) => {
    this.log.push(`connect ${hlsUrl}`);
    if (!this.works) throw new ConnectError(this.why);
    const stream = this.canvas.captureStream(30);
    const fake = this;
    let on: HTMLVideoElement | null = null;
    return {
      isActive: true,
      get behindSeconds() {
        return fake.behindSeconds;
      },
      attach(video) {
        on = video;
        video.srcObject = stream;
      },
      framesDecoded: async () => null,
      disconnect: () => this.log.push('disconnect'),
      close: () => this.log.push('close'),
      detach: () => {
        this.log.push('detach');
        if (on !== null) on.srcObject = null;
      },
    };
  };

  stop(): void {
    clearInterval(this.painting);
  }
}

describe('playback where WebRTC brings no picture', () => {
  let hls: FakeHls;
  beforeEach(() => {
    hls = new FakeHls();
  });
  afterEach(() => {
    closePlayback();
    hls.stop();
  });

  function setUp(wanted: 'auto' | 'webrtc' | 'hls' = 'auto') {
    const set = setUpPlayback({ connectByHls: hls.connect, transport: () => wanted });
    const watch = (name: string) => ({
      ...set.whep.watch(name),
      hlsUrl: `https://hls.test/${name}`,
    });
    return { ...set, watch };
  }

  it('[PB19] a refusal, or no frame within 8 s, is followed by HLS at once, whose delay is told', async () => {
    const { clock, firstFrames, playback, states, status, watch, whep } = setUp();
    whep.manner = 503;
    playback.watch(watch('one'));
    await status('playing');
    expect(hls.log).to.deep.equal(['connect https://hls.test/one']);
    expect(playback.state).to.deep.equal({ status: 'playing', behindSeconds: 6 });
    expect(states.some(({ status: told }) => told === 'waiting')).to.equal(false);
    playback.watch(null);

    const other = setUp();
    other.whep.manner = 'no-media';
    other.playback.watch(other.watch('two'));
    await poll(() => other.whep.count(/^POST/) === 1);
    await other.clock.advance(FIRST_FRAME_LIMIT_MS);
    await other.firstFrames(1);
    expect(other.playback.state).to.deep.equal({ status: 'playing', behindSeconds: 6 });
    expect(clock.pending).to.equal(0);
    await firstFrames(1);
  });

  it('[PB19] the next stream comes by HLS at once, for as long as WebRTC does not work', async () => {
    const { firstFrames, playback, status, watch, whep } = setUp();
    whep.manner = 503;
    playback.watch(watch('one'));
    await status('playing');
    playback.watch(watch('two'));
    await firstFrames(2);
    expect(whep.count(/^POST/)).to.equal(1);
    expect(hls.log.filter((line) => line.startsWith('connect'))).to.have.length(2);
  });

  it('[PB20] WebRTC is tried again beside it, unseen, and comes in front when it works', async () => {
    const {
      advanceFlowing,
      clock,
      firstFrames,
      playback,
      states,
      status,
      until,
      videos,
      watch,
      whep,
    } = setUp();
    whep.manner = 503;
    playback.watch(watch('one'));
    await status('playing');
    const told = states.length;
    await advanceFlowing(1.25 * RETURN_AFTER_MS);
    await poll(() => whep.count(/^POST/) === 2);
    await poll(() => whep.open === 0);
    whep.manner = 'play';
    await advanceFlowing(1.25 * RETURN_AFTER_MS);
    await firstFrames(2);
    await until(() => playback.state.status === 'playing' && !('behindSeconds' in playback.state));
    expect(states.slice(told).map(({ status: one }) => one)).to.deep.equal(['playing']);
    expect(videos.filter(({ dataset }) => 'front' in dataset)).to.have.length(1);
    await clock.advance(2_000);
    expect(hls.log.slice(-2)).to.deep.equal(['disconnect', 'detach']);
    expect(whep.open).to.equal(1);
  });

  it('[PB21] where neither works it is tried in turns, no tighter than the backoff', async () => {
    const { clock, playback, status, watch, whep } = setUp();
    hls.works = false;
    whep.manner = 503;
    playback.watch(watch('one'));
    for (let round = 1; round <= 4; round += 1) {
      await status('waiting');
      expect(whep.count(/^POST/)).to.equal(round);
      expect(hls.log).to.have.length(round);
      const { state } = playback;
      await clock.advance(state.status === 'waiting' ? state.retryAt - clock.now() : 0);
      await poll(() => whep.count(/^POST/) === round + 1);
    }
  });

  it('[PF24] a playlist that begins some seconds after its stream is asked for soon again', async () => {
    const { clock, playback, status, watch } = setUp('hls');
    hls.works = false;
    hls.why = 'no-stream';
    playback.watch(watch('one'));
    for (const limit of [500, 1_000, 2_000, 4_000]) {
      await status('waiting');
      const { state } = playback;
      const wait = state.status === 'waiting' ? state.retryAt - clock.now() : Number.NaN;
      expect(wait).to.be.within(0, limit);
      hls.works = limit === 4_000;
      const asked = hls.log.length;
      await clock.advance(wait);
      await poll(() => hls.log.length > asked);
    }
    await status('playing');
  });

  it('[PB22] a page may insist on either', async () => {
    const insistent = setUp('hls');
    insistent.playback.watch(insistent.watch('one'));
    await insistent.status('playing');
    expect(insistent.whep.count(/^POST/)).to.equal(0);
    const other = setUp('webrtc');
    other.whep.manner = 503;
    other.playback.watch(other.watch('one'));
    await other.status('waiting');
    expect(hls.log.filter((line) => line.startsWith('connect'))).to.have.length(1);
  });

  it('[PB22] without WebRTC it is HLS from the start, and nothing else is tried', async () => {
    const { advanceFlowing, playback, status, watch } = setUp();
    const real = globalThis.RTCPeerConnection;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      playback.watch(watch('one'));
      await status('playing');
      await advanceFlowing(2 * RETURN_AFTER_MS);
      expect(hls.log).to.deep.equal(['connect https://hls.test/one']);
    } finally {
      globalThis.RTCPeerConnection = real;
    }
  });

  it('[PB25] viewers by HLS move like all others, and say so', async () => {
    const { clock, firstFrames, playback, shown, watch } = setUp('hls');
    playback.watch(watch('one'));
    await firstFrames(1);
    playback.watch(watch('two'), 2_000);
    await clock.advance(1_999);
    expect(hls.log).to.deep.equal(['connect https://hls.test/one']);
    await clock.advance(1);
    await firstFrames(2);
    expect(hls.log).to.deep.equal(['connect https://hls.test/one', 'connect https://hls.test/two']);
    expect(shown).to.deep.equal(['token-one']);
    await clock.advance(FADE_MS + COVER_MS);
    expect(shown).to.deep.equal(['token-one', 'token-two']);
    expect(hls.log.slice(2)).to.deep.equal(['disconnect', 'detach']);
  });
});
