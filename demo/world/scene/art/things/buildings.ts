import { fade } from '../colour.js';
import type { Drawing, Pen } from '../pen.js';
import type { ThingArt } from './art.js';

/** A window that is dark by day and warm by night. */
export function pane(pen: Pen, x: number, y: number, width: number, height: number): void {
  pen.box(pen.shade('#4a5666'), x, y, width, height, 1);
  if (pen.lamps === 0) return;
  pen.box(fade('#ffd27a', pen.lamps), x, y, width, height, 1);
}

const house: Drawing = (pen) => {
  pen.box(pen.shade('#8a5b46'), 20, -92, 11, 26, 1);
  pen.box(pen.base, -40, -54, 80, 54);
  pen.fill(pen.dark, 'M8-54L40-54L40 0L8 0Z');
  pen.fill(pen.shade(pen.snowy ? '#f3f6fb' : '#a9483a'), 'M-48-50L-26-86L34-86L48-50Z');
  pen.fill(pen.shade(pen.snowy ? '#c9d5e4' : '#8a382f'), 'M8-50L14-86L34-86L48-50Z');
  pen.box(pen.shade('#5b3d2c'), -8, -32, 16, 32, 2);
  pane(pen, -31, -40, 15, 15);
  pane(pen, 18, -40, 14, 15);
  pen.line(pen.light, 1.2, 'M-23.500-40L-23.500-25M-31-32.500L-16-32.500M25-40L25-25');
  if (pen.lamps > 0.3) pen.glow('#ffc56a', -22, -30, 34, 0.4 * pen.lamps);
  for (let puff = 0; puff < 3; puff++) {
    const rise = (pen.time * 0.16 + puff / 3) % 1;
    const tone = fade('#e9ebee', 0.28 * (1 - rise));
    pen.disc(tone, 26 + rise * 16 + pen.swing(5, puff) * 2, -96 - rise * 40, 5 + rise * 8);
  }
};

const lighthouse: Drawing = (pen) => {
  const turn = (pen.time / 7) * Math.PI * 2;
  const reach = Math.cos(turn);
  if (pen.lamps > 0) {
    const { context } = pen;
    const beam = context.createLinearGradient(0, -136, reach * 320, -136);
    beam.addColorStop(0, fade('#fff1c0', 0.6 * pen.lamps));
    beam.addColorStop(1, fade('#fff1c0', 0));
    context.fillStyle = beam;
    context.beginPath();
    context.moveTo(0, -138);
    context.lineTo(reach * 320, -170);
    context.lineTo(reach * 320, -96);
    context.lineTo(0, -133);
    context.fill();
  }
  pen.fill(pen.shade('#6a6670'), 'M-44 2C-34-14-20-12-4-14C16-14 34-12 46 2Z');
  const tower = 'M-19-10L-12-122L12-122L19-10Z';
  pen.fill(pen.shade('#f4efe6'), tower);
  pen.fill(
    pen.base,
    'M-17.200-38L-15.500-66L15.500-66L17.200-38ZM-13.700-94L-12-122L12-122L13.700-94Z',
  );
  pen.fill(fade('#1a2038', 0.2), 'M5-10L4-122L12-122L19-10Z');
  pen.box(pen.shade('#3c4250'), -17, -126, 34, 5, 1);
  pen.box(pen.shade('#9fb4c4'), -9, -143, 18, 17, 2);
  pen.fill(pen.base, 'M-13-142L0-160L13-142Z');
  pen.glow(
    '#fff1c0',
    0,
    -135,
    16 + 26 * pen.lamps * Math.abs(Math.sin(turn)),
    0.5 + 0.4 * pen.lamps,
  );
  pane(pen, -3, -84, 6, 9);
  pen.box(pen.shade('#5b3d2c'), -6, -30, 12, 20, 5);
};

const tower: Drawing = (pen) => {
  pen.fill(pen.base, 'M-24 0L-20-100L20-100L24 0Z');
  pen.fill(pen.dark, 'M6 0L5-100L20-100L24 0Z');
  pen.fill(pen.base, 'M-27-118h9v7h9v-7h9v7h9v-7h9v7h9v20h-54z');
  pen.fill(pen.shade(pen.snowy ? '#e6edf6' : '#7a3f5a'), 'M-20-116L0-160L20-116Z');
  pen.line(pen.shade('#3c3a44'), 1.4, 'M0-160L0-178');
  pen.scaled(0, -172, 1 + 0.1 * pen.swing(0.9), 1, () =>
    pen.fill(pen.shade('#d9533b'), 'M0-6L20-1L0 5Z'),
  );
  pen.line(pen.light, 1, 'M-16-22h9M-8-38h8M-15-58h8M-12-84h8');
  pane(pen, -4, -82, 9, 14);
  pane(pen, -4, -50, 9, 14);
  pen.fill(pen.shade('#4b3326'), 'M-9 0L-9-18C-9-28 9-28 9-18L9 0Z');
};

const windmill: Drawing = (pen) => {
  pen.fill(pen.base, 'M-27 0L-16-88L16-88L27 0Z');
  pen.fill(pen.dark, 'M7 0L5-88L16-88L27 0Z');
  pen.fill(pen.shade('#8c4a38'), 'M-20-86C-18-108 18-108 20-86Z');
  pen.box(pen.shade('#6b4a34'), -24, -36, 48, 4, 1);
  pane(pen, -6, -66, 11, 13);
  pen.fill(pen.shade('#4b3326'), 'M-9 0L-9-18C-9-27 9-27 9-18L9 0Z');
  for (let sail = 0; sail < 4; sail++) {
    pen.turned(0, -92, pen.time * 0.5 + (sail * Math.PI) / 2, () => {
      pen.line(pen.shade('#5a4130'), 3, 'M0 0L0-68');
      pen.fill(pen.shade('#f6efdd'), 'M2-16L17-18L15-66L2-66Z');
      pen.line(pen.shade('#bda98a'), 1, 'M2-28L16.500-29M2-40L16-41M2-53L15.500-54M9-17L8.500-66');
    });
  }
  pen.disc(pen.shade('#4b3326'), 0, -92, 5);
};

const bridge: Drawing = (pen) => {
  pen.fill(pen.dark, 'M-120 8L-120-24C-70-66 70-66 120-24L120 8L98 8C88-34-88-34-98 8Z');
  pen.fill(pen.base, 'M-124-20C-70-64 70-64 124-20L124-32C70-76-70-76-124-32Z');
  pen.line(pen.light, 3, 'M-124-42C-70-86 70-86 124-42');
  pen.line(
    pen.base,
    2.4,
    'M-104-54L-104-38M-78-64L-78-50M-52-71L-52-57M-26-74L-26-60M0-75L0-61M26-74L26-60M52-71L52-57M78-64L78-50M104-54L104-38',
  );
  pen.line(pen.light, 1, 'M-60-42C-30-50 30-50 60-42');
};

const tent: Drawing = (pen) => {
  if (pen.lamps > 0.3) pen.glow('#ffc46a', 0, -30, 74, 0.4 * pen.lamps);
  pen.line(pen.shade('#5a4130'), 2.6, 'M-7-78L4-62M7-78L-4-62');
  pen.fill(pen.base, 'M0-68L54 0L-54 0Z');
  pen.fill(pen.light, 'M0-68L-54 0L-22 0Z');
  pen.fill(pen.dark, 'M0-68L16 0L-12 0Z');
  if (pen.lamps > 0.3) pen.fill(fade('#ffdf96', pen.lamps), 'M0-52L12 0L-7 0Z');
};

const fountain: Drawing = (pen) => {
  const water = pen.shade('#bfe2f2');
  for (let drop = 0; drop < 26; drop++) {
    const at = (pen.time * 0.7 + drop * 0.137) % 1;
    const side = drop % 2 === 0 ? 1 : -1;
    const far = 10 + (drop % 5) * 6;
    pen.disc(water, side * far * at, -74 - 46 * at * (1.25 - 1.7 * at), 2.1);
  }
  pen.fill(pen.dark, 'M-8-8L-5-62L5-62L8-8Z');
  pen.fill(pen.base, 'M-26-66C-22-54 22-54 26-66Z');
  pen.disc(water, 0, -66, 25, 3.6);
  pen.fill(pen.base, 'M-60-22C-56 2-44 2-40 2L40 2C44 2 56 2 60-22Z');
  pen.disc(pen.light, 0, -22, 60, 9);
  pen.disc(water, 0, -22, 53, 6.6);
};

export const buildingThings = {
  house: {
    colour: '#efe2c8',
    size: 92,
    wide: 110,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: house,
  },
  lighthouse: {
    colour: '#cf4338',
    size: 112,
    wide: 96,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: lighthouse,
  },
  tower: {
    colour: '#a39a94',
    size: 98,
    wide: 60,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: tower,
  },
  windmill: {
    colour: '#efe6d2',
    size: 112,
    wide: 140,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: windmill,
  },
  bridge: {
    colour: '#a58f7c',
    size: 84,
    wide: 250,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: bridge,
  },
  tent: {
    colour: '#d98a3c',
    size: 74,
    wide: 115,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: tent,
  },
  fountain: {
    colour: '#b9b4ac',
    size: 84,
    wide: 130,
    lane: 'ground',
    motion: 'stand',
    back: true,
    draw: fountain,
  },
} as const satisfies Record<string, ThingArt>;
