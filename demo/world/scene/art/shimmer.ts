import type { SKRSContext2D } from '@napi-rs/canvas';
import { fade, lighter } from './colour.js';
import type { Light } from './light.js';
import type { PlaceArt } from './places/place-art.js';
import { discAt } from './sky.js';

/** What moves on a water's face: glints, and the path of sun or moon. */
export function shimmer(
  context: SKRSContext2D,
  art: PlaceArt,
  light: Light,
  width: number,
  height: number,
  seconds: number,
): void {
  if (art.water === undefined) return;
  const [top, bottom] = art.water;
  const span = (bottom - top) * height;
  context.fillStyle = fade(lighter(light.sky[3], 0.35), 0.3 + 0.2 * (1 - light.dim));
  for (let index = 0; index < 70; index++) {
    const near = ((index * 0.618034) % 1) ** 1.7;
    const drift = seconds * (3 + near * 9);
    const x = ((index * 137.5 + drift) % (width + 80)) - 40;
    const pulse = Math.sin(seconds * (0.7 + (index % 4) * 0.2) + index * 2.4);
    const wide = (5 + near * 34) * (0.55 + 0.45 * pulse);
    const y = top * height + 3 + near * span + Math.sin(seconds * 0.8 + index) * 1.5;
    context.fillRect(x - wide / 2, y, wide, 0.7 + near * 1.6);
  }
  if (light.discAlpha > 0.2) glitter(context, art, light, width, height, seconds);
}

function glitter(
  context: SKRSContext2D,
  art: PlaceArt,
  light: Light,
  width: number,
  height: number,
  seconds: number,
): void {
  const [top, bottom] = art.water ?? [0, 0];
  const x = discAt(light, art.horizon).x * width;
  const tone = light.disc === 'sun' ? '#fff0c4' : '#dfe8ff';
  for (let row = 0; row < 34; row++) {
    const near = (row / 34) ** 1.3;
    const y = top * height + 2 + near * (bottom - top) * height * 0.9;
    const wave = Math.sin(seconds * 1.6 + row * 1.9);
    const wide = (10 + near * 46) * (0.5 + 0.5 * Math.abs(Math.sin(seconds * 0.9 + row * 2.7)));
    context.fillStyle = fade(tone, light.discAlpha * (0.62 - near * 0.5) * (0.6 + 0.4 * wave));
    context.fillRect(x - wide / 2 + wave * (2 + near * 9), y, wide, 1 + near * 1.8);
  }
}

/** Under water: shafts of light from above, and rising bubbles. */
export function shafts(
  context: SKRSContext2D,
  width: number,
  height: number,
  seconds: number,
): void {
  for (let shaft = 0; shaft < 6; shaft++) {
    const x = ((shaft + 0.4) / 6) * width + Math.sin(seconds * 0.21 + shaft * 1.7) * 46;
    const wide = 34 + 18 * Math.sin(shaft * 2.3);
    const fill = context.createLinearGradient(0, 0, 0, height * 0.86);
    fill.addColorStop(0, fade('#e6fff6', 0.16 + 0.06 * Math.sin(seconds * 0.6 + shaft)));
    fill.addColorStop(1, fade('#e6fff6', 0));
    context.fillStyle = fill;
    context.beginPath();
    context.moveTo(x - wide / 2, -4);
    context.lineTo(x + wide / 2, -4);
    context.lineTo(x + wide * 1.5 - 120, height * 0.86);
    context.lineTo(x - wide * 1.5 - 120, height * 0.86);
    context.fill();
  }
  context.strokeStyle = 'rgba(230, 255, 250, 0.55)';
  context.lineWidth = 1.1;
  for (let bubble = 0; bubble < 34; bubble++) {
    const size = 1.2 + (bubble % 5) * 0.9;
    const rise = (seconds * (0.04 + size * 0.012) + bubble * 0.2713) % 1;
    const x = ((bubble * 0.618034) % 1) * width + Math.sin(seconds + bubble) * 5;
    context.beginPath();
    context.arc(x, height * (0.92 - rise * 0.95), size, 0, Math.PI * 2);
    context.stroke();
  }
}
