import { Odyssey, type SpectatorConnection } from '@odysseyml/odyssey';
import { connectedSdk } from '../support/bare-sdk.js';

/** What a test's page holds: the real SDK, and a few steps with it that a test asks for. */
const events: string[] = [];
const frames: number[] = [];
const spectators: SpectatorConnection[] = [];
let conductor = new Odyssey();
let broadcast: { webrtcUrl: string; spectatorToken: string; hlsUrl: string | null } | undefined;

async function conduct(apiKey: string): Promise<void> {
  const { sdk, media } = await connectedSdk(apiKey, {
    onBroadcastReady: (info) => {
      broadcast = info;
    },
    onStreamError: (reason, message) => events.push(`stream error: ${reason}: ${message}`),
    onStreamEnded: () => events.push('stream ended'),
    onError: (error) => events.push(`error: ${error.message}`),
    onDisconnected: () => events.push('disconnected'),
    onStatusChange: (status) => events.push(`status: ${status}`),
  });
  conductor = sdk;
  show(media);
}

async function start(prompt: string, image?: Blob): Promise<string> {
  broadcast = undefined;
  const options = { prompt, portrait: false, broadcast: true };
  return conductor.startStream(image ? { ...options, image } : options);
}

async function watch(): Promise<void> {
  if (!broadcast) throw new Error('Nothing to watch yet.');
  const connection = await Odyssey.connectToStream(broadcast.webrtcUrl, broadcast.spectatorToken);
  spectators.push(connection);
  show(connection.stream);
}

function show(stream: MediaStream): void {
  const index = frames.push(0) - 1;
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.width = 208;
  video.srcObject = stream;
  document.body.append(video);
  const count = () => {
    frames[index] = (frames[index] ?? 0) + 1;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
}

/** How many frames came in over each spectator's connection, shown or not. */
async function received(): Promise<number[]> {
  return Promise.all(
    spectators.map(async (spectator) => {
      const peer = Reflect.get(spectator, 'pc') as RTCPeerConnection;
      const reports = [...(await peer.getStats()).values()] as { framesReceived?: number }[];
      return Math.max(0, ...reports.map((report) => report.framesReceived ?? 0));
    }),
  );
}

/** The mean colour of what a video shows now, to tell one picture from another. */
function colour(index: number): number[] {
  const video = document.querySelectorAll('video')[index];
  const context = new OffscreenCanvas(16, 16).getContext('2d');
  if (!video || !context) throw new Error('No such video.');
  context.drawImage(video, 0, 0, 16, 16);
  const { data } = context.getImageData(0, 0, 16, 16);
  const sums = [0, 0, 0];
  for (const [at, value] of data.entries()) {
    if (at % 4 < 3) sums[at % 4] = (sums[at % 4] ?? 0) + value;
  }
  return sums.map((sum) => sum / 256);
}

/** Plays a recording from its address; resolves with its size and length. */
async function play(url: string): Promise<{ width: number; height: number; seconds: number }> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = url;
  await video.play();
  return { width: video.videoWidth, height: video.videoHeight, seconds: video.duration };
}

const sdkPage = {
  events,
  frames,
  conduct,
  start,
  watch,
  received,
  colour,
  play,
  ready: () => broadcast,
  interact: (prompt: string) => conductor.interact({ prompt }),
  endStream: () => conductor.endStream(),
  disconnect: () => conductor.disconnect(),
  recording: (id: string, apiKey: string) => new Odyssey({ apiKey }).getRecording(id),
  leaveAll: () => {
    for (const spectator of spectators.splice(0)) spectator.disconnect();
  },
};

export type SdkPage = typeof sdkPage;
Object.assign(window, { sdk: sdkPage });
