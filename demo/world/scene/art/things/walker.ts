import { fade } from '../colour.js';
import type { Drawing, Pen } from '../pen.js';

/** A four-legged body: most animals differ in proportion more than in plan. */
interface Build {
  readonly legs: number;
  readonly legWidth: number;
  readonly length: number;
  readonly girth: number;
  /** From the shoulder to the head. */
  readonly neck: readonly [x: number, y: number];
  readonly neckWidth: number;
  readonly head: readonly [length: number, height: number];
  readonly muzzle: number;
  /** Seconds per stride. */
  readonly stride: number;
  /** What makes it this animal: ears, tail, horns; drawn with the head at (x, y). */
  readonly marks: (pen: Pen, head: Spot, rump: Spot) => void;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

export const ink = '#1d1f28';

/** The drawing of a walking animal of that build. */
export function walker(build: Build): Drawing {
  const { legs, legWidth, length, girth, neck, neckWidth, head, muzzle, stride, marks } = build;
  const back = -legs - girth;
  const half = length / 2;
  const shoulder = { x: half - girth * 0.42, y: back + girth * 0.5 };
  const rump = { x: -half + 2, y: back + girth * 0.3 };
  const face = { x: shoulder.x + neck[0], y: shoulder.y + neck[1] };
  return (pen) => {
    const { context } = pen;
    const limb = (tone: string, x: number, ahead: number): void => {
      context.strokeStyle = tone;
      context.lineWidth = legWidth;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(x, -legs - girth * 0.25);
      context.lineTo(x + pen.swing(stride, ahead) * legs * 0.26, -legWidth * 0.4);
      context.stroke();
    };
    limb(pen.dark, half - girth * 0.5, 0);
    limb(pen.dark, -half + girth * 0.5, 0.5);
    pen.disc(pen.base, -half + girth * 0.5, back + girth * 0.5, girth * 0.54);
    pen.disc(pen.base, shoulder.x, shoulder.y, girth * 0.52);
    pen.box(pen.base, -half + girth * 0.3, back + 1, length - girth * 0.7, girth, girth * 0.42);
    limb(pen.base, half - girth * 0.3, 0.5);
    limb(pen.base, -half + girth * 0.3, 0);
    context.strokeStyle = pen.base;
    context.lineWidth = neckWidth;
    context.beginPath();
    context.moveTo(shoulder.x, shoulder.y);
    context.lineTo(face.x, face.y);
    context.stroke();
    pen.disc(fade('#fff6e6', 0.12), 0, back + girth * 0.24, half * 0.7, girth * 0.18);
    marks(pen, face, rump);
    pen.disc(pen.base, face.x, face.y, head[0] / 2, head[1] / 2);
    pen.disc(pen.base, face.x + head[0] * 0.42, face.y + head[1] * 0.16, muzzle, muzzle * 0.78);
    pen.disc(pen.shade(ink), face.x + head[0] * 0.2, face.y - head[1] * 0.12, 1.9);
  };
}

/** Drawn with the head at the origin. */
export function ears(pen: Pen, tone: string, { x, y }: Spot, path: string): void {
  pen.turned(x, y, 0, () => pen.fill(tone, path));
}

/** Swings gently from the rump. */
export function tail(pen: Pen, tone: string, { x, y }: Spot, width: number, path: string): void {
  pen.turned(x, y, pen.swing(1.9) * 0.16, () => pen.line(tone, width, path));
}
