import type { Drawing } from '../pen.js';
import type { ThingArt } from './art.js';

const campfire: Drawing = (pen) => {
  pen.glow('#ff9a3a', 0, -28, 120, 0.5 + 0.06 * pen.swing(0.7) + 0.05 * pen.swing(1.1));
  pen.line(pen.shade('#4f3626'), 10, 'M-36-2L30-18M36-2L-30-18');
  pen.line(pen.shade('#7a5236'), 4, 'M-34-4L10-15M34-4L-10-15');
  for (const [index, [tone, width, height]] of (
    [
      ['#e8502a', 1, 1],
      ['#ff9a3a', 0.7, 0.78],
      ['#ffe08a', 0.4, 0.5],
    ] as const
  ).entries()) {
    pen.scaled(
      pen.swing(0.9, index / 3) * 2,
      -12,
      width,
      height * (1 + 0.12 * pen.swing(0.63, index / 4)),
      () =>
        pen.fill(
          tone,
          'M-26 4C-34-22-14-34-12-60C0-52 4-44 6-36C12-42 14-48 13-56C26-40 32-16 24 4C12 10-14 10-26 4Z',
        ),
    );
  }
  for (let spark = 0; spark < 5; spark++) {
    const rise = (pen.time * 0.4 + spark / 5) % 1;
    pen.disc('#ffc46a', pen.swing(2.1, spark * 0.3) * 16 * rise, -50 - rise * 70, 1.8 * (1 - rise));
  }
};

const umbrella: Drawing = (pen) => {
  pen.turned(0, -20, 0.1 + pen.swing(4.1) * 0.05, () => {
    pen.line(pen.shade('#5a4130'), 3.4, 'M0-74L0 14C0 24-14 24-14 14');
    pen.fill(
      pen.base,
      'M-54-30C-50-66-24-80 0-80C24-80 50-66 54-30C46-38 36-38 27-30C18-38 9-38 0-30C-9-38-18-38-27-30C-36-38-46-38-54-30Z',
    );
    pen.fill(pen.light, 'M-27-30C-24-58-12-74 0-80C-24-80-50-66-54-30C-46-38-36-38-27-30Z');
    pen.fill(pen.dark, 'M27-30C24-58 12-74 0-80C24-80 50-66 54-30C46-38 36-38 27-30Z');
    pen.line(pen.shade('#5a4130'), 2.4, 'M0-80L0-87');
  });
};

const hat: Drawing = (pen) => {
  pen.turned(0, 0, pen.swing(3.7) * 0.04, () => {
    pen.disc(pen.dark, 0, -10, 52, 11);
    pen.disc(pen.base, 0, -13, 52, 10);
    pen.fill(pen.base, 'M-29-14C-31-44-28-66-31-78L31-78C28-66 31-44 29-14C14-8-14-8-29-14Z');
    pen.fill(pen.shade('#c0433a'), 'M-29.500-26L29.500-26L29-14C14-8-14-8-29-14Z');
    pen.disc(pen.light, 0, -78, 31, 6);
    pen.fill(pen.light, 'M-24-28C-26-46-24-62-26-72L-16-71C-16-58-16-42-15-27Z');
  });
};

const heart: Drawing = (pen) => {
  const beat = 1 + 0.06 * Math.max(0, pen.swing(1.1));
  pen.glow('#ff8aa0', 0, -52, 70, 0.3);
  pen.scaled(0, -50, beat, beat, () => {
    pen.fill(pen.base, 'M0 42C-60 2-50-48-22-48C-8-48 0-36 0-30C0-36 8-48 22-48C50-48 60 2 0 42Z');
    pen.fill(pen.dark, 'M0 42C60 2 50-48 22-48C46-34 38 8 0 42Z');
    pen.fill(pen.light, 'M-36-8C-40-30-30-40-20-40C-28-32-30-22-28-8Z');
  });
};

export const objectThings = {
  campfire: {
    colour: '#e8502a',
    size: 56,
    wide: 90,
    lane: 'ground',
    motion: 'stand',
    draw: campfire,
  },
  umbrella: {
    colour: '#d9413b',
    size: 72,
    wide: 112,
    lane: 'ground',
    motion: 'stand',
    draw: umbrella,
  },
  hat: { colour: '#3a3346', size: 56, wide: 106, lane: 'ground', motion: 'stand', draw: hat },
  heart: { colour: '#e0435e', size: 62, wide: 100, lane: 'air', motion: 'sway', draw: heart },
} as const satisfies Record<string, ThingArt>;
