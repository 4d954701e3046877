import { expect } from '@open-wc/testing';
import { COVER_MS } from '../../src/playback/playback.js';
import type { ConnectPort } from '../../src/playback/whep.js';
import type { Watch } from '../../src/protocol/view.js';
import { closePlayback, FADE_MS, poll, setUpPlayback } from '../support/playing.js';

const watchOf = (name: string): Watch => ({
  webrtcUrl: `https://hand.test/${name}`,
  hlsUrl: null,
  token: name,
});

/** Streams whose frames a test paints one by one. */
class FramesByHand {
  private readonly streams = new Map<string, () => void>();

  readonly connect: ConnectPort = async ({ token }) => {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d')!;
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    let count = 0;
    const paint = () => {
      count += 1;
      pen.fillStyle = `hsl(${count * 40} 80% 50%)`;
      pen.fillRect(0, 0, 300, 150);
      track!.requestFrame();
    };
    this.streams.set(token, paint);
    let on: HTMLVideoElement | null = null;
    const end = () => track!.stop();
    return {
      isActive: true,
      behindSeconds: null,
      attach(video) {
        on = video;
        video.srcObject = stream;
      },
      framesDecoded: async () => count,
      disconnect: end,
      close: end,
      detach: () => {
        if (on?.srcObject === stream) on.srcObject = null;
      },
    };
  };

  /** Paints a frame and waits until the video has shown it. */
  async paint(name: string, video: HTMLVideoElement): Promise<void> {
    const shown = video.getVideoPlaybackQuality().totalVideoFrames;
    this.streams.get(name)!();
    await poll(() => video.getVideoPlaybackQuality().totalVideoFrames > shown);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
}

describe('playback, as viewers move to the next stream', () => {
  afterEach(closePlayback);

  /** A picture that plays, and its successor, connected. */
  async function twoPictures() {
    const frames = new FramesByHand();
    const { clock, playback, status, videos } = setUpPlayback({ connect: frames.connect });
    playback.watch(watchOf('one'));
    await poll(() => videos[0].srcObject !== null);
    await frames.paint('one', videos[0]);
    await status('playing');
    playback.watch(watchOf('two'));
    await poll(() => videos[1].srcObject !== null);
    const isForward = () => 'front' in videos[1].dataset && !('front' in videos[0].dataset);
    /** The old picture moves, while its successor gets so many frames. */
    const paint = async (count: number, everyMs: number) => {
      for (let painted = 0; painted < count; painted += 1) {
        await clock.advance(everyMs);
        await frames.paint('one', videos[0]);
        await frames.paint('two', videos[1]);
      }
    };
    return { clock, frames, isForward, paint, videos };
  }

  it('[PB24] the new picture comes forward when it runs; a few frames are not enough', async () => {
    const { isForward, paint } = await twoPictures();
    await paint(7, 50);
    expect(isForward()).to.equal(false);
    await paint(1, 50);
    expect(isForward()).to.equal(true);
  });

  it('[PB24] a pause begins the count again', async () => {
    const { isForward, paint } = await twoPictures();
    await paint(7, 50);
    await paint(7, 201);
    expect(isForward()).to.equal(false);
  });

  it('[PB24] a slow picture comes after two seconds of frames', async () => {
    const { isForward, paint } = await twoPictures();
    await paint(4, 450);
    expect(isForward()).to.equal(false);
    await paint(2, 450);
    expect(isForward()).to.equal(true);
  });

  it('[PF20] when the old picture has stood for 200 ms its next frame is enough', async () => {
    const { clock, frames, isForward, paint, videos } = await twoPictures();
    await paint(2, 50);
    await clock.advance(200);
    await frames.paint('two', videos[1]);
    expect(isForward()).to.equal(false);
    await clock.advance(1);
    await frames.paint('two', videos[1]);
    expect(isForward()).to.equal(true);
  });

  it('[PB24] unless the old picture stands as well', async () => {
    const frames = new FramesByHand();
    const { clock, playback, status, videos } = setUpPlayback({ connect: frames.connect });
    playback.watch(watchOf('one'));
    await poll(() => videos[0].srcObject !== null);
    await frames.paint('one', videos[0]);
    await status('playing');
    await clock.advance(1_000);
    playback.watch(watchOf('two'));
    await poll(() => videos[1].srcObject !== null);
    await frames.paint('one', videos[0]);
    await clock.advance(100);
    await frames.paint('two', videos[1]);
    await clock.advance(2_899);
    expect(videos[0].dataset['front']).to.equal('');
    await clock.advance(1);
    expect([videos[0].dataset['front'], videos[1].dataset['front']]).to.deep.equal([undefined, '']);
  });

  it('[PB24] with nothing else to be seen its first frame is shown at once', async () => {
    const frames = new FramesByHand();
    const { playback, status, videos } = setUpPlayback({ connect: frames.connect });
    playback.watch(watchOf('one'));
    await poll(() => videos[0].srcObject !== null);
    await frames.paint('one', videos[0]);
    await status('playing');
    expect(videos[0].dataset['front']).to.equal('');
  });

  it('[PB23] while it waits for its moment, an old picture that stands is not waited out', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'), 60_000);
    await whep.freeze();
    await clock.advance(2_000);
    expect(whep.count(/^POST/)).to.equal(1);
    await whep.thaw();
    // Frames that were under way when it froze count as well.
    for (let passed = 0; whep.count(/^POST/) === 1 && passed < 10_000; passed += 500) {
      await whep.freeze();
      await clock.advance(500);
    }
    await poll(() => whep.count(/^POST \/two/) === 1);
    await whep.thaw();
    await firstFrames(2);
  });

  it('[PB23] a stream that ends while its moment is waited for is joined no more', async () => {
    const { clock, firstFrames, playback, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    await firstFrames(1);
    playback.watch(whep.watch('two'), 4_000);
    playback.watch(null);
    expect(clock.pending).to.equal(0);
    expect(playback.state.status).to.equal('idle');
    await clock.advance(10_000);
    expect(whep.count(/^POST/)).to.equal(1);
  });

  it('[PB25] says which stream it shows once the one before is not seen any more, and when none is', async () => {
    const { clock, firstFrames, playback, shown, whep } = setUpPlayback();
    playback.watch(whep.watch('one'));
    expect(shown).to.deep.equal([]);
    await firstFrames(1);
    expect(shown).to.deep.equal(['token-one']);
    playback.watch(whep.watch('two'), 2_000);
    await clock.advance(2_000);
    await firstFrames(2);
    await clock.advance(FADE_MS);
    expect(shown).to.deep.equal(['token-one']);
    await clock.advance(COVER_MS);
    expect(shown).to.deep.equal(['token-one', 'token-two']);
    playback.setVisible({ pageVisible: false, onScreen: true });
    await clock.advance(10_000);
    expect(shown).to.deep.equal(['token-one', 'token-two', null]);
    playback.setVisible({ pageVisible: true, onScreen: true });
    await firstFrames(3);
    expect(shown.at(-1)).to.equal('token-two');
    playback.watch(null);
    expect(shown.at(-1)).to.equal(null);
  });

  it('[PB25] says that there is none where no picture came', async () => {
    const { playback, shown, status, whep } = setUpPlayback();
    whep.manner = 404;
    playback.watch(whep.watch('one'));
    await status('waiting');
    expect(shown).to.deep.equal([null]);
  });

  it('[PB26] a hundred streams one after the other leave no connection, timer, track or worker', async () => {
    const { clock, firstFrames, playback, videos, whep } = setUpPlayback();
    const held = new Held();
    for (let count = 1; count <= 100; count += 1) {
      playback.watch(whep.watch(`stream-${count}`), count % 3 === 0 ? 3_000 : 0);
      await clock.advance(3_000);
      await firstFrames(count);
      // Every fourth is cut short by the next.
      if (count % 4 === 0) continue;
      await clock.advance(FADE_MS + COVER_MS);
      expect(whep.open, `connections after ${count}`).to.equal(1);
      expect(videos.filter(({ srcObject }) => srcObject !== null)).to.have.length(1);
    }
    expect(document.querySelectorAll('video, audio')).to.have.length(2);
    playback.close();
    await poll(() => whep.open === 0 && held.timers === 0);
    expect(clock.pending).to.equal(0);
    expect(videos.map(({ srcObject }) => srcObject)).to.deep.equal([null, null]);
    expect([held.made, held.workers]).to.deep.equal([0, 0]);
    held.stop();
  }).timeout(270_000);
});

/** Counts the page's own timers, and the media elements and workers that it makes. */
class Held {
  workers = 0;
  made = 0;
  private readonly open = new Set<unknown>();
  private readonly real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    Worker: globalThis.Worker,
    createElement: document.createElement,
  };

  constructor() {
    const { real, open } = this;
    const held = this;
    globalThis.setTimeout = ((run: () => void, ms?: number) => {
      const id = real.setTimeout.call(
        globalThis,
        () => {
          open.delete(id);
          run();
        },
        ms,
      );
      // Those without a delay are the test's own, which polls.
      if (ms !== undefined) open.add(id);
      return id;
    }) as typeof setTimeout;
    globalThis.clearTimeout = (id) => {
      open.delete(id);
      real.clearTimeout.call(globalThis, id);
    };
    globalThis.Worker = class extends real.Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        held.workers += 1;
      }
    };
    document.createElement = function (this: Document, name: string, options?: unknown) {
      if (/^(video|audio)$/i.test(name)) held.made += 1;
      return real.createElement.call(this, name, options as ElementCreationOptions);
    } as typeof document.createElement;
  }

  get timers(): number {
    return this.open.size;
  }

  stop(): void {
    const { createElement, ...others } = this.real;
    Object.assign(globalThis, others);
    document.createElement = createElement;
  }
}
