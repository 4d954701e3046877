import type { ThingArt } from './art.js';
import { ears, ink, tail, walker } from './walker.js';

const cat = walker({
  legs: 30,
  legWidth: 8,
  length: 62,
  girth: 24,
  neck: [12, -16],
  neckWidth: 15,
  head: [27, 24],
  muzzle: 6,
  stride: 1.3,
  marks(pen, head, rump) {
    tail(pen, pen.base, rump, 7, 'M4 2C-16-2-24-20-18-38C-16-46-8-46-6-40');
    ears(pen, pen.base, head, 'M-11-4L-9-22L2-10ZM2-10L11-22L12-3Z');
    ears(pen, pen.light, head, 'M-8-9L-7-17L-2-11ZM5-11L9-17L10-8Z');
  },
});

const dog = walker({
  legs: 32,
  legWidth: 9,
  length: 68,
  girth: 26,
  neck: [14, -20],
  neckWidth: 17,
  head: [28, 24],
  muzzle: 9,
  stride: 1,
  marks(pen, head, rump) {
    tail(pen, pen.base, rump, 7, 'M3 2C-10-4-18-16-16-30');
    pen.line(pen.shade('#c0433a'), 4, 'M24-66L36-58');
    ears(pen, pen.dark, head, 'M-10-10C-18-8-20 8-14 14C-6 12-4-4-2-11Z');
    pen.disc(pen.shade(ink), head.x + 20, head.y + 2, 2.6);
  },
});

const fox = walker({
  legs: 28,
  legWidth: 7,
  length: 64,
  girth: 22,
  neck: [15, -14],
  neckWidth: 15,
  head: [25, 20],
  muzzle: 6,
  stride: 1.1,
  marks(pen, head, rump) {
    pen.turned(rump.x, rump.y, pen.swing(2.6) * 0.12, () => {
      pen.fill(pen.base, 'M6 4C-10-10-34-10-50 6C-36 18-12 20 6 10Z');
      pen.fill(pen.shade('#fbf3e4'), 'M-36-1C-42 0-47 3-50 6C-45 10-40 12-34 13C-38 8-38 4-36-1Z');
    });
    ears(pen, pen.base, head, 'M-10-3L-9-22L1-8ZM1-8L9-22L11-2Z');
    ears(pen, pen.dark, head, 'M-9-14L-9-22L-4-15ZM5-15L9-22L10-13Z');
    pen.fill(pen.base, 'M40-54L66-46L42-40Z');
    pen.disc(pen.shade(ink), 66, -46, 2.2);
  },
});

const wolf = walker({
  legs: 36,
  legWidth: 9,
  length: 74,
  girth: 29,
  neck: [17, -20],
  neckWidth: 20,
  head: [30, 24],
  muzzle: 9,
  stride: 1.2,
  marks(pen, head, rump) {
    tail(pen, pen.dark, rump, 11, 'M2 4C-14 8-22 20-22 34');
    ears(pen, pen.dark, head, 'M-11-4L-10-23L0-9ZM0-9L8-23L10-4Z');
    pen.disc(pen.shade(ink), head.x + 21, head.y + 3, 2.4);
  },
});

const horse = walker({
  legs: 46,
  legWidth: 8,
  length: 84,
  girth: 31,
  neck: [24, -34],
  neckWidth: 18,
  head: [32, 18],
  muzzle: 9,
  stride: 1.2,
  marks(pen, head, rump) {
    tail(pen, pen.dark, rump, 8, 'M2 0C-14 2-16 22-14 42');
    pen.turned(head.x, head.y, 0, () => {
      pen.line(pen.dark, 9, 'M-8-8C-18 2-26 16-30 32');
      pen.fill(pen.base, 'M-6-6L-5-19L2-8Z');
      pen.fill(pen.base, 'M-4-8L30 4L28 16L16 16L-6 8Z');
    });
  },
});

const cow = walker({
  legs: 36,
  legWidth: 10,
  length: 86,
  girth: 36,
  neck: [16, -12],
  neckWidth: 22,
  head: [32, 24],
  muzzle: 11,
  stride: 1.8,
  marks(pen, head, rump) {
    tail(pen, pen.dark, rump, 3.4, 'M0 2C-10 6-10 26-8 40');
    pen.disc(pen.shade('#4b352c'), -12, -56, 15, 11);
    pen.disc(pen.shade('#4b352c'), 16, -48, 9, 8);
    pen.disc(pen.shade('#e8a9a0'), -16, -33, 8, 5);
    ears(
      pen,
      pen.shade('#e9dfc4'),
      head,
      'M-8-8C-14-16-12-22-6-24C-8-18-4-14 0-11ZM6-10C12-14 14-20 12-24C18-20 16-12 11-7Z',
    );
    pen.disc(pen.shade('#e8b3a4'), head.x + 15, head.y + 5, 9, 7);
  },
});

const deer = walker({
  legs: 46,
  legWidth: 6,
  length: 66,
  girth: 25,
  neck: [18, -30],
  neckWidth: 13,
  head: [26, 16],
  muzzle: 7,
  stride: 1.3,
  marks(pen, head, rump) {
    pen.disc(pen.shade('#f7efe0'), rump.x, rump.y + 3, 6, 7);
    pen.turned(head.x - 3, head.y - 6, 0, () => {
      pen.line(
        pen.dark,
        2.6,
        'M0 0C-6-12-18-18-16-34M-8-14L-2-24M-14-22L-22-28M4-1C4-14 14-18 14-34M7-14L14-18M13-24L20-28',
      );
      pen.fill(pen.base, 'M-6 2L-20-2L-8 8Z');
    });
    for (const [x, y] of [
      [-14, -62],
      [-2, -64],
      [8, -60],
      [-8, -56],
    ] as const)
      pen.disc(pen.light, x, y, 2.1);
  },
});

const bear = walker({
  legs: 28,
  legWidth: 16,
  length: 84,
  girth: 44,
  neck: [18, -12],
  neckWidth: 28,
  head: [36, 32],
  muzzle: 11,
  stride: 1.9,
  marks(pen, head) {
    pen.disc(pen.base, head.x - 11, head.y - 14, 7);
    pen.disc(pen.base, head.x + 8, head.y - 15, 7);
    pen.disc(pen.dark, head.x - 11, head.y - 14, 3.6);
    pen.disc(pen.shade('#d9b48a'), head.x + 16, head.y + 5, 10, 8);
    pen.disc(pen.shade(ink), head.x + 24, head.y + 1, 3.4);
  },
});

const elephant = walker({
  legs: 36,
  legWidth: 17,
  length: 90,
  girth: 50,
  neck: [22, -8],
  neckWidth: 34,
  head: [44, 42],
  muzzle: 8,
  stride: 2.2,
  marks(pen, head, rump) {
    tail(pen, pen.dark, rump, 3, 'M0 6C-10 12-8 24-8 34');
    pen.turned(head.x + 16, head.y + 6, pen.swing(3) * 0.12, () =>
      pen.line(pen.base, 11, 'M0 0C14 10 12 30 8 40C6 48 14 52 20 48'),
    );
    pen.fill(pen.shade('#f7f0de'), 'M58-48C66-42 74-40 80-44C76-36 64-36 56-42Z');
    pen.turned(head.x - 14, head.y - 2, pen.swing(2.4) * 0.1, () =>
      pen.fill(pen.dark, 'M8-18C-14-26-30-14-26 8C-22 26-6 26 6 16Z'),
    );
  },
});

const camel = walker({
  legs: 50,
  legWidth: 8,
  length: 78,
  girth: 30,
  neck: [28, -26],
  neckWidth: 12,
  head: [28, 16],
  muzzle: 8,
  stride: 1.7,
  marks(pen, head, rump) {
    tail(pen, pen.dark, rump, 3, 'M0 2C-8 8-8 20-6 30');
    pen.fill(pen.base, 'M-36-72C-30-104-10-106-4-78C2-106 24-104 26-72Z');
    pen.fill(
      pen.light,
      'M-28-82C-24-98-14-100-9-86C-16-92-22-90-28-82ZM4-86C8-98 16-98 20-84C14-92 10-92 4-86Z',
    );
    pen.fill(pen.shade('#b5463c'), 'M-14-80L10-80L14-58L-18-58Z');
    ears(pen, pen.base, head, 'M-8-4L-10-14L-2-7Z');
  },
});

export const animalThings = {
  cat: {
    colour: '#c9864a',
    size: 62,
    wide: 90,
    lane: 'ground',
    motion: 'wander',
    speed: 12,
    draw: cat,
  },
  dog: {
    colour: '#a8794e',
    size: 66,
    wide: 95,
    lane: 'ground',
    motion: 'wander',
    speed: 20,
    draw: dog,
  },
  fox: {
    colour: '#dd6f2e',
    size: 66,
    wide: 110,
    lane: 'ground',
    motion: 'wander',
    speed: 17,
    draw: fox,
  },
  wolf: {
    colour: '#858b96',
    size: 70,
    wide: 110,
    lane: 'ground',
    motion: 'wander',
    speed: 16,
    draw: wolf,
  },
  horse: {
    colour: '#8d5a3a',
    size: 86,
    wide: 120,
    lane: 'ground',
    motion: 'wander',
    speed: 22,
    draw: horse,
  },
  cow: {
    colour: '#f0ebe2',
    size: 74,
    wide: 115,
    lane: 'ground',
    motion: 'wander',
    speed: 5,
    draw: cow,
  },
  deer: {
    colour: '#a9713f',
    size: 82,
    wide: 95,
    lane: 'ground',
    motion: 'wander',
    speed: 12,
    draw: deer,
  },
  bear: {
    colour: '#6f4a32',
    size: 92,
    wide: 115,
    lane: 'ground',
    motion: 'wander',
    speed: 9,
    draw: bear,
  },
  elephant: {
    colour: '#8a8f9b',
    size: 124,
    wide: 140,
    lane: 'ground',
    motion: 'wander',
    speed: 8,
    draw: elephant,
  },
  camel: {
    colour: '#cf9f5f',
    size: 96,
    wide: 130,
    lane: 'ground',
    motion: 'wander',
    speed: 10,
    draw: camel,
  },
} as const satisfies Record<string, ThingArt>;
