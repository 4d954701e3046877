import { createCanvas, type ImageData, loadImage } from '@napi-rs/canvas';

/**
 * Compares two pictures as somebody does who stands back a little: by the colours of small squares. What
 * a machine draws otherwise, the edges of its letters and a pixel more or less, stays below; what moves,
 * is gone, or has another colour does not.
 */

/** A square's side (px). */
const SQUARE = 8;
/** So far a square may have moved (px): widths are rounded otherwise by another version. */
const SHIFT = 1;
/** From here on a square has another colour (of 255, in one of its channels). */
const LIMIT = 16;
/** So many may have: one sign that another font draws. */
const SQUARES_MAX = 2;

export interface Difference {
  /** In words. */
  readonly told: string;
  /** The second picture with what is different marked (PNG). */
  readonly marked: Buffer;
}

/** Null when the second is the first for all that one sees. */
export async function difference(before: Buffer, after: Buffer): Promise<Difference | null> {
  const [one, other] = [await pixelsOf(before), await pixelsOf(after)];
  const { width, height } = other;
  if (one.width !== width || one.height !== height) {
    const told = `it is ${width} by ${height} instead of ${one.width} by ${one.height} pixels`;
    return { told, marked: mark(other, []) };
  }
  const [first, second] = [new Sums(one), new Sums(other)];
  const found: Square[] = [];
  for (let top = SHIFT; top + SQUARE + SHIFT <= height; top += SQUARE) {
    for (let left = SHIFT; left + SQUARE + SHIFT <= width; left += SQUARE) {
      const by = nearest(first, second, left, top);
      if (by > LIMIT) found.push({ left, top, by });
    }
  }
  if (found.length <= SQUARES_MAX) return null;
  const worst = found.reduce((most, square) => (square.by > most.by ? square : most));
  const told = `${found.length} squares are different, the most at ${worst.left}, ${worst.top} by ${Math.round(worst.by)} of 255`;
  return { told, marked: mark(other, found) };
}

interface Square {
  readonly left: number;
  readonly top: number;
  readonly by: number;
}

/** How different a square of the second is from the most like one around its place in the first. */
function nearest(first: Sums, second: Sums, left: number, top: number): number {
  const here = second.mean(left, top);
  let least = farthest(first.mean(left, top), here);
  for (let dy = -SHIFT; dy <= SHIFT && least > LIMIT; dy += 1) {
    for (let dx = -SHIFT; dx <= SHIFT && least > LIMIT; dx += 1) {
      least = Math.min(least, farthest(first.mean(left + dx, top + dy), here));
    }
  }
  return least;
}

type Colour = readonly [number, number, number];

function farthest(one: Colour, other: Colour): number {
  return Math.max(
    Math.abs(one[0] - other[0]),
    Math.abs(one[1] - other[1]),
    Math.abs(one[2] - other[2]),
  );
}

/** The colours of a picture summed from its corner, so that any square's mean is four look-ups. */
class Sums {
  private readonly sums: Uint32Array;
  private readonly stride: number;

  constructor({ width, height, data }: ImageData) {
    this.stride = (width + 1) * 3;
    this.sums = new Uint32Array(this.stride * (height + 1));
    const { sums, stride } = this;
    for (let y = 0; y < height; y += 1) {
      const row: [number, number, number] = [0, 0, 0];
      for (let x = 0; x < width; x += 1) {
        const at = (y + 1) * stride + (x + 1) * 3;
        for (let channel = 0; channel < 3; channel += 1) {
          row[channel] = (row[channel] ?? 0) + (data[(y * width + x) * 4 + channel] ?? 0);
          sums[at + channel] = (sums[at - stride + channel] ?? 0) + (row[channel] ?? 0);
        }
      }
    }
  }

  mean(left: number, top: number): Colour {
    const of = (channel: number) => {
      const at = (x: number, y: number) => this.sums[y * this.stride + x * 3 + channel] ?? 0;
      const [right, bottom] = [left + SQUARE, top + SQUARE];
      const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
      return sum / (SQUARE * SQUARE);
    };
    return [of(0), of(1), of(2)];
  }
}

async function pixelsOf(picture: Buffer): Promise<ImageData> {
  const image = await loadImage(picture);
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return pen.getImageData(0, 0, image.width, image.height);
}

function mark(pixels: ImageData, squares: readonly Square[]): Buffer {
  const canvas = createCanvas(pixels.width, pixels.height);
  const pen = canvas.getContext('2d');
  pen.putImageData(pixels, 0, 0);
  pen.strokeStyle = '#ff00ff';
  for (const { left, top } of squares) pen.strokeRect(left, top, SQUARE, SQUARE);
  return canvas.toBuffer('image/png');
}
