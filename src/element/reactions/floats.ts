import { mostFirst, type ReactionSums, totalOf } from '../../protocol/reactions.js';

/** The fonts that have emoji, first those of the device. */
export const EMOJI_FONTS = '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

/** Code points that nobody has a picture of. */
const MISSING = '\u{10ffff}';
const ALSO_MISSING = '\u{10fffe}';
const SIZE = 24;

const known = new Map<string, boolean>();

/** One for all: each costs a page a canvas, while its picture comes. */
let pen: CanvasRenderingContext2D | null = null;

/**
 * Whether this device has a picture of an emoji. A character without one is drawn as a box: the same for
 * all, or, in some browsers, one with its number in it; a picture has colours.
 */
export function hasGlyph(emoji: string): boolean {
  const found = known.get(emoji) ?? look(emoji);
  known.set(emoji, found);
  return found;
}

function look(emoji: string): boolean {
  pen ??= newPen();
  if (pen === null) return true;
  const pixels = drawn(pen, emoji);
  const isColoured = pixels.some((value, at) => at % 4 !== 3 && value > 0);
  if (isColoured) return true;
  const text = String(pixels);
  const [missing, another, blank] = [
    drawn(pen, MISSING),
    drawn(pen, ALSO_MISSING),
    drawn(pen, ' '),
  ].map(String);
  return missing === another && text !== missing && text !== blank;
}

function newPen() {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const made = canvas.getContext('2d', { willReadFrequently: true });
  if (made === null) return null;
  made.font = `${SIZE * 0.75}px ${EMOJI_FONTS}`;
  made.textBaseline = 'top';
  return made;
}

function drawn(canvas: CanvasRenderingContext2D, text: string): Uint8ClampedArray {
  canvas.clearRect(0, 0, SIZE, SIZE);
  canvas.fillText(text, 0, 0);
  return canvas.getImageData(0, 0, SIZE, SIZE).data;
}

/** At most so many rise at a time, however many react: more is a fog before the picture. */
const DRAWN_MAX = 30;
/** So many begin in a second at most, so that a steady applause is drawn steadily. */
const BEGIN_MAX = 14;
const RISE_MS = 1_900;

/**
 * Emoji that rise over the picture and fade: as many of each as is its share. Nothing of it takes part in
 * the layout, and nobody sees it who wants no motion: for them the numbers change.
 */
export class Floats {
  readonly layer = document.createElement('div');
  private readonly nameOf: (emoji: string) => string;

  /** `nameOf`: what is shown of an emoji where the device has no picture of it. */
  constructor(nameOf: (emoji: string) => string) {
    this.nameOf = nameOf;
    this.layer.className = 'floats';
    this.layer.ariaHidden = 'true';
  }

  /** `spreadMs`: over how long they begin. */
  rise(sums: ReactionSums, spreadMs: number): void {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill || document.hidden || !this.layer.isConnected) return;
    const places = Math.min(BEGIN_MAX, DRAWN_MAX - this.layer.childElementCount);
    for (const emoji of sharesOf(sums, places)) this.one(emoji, spreadMs * Math.random());
  }

  clear(): void {
    this.layer.replaceChildren();
  }

  private one(emoji: string, delay: number): void {
    const float = document.createElement('span');
    const isDrawable = hasGlyph(emoji);
    float.className = isDrawable ? 'float emoji' : 'float name';
    float.textContent = isDrawable ? emoji : this.nameOf(emoji);
    float.style.insetInlineEnd = `${Math.round(2 + 34 * Math.random())}%`;
    this.layer.append(float);
    const sway = `${Math.round(24 * (Math.random() - 0.5))}px`;
    const rise = float.animate(
      [
        { opacity: 0, transform: 'translate(0, 0) scale(0.6)' },
        { opacity: 1, transform: `translate(${sway}, -25cqb) scale(1)`, offset: 0.25 },
        { opacity: 0, transform: `translate(0, -75cqb) scale(1.1)` },
      ],
      {
        duration: RISE_MS,
        delay,
        easing: 'ease-out',
        fill: 'both',
      },
    );
    rise.onfinish = () => float.remove();
    rise.oncancel = rise.onfinish;
  }
}

/** So many emoji at most, each as often as is its share of all, and what was chosen at all at least once. */
export function sharesOf(sums: ReactionSums, places: number): string[] {
  const chosen = mostFirst(sums).filter(([, count]) => count > 0);
  const total = totalOf(Object.fromEntries(chosen));
  const scale = Math.min(1, places / Math.max(1, total));
  const all = chosen.flatMap(([emoji, count]) =>
    Array.from({ length: Math.ceil(count * scale) }, () => emoji),
  );
  return all.slice(0, Math.max(0, places));
}
