import { type BroadcastInfo, Odyssey, type SpectatorConnection } from '@odysseyml/odyssey';
import { bareBroadcast } from '../../support/bare-sdk.js';

/** A broadcast without a room, on the bare SDK, as Odyssey's guide has it: one conducts, one watches. */

let session: Odyssey | null = null;
let spectator: SpectatorConnection | null = null;

/** Connects and starts; resolves with where to watch. */
async function open(apiUrl: string, prompt: string): Promise<BroadcastInfo> {
  Object.assign(window, { __ODYSSEY_API_URL__: apiUrl });
  const { sdk, info } = await bareBroadcast(prompt);
  session = sdk;
  return info;
}

/** Ends and disconnects. */
async function end(): Promise<void> {
  await session?.endStream();
  session?.disconnect();
  session = null;
}

/** Watches a stream on the page's one video, in place of the one before. */
async function watch({ webrtcUrl, spectatorToken }: BroadcastInfo): Promise<void> {
  const video = document.querySelector('video') ?? newVideo();
  spectator?.disconnect();
  spectator = await Odyssey.connectToStream(webrtcUrl, spectatorToken);
  video.srcObject = spectator.stream;
  await video.play();
}

function newVideo(): HTMLVideoElement {
  const video = Object.assign(document.createElement('video'), { muted: true, width: 832 });
  document.body.replaceChildren(video);
  return video;
}

const plainPage = {
  open,
  end,
  watch,
  prompt: (text: string) => session?.interact({ prompt: text }),
};
declare global {
  /** Only in a benchmark's page. */
  var plain: typeof plainPage;
}
Object.assign(window, { plain: plainPage });
