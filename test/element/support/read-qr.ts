/**
 * Reads a QR code of level M as a camera's program does, from the modules back to the text: by the standard's
 * tables and not by the encoder's. Throws where anything is not as the standard says.
 */

/** Codewords in all, corrections of each block, and blocks, by version. */
const LEVEL_M = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
] as const;

type Rows = readonly (readonly boolean[])[];

/** The modules of a code that is drawn as HTML, without the quiet zone around it. */
function rowsOf(svg: string): Rows {
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) - 8;
  const rows = Array.from({ length: side }, () => new Array<boolean>(side).fill(false));
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let at = 0; at < Number(run); at += 1) rows[Number(y) - 4]![Number(x) - 4 + at] = true;
  }
  return rows;
}

export function readQr(code: string | Rows): string {
  const rows = typeof code === 'string' ? rowsOf(code) : code;
  const size = rows.length;
  const version = (size - 17) / 4;
  const dark = (x: number, y: number) => rows[y]![x]!;
  // The format beside the first finder: level M (00) and the mask.
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => dark(x, 8));
  const level = Number(format[0]) * 2 + Number(format[1]);
  if ((level ^ 0b10) !== 0) throw new Error('not level M');
  const mask = (Number(format[2]) * 4 + Number(format[3]) * 2 + Number(format[4])) ^ 0b101;
  if (!dark(8, size - 8)) throw new Error('the dark module is light');
  const bits: number[] = [];
  let isUp = true;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (!isReserved(x, y, size, version)) bits.push(Number(dark(x, y) !== inverts(mask, x, y)));
      }
    }
    isUp = !isUp;
  }
  const [total, corrections, count] = LEVEL_M[version - 1]!;
  const codewords = Array.from({ length: total }, (_, at) =>
    Number.parseInt(bits.slice(8 * at, 8 * at + 8).join(''), 2),
  );
  return textOf(blocksOf(codewords, corrections, count), version);
}

/** What belongs to finders, timing, alignment, format and version. */
function isReserved(x: number, y: number, size: number, version: number): boolean {
  const corner = (a: number, b: number) => a < 9 && b < 9;
  if (corner(x, y) || corner(size - x, y) || corner(x, size - y)) return true;
  if (x === 6 || y === 6) return true;
  const ofVersion = (x >= size - 11 && y < 6) || (y >= size - 11 && x < 6);
  if (version >= 7 && ofVersion) return true;
  if (version === 1) return false;
  const last = size - 7;
  const middles = version < 7 ? [6, last] : [6, (6 + last) / 2, last];
  return middles.some((middleX) =>
    middles.some((middleY) => {
      const isFinders = [middleX, middleY].filter((at) => at === 6).length;
      const isCorner = isFinders === 2 || (isFinders === 1 && [middleX, middleY].includes(last));
      return !isCorner && Math.abs(x - middleX) <= 2 && Math.abs(y - middleY) <= 2;
    }),
  );
}

function inverts(mask: number, x: number, y: number): boolean {
  const product = x * y;
  const sums = [
    (x + y) % 2,
    y % 2,
    x % 3,
    (x + y) % 3,
    ((y >> 1) + Math.floor(x / 3)) % 2,
    (product % 2) + (product % 3),
    ((product % 2) + (product % 3)) % 2,
    ((product % 3) + ((x + y) % 2)) % 2,
  ];
  return sums[mask] === 0;
}

/** The data of each block, whose corrections have to fit it. */
function blocksOf(codewords: readonly number[], corrections: number, count: number): number[] {
  const dataTotal = codewords.length - corrections * count;
  const short = Math.floor(dataTotal / count);
  const longFrom = count - (dataTotal % count);
  const blocks = Array.from({ length: count }, () => [] as number[]);
  let at = 0;
  for (let row = 0; row <= short; row += 1) {
    for (let block = 0; block < count; block += 1) {
      if (row < short || block >= longFrom) blocks[block]!.push(codewords[at++]!);
    }
  }
  const data = blocks.flatMap((block) => [...block]);
  for (let row = 0; row < corrections; row += 1) {
    for (const block of blocks) block.push(codewords[at++]!);
  }
  for (const block of blocks) assertCorrect(block, corrections);
  return data;
}

/** A block is a polynomial with the roots 2^0, 2^1, … */
function assertCorrect(block: readonly number[], corrections: number): void {
  const powers = [1];
  for (let at = 1; at < 255; at += 1) {
    const doubled = powers[at - 1]! * 2;
    powers.push(doubled > 255 ? doubled ^ 0x11d : doubled);
  }
  const times = (a: number, b: number) =>
    a === 0 || b === 0 ? 0 : powers[(powers.indexOf(a) + powers.indexOf(b)) % 255]!;
  for (let root = 0; root < corrections; root += 1) {
    const value = block.reduce((sum, codeword) => times(sum, powers[root]!) ^ codeword, 0);
    if (value !== 0) throw new Error('a block is not corrected by its codewords');
  }
}

function textOf(data: readonly number[], version: number): string {
  const bits = data.map((codeword) => codeword.toString(2).padStart(8, '0')).join('');
  if (!bits.startsWith('0100')) throw new Error('no bytes');
  const start = version < 10 ? 12 : 20;
  const length = Number.parseInt(bits.slice(4, start), 2);
  const bytes = Array.from({ length }, (_, at) =>
    Number.parseInt(bits.slice(start + 8 * at, start + 8 * at + 8), 2),
  );
  return new TextDecoder().decode(new Uint8Array(bytes));
}
