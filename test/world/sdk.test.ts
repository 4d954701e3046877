import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { startWorld, type World } from '../../demo/world/world.js';
import { openSdkBrowser, type SdkBrowser } from './sdk-browser.js';
import { until } from './wire.js';

describe('the real SDK in Chromium', () => {
  let chromium: SdkBrowser;
  let world: World;
  let page: Page;
  before(async () => {
    chromium = await openSdkBrowser();
  });
  after(() => chromium.close());
  beforeEach(async () => {
    world = await startWorld();
    page = await chromium.open(world.url);
  });
  afterEach(async () => {
    await page.close();
    await world.close();
  });

  const ready = () => until('broadcast ready', () => page.evaluate(() => sdk.ready()), 10_000);
  const frames = () => page.evaluate(() => [...sdk.frames]);
  const saw = (event: string) =>
    until(event, async () => (await page.evaluate(() => sdk.events)).includes(event), 10_000);

  test('[WO22] conducts, and eight spectators get every frame', async () => {
    await page.evaluate(() => sdk.conduct('local'));
    await page.evaluate(() => sdk.start('A lighthouse by the sea at noon'));
    const info = await ready();
    assert.match(info.hlsUrl ?? '', /\/live\/\w+\/hls\/index\.m3u8$/);
    for (let count = 0; count < 8; count += 1) await page.evaluate(() => sdk.watch());
    await until('all see it', async () => (await frames()).every((count) => count > 0), 10_000);

    // Counted as they arrive: how many of nine videos a busy machine paints is not ours.
    const received = () => page.evaluate(() => sdk.received());
    const from = await received();
    await until('100 frames', async () => (await received())[0]! > from[0]! + 100, 20_000);
    const counts = (await received()).map((count, index) => count - from[index]!);
    assert.equal(counts.length, 8);
    assert.ok(Math.min(...counts) >= 0.9 * Math.max(...counts), `frames received: ${counts}`);
    assert.ok(Math.min(...(await frames())) > 30);

    const before = await page.evaluate(() => sdk.colour(5));
    const told = await page.evaluate(() => sdk.interact('It is a dark night'));
    assert.equal(told, 'A lighthouse by the sea at noon. Now it is a dark night.');
    await until('the picture changes', async () => {
      const now = await page.evaluate(() => sdk.colour(5));
      return now.some((value, index) => Math.abs(value - before[index]!) > 20);
    });

    await page.evaluate(() => sdk.leaveAll());
    await until('viewers gone', () => world.stats().streams[0]?.viewers === 0);
    await page.evaluate(() => sdk.endStream());
    await page.evaluate(() => sdk.disconnect());
    await until('closed cleanly', () => world.stats().sessions.closed === 1);
  });

  test('[WO22] runs stream after stream on one connection, and plays the recording', async () => {
    await page.evaluate(() => sdk.conduct('local'));
    const first = await page.evaluate(() => sdk.start('A meadow'));
    await until('a second of frames', async () => (await frames())[0]! > 20, 10_000);
    await page.evaluate(() => sdk.endStream());
    const between = (await frames())[0]!;
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(320, 200);
      canvas.getContext('2d')?.fillRect(0, 0, 320, 200);
      return sdk.start('A desert', await canvas.convertToBlob());
    });
    await until('frames go on', async () => (await frames())[0]! > between + 20, 10_000);
    const recording = await page.evaluate((id) => sdk.recording(id, 'local'), first);
    const played = await page.evaluate((url) => sdk.play(url ?? ''), recording.video_url);
    assert.deepEqual([played.width, played.height], [832, 480]);
    assert.ok(Math.abs(played.seconds - recording.duration_seconds!) < 0.5);
    await page.evaluate(() => sdk.disconnect());
  });

  test('[WO22] is told of a wrong key, a refusal, a crash and a lost socket in its own words', async () => {
    await assert.rejects(
      page.evaluate(() => sdk.conduct('wrong')),
      /Invalid API key/,
    );
    world.setFaults({ fault: 'quota' });
    await assert.rejects(
      page.evaluate(() => sdk.conduct('local')),
      /Monthly usage limit/,
    );
    world.setFaults({ fault: 'no-gpu' });
    await page.evaluate(() => sdk.conduct('local'));
    await assert.rejects(
      page.evaluate(() => sdk.start('forbidden')),
      /moderation_failed/,
    );
    await page.evaluate(() => sdk.start('A meadow'));
    await assert.rejects(
      page.evaluate(() => sdk.interact('forbidden')),
      /moderation_failed/,
    );
    world.setFaults({ fault: 'model-crash' });
    await saw('stream error: model_crash: The model crashed');
    world.setFaults({ fault: 'dropped-signalling' });
    await saw('error: Disconnected from signaling server');
    await until('dangling', () => world.stats().sessions.dangling === 1);
  });

  test('[WO23] nothing but the world itself is asked: no traffic leaves this computer', async () => {
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
    await page.evaluate(() => {
      const Real = RTCPeerConnection;
      globalThis.RTCPeerConnection = class extends Real {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          sdk.events.push(`ice: ${JSON.stringify(configuration?.iceServers)}`);
        }
      };
    });
    await page.evaluate(() => sdk.conduct('local'));
    await page.evaluate(() => sdk.start('A meadow'));
    await ready();
    await page.evaluate(() => sdk.watch());
    const asked = (await page.evaluate(() => sdk.events)).filter((event) =>
      event.startsWith('ice'),
    );
    assert.equal(asked.length, 2);
    for (const servers of asked)
      assert.match(servers, /^ice: \[\{"urls":"stun:127\.0\.0\.1:\d+"\}\]$/);
    assert.deepEqual([...hosts], ['127.0.0.1']);
    await page.evaluate(() => sdk.disconnect());
  });
});
