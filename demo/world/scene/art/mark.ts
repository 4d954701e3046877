import { Path2D } from '@napi-rs/canvas';
import { hash, randomFrom } from '../random.js';
import { darker, fade, fromHue, lighter } from './colour.js';
import { fontStack } from './font.js';
import type { Drawing } from './pen.js';
import type { ThingArt } from './things/art.js';

/**
 * An unknown word as an ornament: a blossom-like figure whose symmetry, form and hue come from
 * the word itself, so that it is the same each time and different from any other.
 */
export function markArt(word: string): ThingArt {
  const random = randomFrom(hash(word));
  const hue = random();
  const outer = figure(3 + Math.floor(random() * 7), 0.3 + random() * 2.2, 0.5 + random() * 2, 42);
  const inner = figure(3 + Math.floor(random() * 6), 0.4 + random() * 2, 0.6 + random() * 1.8, 25);
  const pace = 0.16 + random() * 0.3;
  const moons = 1 + Math.floor(random() * 4);
  const draw: Drawing = (pen) => {
    const { context } = pen;
    pen.glow(lighter(pen.base, 0.3), 0, -58, 84, 0.42 + 0.08 * pen.swing(3.4));
    pen.turned(0, -58, pen.time * pace, () => {
      context.fillStyle = darker(pen.base, 0.12);
      context.fill(outer);
      context.strokeStyle = pen.light;
      context.lineWidth = 1.8;
      context.stroke(outer);
    });
    pen.turned(0, -58, -pen.time * pace * 1.6, () => {
      context.fillStyle = lighter(pen.base, 0.4);
      context.fill(inner);
    });
    pen.disc(fade('#ffffff', 0.9), 0, -58, 6 + pen.swing(2.6));
    for (let moon = 0; moon < moons; moon++) {
      const angle = pen.time * pace * 2 + (moon / moons) * Math.PI * 2;
      pen.disc(pen.light, Math.cos(angle) * 54, -58 + Math.sin(angle) * 20, 3.4);
    }
    label(pen.context, word);
  };
  return {
    colour: fromHue(hue, 0.62, 0.56),
    size: 66,
    wide: 120,
    lane: 'fore',
    motion: 'sway',
    draw,
  };
}

/** The label reads the same whichever way the ornament faces: ornaments never turn round. */
function label(context: Parameters<Drawing>[0]['context'], word: string): void {
  context.font = `600 21px ${fontStack}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const wide = context.measureText(word).width + 18;
  context.fillStyle = 'rgba(14, 18, 34, 0.5)';
  context.beginPath();
  context.roundRect(-wide / 2, 2, wide, 30, 15);
  context.fill();
  context.fillStyle = 'rgba(255, 255, 255, 0.92)';
  context.fillText(word, 0, 24);
}

/** A closed curve of `petals` lobes; the exponents make it pointed, round or hollow. */
function figure(petals: number, sharp: number, full: number, size: number): Path2D {
  const path = new Path2D();
  const steps = 96;
  for (let step = 0; step < steps; step++) {
    const angle = (step / steps) * Math.PI * 2;
    const wave = Math.abs(Math.cos((petals * angle) / 2));
    const radius = size * (0.42 + 0.58 * wave ** sharp) ** (1 / full);
    path.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
  }
  path.closePath();
  return path;
}
