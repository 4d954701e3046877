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
