import * as v from 'valibot';
import type { ClientMessage } from '../../src/protocol/messages.js';
import { BOUNDS } from './bounds.js';

/** What a page tells of its picture; see `ClientMessageSchema`. */
type Viewing = Extract<ClientMessage, { type: 'viewing' }>;

/** A page tells once a minute; a socket that tells sooner than this is not counted. */
const TELL_EVERY_MS = 50_000;
const MINUTE_MS = 60_000;

/** Times to the first frame are counted up to each of these (s), as Prometheus has its buckets. */
export const FIRST_FRAME_BUCKETS = [0.25, 0.5, 1, 2, 4, 8] as const;

const amount = v.pipe(v.number(), v.minValue(0));
const count = v.pipe(amount, v.integer());

/** One report tells of two minutes at most, and has a thousand freezes at most. */
const REPORT_SECONDS_MAX = 120;
const REPORT_FREEZES_MAX = 1_000;

/** The sums since the room server started, or of an audience party; nobody can be told from them. */
export const ViewerSumsSchema = v.pipe(
  v.object({
    reports: count,
    webrtc: count,
    hls: count,
    watchedSeconds: amount,
    freezes: count,
    frozenSeconds: amount,
    /** How many first frames there were, how long all of them took, and how many came within each bucket. */
    firstFrames: count,
    firstFrameSeconds: amount,
    firstFrameWithin: v.pipe(v.array(count), v.length(FIRST_FRAME_BUCKETS.length)),
    /** How many told by how much they are behind the world, and by how much together. */
    delays: count,
    delaySeconds: amount,
  }),
  v.check(
    (sums) =>
      sums.webrtc + sums.hls === sums.reports &&
      sums.watchedSeconds <= REPORT_SECONDS_MAX * sums.reports &&
      sums.freezes <= REPORT_FREEZES_MAX * sums.reports &&
      sums.frozenSeconds <= sums.watchedSeconds &&
      sums.firstFrames <= sums.reports &&
      sums.firstFrameSeconds <= REPORT_SECONDS_MAX * sums.firstFrames &&
      sums.firstFrameWithin.every((within) => within <= sums.firstFrames) &&
      sums.delays <= sums.reports &&
      sums.delaySeconds <= REPORT_SECONDS_MAX * sums.delays,
  ),
);
export type ViewerSums = v.InferOutput<typeof ViewerSumsSchema>;

function nothingYet(): ViewerSums {
  return {
    ...{ reports: 0, webrtc: 0, hls: 0, watchedSeconds: 0, freezes: 0, frozenSeconds: 0 },
    ...{ firstFrames: 0, firstFrameSeconds: 0, delays: 0, delaySeconds: 0 },
    firstFrameWithin: FIRST_FRAME_BUCKETS.map(() => 0),
  };
}

/** Sums up what viewers have. An address counts only so often a minute, and a socket once. */
export class ViewerStats {
  sums = nothingYet();
  private readonly isWanted: () => boolean;
  /** Of this minute, by address. */
  private readonly counted = new Map<string | null, number>();
  private minute = 0;

  constructor(isWanted: () => boolean) {
    this.isWanted = isWanted;
  }

  /** Counts one report; `toldAt` is when the same socket told before. True when it was counted. */
  told(report: Viewing, address: string | null, toldAt: number | null, now: number): boolean {
    if (!this.isWanted() || (toldAt !== null && now - toldAt < TELL_EVERY_MS)) return false;
    const minute = Math.floor(now / MINUTE_MS);
    if (minute !== this.minute) this.counted.clear();
    this.minute = minute;
    const before = this.counted.get(address) ?? 0;
    const isFull = this.counted.size >= BOUNDS.addresses.max && before === 0;
    if (isFull || (address !== null && before >= BOUNDS.viewingsPerMinuteAndAddress.max)) {
      return false;
    }
    this.counted.set(address, before + 1);
    this.add(report);
    return true;
  }

  /** The sums so far, which begin again. */
  take(): ViewerSums {
    const { sums } = this;
    this.sums = nothingYet();
    return sums;
  }

  /** Counts what an audience party has summed up. */
  addAll({ firstFrameWithin, ...others }: ViewerSums): void {
    if (!this.isWanted()) return;
    const { sums } = this;
    for (const [name, value] of Object.entries(others)) sums[name as keyof typeof others] += value;
    sums.firstFrameWithin = sums.firstFrameWithin.map(
      (within, at) => within + (firstFrameWithin[at] ?? 0),
    );
  }

  private add({ transport, watchedMs, freezes, frozenMs, firstFrameMs, delayMs }: Viewing): void {
    const { sums } = this;
    sums.reports += 1;
    sums[transport] += 1;
    sums.watchedSeconds += watchedMs / 1000;
    sums.freezes += freezes;
    // A picture cannot have stood for longer than it was watched.
    sums.frozenSeconds += Math.min(frozenMs, watchedMs) / 1000;
    if (firstFrameMs !== null) {
      const seconds = firstFrameMs / 1000;
      sums.firstFrames += 1;
      sums.firstFrameSeconds += seconds;
      sums.firstFrameWithin = sums.firstFrameWithin.map(
        (count, at) => count + (seconds <= (FIRST_FRAME_BUCKETS[at] ?? 0) ? 1 : 0),
      );
    }
    if (delayMs !== null) {
      sums.delays += 1;
      sums.delaySeconds += delayMs / 1000;
    }
  }
}
