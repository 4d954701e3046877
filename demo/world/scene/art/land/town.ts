import { darker, fade, lighter } from '../colour.js';
import type { Brush, Crest } from './brush.js';
import { plant } from './brush.js';

interface Skyline {
  readonly y: number;
  readonly rise: number;
  readonly distance: number;
  readonly from?: number;
  readonly to?: number;
}

const facades = ['#5d6b82', '#77808f', '#8a7f86', '#4e5d75', '#6f7b95'];
const windowTones = ['#ffd98a', '#ffc46a', '#fff0c4', '#9fd8ff'];

/** Towers side by side, with the windows that are lit at this hour. */
export function skyline(brush: Brush, { y, rise, distance, from = 0, to = 1 }: Skyline): void {
  const { context, width, height, unit, light, random } = brush;
  const foot = y * height;
  for (let x = from * width; x < to * width; ) {
    const wide = (24 + random() * 34) * unit * (1.25 - distance * 0.6);
    const middle = 1 - Math.abs((x / width - (from + to) / 2) * 2) * 0.35;
    const tall = rise * height * (0.35 + random() * 0.65) * middle;
    const tone = light.shade(facades[Math.floor(random() * facades.length)] ?? '#667', distance);
    const top = foot - tall;
    const fill = context.createLinearGradient(0, top, 0, foot);
    fill.addColorStop(0, tone);
    fill.addColorStop(1, light.shade('#8a93a8', Math.min(1, distance + 0.25)));
    context.fillStyle = fill;
    context.fillRect(x, top, wide, tall);
    context.fillStyle = fade(darker(tone, 0.5), 0.4);
    context.fillRect(x + wide * 0.68, top, wide * 0.32, tall);
    crown(brush, x, top, wide, tone);
    windows(brush, { x, y: top, wide, tall }, distance);
    x += wide + random() * 5 * unit;
  }
}

function crown(
  { context, random, unit, light }: Brush,
  x: number,
  y: number,
  wide: number,
  tone: string,
): void {
  const style = random();
  context.fillStyle = tone;
  if (style < 0.25) context.fillRect(x + wide * 0.2, y - 8 * unit, wide * 0.6, 9 * unit);
  else if (style < 0.45) {
    context.beginPath();
    context.moveTo(x, y + 1);
    context.lineTo(x + wide / 2, y - wide * 0.55);
    context.lineTo(x + wide, y + 1);
    context.fill();
  } else if (style < 0.65) {
    context.fillRect(x + wide * 0.47, y - 22 * unit, 1.6 * unit, 22 * unit);
    context.fillStyle = fade('#ff6a5a', 0.3 + light.lamps * 0.7);
    context.fillRect(x + wide * 0.47 - unit * 0.6, y - 24 * unit, 2.8 * unit, 2.8 * unit);
  }
}

interface Facade {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly tall: number;
}

function windows({ context, random, unit, light }: Brush, facade: Facade, distance: number): void {
  const { x, y, wide, tall } = facade;
  const pitch = (7.5 - distance * 2.5) * unit;
  const size = pitch * 0.5;
  const share = 0.18 + light.lamps * 0.4;
  for (let row = y + pitch; row < y + tall - pitch; row += pitch * 1.3) {
    for (let column = x + pitch * 0.6; column < x + wide - size; column += pitch) {
      const lit = random() < share && light.lamps > 0.2;
      const tone = light.ground(windowTones[Math.floor(random() * 3.4)] ?? '#ffd98a');
      context.fillStyle = lit
        ? fade(lighter(tone, 0.15), (0.95 - distance * 0.45) * light.lamps)
        : fade(light.shade('#24304a', distance), 0.22);
      context.fillRect(column, row, size, size * 1.3);
    }
  }
}

interface Keep {
  readonly x: number;
  readonly y: number;
  /** Of the picture's height. */
  readonly size: number;
  readonly distance: number;
}

/** A castle of towers and walls. */
export function castle(brush: Brush, { x, y, size, distance }: Keep): void {
  const { context, width, height, light, unit, random } = brush;
  const stone = light.shade(light.ground('#a59c9c'), distance);
  const shadow = light.shade(darker(light.ground('#a59c9c'), 0.36), distance);
  const roof = light.shade('#5a4a72', distance);
  const scale = (size * height) / 100;
  const lit = fade('#ffd27a', light.lamps * (1 - distance * 0.5));
  context.save();
  context.translate(x * width, y * height);
  context.scale(scale, scale);
  const walls: readonly (readonly [left: number, wide: number, tall: number, roof: number])[] = [
    [-12, 24, 78, 30],
    [-46, 16, 52, 24],
    [32, 16, 58, 26],
    [-70, 14, 40, 20],
    [58, 14, 36, 18],
  ];
  context.fillStyle = stone;
  context.fillRect(-66, -28, 132, 40);
  context.fillStyle = shadow;
  for (let notch = -64; notch < 64; notch += 8) context.fillRect(notch, -31, 4, 4);
  for (const [left, wide, tall, peak] of walls) {
    context.fillStyle = stone;
    context.fillRect(left, -tall, wide, tall + 12);
    context.fillStyle = shadow;
    context.fillRect(left + wide * 0.6, -tall, wide * 0.4, tall + 12);
    context.fillStyle = stone;
    context.fillRect(left - 2, -tall - 2, wide + 4, 5);
    context.fillStyle = roof;
    context.beginPath();
    context.moveTo(left - 3, -tall - 1);
    context.lineTo(left + wide / 2, -tall - peak);
    context.lineTo(left + wide + 3, -tall - 1);
    context.fill();
    context.fillStyle = light.lamps > 0.2 ? lit : shadow;
    for (let row = 12; row < tall - 8; row += 14) {
      if (random() < 0.75) context.fillRect(left + wide * 0.36, -tall + row, 2.6, 5);
    }
  }
  context.fillStyle = light.shade('#3a2c2a', distance);
  context.beginPath();
  context.roundRect(-8, -18, 16, 30, [8, 8, 0, 0]);
  context.fill();
  context.restore();
  context.lineWidth = unit;
}

const houseTones = ['#efe2c8', '#e6cfae', '#d9b79a', '#c9d3d6', '#e8d6d0', '#cfc2a4'];

/** Houses along a crest, in as many tones as a real street. */
export function houses(
  brush: Brush,
  crest: Crest,
  options: { count: number; scale: number; distance: number; from?: number; to?: number },
): void {
  const { from = 0, to = 1, count, ...rest } = options;
  for (let index = 0; index < count; index++) {
    const start = from + (index / count) * (to - from);
    plant(brush, crest, {
      kind: 'house',
      count: 1,
      colour:
        brush.season === 'winter'
          ? '#e6e4e2'
          : (houseTones[index % houseTones.length] ?? '#efe2c8'),
      ...rest,
      from: start,
      to: start + (to - from) / count,
    });
  }
}

/** A street lamp and its pool of light. */
export function lampPost(
  { context, width, height, unit, light }: Brush,
  x: number,
  y: number,
  tall: number,
): void {
  const [left, foot, top] = [x * width, y * height, (y - tall) * height];
  context.fillStyle = light.shade('#2a303c');
  context.fillRect(left - 1.6 * unit, top, 3.2 * unit, foot - top);
  context.fillRect(left - 4 * unit, foot - 5 * unit, 8 * unit, 5 * unit);
  context.fillRect(left - 6 * unit, top - 2 * unit, 12 * unit, 2.4 * unit);
  context.fillStyle = light.lamps > 0.2 ? '#fff0c4' : light.shade('#d5dde2');
  context.fillRect(left - 4 * unit, top - 13 * unit, 8 * unit, 11 * unit);
  if (light.lamps < 0.2) return;
  const glow = context.createRadialGradient(
    left,
    top - 8 * unit,
    0,
    left,
    top - 8 * unit,
    70 * unit,
  );
  glow.addColorStop(0, fade('#ffd890', 0.6 * light.lamps));
  glow.addColorStop(0.3, fade('#ffc870', 0.2 * light.lamps));
  glow.addColorStop(1, fade('#ffc870', 0));
  context.fillStyle = glow;
  context.fillRect(left - 70 * unit, top - 78 * unit, 140 * unit, 140 * unit);
}
