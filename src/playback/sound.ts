import type { Clock } from '../client/client-options.js';

const STEP_MS = 20;

/** Whether a video's stream carries sound: a track of one without any never comes alive. */
export function hasSound(video: HTMLVideoElement): boolean {
  return tracksOf(video).some(({ muted }) => !muted);
}

function tracksOf({ srcObject }: HTMLVideoElement): MediaStreamTrack[] {
  const tracks = srcObject instanceof MediaStream ? srcObject.getAudioTracks() : [];
  return tracks.filter(({ readyState }) => readyState === 'live');
}

/**
 * Hands what is heard from one video to the next: at once, or, where both have sound and a volume, as one
 * ramp of even power. The function that is returned ends it early.
 */
export function handSoundOver(
  from: HTMLVideoElement,
  to: HTMLVideoElement,
  rampMs: number,
  clock: Clock,
): () => void {
  const startedAt = clock.now();
  let cancel = () => {};
  const finish = () => {
    cancel();
    from.muted = true;
    from.volume = 1;
    to.volume = 1;
  };
  const step = () => {
    const share = (clock.now() - startedAt) / rampMs;
    if (share >= 1) return finish();
    to.volume = Math.sin((share * Math.PI) / 2);
    from.volume = Math.cos((share * Math.PI) / 2);
    cancel = clock.setTimer(step, STEP_MS);
  };
  // The next one's first packet of sound may come after its first frame.
  const isHeard = !from.muted && !to.muted && hasSound(from) && tracksOf(to).length > 0;
  to.volume = isHeard ? 0 : 1;
  // iOS leaves the volume to the device's buttons: two at once would be an echo.
  if (isHeard && to.volume === 0) step();
  else finish();
  return finish;
}
