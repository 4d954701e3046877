/**
 * QR codes (ISO/IEC 18004) of an address: bytes, error correction level M, versions 1 to 10, the mask by
 * the standard's penalties. A longer address makes modules too small to be read across a hall.
 */

/** Of each version: how many codewords correct each block, and how many data codewords each block has. */
const VERSIONS: readonly (readonly [correcting: number, blocks: readonly number[]])[] = [
  [10, [16]],
  [16, [28]],
  [26, [44]],
  [18, [32, 32]],
  [24, [43, 43]],
  [16, [27, 27, 27, 27]],
  [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]],
  [22, [36, 36, 36, 37, 37]],
  [26, [43, 43, 43, 43, 44]],
];

/** Where the middles of the alignment patterns are, in both directions. */
const ALIGNED: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

/** The longest text, in bytes of UTF-8. */
export const QR_BYTES_MAX = 213;

/** Modules by row, true being dark; null for a text that is too long. */
export function qrModules(text: string): readonly (readonly boolean[])[] | null {
  const bytes = new TextEncoder().encode(text);
  const at = VERSIONS.findIndex(([, blocks], index) => {
    return bytes.length <= sum(blocks) - headerBytes(index + 1);
  });
  const [correcting, blocks] = VERSIONS[at] ?? [0, []];
  if (blocks.length === 0) return null;
  const version = at + 1;
  const codewords = interleaved(dataOf(bytes, version, sum(blocks)), blocks, correcting);
  const plain = new Grid(version);
  plain.drawPatterns(ALIGNED[at] ?? []);
  plain.drawData(codewords);
  const masked = MASKS.map((_, mask) => plain.masked(mask));
  const [best = plain] = masked.sort((one, other) => one.penalty() - other.penalty());
  return best.rows;
}

/** The mode and the length; the two halves of a byte that they leave are filled by the data. */
function headerBytes(version: number): number {
  return version < 10 ? 2 : 3;
}

function dataOf(bytes: Uint8Array, version: number, capacity: number): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  put(0, -bits.length & 7);
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    data.push(bits.slice(at, at + 8).reduce((byte, bit) => (byte << 1) | bit, 0));
  }
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** The blocks' data and then their corrections, one codeword of each block in turn. */
function interleaved(data: readonly number[], lengths: readonly number[], correcting: number) {
  const divisor = divisorOf(correcting);
  const blocks = lengths.map((length, at) => {
    const from = sum(lengths.slice(0, at));
    return data.slice(from, from + length);
  });
  const corrections = blocks.map((block) => remainder(block, divisor));
  return [...inTurn(blocks), ...inTurn(corrections)];
}

function inTurn(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    blocks.flatMap((block) => block[at] ?? []),
  ).flat();
}

/** Reed-Solomon over GF(2^8) with the standard's polynomial 0x11d. */

function times(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((other >>> bit) & 1) * one;
  }
  return product;
}

/** The product of (x - 2^i), from the second highest coefficient down. */
function divisorOf(degree: number): number[] {
  const coefficients = new Array<number>(degree).fill(0);
  coefficients[degree - 1] = 1;
  let root = 1;
  for (let count = 0; count < degree; count += 1) {
    for (let at = 0; at < degree; at += 1) {
      coefficients[at] = times(coefficients[at] ?? 0, root) ^ (coefficients[at + 1] ?? 0);
    }
    root = times(root, 2);
  }
  return coefficients;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    for (const [at, coefficient] of divisor.entries()) {
      rest[at] = (rest[at] ?? 0) ^ times(coefficient, factor);
    }
  }
  return rest;
}

/** Whether a mask inverts the module in a column `x` and a row `y`. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The code while it is drawn. */
class Grid {
  private readonly version: number;
  private readonly size: number;
  /** Row by row, true being dark. */
  private readonly modules: boolean[];
  /** Which of them belong to a pattern and not to the data. */
  private readonly isPattern: boolean[];

  constructor(version: number) {
    this.version = version;
    this.size = 17 + 4 * version;
    this.modules = new Array<boolean>(this.size ** 2).fill(false);
    this.isPattern = [...this.modules];
  }

  get rows(): boolean[][] {
    const { modules, size } = this;
    return Array.from({ length: size }, (_, y) => modules.slice(y * size, (y + 1) * size));
  }

  drawPatterns(aligned: readonly number[]): void {
    const { size, version } = this;
    const last = size - 7;
    for (let at = 0; at < size; at += 1) {
      this.set(6, at, at % 2 === 0);
      this.set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [last + 3, 3],
      [3, last + 3],
    ] as const) {
      this.drawRings(x, y, 4, [2, 4]);
    }
    for (const x of aligned) {
      for (const y of aligned) {
        const isCorner = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
        if (!isCorner) this.drawRings(x, y, 2, [1]);
      }
    }
    this.drawFormat(0);
    if (version < 7) return;
    const bits = withChecks(version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const isDark = ((bits >>> at) & 1) === 1;
      const far = size - 11 + (at % 3);
      const near = Math.floor(at / 3);
      this.set(far, near, isDark);
      this.set(near, far, isDark);
    }
  }

  /** The codewords in pairs of columns from the right, up and down in turn. */
  drawData(codewords: readonly number[]): void {
    const { size } = this;
    let bit = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      // The column of the timing pattern is left out.
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        const isUpward = ((right + 1) & 2) === 0;
        const y = isUpward ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.isPattern[y * size + x]) continue;
          const codeword = codewords[bit >>> 3] ?? 0;
          this.modules[y * size + x] = ((codeword >>> (7 - (bit & 7))) & 1) === 1;
          bit += 1;
        }
      }
    }
  }

  masked(mask: number): Grid {
    const grid = new Grid(this.version);
    const isInverted = MASKS[mask] ?? (() => false);
    for (const [at, isDark] of this.modules.entries()) {
      const mayInvert = this.isPattern[at] !== true;
      const [x, y] = [at % this.size, Math.floor(at / this.size)];
      grid.modules[at] = isDark !== (mayInvert && isInverted(x, y));
    }
    grid.drawFormat(mask);
    return grid;
  }

  /** How hard the code is to read: runs, blocks, what looks like a finder, and too much of one colour. */
  penalty(): number {
    const { rows, modules, size } = this;
    const columns = rows.map((_, x) => rows.map((row) => row[x] ?? false));
    let penalty = 0;
    for (const line of [...rows, ...columns]) {
      const text = line.map(Number).join('');
      for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
      penalty += 40 * [...text.matchAll(/(?=0000(1011101))|(?=1011101(0000))/g)].length;
    }
    for (const [at, isDark] of modules.entries()) {
      if (at % size === 0 || at < size) continue;
      const others = [modules[at - 1], modules[at - size], modules[at - size - 1]];
      if (others.every((other) => other === isDark)) penalty += 3;
    }
    const share = modules.filter(Boolean).length / modules.length;
    return penalty + 10 * Math.floor(Math.abs(share - 0.5) * 20);
  }

  private drawFormat(mask: number): void {
    const { size } = this;
    // Level M is 00.
    const bits = withChecks(mask, 10, 0x537) ^ 0x5412;
    for (let at = 0; at < 15; at += 1) {
      const isDark = ((bits >>> at) & 1) === 1;
      // Around the finder at the top left, past the timing patterns.
      if (at < 6) this.set(8, at, isDark);
      else if (at < 8) this.set(8, at + 1, isDark);
      else if (at === 8) this.set(7, 8, isDark);
      else this.set(14 - at, 8, isDark);
      // And once more, divided between the other two.
      if (at < 8) this.set(size - 1 - at, 8, isDark);
      else this.set(8, size - 15 + at, isDark);
    }
    this.set(8, size - 8, true);
  }

  /** A square around a middle, in which these rings are light. */
  private drawRings(middleX: number, middleY: number, radius: number, light: readonly number[]) {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.set(middleX + dx, middleY + dy, !light.includes(ring));
      }
    }
  }

  private set(x: number, y: number, isDark: boolean): void {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.modules[y * this.size + x] = isDark;
    this.isPattern[y * this.size + x] = true;
  }
}

/** A number with so many bits of its check code (BCH) behind it. */
function withChecks(value: number, length: number, divisor: number): number {
  let rest = value;
  for (let count = 0; count < length; count += 1) {
    rest = (rest << 1) ^ ((rest >>> (length - 1)) * divisor);
  }
  return (value << length) | rest;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
