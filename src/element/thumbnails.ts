import { FRAME_LENGTH_MAX } from '../protocol/limits.js';
import type { RoomClient, RoomPlayback } from './ports.js';

/**
 * How long after the world has agreed the picture is taken: a second in which it changes, and another
 * by which viewers are behind. The next prompt is three seconds away.
 */
const EFFECT_MS = 2_000;

/** The longer side of the small picture. */
const SIDE = 256;

/** Tried from the best on, until one is small enough. */
const QUALITIES = [0.75, 0.6, 0.45, 0.3] as const;

/** Answers the room when it asks this page for the picture of a prompt that has taken effect. */
export function sendThumbnails(
  client: Pick<RoomClient, 'onCapture' | 'sendThumbnail'>,
  playback: Pick<RoomPlayback, 'captureFrame' | 'state'>,
): void {
  // Where nothing plays, the last picture of before may still stand.
  const isLive = () => playback.state.status === 'playing';
  client.onCapture((promptId) => {
    if (!isLive()) return void client.sendThumbnail(promptId, null);
    setTimeout(async () => {
      const frame = isLive() ? await playback.captureFrame().catch(() => null) : null;
      const jpeg = frame && (await smallJpeg(frame).catch(() => null));
      client.sendThumbnail(promptId, jpeg);
    }, EFFECT_MS);
  });
}

/** A picture made small enough for a message, in base64; null where that cannot be done. */
export async function smallJpeg(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    const text = base64(new Uint8Array(await blob.arrayBuffer()));
    if (text.length <= FRAME_LENGTH_MAX) return text;
  }
  return null;
}

function base64(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}
