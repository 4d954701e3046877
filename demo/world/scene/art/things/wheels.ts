import type { Drawing, Pen } from '../pen.js';
import type { ThingArt } from './art.js';
import { pane } from './buildings.js';

function wheel(pen: Pen, x: number, radius: number, turns: number): void {
  pen.disc(pen.shade('#23252e'), x, -radius, radius);
  pen.disc(pen.shade('#8a919c'), x, -radius, radius * 0.56);
  pen.turned(x, -radius, pen.time * turns, () => {
    pen.box(pen.shade('#4a505c'), -radius * 0.5, -1, radius, 2);
    pen.box(pen.shade('#4a505c'), -1, -radius * 0.5, 2, radius);
  });
}

function headlight(pen: Pen, x: number, y: number): void {
  pen.disc('#fff2c4', x, y, 3.6);
  if (pen.lamps > 0) pen.glow('#ffe9a8', x + 14, y + 2, 44, 0.55 * pen.lamps);
}

const car: Drawing = (pen) => {
  pen.fill(pen.dark, 'M-40-38C-32-62-22-66-4-66C18-66 28-60 40-38Z');
  pen.fill(
    pen.shade('#a9cbdc'),
    'M-33-39C-27-56-20-60-6-60L-4-60L-4-39ZM1-60C16-60 22-56 32-39L1-39Z',
  );
  pen.fill(pen.base, 'M-66-14C-70-34-60-40-42-41L42-41C60-38 70-34 68-14C66-8-64-8-66-14Z');
  pen.fill(pen.light, 'M-62-32C-58-38-50-39-42-39L42-39C54-37 60-35 63-31C30-35-30-35-62-32Z');
  wheel(pen, -38, 14, 6);
  wheel(pen, 40, 14, 6);
  pen.disc('#e8483a', -66, -26, 3.4);
  headlight(pen, 66, -26);
};

const bus: Drawing = (pen) => {
  pen.box(pen.base, -96, -86, 192, 76, 12);
  pen.box(pen.light, -96, -86, 192, 14, 9);
  pen.box(pen.dark, -96, -34, 192, 12);
  for (let x = -86; x <= 50; x += 27) pane(pen, x, -68, 22, 26);
  pen.box(pen.shade('#a9cbdc'), 78, -68, 16, 32, 3);
  wheel(pen, -56, 15, 6);
  wheel(pen, 58, 15, 6);
  headlight(pen, 94, -26);
};

const train: Drawing = (pen) => {
  for (let puff = 0; puff < 6; puff++) {
    const age = (pen.time * 0.32 + puff / 6) % 1;
    pen.context.globalAlpha = 0.6 * (1 - age);
    pen.disc(pen.shade('#f1efec'), 132 - age * 150, -104 - age * 46, 9 + age * 22);
  }
  pen.context.globalAlpha = 1;
  for (const x of [-236, -112]) {
    pen.box(pen.shade('#c9a15c'), x, -72, 112, 56, 6);
    pen.box(pen.shade('#5f3b34'), x - 4, -78, 120, 9, 4);
    pen.box(pen.dark, x, -34, 112, 18, 3);
    for (let at = x + 10; at < x + 96; at += 25) pane(pen, at, -62, 17, 20);
    for (const at of [22, 90]) wheel(pen, x + at, 11, 5);
  }
  pen.box(pen.shade('#2f3440'), -8, -22, 168, 10, 3);
  pen.box(pen.base, 6, -92, 50, 72, 4);
  pen.box(pen.shade('#2f3440'), 0, -100, 62, 10, 4);
  pane(pen, 18, -82, 24, 22);
  pen.box(pen.base, 54, -66, 94, 44, 20);
  pen.box(pen.light, 58, -62, 84, 10, 5);
  pen.box(pen.dark, 54, -34, 90, 12, 5);
  pen.fill(pen.shade('#2f3440'), 'M124-64L121-94L117-102L147-102L143-94L140-64Z');
  pen.disc(pen.shade('#d9a441'), 90, -68, 11, 10);
  pen.fill(pen.shade('#8a2f2a'), 'M150-22L180-2L150-2Z');
  wheel(pen, 28, 18, 4);
  wheel(pen, 74, 18, 4);
  wheel(pen, 118, 14, 5);
  headlight(pen, 152, -50);
};

const bicycle: Drawing = (pen) => {
  for (const x of [-30, 32]) {
    pen.turned(x, -22, pen.time * 3, () => {
      pen.line(pen.shade('#23252e'), 3.4, 'M0-21A21 21 0 1 1 0 21A21 21 0 1 1 0-21');
      pen.line(pen.shade('#8a919c'), 0.9, 'M-20 0L20 0M0-20L0 20M-14-14L14 14M-14 14L14-14');
    });
  }
  pen.line(pen.base, 4.4, 'M-30-22L-2-22L22-56L-14-56L-30-22M-14-56L-2-22M32-22L20-66');
  pen.line(pen.shade('#23252e'), 3.6, 'M20-66L34-70M-14-56L-17-65');
  pen.box(pen.shade('#4b3326'), -27, -70, 20, 6, 3);
};

export const wheelThings = {
  car: {
    colour: '#d9413b',
    size: 64,
    wide: 140,
    lane: 'ground',
    motion: 'cross',
    speed: 34,
    draw: car,
  },
  bus: {
    colour: '#e0a63a',
    size: 74,
    wide: 200,
    lane: 'ground',
    motion: 'cross',
    speed: 26,
    draw: bus,
  },
  train: {
    colour: '#a83a34',
    size: 66,
    wide: 430,
    lane: 'ground',
    motion: 'cross',
    speed: 30,
    draw: train,
  },
  bicycle: {
    colour: '#2fa39a',
    size: 64,
    wide: 110,
    lane: 'ground',
    motion: 'cross',
    speed: 22,
    draw: bicycle,
  },
} as const satisfies Record<string, ThingArt>;
