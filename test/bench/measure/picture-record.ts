import type { Pulse } from './pulse.js';
import { type Spread, spreadOf } from './spread.js';

/** Something that lasted, over so many pictures of the screen. */
export interface Span {
  readonly from: number;
  to: number;
  pictures: number;
  open: boolean;
}

/** What a viewer saw. Instants are the machine's clock, ms. */
export interface PictureRecord {
  /** When each frame of the picture in front came on the screen. */
  readonly frames: number[];
  /** When another stream came in front, and the least share of the stage covered while it did. */
  readonly switches: { readonly at: number; thinnest: number }[];
  /** No picture covered as much as half of the stage. */
  readonly missing: Span[];
  readonly black: Span[];
  /** Words lay over the picture. */
  readonly overlaid: Span[];
  looks: number;
  darkest: number;
  /** Frames that came on the screen while the page was too busy to be called. */
  untold: number;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How a viewer fared around the changes of stream, and in ordinary times. */
export interface Seen {
  readonly changes: number;
  /** The longest time without a new frame, one for each window. */
  readonly freezes: readonly number[];
  readonly freeze: Spread;
  /** The same for windows of the same length in which nothing happened: what the machine costs. */
  readonly quiet: Spread;
  /** The time between two frames, outside all windows. */
  readonly gap: Spread;
  /** How long the world itself stood still in each window: no frame was sent meanwhile. */
  readonly sources: readonly number[];
  readonly source: Spread;
  /** How much longer the viewer's picture stood still than the world did. */
  readonly beyond: Spread;
  readonly framesPerSecond: number;
  /** Frames whose instants are known by their number only. */
  readonly untold: number;
  /** How often it was looked at how dark the picture is. */
  readonly looks: number;
  readonly missingPictures: number;
  readonly longestMissingMs: number;
  readonly blackPictures: number;
  readonly darkestLuma: number;
  readonly overlaidMs: number;
  /** The least share of the stage that pictures covered while one gave way to the next. */
  readonly thinnest: number;
}

export function seen(record: PictureRecord, windows: readonly Window[], pulse: Pulse): Seen {
  const { frames, missing, black, overlaid, switches } = record;
  const gaps = gapsOf(record);
  const longest = (window: Window) => longestGap(record, window);
  const outside = gaps.filter((gap) => !windows.some((window) => overlaps(gap, window)));
  const freezes = windows.map(longest);
  const sources = pulse.longest(windows);
  const ordinary = outside.map(lengthOf);
  const ordinarySeconds = ordinary.reduce((sum, ms) => sum + ms, 0) / 1000;
  return {
    changes: windows.length,
    freezes,
    freeze: spreadOf(freezes),
    quiet: spreadOf(quietWindows(frames, windows).map(longest)),
    gap: spreadOf(ordinary),
    sources,
    source: spreadOf(sources),
    beyond: spreadOf(freezes.map((ms, at) => Math.max(0, ms - (sources[at] ?? 0)))),
    framesPerSecond: ordinary.length / ordinarySeconds,
    untold: record.untold,
    looks: record.looks,
    missingPictures: missing.reduce((sum, { pictures }) => sum + pictures, 0),
    longestMissingMs: Math.max(0, ...missing.map(lengthOf)),
    blackPictures: black.reduce((sum, { pictures }) => sum + pictures, 0),
    darkestLuma: record.darkest,
    overlaidMs: overlaid.reduce((sum, span) => sum + lengthOf(span), 0),
    thinnest: Math.min(1, ...switches.slice(1).map((change) => change.thinnest)),
  };
}

/** The longest time without a new frame that touches the window. */
export function longestGap(record: PictureRecord, window: Window): number {
  const within = gapsOf(record).filter((gap) => overlaps(gap, window));
  return Math.max(0, ...within.map(lengthOf));
}

function gapsOf({ frames }: PictureRecord): Window[] {
  return frames.slice(1).map((to, index) => ({ from: frames[index] ?? to, to }));
}

/** As many windows as fit between the given ones, each as long as those are on the average. */
function quietWindows(frames: readonly number[], windows: readonly Window[]): Window[] {
  const length = windows.reduce((sum, window) => sum + lengthOf(window), 0) / windows.length;
  const ends = [...windows.map(({ from }) => from), frames.at(-1) ?? 0];
  const starts = [frames[0] ?? 0, ...windows.map(({ to }) => to)];
  return starts.flatMap((start, index) => {
    const room = (ends[index] ?? start) - start;
    const count = Math.max(0, Math.floor(room / length));
    return Array.from({ length: count }, (_, nth) => ({
      from: start + nth * length,
      to: start + (nth + 1) * length,
    }));
  });
}

function overlaps(one: Window, other: Window): boolean {
  return one.from < other.to && one.to > other.from;
}

function lengthOf({ from, to }: Window): number {
  return to - from;
}
