import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { fade, lighter } from '../colour.js';
import type { Drawing } from '../pen.js';
import type { ThingArt } from './art.js';

/** What hangs in the sky behind all else; these keep their own light at any hour. */
const sun: Drawing = (pen) => {
  pen.glow('#ffe6a0', 0, -50, 230, 0.55);
  pen.disc('#fff3cf', 0, -50, 48);
  pen.disc('#ffdf8a', 0, -50, 42);
};

const moon: Drawing = (pen) => {
  pen.glow('#cfdcff', 0, -50, 190, 0.4);
  pen.disc(pen.base, 0, -50, 46);
  const crater = fade('#8b93b0', 0.3);
  for (const [x, y, radius] of [
    [-16, -62, 11],
    [14, -40, 8],
    [18, -70, 6],
    [-8, -30, 7],
    [-30, -44, 5],
  ] as const) {
    pen.disc(crater, x, y, radius);
  }
};

const star: Drawing = (pen) => {
  const twinkle = 0.75 + 0.25 * pen.swing(2.3);
  pen.glow('#fff2c0', 0, -50, 110 * twinkle, 0.5);
  pen.scaled(0, -50, twinkle, twinkle, () =>
    pen.fill(pen.base, 'M0-50C4-14 14-4 50 0C14 4 4 14 0 50C-4 14-14 4-50 0C-14-4-4-14 0-50Z'),
  );
};

const planet: Drawing = (pen) => {
  pen.turned(0, -50, -0.3, () => {
    pen.line(
      fade('#f4dcb4', 0.6),
      5,
      'M-40-10C-80-2-92 12-60 16C-20 20 60 10 84-6C96-16 70-20 42-16',
    );
    pen.disc(pen.base, 0, 0, 42);
    pen.fill(
      fade('#ffffff', 0.22),
      'M-38-18C-14-8 14-10 36-22C40-14 42-8 42-2C16 10-16 8-42-2C-42-8-40-14-38-18Z',
    );
    pen.fill(fade('#141a38', 0.3), 'M14-40C48-28 54 18 18 38C34 14 34-16 14-40Z');
    pen.line(fade('#f4dcb4', 0.9), 5, 'M-60 16C-20 20 60 10 84-6');
  });
};

const comet: Drawing = (pen) => {
  const { context } = pen;
  const trail = context.createLinearGradient(0, -50, -190, -110);
  trail.addColorStop(0, fade('#e6f4ff', 0.85));
  trail.addColorStop(1, fade('#e6f4ff', 0));
  context.fillStyle = trail;
  context.beginPath();
  context.moveTo(4, -62);
  context.lineTo(-190, -118);
  context.lineTo(-4, -40);
  context.fill();
  pen.glow('#ffffff', 0, -50, 40, 0.9);
  pen.disc('#ffffff', 0, -50, 11);
};

const arc = ['#e0524a', '#ee8f3c', '#f3d04f', '#63b35c', '#4a8fd8', '#7a5ac0'];

const rainbow: Drawing = (pen) => {
  const { context } = pen;
  context.lineWidth = 5.2;
  for (const [band, tone] of arc.entries()) {
    context.strokeStyle = fade(pen.shade(tone), 0.55 + 0.06 * pen.swing(6));
    context.beginPath();
    context.arc(0, 40, 150 - band * 5, Math.PI, Math.PI * 2);
    context.stroke();
  }
};

const fireworks: Drawing = (pen) => {
  const age = (pen.time * 0.36) % 1;
  const burst = Math.floor(pen.time * 0.36);
  const tones = [pen.base, '#ffd86a', '#7ad0ff', '#ff8ac4', '#9af09a'];
  const tone = tones[burst % tones.length] ?? pen.base;
  const reach = 78 * (1 - (1 - age) ** 3);
  pen.glow(tone, 0, -50, 90, 0.5 * (1 - age));
  for (let ray = 0; ray < 22; ray++) {
    const angle = (ray / 22) * Math.PI * 2 + burst;
    const out = reach * (ray % 2 === 0 ? 1 : 0.66);
    pen.disc(
      fade(ray % 3 === 0 ? '#ffffff' : tone, 1 - age),
      Math.cos(angle) * out,
      -50 + Math.sin(angle) * out + age * age * 26,
      3.4 * (1 - age * 0.7),
    );
  }
};

const rays = ['#54f2ac', '#3fd6c8', '#9a78f4'].map(rayImage);

/** One soft ray, painted once: an aurora is a hundred of them. */
function rayImage(tone: string): Canvas {
  const [wide, tall] = [16, 64];
  const image = createCanvas(wide, tall);
  const context = image.getContext('2d');
  for (let x = 0; x < wide; x++) {
    const veil = context.createLinearGradient(0, 0, 0, tall);
    const alpha = Math.sin(((x + 0.5) / wide) * Math.PI) ** 2;
    veil.addColorStop(0, fade(tone, 0));
    veil.addColorStop(0.72, fade(tone, 0.42 * alpha));
    veil.addColorStop(0.9, fade(lighter(tone, 0.4), 0.38 * alpha));
    veil.addColorStop(1, fade(tone, 0));
    context.fillStyle = veil;
    context.fillRect(x, 0, 1, tall);
  }
  return image;
}

/** Three curtains of rays that brighten and lift in waves. */
const aurora: Drawing = ({ context, time }) => {
  const alpha = context.globalAlpha;
  const count = 30;
  for (const [curtain, image] of rays.entries()) {
    for (let ray = 0; ray < count; ray++) {
      const at = ray / (count - 1);
      const fold = Math.sin(at * 10 + time * 0.3 + curtain * 2.1);
      const lift = fold * 18 - curtain * 22 - Math.sin(at * Math.PI) * 24;
      const pulse = 0.7 + 0.3 * Math.sin(ray * 1.7 - time * 0.8 + curtain * 1.7);
      context.globalAlpha = alpha * pulse * Math.sin(at * Math.PI) * (0.75 + 0.25 * fold);
      context.drawImage(image, -300 + at * 560, lift - 130, 40, 180);
    }
  }
  context.globalAlpha = alpha;
};

export const heavenThings = {
  sun: { colour: '#ffdf8a', size: 84, wide: 110, lane: 'heaven', motion: 'stand', draw: sun },
  moon: { colour: '#f2efe2', size: 80, wide: 100, lane: 'heaven', motion: 'stand', draw: moon },
  star: { colour: '#fff6dc', size: 30, wide: 110, lane: 'heaven', motion: 'stand', draw: star },
  planet: { colour: '#d9a56a', size: 90, wide: 190, lane: 'heaven', motion: 'sway', draw: planet },
  comet: {
    colour: '#e6f4ff',
    size: 60,
    wide: 220,
    lane: 'heaven',
    motion: 'cross',
    speed: 20,
    draw: comet,
  },
  rainbow: {
    colour: '#ffffff',
    size: 210,
    wide: 320,
    lane: 'heaven',
    motion: 'stand',
    draw: rainbow,
  },
  aurora: {
    colour: '#5af0b0',
    size: 150,
    wide: 560,
    lane: 'heaven',
    motion: 'stand',
    draw: aurora,
  },
  fireworks: {
    colour: '#ff6a5a',
    size: 130,
    wide: 170,
    lane: 'heaven',
    motion: 'stand',
    draw: fireworks,
  },
} as const satisfies Record<string, ThingArt>;
