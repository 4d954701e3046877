import { expect } from '@open-wc/testing';
import { sendThumbnails, smallJpeg } from '../../src/element/line.js';
import type { PlaybackState } from '../../src/playback/playback-state.js';
import { FRAME_LENGTH_MAX } from '../../src/protocol/limits.js';
import { ManualTimers } from './support/manual-timers.js';
import { soon } from './support/mount.js';

/** A picture of coloured noise: nothing is harder to make small. */
async function noise(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  let seed = 1;
  for (let at = 0; at < image.data.length; at += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    image.data[at] = at % 4 === 3 ? 255 : seed % 256;
  }
  context.putImageData(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}

async function sizeOf(jpeg: string): Promise<[number, number]> {
  const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0));
  const { width, height } = await createImageBitmap(new Blob([bytes]));
  return [width, height];
}

describe('the pictures of prompts', () => {
  it('[RP10] a picture is 256 pixels at its longer side, and small', async () => {
    for (const [width, height, expected] of [
      [1280, 704, [256, 141]],
      [704, 1280, [141, 256]],
      [100, 60, [100, 60]],
    ] as const) {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')!.fillRect(0, 0, width / 2, height);
      const jpeg = await smallJpeg(await canvas.convertToBlob({ type: 'image/jpeg' }));
      expect(jpeg?.startsWith('/9j/')).to.equal(true);
      expect(await sizeOf(jpeg ?? '')).to.deep.equal(expected);
    }
  });

  it('[RP10] what is hard to make small is coarse, or there is none', async () => {
    const jpeg = await smallJpeg(await noise(832, 480));
    expect(jpeg?.length ?? 0).to.be.at.most(FRAME_LENGTH_MAX);
  });

  it('[RP10] it is taken two seconds after it was asked for; without a picture the page says so', async () => {
    const timers = new ManualTimers();
    try {
      const canvas = new OffscreenCanvas(20, 10);
      canvas.getContext('2d')!.fillRect(0, 0, 5, 5);
      const picture = await canvas.convertToBlob({ type: 'image/jpeg' });
      const sent: string[] = [];
      let shown: Blob | null = picture;
      let ask = (_id: string) => {};
      const client = {
        onCapture(listener: (id: string) => void) {
          ask = listener;
          return () => {};
        },
        sendThumbnail: (promptId: string, jpeg: string | null) =>
          sent.push(`${promptId} ${jpeg === null ? 'none' : jpeg.slice(0, 4)}`) > 0,
      };
      const playback: Parameters<typeof sendThumbnails>[1] = new (class {
        state: PlaybackState = { status: 'playing' };
        captureFrame = async () => shown;
      })();
      sendThumbnails(client, playback);
      ask('one');
      expect([sent, timers.delays]).to.deep.equal([[], [2_000]]);
      timers.runAll();
      shown = null;
      ask('two');
      timers.runAll();
      Object.assign(playback, { state: { status: 'resting' } });
      ask('three');
      expect([sent, timers.count]).to.deep.equal([['three none'], 0]);
      timers.restore();
      await soon(() => sent.length === 3);
      expect(sent.sort()).to.deep.equal(['one /9j/', 'three none', 'two none']);
    } finally {
      timers.restore();
    }
  });
});
