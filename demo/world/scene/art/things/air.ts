import { fade } from '../colour.js';
import type { Drawing, Pen } from '../pen.js';
import type { ThingArt } from './art.js';

const balloon: Drawing = (pen) => {
  pen.line(pen.shade('#5b4636'), 1, 'M-8-27L-6-12M8-27L6-12M-3-27L-2-12M3-27L2-12');
  pen.fill(
    pen.base,
    'M0-100C24-100 35-83 35-67C35-47 13-37 8-26L-8-26C-13-37-35-47-35-67C-35-83-24-100 0-100Z',
  );
  pen.fill(
    pen.light,
    'M0-100C-18-100-26-83-26-67C-26-47-10-37-6-26L-2-26C-4-37-11-47-11-67C-11-83-8-100 0-100Z',
  );
  pen.fill(
    pen.dark,
    'M0-100C24-100 35-83 35-67C35-47 13-37 8-26L3-26C6-37 21-47 21-67C21-83 15-100 0-100Z',
  );
  pen.fill(
    pen.base,
    'M0-100C15-100 25-83 25-67C25-47 9-37 6-26L3-26C5-37 13-47 13-67C13-83 9-100 0-100Z',
  );
  pen.box(pen.shade('#8a5a34'), -7, -13, 14, 11, 2);
  pen.box(pen.shade('#a97845'), -7.5, -13, 15, 3, 1.5);
  if (pen.lamps > 0) pen.glow('#ffb64a', 0, -24, 34, 0.55 * pen.lamps + 0.1 * pen.swing(2.3));
};

const airship: Drawing = (pen) => {
  pen.fill(pen.dark, 'M-82-62L-104-86L-96-58L-104-32L-82-50Z');
  pen.fill(pen.base, 'M-98-58C-70-92 50-96 96-58C50-22-70-24-98-58Z');
  pen.fill(pen.light, 'M-90-62C-62-88 48-90 84-62C40-74-50-76-90-62Z');
  pen.fill(pen.dark, 'M-80-46C-40-26 46-28 84-50C50-22-50-20-80-46Z');
  pen.line(pen.dark, 1.2, 'M-98-58C-40-60 40-60 96-58');
  pen.box(pen.shade('#5b4636'), -24, -30, 48, 13, 6);
  for (const x of [-17, -6, 5, 16]) pen.box(lampTone(pen), x - 3, -27, 6, 5, 1);
};

const kite: Drawing = (pen) => {
  pen.line(fade('#ffffff', 0.5), 0.8, 'M0-60C8-30-14-20-4 30');
  pen.turned(0, -60, 0.25 + pen.swing(3.1) * 0.12, () => {
    pen.fill(pen.base, 'M0-46L28 0L0 42L-28 0Z');
    pen.fill(pen.light, 'M0-46L28 0L0 0Z');
    pen.fill(pen.dark, 'M-28 0L0 0L0 42Z');
    pen.line(pen.shade('#fff4e0'), 1.4, 'M0 42C12 52-10 62 2 74C12 84-6 90 2 98');
    pen.fill(pen.light, 'M2 60l-9-5v10zM2 60l9-5v10zM3 82l-8-5v10zM3 82l8-5v10z');
  });
};

const plane: Drawing = (pen) => {
  pen.fill(pen.dark, 'M-8-54L-44-84L-30-84L20-54Z');
  pen.fill(
    pen.base,
    'M-92-58L-100-84L-86-82L-66-60C-30-64 50-66 78-58C92-54 92-48 78-45C40-38-60-40-84-50Z',
  );
  pen.fill(pen.light, 'M-66-59C-30-64 50-66 78-58C84-56 87-54 88-52C40-58-40-58-66-59Z');
  pen.fill(pen.dark, 'M-4-46L-38-14L-24-14L26-46Z');
  pen.fill(pen.shade('#8fc3e0'), 'M66-60C74-59 80-57 83-54L66-54Z');
  for (let x = -40; x <= 50; x += 12) pen.disc(lampTone(pen), x, -53, 2.2);
  if (pen.swing(1.2) > 0.6) pen.glow('#ff5a4a', -90, -84, 14, 0.9);
};

const rocket: Drawing = (pen) => {
  const burn = 1 + 0.16 * pen.swing(0.23) + 0.1 * pen.swing(0.37);
  pen.turned(0, -50, 0.35, () => {
    pen.glow('#ffae42', 0, 46, 46, 0.6);
    pen.scaled(0, 30, 1, burn, () => {
      pen.fill('#ff8a3a', 'M-11 0C-14 16-4 26 0 44C4 26 14 16 11 0Z');
      pen.fill('#ffe9a0', 'M-5 0C-7 10-2 16 0 26C2 16 7 10 5 0Z');
    });
    pen.fill(pen.dark, 'M-15 6L-32 30L-30 42L-13 28ZM15 6L32 30L30 42L13 28Z');
    pen.fill(pen.shade('#f1ede4'), 'M0-62C18-40 20 0 13 32L-13 32C-20 0-18-40 0-62Z');
    pen.fill(pen.shade('#cfd3da'), 'M0-62C18-40 20 0 13 32L4 32C10 0 10-40 0-62Z');
    pen.fill(pen.base, 'M0-62C9-52 13-42 15-31L-15-31C-13-42-9-52 0-62Z');
    pen.disc(pen.base, 0, -12, 9);
    pen.disc(pen.shade('#9fd6ee'), 0, -12, 6);
  });
};

const ufo: Drawing = (pen) => {
  const { context } = pen;
  const beam = context.createLinearGradient(0, -44, 0, 70);
  beam.addColorStop(0, fade('#c8ffdc', 0.4 + 0.1 * pen.swing(1.7)));
  beam.addColorStop(1, fade('#c8ffdc', 0));
  context.fillStyle = beam;
  context.beginPath();
  context.moveTo(-20, -44);
  context.lineTo(20, -44);
  context.lineTo(52, 70);
  context.lineTo(-52, 70);
  context.fill();
  pen.disc(pen.shade('#a8dcec'), 0, -64, 24, 22);
  pen.disc(fade('#ffffff', 0.45), -8, -70, 8, 8);
  pen.disc(pen.dark, 0, -50, 62, 15);
  pen.disc(pen.base, 0, -54, 62, 14);
  pen.disc(pen.light, 0, -57, 44, 7);
  for (const [index, x] of [-44, -22, 0, 22, 44].entries()) {
    pen.glow('#ffe27a', x, -46, 9, 0.6 + 0.4 * pen.swing(1.4, index / 5));
  }
};

const bird: Drawing = (pen) => {
  const beat = 0.25 + 0.75 * pen.swing(1.1);
  pen.scaled(2, -50, 1, beat, () =>
    pen.fill(pen.dark, 'M-8 2C-14-26-34-44-62-50C-40-30-24-14 8 3Z'),
  );
  pen.fill(pen.base, 'M-46-52L-30-51C-10-60 18-60 32-54L46-50L32-46C14-40-14-40-30-47L-48-44Z');
  pen.fill(pen.shade('#f0a53a'), 'M38-53L48-50L37-47Z');
  pen.disc(pen.shade('#20242e'), 31, -52, 1.8);
  pen.scaled(0, -50, 1, beat, () =>
    pen.fill(pen.light, 'M-10 2C-8-28-2-50 24-64C18-42 18-18 14 2Z'),
  );
};

const butterfly: Drawing = (pen) => {
  const beat = 0.35 + 0.65 * Math.abs(pen.swing(1.3));
  for (const side of [-1, 1]) {
    pen.scaled(0, -50, side * beat, 1, () => {
      pen.fill(pen.base, 'M2-2C10-40 50-52 50-26C50-8 26 2 2 2Z');
      pen.fill(pen.light, 'M2 0C24-2 44 6 38 26C32 42 8 30 2 4Z');
      pen.disc(pen.dark, 36, -26, 6);
      pen.disc(pen.shade('#fff2d8'), 26, 16, 5);
    });
  }
  pen.box(pen.shade('#2d2430'), -2.5, -66, 5, 38, 2.5);
  pen.line(pen.shade('#2d2430'), 1.4, 'M0-64C-4-76-10-80-14-80M0-64C4-76 10-80 14-80');
};

const bat: Drawing = (pen) => {
  const beat = 0.6 + 0.4 * pen.swing(0.7);
  for (const side of [-1, 1]) {
    pen.scaled(0, -52, side, beat, () =>
      pen.fill(pen.base, 'M4-2C20-28 44-30 66-18C54-14 52-4 50 4C42-2 34 2 30 10C24 2 14 4 4 12Z'),
    );
  }
  pen.disc(pen.base, 0, -50, 9, 13);
  pen.fill(pen.base, 'M-8-58L-7-72L-1-63L7-72L8-58Z');
  pen.disc('#ffd86a', -3, -57, 1.5);
  pen.disc('#ffd86a', 3, -57, 1.5);
};

const dragon: Drawing = (pen) => {
  const beat = 0.2 + 0.8 * pen.swing(1.9);
  const wing =
    'M0 0C-6-34-28-66-62-78C-54-66-54-56-56-46C-44-50-36-44-34-34C-26-38-18-32-16-22C-10-20-4-10 12 2Z';
  pen.scaled(8, -48, 0.85, beat * 0.9, () => pen.fill(pen.dark, wing));
  for (let joint = 17; joint >= 0; joint--) {
    const x = 30 - joint * 7;
    const y = -44 + Math.sin(pen.time * 1.9 - joint * 0.42) * (1 + joint * 0.55);
    const girth = joint < 4 ? 9 + joint : 13.5 - joint * 0.72;
    pen.disc(pen.base, x, y, girth, girth * 0.86);
    pen.disc(pen.light, x + 1, y + girth * 0.5, girth * 0.7, girth * 0.3);
    if (joint % 2 === 0) pen.disc(pen.dark, x, y - girth * 0.9, 2.6, 3.4);
  }
  pen.fill(
    pen.base,
    'M26-52C36-66 48-74 58-72C70-74 84-66 92-60C92-55 84-54 74-55C66-50 56-46 40-40Z',
  );
  pen.fill(pen.light, 'M60-56C70-54 82-54 90-57C84-50 70-48 58-50Z');
  pen.fill(pen.dark, 'M56-71L40-86L48-70ZM64-72L54-90L57-71Z');
  pen.disc('#ffe27a', 68, -65, 2.6);
  pen.disc('#2a1a1a', 68.6, -65, 1.2);
  pen.scaled(0, -48, 1, beat, () => {
    pen.fill(pen.base, wing);
    pen.line(
      pen.dark,
      1.2,
      'M0 0C-14-30-34-56-62-78M0 0C-16-22-36-38-56-46M0 0C-12-14-22-24-34-34',
    );
  });
};

const lantern: Drawing = (pen) => {
  pen.glow('#ffb24a', 0, -52, 78, 0.45 + 0.08 * pen.swing(2.1));
  pen.fill(pen.base, 'M-20-84C-30-62-28-40-20-22L20-22C28-40 30-62 20-84Z');
  pen.fill(fade('#ffe2a0', 0.75), 'M-11-84C-16-62-15-40-11-22L11-22C15-40 16-62 11-84Z');
  pen.line(fade('#7a2c1c', 0.45), 1, 'M-26-64L26-64M-27-46L27-46');
  pen.box(pen.shade('#4b3326'), -15, -88, 30, 6, 2);
  pen.box(pen.shade('#4b3326'), -14, -23, 28, 5, 2);
};

const firefly: Drawing = (pen) => {
  const pulse = 0.55 + 0.45 * pen.swing(2.2);
  pen.glow('#dcff7a', 0, -50, 70, 0.85 * pulse);
  pen.disc('#faffd0', 0, -50, 9);
};

function lampTone(pen: Pen): string {
  return pen.lamps > 0.3 ? '#ffdf8a' : pen.shade('#9fb9cc');
}

export const airThings = {
  balloon: { colour: '#d9483b', size: 118, wide: 72, lane: 'air', motion: 'sway', draw: balloon },
  airship: {
    colour: '#c9a15c',
    size: 76,
    wide: 210,
    lane: 'air',
    motion: 'cross',
    speed: 9,
    draw: airship,
  },
  kite: { colour: '#e2574a', size: 74, wide: 60, lane: 'air', motion: 'sway', draw: kite },
  plane: {
    colour: '#eef0f2',
    size: 62,
    wide: 200,
    lane: 'air',
    motion: 'cross',
    speed: 34,
    draw: plane,
  },
  rocket: { colour: '#d9413b', size: 108, wide: 70, lane: 'air', motion: 'sway', draw: rocket },
  ufo: {
    colour: '#9aa6b4',
    size: 78,
    wide: 130,
    lane: 'air',
    motion: 'wander',
    speed: 16,
    draw: ufo,
  },
  bird: {
    colour: '#f2efe8',
    size: 36,
    wide: 100,
    lane: 'air',
    motion: 'cross',
    speed: 22,
    draw: bird,
  },
  butterfly: {
    colour: '#f08a3a',
    size: 34,
    wide: 100,
    lane: 'air',
    motion: 'wander',
    speed: 14,
    draw: butterfly,
  },
  bat: {
    colour: '#2c2638',
    size: 38,
    wide: 130,
    lane: 'air',
    motion: 'wander',
    speed: 30,
    draw: bat,
  },
  dragon: {
    colour: '#3f8f62',
    size: 142,
    wide: 190,
    lane: 'air',
    motion: 'cross',
    speed: 17,
    draw: dragon,
  },
  lantern: { colour: '#e86a35', size: 46, wide: 56, lane: 'air', motion: 'sway', draw: lantern },
  firefly: {
    colour: '#dcff7a',
    size: 24,
    wide: 80,
    lane: 'air',
    motion: 'wander',
    speed: 9,
    draw: firefly,
  },
} as const satisfies Record<string, ThingArt>;
