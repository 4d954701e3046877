import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { randomFrom } from '../random.js';
import { fade, mix } from './colour.js';
import type { Light } from './light.js';

interface Cloud {
  readonly image: Canvas;
  readonly x: number;
  readonly y: number;
  readonly speed: number;
}

export interface Clouds {
  paint(context: SKRSContext2D, seconds: number): void;
}

/** Clouds that drift by for ever; painted once, moved each frame. */
export function cloudsOf(
  light: Light,
  width: number,
  height: number,
  unit: number,
  windy: boolean,
): Clouds {
  const random = randomFrom(7);
  const count = Math.round(light.clouds * 9);
  const clouds: Cloud[] = Array.from({ length: count }, (_, index) => {
    const near = (index + 0.5) / count;
    const wide = (90 + random() * 110 + near * 110) * unit;
    return {
      image: cloudImage(light, wide, near, random),
      x: ((index * 0.618 + random() * 0.2) % 1) * (width + wide),
      y: (0.3 - near * 0.28 + random() * 0.06) * height,
      speed: (2 + near * 5) * unit * (windy ? 5 : 1),
    };
  });
  return {
    paint(context, seconds) {
      for (const { image, x, y, speed } of clouds) {
        const span = width + image.width;
        context.drawImage(image, ((x + seconds * speed) % span) - image.width, y);
      }
    },
  };
}

/** One heap of round puffs on a flat base, bright above and shaded below. */
function cloudImage(light: Light, wide: number, near: number, random: () => number): Canvas {
  const tall = wide * 0.5;
  const image = createCanvas(Math.ceil(wide), Math.ceil(tall));
  const context = image.getContext('2d');
  const base = tall * 0.86;
  for (let puff = 0; puff < 13; puff++) {
    const at = (puff + 0.5) / 13;
    const arch = Math.sin(at * Math.PI);
    const radius = tall * (0.09 + arch * (0.13 + random() * 0.12));
    const x = wide * (0.09 + at * 0.82);
    const y = base - radius * 0.8 - arch * tall * (0.04 + 0.2 * random());
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  }
  context.beginPath();
  context.roundRect(wide * 0.06, base - tall * 0.16, wide * 0.88, tall * 0.16, tall * 0.08);
  context.fill();
  context.globalCompositeOperation = 'source-in';
  const [bright, shaded] = light.cloud;
  const fill = context.createLinearGradient(0, tall * 0.1, 0, base);
  const alpha = 0.62 + near * 0.33;
  fill.addColorStop(0, fade(bright, alpha));
  fill.addColorStop(0.55, fade(mix(bright, shaded, 0.5), alpha));
  fill.addColorStop(1, fade(mix(shaded, light.haze, 0.35), alpha * 0.75));
  context.fillStyle = fill;
  context.fillRect(0, 0, wide, tall);
  return image;
}
