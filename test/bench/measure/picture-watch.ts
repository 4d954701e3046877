import type { PictureRecord, Span } from './picture-record.js';

/** Darker than this, of 255, nothing can be made out. */
const BLACK_LUMA = 8;
const LOOK_EVERY_MS = 250;
/** For so long after a switch it is looked at more often; each look costs the page some ms. */
const CLOSE_LOOK_MS = 600;
const CLOSE_LOOK_EVERY_MS = 60;

/** Notes what a viewer gets to see, inside the viewer's page; instants on the machine's clock, in ms. */
export class PictureWatch {
  private readonly root: ParentNode;
  private readonly videos: readonly HTMLVideoElement[];
  private readonly eye = new OffscreenCanvas(16, 9).getContext('2d', { willReadFrequently: true });
  private readonly fresh: { video: HTMLVideoElement; at: number }[] = [];
  private record = emptyRecord();
  private shown: MediaStream | null = null;
  private switchedAt = Number.NEGATIVE_INFINITY;
  private lookedAt = 0;

  constructor(root: ParentNode) {
    this.root = root;
    this.videos = [...root.querySelectorAll('video')];
    for (const video of this.videos) this.listen(video);
    requestAnimationFrame((now) => this.tick(now));
  }

  /** When another stream came in front for the last time. */
  get lastSwitchAt(): number {
    return this.record.switches.at(-1)?.at ?? 0;
  }

  /** What was noted until now; noting goes on. */
  take(): PictureRecord {
    const { record } = this;
    this.record = emptyRecord();
    return record;
  }

  /**
   * While the page is busy frames come on the screen without a call; their number is told with the
   * next one, and they are taken to have been evenly spread.
   */
  private listen(video: HTMLVideoElement, lastAt = 0, lastCount = 0): void {
    video.requestVideoFrameCallback((_, { presentationTime: at, presentedFrames: count }) => {
      this.listen(video, at, count);
      const untold = lastCount > 0 && count > lastCount ? count - lastCount - 1 : 0;
      for (let nth = 1; nth <= untold; nth += 1) {
        this.fresh.push({ video, at: lastAt + ((at - lastAt) * nth) / (untold + 1) });
      }
      this.fresh.push({ video, at });
      this.record.untold += untold;
    });
  }

  /** Once for every picture of the screen, after the callbacks of its video frames. */
  private tick(now: number): void {
    requestAnimationFrame((next) => this.tick(next));
    const { record } = this;
    const front = this.videos.find((video) => 'front' in video.dataset) ?? this.videos[0];
    if (front === undefined) return;
    const { srcObject } = front;
    if (srcObject instanceof MediaStream && hasPicture(front) && srcObject !== this.shown) {
      this.shown = srcObject;
      this.switchedAt = now;
      record.switches.push({ at: clock(now), thinnest: 1 });
    }
    for (const { video, at } of this.fresh.splice(0)) {
      // What was decoded behind the front is seen from the switch on.
      if (video === front) record.frames.push(clock(Math.max(at, this.switchedAt)));
    }
    if (this.shown === null) return;
    const share = this.covered();
    const last = record.switches.at(-1);
    if (last !== undefined && now - this.switchedAt < CLOSE_LOOK_MS) {
      last.thinnest = Math.min(last.thinnest, share);
    }
    extend(record.missing, share < 0.5, now);
    extend(record.overlaid, this.root.querySelector('.overlay') !== null, now);
    const closely = now - this.switchedAt < CLOSE_LOOK_MS;
    const everyMs = closely ? CLOSE_LOOK_EVERY_MS : LOOK_EVERY_MS;
    if (share >= 0.5 && now - this.lookedAt >= everyMs) this.look(front, now);
  }

  /** How much of the stage the pictures cover together; the rest is what lies behind them. */
  private covered(): number {
    const opacities = this.videos
      .filter(hasPicture)
      .map((video) => Number(getComputedStyle(video).opacity));
    return 1 - opacities.reduce((through, opacity) => through * (1 - opacity), 1);
  }

  private look(video: HTMLVideoElement, now: number): void {
    this.lookedAt = now;
    const luma = this.lumaOf(video);
    this.record.looks += 1;
    this.record.darkest = Math.min(this.record.darkest, luma);
    extend(this.record.black, luma < BLACK_LUMA, now);
  }

  private lumaOf(video: HTMLVideoElement): number {
    if (this.eye === null) return Number.NaN;
    this.eye.drawImage(video, 0, 0, 16, 9);
    const { data } = this.eye.getImageData(0, 0, 16, 9);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
    return sum / (data.length / 4);
  }
}

function emptyRecord(): PictureRecord {
  const none = { frames: [], switches: [], missing: [], black: [], overlaid: [] };
  return { ...none, looks: 0, darkest: 255, untold: 0 };
}

function hasPicture(video: HTMLVideoElement): boolean {
  return video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
}

function clock(now: number): number {
  return performance.timeOrigin + now;
}

/** Spans grow picture by picture, and end with the first at which it is not so any more. */
function extend(spans: Span[], isSo: boolean, now: number): void {
  const last = spans.at(-1);
  const open = last?.open === true ? last : undefined;
  if (open !== undefined) {
    open.to = clock(now);
    open.pictures += isSo ? 1 : 0;
    open.open = isSo;
  } else if (isSo) spans.push({ from: clock(now), to: clock(now), pictures: 1, open: true });
}
