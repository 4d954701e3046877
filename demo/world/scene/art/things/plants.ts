import type { Drawing } from '../pen.js';
import type { ThingArt } from './art.js';

const bark = '#5f4330';

const tree: Drawing = (pen) => {
  pen.fill(pen.shade(bark), 'M-7 2C-4-16-5-36-5-52L5-52C5-34 5-14 9 2Z');
  pen.line(pen.shade(bark), 3, 'M0-36L16-54M-1-42L-15-58');
  pen.turned(0, -50, pen.swing(4.7) * 0.02, () => {
    for (const [x, y, radius] of [
      [-24, -8, 20],
      [24, -8, 20],
      [0, -2, 22],
    ] as const)
      pen.disc(pen.dark, x, y, radius);
    for (const [x, y, radius] of [
      [-18, -22, 22],
      [18, -24, 22],
      [0, -36, 24],
      [0, -14, 22],
    ] as const)
      pen.disc(pen.base, x, y, radius);
    for (const [x, y, radius] of [
      [-14, -34, 13],
      [6, -46, 13],
      [-24, -20, 9],
      [14, -28, 9],
    ] as const)
      pen.disc(pen.light, x, y, radius);
  });
};

const pine: Drawing = (pen) => {
  pen.box(pen.shade(bark), -4, -16, 8, 18, 1);
  pen.fill(pen.dark, 'M0-58L34-10C18-15-18-15-34-10Z');
  pen.fill(pen.base, 'M0-58L0-13C-14-14-24-13-34-10Z');
  pen.fill(pen.dark, 'M0-84L27-36C14-41-14-41-27-36Z');
  pen.fill(pen.base, 'M0-84L0-39C-10-40-19-39-27-36Z');
  pen.fill(pen.dark, 'M0-108L19-62C10-66-10-66-19-62Z');
  pen.fill(pen.base, 'M0-108L0-65C-7-66-13-65-19-62Z');
  if (!pen.snowy) return;
  pen.fill(
    pen.shade('#f3f6fb'),
    'M0-108L10-85C4-88-2-80-8-84L-11-83ZM-6-64C2-70 10-62 19-64L23-44C12-52 2-46-14-52ZM-8-36C4-44 14-34 26-38L30-18C16-26 0-18-20-27Z',
  );
};

const palm: Drawing = (pen) => {
  pen.fill(pen.shade('#7a5a3c'), 'M-6 2C-2-30 2-60 14-86L20-84C10-58 6-28 7 2Z');
  pen.line(pen.shade('#96734e'), 1, 'M-3-14L6-15M-1-28L7-29M1-44L9-45M5-60L12-60M9-74L16-74');
  pen.turned(17, -86, pen.swing(4.3) * 0.035, () => {
    for (const [angle, tone] of [
      [-0.5, pen.dark],
      [3.5, pen.dark],
      [0.35, pen.base],
      [2.75, pen.base],
      [-1.1, pen.light],
      [-2.1, pen.light],
    ] as const) {
      pen.turned(0, 0, angle + pen.swing(3.1, angle) * 0.04, () =>
        pen.fill(tone, 'M0 0C14-16 38-18 58 4C44-2 34 0 24 2C16 4 8 4 0 0Z'),
      );
    }
    pen.disc(pen.shade('#6b4a30'), -3, 4, 4);
    pen.disc(pen.shade('#7d5838'), 4, 5, 4);
  });
};

const flower: Drawing = (pen) => {
  pen.turned(0, 0, pen.swing(3.3) * 0.07, () => {
    const stem = pen.shade('#4e8a44');
    pen.line(stem, 4, 'M0 0C4-20-2-40 0-62');
    pen.fill(
      stem,
      'M0-16C12-36 26-36 34-38C30-24 16-16 0-12ZM0-24C-10-40-22-42-30-42C-28-30-16-20 0-18Z',
    );
    for (let petal = 0; petal < 7; petal++) {
      pen.turned(0, -72, (petal / 7) * Math.PI * 2, () =>
        pen.fill(petal % 2 === 0 ? pen.base : pen.light, 'M0 0C-12-8-11-28 0-32C11-28 12-8 0 0Z'),
      );
    }
    pen.disc(pen.shade('#f0b93a'), 0, -72, 9);
    pen.disc(pen.shade('#b97a2a'), 1, -71, 5);
  });
};

const mushroom: Drawing = (pen) => {
  pen.fill(pen.shade('#f1e6d0'), 'M-13 1C-8-18-10-32-9-46L9-46C10-32 8-18 14 1Z');
  pen.fill(pen.shade('#cdbb9c'), 'M3 1C5-18 3-32 3-46L9-46C10-32 8-18 14 1Z');
  pen.fill(pen.base, 'M-44-44C-40-84-20-96 0-96C20-96 40-84 44-44C20-36-20-36-44-44Z');
  pen.fill(pen.dark, 'M18-92C34-82 42-64 44-44C30-40 20-39 8-38.500C24-54 26-76 18-92Z');
  pen.fill(pen.light, 'M-36-52C-32-78-18-88-4-90C-18-80-26-66-26-50Z');
  const spot = pen.shade('#fff6e6');
  pen.disc(spot, -14, -70, 7, 6);
  pen.disc(spot, 14, -78, 6, 5);
  pen.disc(spot, 8, -54, 8, 6);
  pen.disc(spot, 32, -56, 4, 5);
  pen.disc(spot, -30, -52, 4, 4);
};

const cactus: Drawing = (pen) => {
  pen.line(
    pen.base,
    13,
    'M-8-40L-22-40C-30-40-31-46-31-52L-31-64M8-30L22-30C31-30 32-38 32-46L32-74',
  );
  pen.box(pen.base, -12, -102, 24, 103, 12);
  pen.box(pen.dark, 3, -98, 9, 98, 5);
  pen.line(pen.light, 1.6, 'M-6-92L-6-6M-1-96L-1-4M-33-62L-33-50M29-72L29-46');
  pen.disc(pen.shade('#f08ab4'), 0, -104, 6, 5);
};

export const plantThings = {
  tree: {
    colour: '#5f9350',
    size: 104,
    wide: 92,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: tree,
  },
  pine: {
    colour: '#3f7558',
    size: 104,
    wide: 70,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: pine,
  },
  palm: {
    colour: '#4f9350',
    size: 124,
    wide: 112,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: palm,
  },
  flower: { colour: '#e2574a', size: 42, wide: 64, lane: 'ground', motion: 'stand', draw: flower },
  mushroom: {
    colour: '#cf4338',
    size: 52,
    wide: 90,
    lane: 'ground',
    motion: 'stand',
    draw: mushroom,
  },
  cactus: {
    colour: '#55895a',
    size: 84,
    wide: 78,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: cactus,
  },
} as const satisfies Record<string, ThingArt>;
