import type { Welcome } from '../../../src/protocol/messages.js';
import {
  PATCH_WORDS,
  proofOf,
  swapped,
  toDigits,
  USUAL_HEAD,
  USUAL_VIEW,
  USUAL_YOU,
} from '../../../src/protocol/patch.js';
import type { Receipt } from '../../../src/protocol/reasons.js';
import type { You } from '../../../src/protocol/view.js';

/** Shorter pieces cost as much to name as to say. */
const PIECE_MIN = 4;

/** So many places are tried for the longest piece: those that come later first. */
const TRIES = 64;

/** The place of hashes of pieces; a power of two. */
const HASHES = 4_096;

interface Piece {
  readonly from: number;
  readonly length: number;
  readonly where: string;
  /** The characters that it saves. */
  readonly gain: number;
}

/** What makes one text of another: see `patched`, which reads it. */
export function makePatch(before: string, after: string): string {
  const start = PATCH_WORDS.length + before.length;
  const text = PATCH_WORDS + before + after;
  const known = new Pieces(text);
  let patch = proofOf(after);
  let at = start;
  let fresh = start;
  let expected = PATCH_WORDS.length;
  while (at < text.length) {
    const piece = known.longest(at, expected);
    // One character on there may be a longer one.
    if (piece === null || (known.longest(at + 1, expected)?.gain ?? 0) > piece.gain + 1) {
      at += 1;
      continue;
    }
    patch += said(text.slice(fresh, at)) + piece.where + toDigits(piece.length);
    at += piece.length;
    known.repeated(at);
    fresh = at;
    expected = piece.from + piece.length;
  }
  return fresh === text.length ? patch : patch + said(text.slice(fresh));
}

function said(fresh: string): string {
  return toDigits(fresh.length) + swapped(fresh);
}

/** Finds what a text repeats of itself. */
class Pieces {
  private readonly text: string;
  /** The last place of each hash, and for each place the one before it with the same hash. */
  private readonly last = new Int32Array(HASHES).fill(-1);
  private readonly earlier: Int32Array;
  private entered = 0;

  constructor(text: string) {
    this.text = text;
    this.earlier = new Int32Array(text.length);
  }

  /** The piece before `at` that saves the most of what begins there; null where none saves anything. */
  longest(at: number, expected: number): Piece | null {
    const { text } = this;
    for (; this.entered + PIECE_MIN <= at; this.entered += 1) this.enter(this.entered);
    let best: Piece | null = null;
    let from = at + PIECE_MIN <= text.length ? (this.last[this.hashAt(at)] ?? -1) : -1;
    for (let tries = 0; from >= 0 && tries < TRIES; tries += 1) {
      const length = this.alike(from, at);
      if (length >= PIECE_MIN && length > (best?.gain ?? 0)) {
        const skipped = from - expected;
        const where = toDigits(skipped >= 0 ? 2 * skipped : -2 * skipped - 1);
        const gain = length - where.length - toDigits(length).length - 1;
        if (gain > (best?.gain ?? 0)) best = { from, length, where, gain };
      }
      from = this.earlier[from] ?? -1;
    }
    return best;
  }

  /** What comes before is known from elsewhere: it is not looked for once more. */
  repeated(before: number): void {
    this.entered = before;
  }

  private alike(from: number, at: number): number {
    const { text } = this;
    const most = Math.min(at - from, text.length - at);
    let length = 0;
    while (length < most && text.charCodeAt(from + length) === text.charCodeAt(at + length)) {
      length += 1;
    }
    return length;
  }

  private enter(at: number): void {
    const hash = this.hashAt(at);
    this.earlier[at] = this.last[hash] ?? -1;
    this.last[hash] = at;
  }

  private hashAt(at: number): number {
    let hash = 0;
    for (let next = at; next < at + PIECE_MIN; next += 1) {
      hash = Math.imul(hash ^ this.text.charCodeAt(next), 0x9e3779b1);
    }
    return (hash >>> 16) % HASHES;
  }
}

/** What a welcome says beside the view. */
interface Own {
  readonly head: Omit<Welcome, 'snapshot'>;
  readonly you: You;
  readonly receipts: readonly Receipt[];
}

/** The public view as a text, and welcomes around it: written once for all who join before the next change. */
export class WrittenView {
  readonly text: string;
  private patch: string | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** In full, or without what is as usual for a page that knows what that is: see `RoomReader`. */
  welcome({ head, you, receipts }: Own, knowsUsual: boolean): string {
    if (!knowsUsual) return wrapped(head, this.text, { you, receipts });
    this.patch ??= JSON.stringify(makePatch(USUAL_VIEW, this.text));
    const own = receipts.length === 0 ? {} : { receipts };
    return wrapped(unusual(head, USUAL_HEAD), this.patch, { you: unusual(you, USUAL_YOU), ...own });
  }
}

function wrapped(head: object, room: string, own: object): string {
  const begin = JSON.stringify(head).slice(0, -1);
  return `${begin},"snapshot":{"room":${room},${JSON.stringify(own).slice(1)}}`;
}

function unusual(whole: object, usual: object): object {
  const known = new Map(Object.entries(usual).map(([name, one]) => [name, JSON.stringify(one)]));
  const entries = Object.entries(whole);
  return Object.fromEntries(
    entries.filter(([name, one]) => known.get(name) !== JSON.stringify(one)),
  );
}
