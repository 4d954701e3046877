import { Odyssey, type SpectatorConnection } from '@odysseyml/odyssey';
import { bareBroadcast, connectedSdk } from '../support/bare-sdk.js';

/** What is measured inside a page. Durations in ms. */

/** What takes longer does not come. */
const LIMIT_MS = 20_000;

let session: Odyssey | null = null;

/** From the call of the bare SDK to the first picture on the screen. */
async function bareFirstFrame(webrtcUrl: string, token: string): Promise<number> {
  const video = newVideo();
  const from = performance.now();
  const connection = await Odyssey.connectToStream(webrtcUrl, token);
  video.srcObject = connection.stream;
  await inTime('picture of the bare SDK', Promise.all([firstFrame(video), video.play()]));
  const took = performance.now() - from;
  connection.disconnect();
  video.remove();
  return took;
}

/** From the element's creation to the first picture on the screen: room, video and all. */
async function elementFirstFrame(room: string): Promise<number> {
  const from = performance.now();
  const element = document.createElement('odyssey-broadcast');
  element.setAttribute('room', room);
  element.setAttribute('conduct', 'never');
  element.setAttribute('load', 'eager');
  document.body.prepend(element);
  const videos = await inTime('video in the element', videosOf(element));
  await inTime('picture in the element', Promise.race(videos.map(firstFrame)));
  const took = performance.now() - from;
  element.remove();
  return took;
}

/** A session of one's own on the bare SDK, streaming and ready for prompts. */
async function openBareSession(apiUrl: string): Promise<void> {
  Object.assign(window, { __ODYSSEY_API_URL__: apiUrl });
  ({ sdk: session } = await connectedSdk('local'));
  await session.startStream({ prompt: 'a meadow', portrait: false, broadcast: true });
}

/** From nothing to the first picture on the bare SDK alone, the key in the page. */
async function bareColdPicture(apiUrl: string): Promise<number> {
  const video = newVideo();
  const from = performance.now();
  Object.assign(window, { __ODYSSEY_API_URL__: apiUrl });
  const { sdk, info } = await inTime('broadcast of the bare SDK', bareBroadcast('a meadow'));
  const connection = await Odyssey.connectToStream(info.webrtcUrl, info.spectatorToken);
  video.srcObject = connection.stream;
  await inTime('picture of the bare SDK', Promise.all([firstFrame(video), video.play()]));
  const took = performance.now() - from;
  connection.disconnect();
  sdk.disconnect();
  video.remove();
  return took;
}

async function bareInteract(prompt: string): Promise<number> {
  const from = performance.now();
  if (session === null) throw new Error('There is no session of the bare SDK.');
  await inTime('acknowledgement of the bare SDK', session.interact({ prompt }));
  return performance.now() - from;
}

function closeBareSession(): void {
  session?.disconnect();
}

/**
 * The same prompt through an element's room: until its receipt says that it is applied, and how much of
 * that the service took, from the SDK's word to its answer.
 */
async function roomPrompt(text: string): Promise<{ took: number; service: number }> {
  const element = document.querySelector('odyssey-broadcast') as unknown as {
    prompt(words: string): Promise<{ status: string; reason?: string }>;
  };
  const from = performance.now();
  const receipt = await element.prompt(text);
  if (receipt.status !== 'applied') throw new Error(`${receipt.status}: ${receipt.reason}`);
  const took = performance.now() - from;
  return { took, service: globalThis.interactAnsweredAt - globalThis.interactSentAt };
}

/** How many frames a second reach each of several spectators, over some seconds. */
async function framesPerSecond(
  webrtcUrl: string,
  token: string,
  viewers: number,
  overSeconds: number,
): Promise<number[]> {
  const connections = await Promise.all(
    Array.from({ length: viewers }, () => Odyssey.connectToStream(webrtcUrl, token)),
  );
  const counts = () => Promise.all(connections.map(framesReceived));
  const allBegan = async () => {
    while (Math.min(...(await counts())) === 0) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  };
  await inTime('frame at each viewer', allBegan());
  const before = await counts();
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, overSeconds * 1000));
  const after = await counts();
  const seconds = (performance.now() - from) / 1000;
  for (const connection of connections) connection.disconnect();
  return after.map((count, index) => (count - (before[index] ?? 0)) / seconds);
}

/** The SDK keeps its peer connection to itself; its statistics are all that is wanted. */
async function framesReceived(connection: SpectatorConnection): Promise<number> {
  const peer = Reflect.get(connection, 'pc') as RTCPeerConnection;
  const reports = [...(await peer.getStats()).values()] as { framesReceived?: number }[];
  return Math.max(0, ...reports.map((report) => report.framesReceived ?? 0));
}

/** Fails when something does not come: a benchmark that waits for it measures nothing. */
function inTime<Value>(what: string, coming: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`No ${what} within ${LIMIT_MS} ms.`)), LIMIT_MS);
    coming.then(resolve, reject);
  });
}

function firstFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => video.requestVideoFrameCallback(() => resolve()));
}

function newVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  document.body.prepend(video);
  return video;
}

async function videosOf(element: HTMLElement): Promise<HTMLVideoElement[]> {
  for (;;) {
    const videos = [...(element.shadowRoot?.querySelectorAll('video') ?? [])];
    if (videos.length > 0) return videos;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

const benchPage = {
  bareFirstFrame,
  elementFirstFrame,
  framesPerSecond,
  openBareSession,
  bareInteract,
  bareColdPicture,
  closeBareSession,
  roomPrompt,
};
export type BenchPage = typeof benchPage;

declare global {
  /** Only in a benchmark's page. */
  var bench: BenchPage;
  /** When the SDK last sent a prompt to its stream, and when that was acknowledged. */
  var interactSentAt: number;
  var interactAnsweredAt: number;
}
Object.assign(window, { bench: benchPage });
