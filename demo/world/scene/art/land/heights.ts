import { darker, lighter, mix } from '../colour.js';
import type { Brush, Crest } from './brush.js';
import { land } from './brush.js';

interface Range {
  readonly y: number;
  readonly rise: number;
  readonly peaks: number;
  readonly distance: number;
  readonly tone?: string;
}

/** A mountain range: each peak has a lit and a shaded flank, and snow above. */
export function range(brush: Brush, { y, rise, peaks, distance, tone = '#66758c' }: Range): void {
  const { context, width, height, light, random, season } = brush;
  const rock = light.shade(light.ground(tone), distance);
  const snow = light.shade('#f4f7fb', distance * 0.8);
  const foot = y * height;
  const spots = Array.from({ length: peaks }, (_, index) => ({
    x: ((index + 0.2 + random() * 0.6) / peaks) * width,
    tall: rise * height * (0.55 + random() * 0.45),
  })).sort((a, b) => b.tall - a.tall);
  for (const { x, tall } of spots.reverse()) {
    const half = tall * (0.8 + random() * 0.3) + width / peaks / 3;
    const ridge = jagged(brush, { x, y: foot - tall }, { x: x + half * 0.08, y: foot }, 7);
    const left = jagged(brush, { x: x - half, y: foot }, { x, y: foot - tall }, 8);
    const right = jagged(brush, { x, y: foot - tall }, { x: x + half, y: foot }, 8);
    const fill = context.createLinearGradient(0, foot - tall, 0, foot);
    fill.addColorStop(0, lighter(rock, 0.14));
    fill.addColorStop(1, mix(rock, light.haze, 0.35 + distance * 0.4));
    trace(brush, [...left, ...right]);
    context.fillStyle = fill;
    context.fill();
    const flank = context.createLinearGradient(0, foot - tall, 0, foot);
    flank.addColorStop(0, darker(rock, 0.3));
    flank.addColorStop(1, mix(darker(rock, 0.12), light.haze, 0.4 + distance * 0.4));
    trace(brush, [...ridge.slice().reverse(), ...right]);
    context.fillStyle = flank;
    context.fill();
    const reach = season === 'winter' ? 0.72 : 0.34;
    context.save();
    trace(brush, [...left, ...right]);
    context.clip();
    context.fillStyle = snow;
    trace(brush, snowLine(brush, x, half, foot - tall, tall * reach));
    context.fill();
    context.fillStyle = mix(snow, darker(rock, 0.3), 0.42);
    trace(brush, [...ridge.slice().reverse(), ...right]);
    context.clip();
    trace(brush, snowLine(brush, x, half, foot - tall, tall * reach * 0.92));
    context.fill();
    context.restore();
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function jagged({ random }: Brush, from: Point, to: Point, steps: number): Point[] {
  const rough = Math.hypot(to.x - from.x, to.y - from.y) * 0.045;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = step / steps;
    const loose = step === 0 || step === steps ? 0 : rough;
    return {
      x: from.x + (to.x - from.x) * at + (random() - 0.5) * loose,
      y: from.y + (to.y - from.y) * at + (random() - 0.5) * loose * 1.6,
    };
  });
}

/** Everything above a zigzag edge. */
function snowLine({ random }: Brush, x: number, half: number, top: number, depth: number): Point[] {
  const steps = 14;
  const edge = Array.from({ length: steps + 1 }, (_, step) => ({
    x: x - half + (step / steps) * half * 2,
    y: top + depth * (step % 2 === 0 ? 1 : 0.62 + random() * 0.2),
  }));
  return [{ x: x - half, y: top - 9 }, ...edge, { x: x + half, y: top - 9 }];
}

function trace({ context }: Brush, points: readonly Point[]): void {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.closePath();
}

interface Dune {
  readonly y: number;
  readonly rise: number;
  readonly distance: number;
}

/** A dune with the long shadow of its lee side. */
export function dune(brush: Brush, { y, rise, distance }: Dune): Crest {
  const { context, width, height, light, random } = brush;
  const tone = light.ground('#e3b673');
  const crest = land(brush, { y, rise, tone, distance, waves: 1.6 });
  const shade = light.shade(darker(tone, 0.34), distance);
  for (let lee = 0; lee < 3; lee++) {
    const x = ((lee + random() * 0.8) / 3) * width;
    const reach = width * (0.12 + random() * 0.1);
    const deep = height * (0.05 + random() * 0.06);
    context.globalAlpha = 0.5;
    context.fillStyle = shade;
    context.beginPath();
    context.moveTo(x, crest(x));
    for (let step = 0; step <= 12; step++) {
      const at = x + (step / 12) * reach;
      context.lineTo(at, crest(at));
    }
    context.quadraticCurveTo(
      x + reach * 0.7,
      crest(x) + deep * 0.5,
      x + reach * 0.5,
      crest(x) + deep,
    );
    context.quadraticCurveTo(x + reach * 0.1, crest(x) + deep * 0.6, x, crest(x));
    context.fill();
  }
  context.globalAlpha = 1;
  return crest;
}
