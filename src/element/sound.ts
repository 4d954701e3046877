import type { RoomPlayback } from './ports.js';

export type Sound = 'none' | 'on' | 'off';

/** Every stream has an audio track; one that is muted carries nothing, and needs no button. */
export function soundOf(
  videos: Iterable<HTMLVideoElement>,
  picture: RoomPlayback | null,
  forbidden: boolean,
): Sound {
  if (picture === null || forbidden) return 'none';
  for (const { srcObject } of videos) {
    if (!(srcObject instanceof MediaStream)) continue;
    if (srcObject.getAudioTracks().some((track) => !track.muted)) {
      return picture.muted ? 'off' : 'on';
    }
  }
  return 'none';
}
