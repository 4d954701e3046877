import { darker, fade, lighter } from '../colour.js';
import type { Brush, Crest } from './brush.js';
import { land } from './brush.js';

/** Airless ground with craters. */
export function moonscape(brush: Brush, y: number): Crest {
  const { context, width, height, unit, light, random } = brush;
  const tone = light.ground('#8d8ba0');
  const crest = land(brush, { y, rise: 0.03, tone, waves: 1.4 });
  for (let index = 0; index < 22; index++) {
    const x = random() * width;
    const depth = random();
    const size = (8 + depth * 34) * unit;
    const at = crest(x) + 8 * unit + depth * (height - crest(x));
    context.fillStyle = light.shade(darker(tone, 0.42));
    context.beginPath();
    context.ellipse(x, at, size, size * 0.26, 0, 0, Math.PI * 2);
    context.fill();
    context.strokeStyle = fade(light.shade(lighter(tone, 0.4)), 0.7);
    context.lineWidth = 1.6 * unit;
    context.beginPath();
    context.ellipse(x, at + unit, size, size * 0.26, 0, 0.1, Math.PI - 0.1);
    context.stroke();
  }
  return crest;
}

/** Clouds of stars, far behind everything. */
export function nebula({ context, width, height, light, random }: Brush): void {
  const tones = [light.ground('#6a4ab8'), light.ground('#2f6ac0'), light.ground('#b84a8f')];
  for (let index = 0; index < 26; index++) {
    const at = random();
    const x = at * width;
    const y = height * (0.62 - at * 0.42 + (random() - 0.5) * 0.34);
    const radius = height * (0.1 + random() * 0.24);
    const tone = tones[index % tones.length] ?? '#6a4ab8';
    const cloud = context.createRadialGradient(x, y, 0, x, y, radius);
    cloud.addColorStop(0, fade(tone, 0.16));
    cloud.addColorStop(1, fade(tone, 0));
    context.fillStyle = cloud;
    context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
  }
}

/** A great planet over the horizon, half in shadow. */
export function globe(
  { context, width, height, light }: Brush,
  x: number,
  y: number,
  size: number,
): void {
  const [left, top, radius] = [x * width, y * height, size * height];
  const tone = light.ground('#4a86c4');
  const glow = context.createRadialGradient(left, top, radius * 0.9, left, top, radius * 1.4);
  glow.addColorStop(0, fade(lighter(tone, 0.4), 0.4));
  glow.addColorStop(1, fade(tone, 0));
  context.fillStyle = glow;
  context.fillRect(left - radius * 1.5, top - radius * 1.5, radius * 3, radius * 3);
  context.save();
  context.beginPath();
  context.arc(left, top, radius, 0, Math.PI * 2);
  context.clip();
  context.fillStyle = tone;
  context.fillRect(left - radius, top - radius, radius * 2, radius * 2);
  context.fillStyle = fade('#8fc09a', 0.75);
  for (const [dx, dy, wide, tall] of [
    [-0.4, -0.3, 0.42, 0.22],
    [0.2, 0.1, 0.36, 0.3],
    [-0.3, 0.5, 0.3, 0.14],
    [0.5, -0.5, 0.24, 0.12],
  ] as const) {
    context.beginPath();
    context.ellipse(
      left + dx * radius,
      top + dy * radius,
      wide * radius,
      tall * radius,
      0.4,
      0,
      Math.PI * 2,
    );
    context.fill();
  }
  context.strokeStyle = fade('#ffffff', 0.4);
  context.lineWidth = radius * 0.06;
  for (const band of [-0.45, -0.05, 0.35]) {
    context.beginPath();
    context.ellipse(
      left - radius * 0.2,
      top + band * radius,
      radius * 0.7,
      radius * 0.14,
      0.15,
      0.4,
      2.8,
    );
    context.stroke();
  }
  const shadow = context.createRadialGradient(
    left - radius * 0.5,
    top - radius * 0.5,
    radius * 0.4,
    left,
    top,
    radius * 1.25,
  );
  shadow.addColorStop(0, fade('#060a20', 0));
  shadow.addColorStop(1, fade('#060a20', 0.88));
  context.fillStyle = shadow;
  context.fillRect(left - radius, top - radius, radius * 2, radius * 2);
  context.restore();
}

const coralTones = ['#e2748a', '#ee9a5a', '#b06ac4', '#f0c070', '#5ab4a8'];

/** Branching corals along the sea floor. */
export function corals(brush: Brush, crest: Crest, count: number, distance = 0): void {
  const { context, width, height, unit, light, random } = brush;
  context.lineCap = 'round';
  for (let index = 0; index < count; index++) {
    const x = random() * width;
    const foot = crest(x) + random() * height * 0.1;
    context.strokeStyle = light.shade(coralTones[index % coralTones.length] ?? '#e2748a', distance);
    branch(brush, x, foot, -Math.PI / 2, (13 + random() * 13) * unit * (1 - distance * 0.4), 4);
  }
}

function branch(
  brush: Brush,
  x: number,
  y: number,
  angle: number,
  length: number,
  depth: number,
): void {
  const { context, random } = brush;
  const [tipX, tipY] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
  context.lineWidth = depth * 1.7 * brush.unit;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(tipX, tipY);
  context.stroke();
  if (depth === 1) return;
  for (const side of [-1, 1]) {
    branch(brush, tipX, tipY, angle + side * (0.25 + random() * 0.4), length * 0.8, depth - 1);
  }
}

/** Long leaves that frame the view from both sides. */
export function fronds(brush: Brush, tone: string, count: number): void {
  const { context, width, height, light, random } = brush;
  for (let index = 0; index < count; index++) {
    const left = index % 2 === 0;
    const y = height * (0.1 + random() * 0.95);
    const length = Math.min(width, height) * (0.2 + random() * 0.2);
    context.save();
    context.translate(left ? 0 : width, y);
    context.scale(left ? 1 : -1, 1);
    context.rotate((random() - 0.55) * 1.3);
    context.fillStyle = light.shade(darker(tone, 0.25 + random() * 0.35));
    context.beginPath();
    context.moveTo(-20, 0);
    context.bezierCurveTo(length * 0.3, -length * 0.3, length * 0.8, -length * 0.2, length, 0);
    context.bezierCurveTo(length * 0.7, length * 0.1, length * 0.3, length * 0.18, -20, 12);
    context.fill();
    context.strokeStyle = fade(light.shade(lighter(tone, 0.3)), 0.4);
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(-10, 4);
    context.quadraticCurveTo(length * 0.5, -length * 0.12, length * 0.94, 0);
    context.stroke();
    context.restore();
  }
}
