import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

const STREAM_SECONDS = 20;

let stack: Stack;
before(async () => {
  stack = await Stack.start({
    world: { streamSeconds: STREAM_SECONDS, sound: true },
    env: { STREAM_SECONDS: String(STREAM_SECONDS) },
  });
});
after(() => stack.close());

/** On the page, before anything else: keeps every peer connection, to ask it what it hears. */
function keepPeers(): void {
  const peers: RTCPeerConnection[] = [];
  Object.assign(window, { peers });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
}

/** On the page: what all its connections have heard together. */
async function energy(): Promise<number> {
  let sum = 0;
  for (const peer of (window as unknown as { peers: RTCPeerConnection[] }).peers) {
    if (peer.connectionState !== 'connected') continue;
    for (const report of (await peer.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'audio') sum += report.totalAudioEnergy;
    }
  }
  return sum;
}

/** On the page: the quietest it gets until another stream is shown, as the sum of the videos' power. */
async function quietestThroughRenewal(): Promise<number> {
  const element = document.querySelector('odyssey-broadcast')!;
  const videos = [...element.shadowRoot!.querySelectorAll('video')];
  const front = () => videos.findIndex((video) => 'front' in video.dataset);
  const before = front();
  let quietest = 1;
  let after = 0;
  while (after < 25) {
    const power = videos.reduce((sum, { muted, volume }) => sum + (muted ? 0 : volume ** 2), 0);
    quietest = Math.min(quietest, power);
    if (front() !== before) after += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return quietest;
}

test('[E2E20] a stream that sounds is heard after a tap, and all through its renewal', async () => {
  const page = await stack.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluateOnNewDocument(keepPeers);
  await page.goto(`${stack.rooms.url}/?room=humming`);
  await new Visitor(page).live();
  const button = 'odyssey-broadcast >>> [aria-label="Turn the sound on"]';
  await page.waitForSelector(button);
  await page.click(button);
  await until(
    'sound',
    () => page.evaluate(energy),
    (heard) => heard > 0,
  );
  assert.ok((await page.evaluate(quietestThroughRenewal)) > 0.95);
  const heard = await page.evaluate(energy);
  await until(
    'sound of the next stream',
    () => page.evaluate(energy),
    (now) => now !== heard,
  );
});

test('[E2E21] what a page saw is in the statistics of its room', async () => {
  const address = `${stack.rooms.url}/parties/main/humming/stats`;
  const viewers = await until(
    'a report',
    async () =>
      ((await (await fetch(address)).json()) as { viewers: Record<string, number> }).viewers,
    ({ reports = 0 }) => reports > 0,
  );
  assert.ok((viewers['watchedSeconds'] ?? 0) > 5);
  assert.equal(viewers['firstFrames'], 1);
});
