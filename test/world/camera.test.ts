import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sceneFrom } from '../../demo/world/scene/scene.js';
import { Camera, type Frame } from '../../demo/world/stream/camera.js';
import { until } from './wire.js';

const LIMIT_MS = 20_000;

test('[PF19] a key frame comes when one is asked for, not with each watcher', async () => {
  const frames: Frame[] = [];
  const camera = new Camera(sceneFrom('a meadow'), {
    width: 160,
    height: 96,
    framesPerSecond: 20,
    bitsPerSecond: 200_000,
    captions: false,
    startImage: undefined,
    failed: (error) => assert.fail(error),
  });
  const keys = () => frames.flatMap(({ key }, at) => (key ? [at] : []));
  const leave = camera.watch((frame) => {
    frames.push(frame);
    // Somebody else comes with every frame.
    camera.watch(() => undefined)();
  });
  await until('the next key frame', () => keys().length === 2, LIMIT_MS);
  const [first = 0, second = 0] = keys();
  const took = (frames[second]?.microseconds ?? 0) - (frames[first]?.microseconds ?? 0);
  // The encoder makes every tenth frame a key frame, the camera one every two seconds.
  assert.ok(second - first >= 10 || took >= 1.9e6, `${second - first} frames, ${took} µs`);
  await until(
    'the next one is asked for',
    () => {
      camera.requestKeyFrame();
      const [before, last] = keys().slice(-2);
      return before !== undefined && last !== undefined && last - before < 10;
    },
    LIMIT_MS,
  );
  leave();
  camera.stop();
});
