import { fade } from '../colour.js';
import type { Drawing, Pen } from '../pen.js';
import type { ThingArt } from './art.js';

const skin = '#e3b48e';
const ink = '#23242e';

function legs(pen: Pen, tone: string, width: number, hip: number): void {
  for (const [x, ahead] of [
    [-4, 0],
    [4, 0.5],
  ] as const) {
    pen.turned(x, -hip, pen.swing(1.2, ahead) * 0.28, () =>
      pen.box(tone, -width / 2, 0, width, hip, width / 2),
    );
  }
}

const person: Drawing = (pen) => {
  legs(pen, pen.shade('#35384a'), 8, 38);
  pen.fill(pen.base, 'M-12-76C-18-60-20-40-19-28L19-28C20-40 16-62 12-76Z');
  pen.fill(pen.dark, 'M4-76C10-60 10-40 9-28L19-28C20-40 16-62 12-76Z');
  pen.turned(-8, -70, pen.swing(1.2) * 0.3, () => pen.box(pen.dark, -4, 0, 8, 32, 4));
  pen.disc(pen.shade(skin), 1, -86, 11, 12);
  pen.fill(pen.shade('#5a3d2c'), 'M-11-86C-12-102 12-104 13-90C4-96-4-92-6-82Z');
  pen.fill(
    pen.light,
    'M-11-78C-4-72 6-72 12-77L12-71C4-67-6-67-11-72ZM-11-75L-26-68L-22-62L-10-70Z',
  );
};

const knight: Drawing = (pen) => {
  const steel = pen.shade('#aab3bf');
  legs(pen, pen.shade('#7d8794'), 9, 36);
  pen.fill(pen.dark, 'M-12-76C-26-56-28-30-26-18L-4-24L0-70Z');
  pen.fill(steel, 'M-14-76L14-76L17-30L-16-30Z');
  pen.fill(pen.base, 'M-9-74L9-74L11-22L-10-22Z');
  pen.fill(pen.light, 'M-3-66h6v8h6v5h-6v16h-6v-16h-6v-5h6z');
  pen.disc(steel, 0, -88, 12, 13);
  pen.box(pen.shade(ink), 0, -91, 12, 4, 1);
  pen.turned(-4, -100, pen.swing(1.6) * 0.12, () =>
    pen.fill(pen.base, 'M2 2C-10-6-22-4-28 8C-16 2-8 6 0 6Z'),
  );
  pen.line(pen.shade('#dfe5ea'), 3, 'M22-46L34-96');
  pen.line(pen.shade('#8a5a3a'), 3.4, 'M16-54L29-48');
};

const wizard: Drawing = (pen) => {
  pen.line(pen.shade('#6b4a30'), 3.4, 'M26 0L30-84');
  pen.glow('#b9f0ff', 30, -88, 22, 0.7 + 0.2 * pen.swing(1.9));
  pen.disc('#e6fbff', 30, -88, 5);
  pen.fill(pen.base, 'M-10-70C-20-40-26-14-28 0L26 0C22-20 18-46 12-70Z');
  pen.fill(pen.dark, 'M4-70C12-40 14-18 14 0L26 0C22-20 18-46 12-70Z');
  pen.fill(pen.dark, 'M8-62C20-58 28-54 31-48L26-42C18-46 12-50 6-52Z');
  pen.disc(pen.shade(skin), 1, -76, 10, 11);
  pen.fill(pen.shade('#f1ede4'), 'M-8-74C-8-54-2-44 2-38C8-46 12-58 11-74C6-68-2-68-8-74Z');
  pen.fill(pen.base, 'M-22-80C-10-86 12-86 24-80C14-84 12-96 2-122C-8-104-10-88-22-80Z');
  pen.fill(pen.light, 'M-3-100l2-5 2 5 5 1-4 3 1 5-4-3-4 3 1-5-4-3z');
};

const astronaut: Drawing = (pen) => {
  pen.turned(0, -50, pen.swing(5.3) * 0.1, () => {
    pen.box(pen.dark, -24, -28, 20, 44, 6);
    pen.box(pen.base, -16, 12, 14, 38, 7);
    pen.box(pen.base, 4, 12, 14, 38, 7);
    pen.box(pen.base, -19, -24, 38, 46, 12);
    pen.turned(16, -16, -0.9 + pen.swing(2.2) * 0.25, () => pen.box(pen.light, -6, 0, 12, 34, 6));
    pen.turned(-15, -14, 0.5, () => pen.box(pen.dark, -6, 0, 12, 32, 6));
    pen.box(pen.shade('#d9533b'), -8, -8, 16, 8, 2);
    pen.disc(pen.light, 0, -38, 21);
    pen.fill(pen.shade('#2b3f63'), 'M-10-46C0-54 18-50 18-38C18-26 2-24-8-30Z');
    pen.fill(fade('#ffffff', 0.5), 'M2-46C8-48 12-46 14-42C10-44 6-44 2-42Z');
  });
};

const robot: Drawing = (pen) => {
  for (const [x, ahead] of [
    [-9, 0],
    [9, 0.5],
  ] as const) {
    pen.turned(x, -28, pen.swing(1.6, ahead) * 0.2, () => {
      pen.box(pen.shade('#5a6270'), -4, 0, 8, 22, 2);
      pen.box(pen.dark, -7, 20, 16, 8, 3);
    });
  }
  pen.turned(-21, -58, pen.swing(1.6) * 0.35, () => pen.box(pen.dark, -4, 0, 8, 30, 4));
  pen.box(pen.base, -20, -66, 40, 40, 7);
  pen.box(pen.light, -16, -62, 16, 32, 5);
  pen.box(pen.shade('#2c3442'), -10, -56, 20, 13, 3);
  pen.disc('#7af0c0', -4, -49.5, 2.4);
  pen.disc('#ffcf6a', 4, -49.5, 2.4);
  pen.turned(21, -58, -pen.swing(1.6) * 0.35, () => pen.box(pen.dark, -4, 0, 8, 30, 4));
  pen.line(pen.shade('#5a6270'), 2, 'M0-96L0-106');
  pen.glow('#ff6a5a', 0, -108, 10, 0.6 + 0.4 * pen.swing(1.1));
  pen.disc(pen.shade('#ff6a5a'), 0, -108, 3.4);
  pen.box(pen.base, -16, -97, 32, 28, 8);
  pen.box(pen.shade('#1e2530'), -11, -90, 24, 12, 5);
  pen.disc('#8affff', -3, -84, 3.2);
  pen.disc('#8affff', 7, -84, 3.2);
};

const ghost: Drawing = (pen) => {
  pen.glow('#dff2ff', 0, -56, 72, 0.3);
  pen.turned(pen.swing(3.7) * 4, -10 + pen.swing(2.9) * 5, 0, () => {
    pen.context.globalAlpha *= 0.85;
    pen.fill(
      pen.base,
      'M-30-8C-36-60-28-96 2-96C32-96 36-60 34-8C28 2 22 2 17-7C12 3 6 3 2-6C-3 3-9 3-13-6C-18 3-26 3-30-8Z',
    );
    pen.fill(pen.light, 'M-22-30C-26-66-16-88 0-90C-10-76-14-56-12-30Z');
    pen.disc(pen.shade(ink), -5, -66, 5, 7);
    pen.disc(pen.shade(ink), 15, -66, 5, 7);
    pen.disc(pen.shade(ink), 6, -49, 4, 5);
  });
};

const snowman: Drawing = (pen) => {
  pen.line(pen.shade('#5b4332'), 2.6, 'M-20-50L-44-66M-36-61L-40-70M20-50L44-62M36-58L44-54');
  for (const [y, radius] of [
    [-23, 26],
    [-58, 20],
    [-86, 14],
  ] as const) {
    pen.disc(pen.base, 0, y, radius, radius * 0.95);
    pen.disc(pen.light, -radius * 0.3, y - radius * 0.3, radius * 0.55, radius * 0.5);
  }
  pen.fill(
    pen.shade('#c8443c'),
    'M-16-76C-4-70 8-70 16-76L16-69C6-64-6-64-16-69ZM8-70L18-50L9-48L2-68Z',
  );
  pen.fill(pen.shade('#ee8433'), 'M2-88L24-84L3-82Z');
  for (const [x, y] of [
    [-4, -92],
    [7, -92],
    [1, -60],
    [1, -50],
  ] as const)
    pen.disc(pen.shade(ink), x, y, 2.3);
  pen.box(pen.shade('#2a2c38'), -17, -99, 34, 5, 2);
  pen.box(pen.shade('#2a2c38'), -11, -118, 22, 20, 2);
};

export const peopleThings = {
  person: {
    colour: '#c7513f',
    size: 66,
    wide: 50,
    lane: 'ground',
    motion: 'wander',
    speed: 14,
    draw: person,
  },
  knight: {
    colour: '#3f6fb6',
    size: 74,
    wide: 70,
    lane: 'ground',
    motion: 'wander',
    speed: 10,
    draw: knight,
  },
  wizard: {
    colour: '#5b4a9c',
    size: 74,
    wide: 66,
    lane: 'ground',
    motion: 'wander',
    speed: 7,
    draw: wizard,
  },
  astronaut: {
    colour: '#e9ebee',
    size: 74,
    wide: 70,
    lane: 'ground',
    motion: 'sway',
    draw: astronaut,
  },
  robot: {
    colour: '#8fa3b8',
    size: 76,
    wide: 64,
    lane: 'ground',
    motion: 'wander',
    speed: 9,
    draw: robot,
  },
  ghost: {
    colour: '#e6eef6',
    size: 70,
    wide: 70,
    lane: 'ground',
    motion: 'wander',
    speed: 12,
    draw: ghost,
  },
  snowman: {
    colour: '#f3f6fa',
    size: 76,
    wide: 80,
    lane: 'ground',
    motion: 'stand',
    draw: snowman,
  },
} as const satisfies Record<string, ThingArt>;
