import { darker, fade, lighter, mix } from '../colour.js';
import type { Brush, Crest } from './brush.js';
import { land, under } from './brush.js';

/** Water from the horizon down, in the colours of the sky above it. */
export function water(brush: Brush, top: number, bottom = 1): void {
  const { context, width, height, light } = brush;
  const own = light.ground('#2f7397');
  const fill = context.createLinearGradient(0, top * height, 0, bottom * height);
  fill.addColorStop(0, mix(light.haze, light.shade(own, 0.5), 0.35));
  fill.addColorStop(0.25, mix(light.sky[2], light.shade(own), 0.6));
  fill.addColorStop(1, darker(mix(light.sky[0], light.shade(own), 0.7), 0.28));
  context.fillStyle = fill;
  context.fillRect(0, top * height, width, (bottom - top) * height);
}

/** What stands behind the water, upside down in it. */
export function mirror(
  brush: Brush,
  image: Parameters<Brush['context']['drawImage']>[0],
  top: number,
): void {
  const { context, width, height } = brush;
  const line = top * height;
  context.save();
  context.beginPath();
  context.rect(0, line, width, height - line);
  context.clip();
  context.globalAlpha = 0.3;
  context.translate(0, line * 1.8);
  context.scale(1, -0.8);
  context.drawImage(image, 0, 0);
  context.restore();
}

/** Sand with a wet edge and foam where the water ends. */
export function sand(brush: Brush, y: number, rise: number): Crest {
  const { context, light, unit, width } = brush;
  const tone = light.ground(brush.season === 'winter' ? '#e6ebf0' : '#e6cd98');
  const crest = land(brush, { y, rise, tone, waves: 0.9 });
  for (const [offset, wide, shade, alpha] of [
    [7, 16, darker(tone, 0.3), 0.4],
    [-1, 5, '#ffffff', 0.75],
    [-9, 2.4, '#ffffff', 0.4],
  ] as const) {
    context.strokeStyle = fade(light.shade(shade), alpha);
    context.lineWidth = wide * unit;
    context.beginPath();
    for (let x = 0; x <= width; x += 8) {
      context.lineTo(x, crest(x) + offset * unit + Math.sin(x / (26 * unit)) * 2 * unit);
    }
    context.stroke();
  }
  return crest;
}

/** A stone quay with planks, bollards and a coil of rope. */
export function quay(brush: Brush, y: number): Crest {
  const { context, width, height, unit, light, random } = brush;
  const top = y * height;
  const crest: Crest = () => top;
  const stone = light.ground('#7d746c');
  context.fillStyle = light.shade(darker(stone, 0.45));
  context.fillRect(0, top, width, height - top);
  context.fillStyle = light.shade(stone);
  context.fillRect(0, top, width, height * 0.11);
  for (let plank = 0; plank < 7; plank++) {
    const depth = plank / 7;
    const line = top + depth ** 1.3 * height * 0.11;
    context.fillStyle = fade(light.shade(darker(stone, 0.4)), 0.45);
    context.fillRect(0, line, width, (0.8 + depth) * unit);
    for (let joint = 0; joint < 9; joint++) {
      context.fillRect(random() * width, line, (1 + depth) * unit, height * 0.014);
    }
  }
  context.fillStyle = light.shade(lighter(stone, 0.24));
  context.fillRect(0, top, width, 3 * unit);
  for (let x = 60 * unit; x < width; x += 150 * unit) {
    const at = x + random() * 50 * unit;
    context.fillStyle = light.shade('#2f3038');
    context.beginPath();
    context.roundRect(at - 6 * unit, top - 13 * unit, 12 * unit, 18 * unit, 3 * unit);
    context.roundRect(at - 9 * unit, top - 16 * unit, 18 * unit, 6 * unit, 3 * unit);
    context.fill();
  }
  return crest;
}

/** Reeds along a bank. */
export function reeds(
  { context, unit, light, random, height }: Brush,
  crest: Crest,
  from: number,
  to: number,
): void {
  context.lineCap = 'round';
  for (let index = 0; index < 46; index++) {
    const x = from + random() * (to - from);
    const foot = crest(x) + random() * height * 0.03;
    const tall = (26 + random() * 44) * unit;
    const lean = (random() - 0.5) * 16 * unit;
    context.strokeStyle = light.shade(random() < 0.5 ? '#5f7a42' : '#7d8f4c');
    context.lineWidth = 2 * unit;
    context.beginPath();
    context.moveTo(x, foot);
    context.quadraticCurveTo(x, foot - tall * 0.6, x + lean, foot - tall);
    context.stroke();
    if (random() > 0.35) continue;
    context.strokeStyle = light.shade('#6b4a30');
    context.lineWidth = 4.6 * unit;
    context.beginPath();
    context.moveTo(x + lean, foot - tall);
    context.lineTo(x + lean * 1.15, foot - tall - 11 * unit);
    context.stroke();
  }
}

/** Boulders with a lit top. */
export function rocks(
  { context, unit, light, random, width, height }: Brush,
  crest: Crest,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const x = random() * width;
    const size = (7 + random() * 20) * unit;
    const y = crest(x) + random() * height * 0.05;
    context.fillStyle = light.shade('#5c5f6a');
    context.beginPath();
    context.ellipse(x, y, size, size * 0.62, 0, Math.PI, Math.PI * 2);
    context.fill();
    context.fillStyle = fade(light.shade('#a9acb4'), 0.6);
    context.beginPath();
    context.ellipse(
      x - size * 0.2,
      y - size * 0.24,
      size * 0.55,
      size * 0.26,
      -0.3,
      0,
      Math.PI * 2,
    );
    context.fill();
  }
}

/** A winding stream, wider as it nears. */
export function stream(brush: Brush, crest: Crest, top: number): void {
  const { context, width, height, light } = brush;
  context.save();
  under(brush, crest);
  context.clip();
  const own = light.shade(light.ground('#4a8fb4'));
  const fill = context.createLinearGradient(0, top * height, 0, height);
  fill.addColorStop(0, light.haze);
  fill.addColorStop(0.5, mix(light.sky[2], own, 0.55));
  fill.addColorStop(1, darker(own, 0.25));
  context.fillStyle = fill;
  const bend = (at: number): number => 0.5 + Math.sin(at * 5.4) * 0.16 * (0.4 + at);
  const steps = 40;
  context.beginPath();
  for (let step = 0; step <= steps; step++) {
    const at = step / steps;
    context.lineTo((bend(at) - 0.015 - at * 0.11) * width, (top + at * (1 - top)) * height);
  }
  for (let step = steps; step >= 0; step--) {
    const at = step / steps;
    context.lineTo((bend(at) + 0.015 + at * 0.11) * width, (top + at * (1 - top)) * height);
  }
  context.fill();
  context.restore();
}
