import { expect } from '@open-wc/testing';
import { captureFrame, FIRST_FRAME_LIMIT_MS } from '../../src/playback/picture.js';
import { COVER_MS } from '../../src/playback/playback.js';
import { REST_WHEN_HIDDEN_MS, REST_WHEN_OFF_SCREEN_MS } from '../../src/playback/playback-state.js';
import type { StreamConnection } from '../../src/playback/whep.js';
import { settle } from '../support/fake-clock.js';
import { brightness, closePlayback, FADE_MS, poll, setUpPlayback } from '../support/playing.js';

describe('playback', () => {
  afterEach(closePlayback);

  it('[PB1] shows the stream: muted, inline, in front at its first frame', async () => {
    const { firstFrames, playback, states, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    expect(playback.state.status).to.equal('connecting');
    expect(videos[0].dataset['front']).to.equal(undefined);
    await firstFrames(1);
    expect(playback.state.status).to.equal('playing');
    expect(videos[0].dataset['front']).to.equal('');
    expect(videos[0].muted && videos[0].playsInline && !videos[0].autoplay).to.equal(true);
    expect(states.map(({ status }) => status)).to.deep.equal(['connecting', 'playing']);
    playback.watch({ ...whep.watch('one') });
    expect(whep.count(/^POST/)).to.equal(1);
  });

  it('[PB2] gives up when no frame comes in time, and tries again later and later', async () => {
    const { clock, playback, status, whep } = setUpPlayback();
    whep.manner = 'no-media';
    playback.watch(whep.watch('one'));
    await poll(() => whep.count(/^POST/) === 1);
    await clock.advance(FIRST_FRAME_LIMIT_MS);
    expect(playback.state).to.deep.equal({
      status: 'waiting',
      retryAt: clock.now() + 500,
      attempt: 1,
    });
    whep.manner = 'play';
    await clock.advance(500);
    expect(playback.state.status).to.equal('connecting');
    await status('playing');
    await poll(() => whep.open === 1);
  });

  it('[PB3] sees a stall by its frames, and reconnects while the last frame stays', async () => {
    const { advanceUntil, clock, firstFrames, playback, states, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    await whep.freeze();
    await advanceUntil('waiting');
    expect(states.map(({ status }) => status)).to.include('stalled');
    expect(videos[0].dataset['front']).to.equal('');
    expect(await playback.captureFrame()).to.be.instanceOf(Blob);
    await clock.advance(500);
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
    expect(videos[1].dataset['front']).to.equal('');
    expect(videos[0].dataset['front']).to.equal(undefined);
    await clock.advance(FADE_MS + COVER_MS);
    expect(videos[0].srcObject).to.equal(null);
    expect(whep.open).to.equal(1);
  });

  it('[PB3] a stream that flows again was only stalled', async () => {
    const { advanceUntil, firstFrames, playback, status, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    await whep.freeze();
    await advanceUntil('stalled');
    await whep.thaw();
    await status('playing');
    expect(whep.count(/^POST/)).to.equal(1);
  });

  it('[PF22] after an hour with the lid closed it asks once, and shows the picture again', async () => {
    const { clock, playback, status, whep, advanceUntil } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await status('playing');
    // What its server knew of the page is gone, too.
    await whep.freeze();
    clock.sleep(3_600_000);
    playback.check();
    await advanceUntil('waiting');
    expect(whep.count(/^POST/)).to.equal(1);
    await clock.advance(500);
    await status('playing');
    expect(whep.count(/^POST/)).to.equal(2);
    await poll(() => whep.open === 1);
  });

  it('[PB27] a check finds a picture that stands, without waiting for a stall', async () => {
    const { advanceUntil, firstFrames, playback, states, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    await whep.freeze();
    playback.check();
    await advanceUntil('waiting');
    expect(states.map(({ status }) => status)).not.to.include('stalled');
    playback.check();
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
  });

  it('[PB27] a check of a picture that moves changes nothing', async () => {
    const { clock, firstFrames, playback, states, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    playback.check();
    await firstFrames(1);
    playback.check();
    playback.check();
    const shown = () => whep.made[0]!.getStats();
    const decoded = async () =>
      [...(await shown()).values()].find(({ type }) => type === 'inbound-rtp')?.framesDecoded ?? 0;
    for (const more of [2, 4]) {
      const enough = (await decoded()) + more;
      while ((await decoded()) < enough) await settle();
      await clock.advance(300);
    }
    expect(states.map(({ status }) => status)).to.deep.equal(['connecting', 'playing']);
    expect(whep.count(/^POST/)).to.equal(1);
    playback.close();
    expect(clock.pending).to.equal(0);
  });

  it('[PB28] a picture in a window of its own does not rest, until that is closed', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.setVisible({ pageVisible: false, onScreen: false, elsewhere: true });
    await clock.advance(REST_WHEN_OFF_SCREEN_MS);
    expect(whep.open).to.equal(1);
    playback.setVisible({ pageVisible: false, onScreen: false, elsewhere: false });
    await clock.advance(REST_WHEN_HIDDEN_MS);
    expect(playback.state.status).to.equal('resting');
  });

  it('[PB5] the end of the stream closes without a word to the server; the last frame stays', async () => {
    const { clock, firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(null);
    expect(playback.state.status).to.equal('idle');
    expect(whep.open).to.equal(0);
    expect(whep.count(/^DELETE/)).to.equal(0);
    expect(videos[0].dataset['front']).to.equal('');
    // The browser takes a few pictures of the screen to see that the stream is over.
    for (let picture = 0; picture < 20; picture += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      expect(brightness(videos[0])).to.be.greaterThan(20);
    }
    expect(clock.pending).to.equal(0);
  });

  it('[PB6] lets go when hidden or off screen for long, and comes back', async () => {
    const { advanceFlowing, clock, firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.setVisible({ pageVisible: true, onScreen: false });
    await advanceFlowing(REST_WHEN_OFF_SCREEN_MS - 1_000);
    playback.setVisible({ pageVisible: true, onScreen: true });
    await advanceFlowing(2_000);
    expect(playback.state.status).to.equal('playing');
    playback.setVisible({ pageVisible: false, onScreen: true });
    await clock.advance(REST_WHEN_HIDDEN_MS);
    expect(playback.state.status).to.equal('resting');
    expect(whep.open).to.equal(0);
    expect(whep.count(/^DELETE/)).to.equal(1);
    expect(videos[0].dataset['front']).to.equal('');
    playback.watch(whep.watch('two'));
    expect(whep.count(/^POST/)).to.equal(1);
    playback.setVisible({ pageVisible: true, onScreen: true });
    await firstFrames(2);
    expect(playback.state.status).to.equal('playing');
    expect(whep.requests.at(-1)).to.equal('POST /two/whep');
  });

  it('[PB7] retries a refused token or a missing stream patiently, a new watch at once', async () => {
    const { clock, playback, status, whep } = setUpPlayback();
    whep.manner = 404;
    playback.watch(whep.watch('one'));
    await status('waiting');
    expect(playback.state).to.include({ retryAt: clock.now() + 15_000 });
    whep.manner = 401;
    playback.watch(whep.watch('two'));
    await poll(() => whep.count(/^POST/) === 2);
    await status('waiting');
    expect(playback.state).to.include({ retryAt: clock.now() + 60_000, attempt: 1 });
    whep.manner = 'play';
    playback.watch(whep.watch('three'));
    await status('playing');
  });

  it('[PB7] a tap tries again at once', async () => {
    const { playback, status, whep } = setUpPlayback();
    whep.manner = 401;
    playback.watch(whep.watch('one'));
    await status('waiting');
    whep.manner = 'play';
    playback.resume();
    await status('playing');
  });

  it('[PB8] closes a connection that comes too late', async () => {
    let release: (connection: StreamConnection) => void = () => {};
    const ended: string[] = [];
    const { playback } = setUpPlayback({
      connect: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    playback.watch({ webrtcUrl: 'https://x/one', hlsUrl: null, token: 't' });
    playback.watch(null);
    release({
      isActive: true,
      behindSeconds: null,
      attach: () => ended.push('attach'),
      detach: () => ended.push('detach'),
      framesDecoded: () => Promise.resolve(null),
      disconnect: () => ended.push('disconnect'),
      close: () => ended.push('close'),
    });
    await settle();
    expect(ended).to.deep.equal(['disconnect', 'detach']);
  });

  it('[PB9] leaves no connection open, whatever the server does, and no timer', async () => {
    const { clock, firstFrames, playback, status, whep } = setUpPlayback();
    for (const manner of ['break', 502, 404, 401] as const) {
      whep.manner = manner;
      playback.watch(whep.watch(String(manner)));
      const posts = whep.count(/^POST/);
      await poll(() => whep.count(/^POST/) > posts || playback.state.status === 'waiting');
      await status('waiting');
    }
    whep.manner = 'hang';
    playback.watch(whep.watch('hang'));
    await poll(() => whep.count(/hang/) === 1);
    await clock.advance(FIRST_FRAME_LIMIT_MS);
    await poll(() => whep.open === 0);
    whep.manner = 'play';
    for (let round = 0; round < 50; round += 1) {
      playback.watch(whep.watch(`round-${round}`));
      // Let each get to a different point before it is over.
      for (let step = 0; step < round % 10; step += 1) {
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      playback.watch(null);
    }
    await poll(() => whep.open === 0);
    playback.watch(whep.watch('last'));
    await firstFrames(1);
    playback.close();
    await poll(() => whep.open === 0);
    expect(clock.pending).to.equal(0);
  });

  it('[PB10] is blocked when the browser wants a tap, and plays after it', async () => {
    const { firstFrames, playback, status, videos, whep } = setUpPlayback();
    const real = videos[0].play;
    videos[0].play = () => Promise.reject(new DOMException('tap', 'NotAllowedError'));
    playback.watch(whep.watch('one'));
    await status('blocked');
    videos[0].play = real;
    playback.resume();
    await firstFrames(1);
    await status('playing');
  });

  it('[PB10] answers one unasked pause with play, and takes a second one as meant', async () => {
    const { firstFrames, playback, status, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    videos[0].pause();
    await poll(() => !videos[0].paused);
    videos[0].pause();
    await status('blocked');
    playback.resume();
    await status('playing');
  });

  it('[PB11] goes silent again, rather than dark, when the browser refuses sound', async () => {
    const { firstFrames, playback, videos, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.setMuted(false);
    expect(playback.muted).to.equal(false);
    videos[0].pause();
    await poll(() => videos[0].muted && !videos[0].paused);
    expect(playback.muted).to.equal(true);
    expect(playback.state.status).to.equal('playing');
  });

  it('[PB12] captures what is shown, as a JPEG of the stream’s size', async () => {
    const { firstFrames, playback, whep } = setUpPlayback();
    expect(await playback.captureFrame()).to.equal(null);
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    const frame = await playback.captureFrame();
    expect(frame?.type).to.equal('image/jpeg');
    const bitmap = await createImageBitmap(frame!);
    expect([bitmap.width, bitmap.height]).to.deep.equal([160, 90]);
  });

  it('[PB12] is bounded in size and bytes, whatever the stream is', async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2560, 1440];
    const pen = canvas.getContext('2d')!;
    const noise = new Uint32Array(2560 * 1440);
    for (let at = 0, seed = 1; at < noise.length; at += 1) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      noise[at] = seed | 0xff000000;
    }
    pen.putImageData(new ImageData(new Uint8ClampedArray(noise.buffer), 2560, 1440), 0, 0);
    const still = canvas as unknown as HTMLVideoElement;
    Object.assign(still, { videoWidth: 2560, videoHeight: 1440 });
    const frame = await captureFrame(still);
    const bitmap = await createImageBitmap(frame!);
    expect([bitmap.width, bitmap.height]).to.deep.equal([1280, 720]);
    expect(frame!.size).to.be.lessThan(400_000);
  });

  it('[PB13] says so where there is no WebRTC', () => {
    const { playback, whep } = setUpPlayback();
    const real = globalThis.RTCPeerConnection;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      playback.watch(whep.watch('one'));
      expect(playback.state).to.deep.equal({ status: 'unsupported', lacks: 'webrtc' });
    } finally {
      globalThis.RTCPeerConnection = real;
    }
  });

  it('[PB18] a picture that does not come to a browser without H.264 is told so, and still asked for', async () => {
    const { clock, playback, states, status, whep } = setUpPlayback();
    const real = RTCRtpReceiver.getCapabilities;
    RTCRtpReceiver.getCapabilities = (kind) => {
      const all = real.call(RTCRtpReceiver, kind);
      const codecs = all?.codecs.filter(({ mimeType }) => mimeType !== 'video/H264') ?? [];
      return { codecs, headerExtensions: all?.headerExtensions ?? [] };
    };
    try {
      whep.manner = 400;
      playback.watch(whep.watch('one'));
      await status('unsupported');
      expect(playback.state).to.deep.equal({ status: 'unsupported', lacks: 'h264' });
      await poll(() => clock.pending === 1);
      whep.manner = 'play';
      await clock.advance(500);
      await status('playing');
      const told = states.map((state) => state.status);
      expect(told).to.deep.equal(['connecting', 'unsupported', 'playing']);
    } finally {
      RTCRtpReceiver.getCapabilities = real;
    }
  });
});
