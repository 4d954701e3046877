import { toBase64 } from '../protocol/encoding.js';
import { FRAME_LENGTH_MAX } from '../protocol/limits.js';
import type { RoomClient, RoomPlayback } from './ports.js';

/**
 * How long after a prompt was applied its thumbnail is taken: a second for the change, and a second by
 * which viewers are behind. The next prompt is at least three seconds away (`gap-seconds`).
 */
const EFFECT_MS = 2_000;

/** The longer side of a thumbnail, in pixels. */
const SIDE = 256;

/** Tried from the best on, until one is small enough. */
const QUALITIES = [0.75, 0.6, 0.45, 0.3] as const;

/** Answers the room when it asks this page for the thumbnail of a prompt that was applied. */
export function sendThumbnails(
  client: Pick<RoomClient, 'onCapture' | 'sendThumbnail'>,
  playback: Pick<RoomPlayback, 'captureFrame' | 'state'>,
): void {
  // A picture that does not play may show an earlier moment.
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

/** A JPEG small enough for a message, in base64; null when it does not get small enough. */
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
    const text = toBase64(new Uint8Array(await blob.arrayBuffer()));
    if (text.length <= FRAME_LENGTH_MAX) return text;
  }
  return null;
}
