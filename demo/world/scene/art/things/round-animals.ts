import type { Drawing } from '../pen.js';
import type { ThingArt } from './art.js';
import { ink } from './walker.js';

const sheep: Drawing = (pen) => {
  const face = pen.shade('#3a3438');
  for (const [x, ahead] of [
    [-22, 0],
    [-10, 0.5],
    [12, 0.5],
    [24, 0],
  ] as const) {
    pen.turned(x, -26, pen.swing(1.5, ahead) * 0.2, () => pen.box(face, -3.5, 0, 7, 26, 3));
  }
  for (const [x, y, radius] of [
    [-28, -46, 17],
    [28, -46, 16],
    [-14, -58, 18],
    [14, -58, 18],
    [0, -40, 22],
    [-20, -34, 15],
    [20, -34, 15],
  ] as const) {
    pen.disc(pen.base, x, y, radius);
  }
  pen.disc(pen.light, -8, -62, 16, 11);
  pen.disc(pen.light, 14, -60, 13, 9);
  pen.turned(44, -56, 0.35 + pen.swing(4.1) * 0.12, () => {
    pen.disc(face, 4, 4, 14, 10);
    pen.disc(face, -8, -4, 9, 4);
    pen.disc(pen.base, -4, -7, 9, 7);
    pen.disc(pen.shade('#f4efe4'), 7, 1, 2.2);
  });
};

const rabbit: Drawing = (pen) => {
  const hop = Math.max(0, pen.swing(1.4)) * 12;
  pen.turned(0, -hop, 0, () => {
    pen.disc(pen.shade('#fbf6ec'), -33, -24, 9);
    pen.disc(pen.base, -8, -25, 28, 24);
    pen.disc(pen.dark, -14, -12, 17, 12);
    pen.box(pen.base, 8, -12, 9, 13, 4);
    pen.box(pen.base, -26, -6, 24, 8, 4);
    pen.turned(18, -58, pen.swing(2.7) * 0.08, () => {
      pen.fill(pen.dark, 'M-2-4C-18-24-16-46-8-50C2-44 4-20 4-4Z');
      pen.fill(pen.base, 'M2-4C-6-26 2-48 10-50C18-42 12-20 8-3Z');
      pen.fill(pen.shade('#f0b9b0'), 'M4-10C0-26 5-40 9-43C13-36 10-22 7-9Z');
    });
    pen.disc(pen.base, 20, -48, 17, 15);
    pen.disc(pen.shade(ink), 27, -51, 2.4);
    pen.disc(pen.shade('#e08a86'), 36, -46, 2.2);
  });
};

const penguin: Drawing = (pen) => {
  pen.turned(0, 0, pen.swing(1.5) * 0.09, () => {
    pen.fill(pen.shade('#ee9a3a'), 'M-20-2C-16-8-4-8-2-2L-2 1L-20 1ZM2-2C4-8 16-8 20-2L20 1L2 1Z');
    pen.fill(
      pen.base,
      'M0-100C18-100 22-84 22-74C34-56 34-14 18-3L-18-3C-34-14-34-56-22-74C-22-84-18-100 0-100Z',
    );
    pen.fill(pen.shade('#f8f6f0'), 'M4-72C22-60 24-18 12-6L-10-6C-22-18-16-62 4-72Z');
    pen.disc(pen.shade('#f8f6f0'), 9, -82, 9, 9);
    pen.fill(pen.shade('#ee9a3a'), 'M18-84L34-79L18-76Z');
    pen.disc(pen.shade(ink), 12, -85, 2.4);
    pen.turned(-20, -66, 0.15 + pen.swing(1.5) * 0.15, () =>
      pen.fill(pen.dark, 'M0 0C-14 12-16 34-8 42C2 34 6 14 4 2Z'),
    );
  });
};

export const roundAnimalThings = {
  sheep: {
    colour: '#f6f1e6',
    size: 54,
    wide: 105,
    lane: 'ground',
    motion: 'wander',
    speed: 5,
    draw: sheep,
  },
  rabbit: {
    colour: '#b79a80',
    size: 42,
    wide: 75,
    lane: 'ground',
    motion: 'wander',
    speed: 18,
    draw: rabbit,
  },
  penguin: {
    colour: '#2a3040',
    size: 52,
    wide: 64,
    lane: 'ground',
    motion: 'wander',
    speed: 8,
    draw: penguin,
  },
} as const satisfies Record<string, ThingArt>;
