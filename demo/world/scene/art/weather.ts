import type { SKRSContext2D } from '@napi-rs/canvas';
import { hash, randomFrom } from '../random.js';
import type { Weather } from '../words/sky.js';
import { fade } from './colour.js';
import type { Light } from './light.js';

interface Air {
  readonly context: SKRSContext2D;
  readonly width: number;
  readonly height: number;
  readonly light: Light;
  readonly seconds: number;
}

/** What falls and blows in front of everything; a pure function of the clock. */
export const weatherPainters: Readonly<Record<Weather, (air: Air) => void>> = {
  clear: () => {},
  cloudy: () => {},
  rain: (air) => rain(air, 1, 0.16),
  storm(air) {
    rain(air, 1.6, 0.34);
    lightning(air);
  },
  snow,
  fog,
  wind,
};

function rain({ context, width, height, seconds }: Air, density: number, slant: number): void {
  for (const [count, speed, length, alpha, thick] of [
    [90, 620, 15, 0.2, 0.9],
    [60, 880, 24, 0.32, 1.3],
  ] as const) {
    context.strokeStyle = `rgba(214, 228, 244, ${alpha})`;
    context.lineWidth = thick;
    context.beginPath();
    for (let drop = 0; drop < count * density; drop++) {
      const fall =
        (drop * 0.754877 * height + seconds * speed * (0.9 + (drop % 7) * 0.03)) % (height + 60);
      const x = (drop * 0.56984 * width + width - fall * slant) % width;
      context.moveTo(x, fall - 40);
      context.lineTo(x - length * slant, fall - 40 + length);
    }
    context.stroke();
  }
}

/** A strike every few seconds, each with its own place and shape. */
function lightning({ context, width, height, seconds }: Air): void {
  const every = 4.6;
  const strike = Math.floor(seconds / every);
  const random = randomFrom(hash(`strike ${strike}`));
  const age = seconds - strike * every - random() * 2.4;
  if (age < 0 || age > 0.7) return;
  const flicker = age < 0.1 ? 1 : Math.max(0, 0.75 - age) * (0.7 + 0.3 * Math.sin(age * 70));
  context.fillStyle = fade('#dfe6ff', 0.3 * flicker);
  context.fillRect(0, 0, width, height);
  if (age > 0.34) return;
  let x = (0.15 + random() * 0.7) * width;
  const points: [number, number][] = [[x, -8]];
  for (let y = 0; y < height * 0.58; y += height * 0.045) {
    x += (random() - 0.5) * 44;
    points.push([x, y]);
  }
  for (const [thick, alpha] of [
    [9, 0.16],
    [4, 0.35],
    [1.7, 1],
  ] as const) {
    context.strokeStyle = fade('#f3f1ff', alpha * flicker);
    context.lineWidth = thick;
    context.lineJoin = 'round';
    context.beginPath();
    for (const [left, top] of points) context.lineTo(left, top);
    context.stroke();
  }
}

function snow({ context, width, height, light, seconds }: Air): void {
  context.fillStyle = fade('#ffffff', 0.9 - light.dim * 0.3);
  for (let flake = 0; flake < 150; flake++) {
    const near = (flake % 10) / 10;
    const fall = (flake * 0.754877 * height + seconds * (24 + near * 50)) % (height + 20);
    const sway = Math.sin(seconds * (0.5 + near * 0.5) + flake) * (8 + near * 14);
    const x = (flake * 0.56984 * width + sway + width) % width;
    context.beginPath();
    context.arc(x, fall - 10, 0.8 + near * near * 2.8, 0, Math.PI * 2);
    context.fill();
  }
}

function fog({ context, width, height, light, seconds }: Air): void {
  for (let bank = 0; bank < 6; bank++) {
    const span = width * 2;
    const x = ((bank * 0.37 * span + seconds * (7 + bank * 3)) % span) - width * 0.5;
    const y = height * (0.4 + bank * 0.085);
    const half = width * 0.55;
    context.save();
    context.translate(x, y);
    context.scale(1, 0.2);
    const mist = context.createRadialGradient(0, 0, 0, 0, 0, half);
    mist.addColorStop(0, fade(light.haze, 0.42));
    mist.addColorStop(1, fade(light.haze, 0));
    context.fillStyle = mist;
    context.fillRect(-half, -half, half * 2, half * 2);
    context.restore();
  }
  const veil = context.createLinearGradient(0, height * 0.3, 0, height);
  veil.addColorStop(0, fade(light.haze, 0));
  veil.addColorStop(0.35, fade(light.haze, 0.26));
  veil.addColorStop(1, fade(light.haze, 0.04));
  context.fillStyle = veil;
  context.fillRect(0, 0, width, height);
}

function wind({ context, width, height, light, seconds }: Air): void {
  context.lineCap = 'round';
  context.lineWidth = 1.5;
  for (let gust = 0; gust < 9; gust++) {
    const along = (seconds * (0.2 + (gust % 3) * 0.05) + gust * 0.273) % 1;
    const x = along * (width + 320) - 220;
    const y = height * (0.16 + ((gust * 0.618) % 1) * 0.6);
    context.strokeStyle = fade('#ffffff', 0.4 * Math.sin(along * Math.PI));
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(x + 60, y - 14, x + 110, y + 14, x + 168, y - 2);
    context.bezierCurveTo(x + 196, y - 14, x + 186, y - 28, x + 172, y - 20);
    context.stroke();
  }
  const tones = ['#c98a3a', '#8fa350', '#d9693a'].map((tone) => light.shade(tone));
  for (let leaf = 0; leaf < 26; leaf++) {
    const along = (seconds * (0.15 + (leaf % 5) * 0.022) + leaf * 0.173) % 1;
    const y = height * (0.2 + ((leaf * 0.618) % 1) * 0.66) + Math.sin(seconds * 2 + leaf) * 16;
    context.fillStyle = tones[leaf % tones.length] ?? '#c98a3a';
    context.beginPath();
    context.ellipse(along * (width + 60) - 30, y, 4.6, 2, seconds * 3 + leaf, 0, Math.PI * 2);
    context.fill();
  }
}
