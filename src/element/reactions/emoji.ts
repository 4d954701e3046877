/** The fonts that have emoji, first those of the device. */
export const EMOJI_FONTS = '"Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';

/** Code points that nobody has a picture of. */
const MISSING = '\u{10ffff}';
const ALSO_MISSING = '\u{10fffe}';
const SIZE = 24;

const known = new Map<string, boolean>();

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
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) return true;
  pen.font = `${SIZE * 0.75}px ${EMOJI_FONTS}`;
  pen.textBaseline = 'top';
  const drawn = (text: string) => {
    pen.clearRect(0, 0, SIZE, SIZE);
    pen.fillText(text, 0, 0);
    return pen.getImageData(0, 0, SIZE, SIZE).data;
  };
  const pixels = drawn(emoji);
  const isColoured = pixels.some((value, at) => at % 4 !== 3 && value > 0);
  const [text, missing, another, blank] = [
    pixels,
    drawn(MISSING),
    drawn(ALSO_MISSING),
    drawn(' '),
  ].map(String);
  return isColoured || (missing === another && text !== missing && text !== blank);
}
