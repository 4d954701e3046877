import type { Clock } from '../client/clock.js';

/** How often the frame count is looked at where a browser cannot tell of each frame. */
const LOOK_EVERY_MS = 250;

/**
 * Calls back at frames that are really shown. A video's own events are no help: one whose stream
 * died goes on as if it played. The returned function stops it.
 */
export function watchFrames(
  video: HTMLVideoElement,
  onFrame: () => void,
  clock: Clock,
): () => void {
  if ('requestVideoFrameCallback' in video) {
    let handle = 0;
    const ask = () => {
      handle = video.requestVideoFrameCallback(() => {
        ask();
        onFrame();
      });
    };
    ask();
    return () => video.cancelVideoFrameCallback(handle);
  }
  let shown = framesOf(video);
  let cancel = () => {};
  const look = () => {
    cancel = clock.setTimer(look, LOOK_EVERY_MS);
    const now = framesOf(video);
    if (now > shown) onFrame();
    shown = now;
  };
  look();
  return () => cancel();
}

function framesOf(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}
