/** Odyssey crops a start image to 1280×704: more would only be sent. */
const WIDEST = 1280;
const LARGEST_BYTES = 400_000;

/** Tried in this order; a picture that is too large even so is as small as it gets. */
const QUALITIES = [0.85, 0.7, 0.5];

/** What a video shows now, as a JPEG; null when it shows nothing or may not be read. */
export async function captureFrame(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  try {
    const scale = Math.min(1, WIDEST / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
    let taken: Blob | null = null;
    for (const quality of QUALITIES) {
      taken = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (taken.size <= LARGEST_BYTES) break;
    }
    return taken;
  } catch {
    return null;
  }
}
