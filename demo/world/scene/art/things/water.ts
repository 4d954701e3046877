import { fade } from '../colour.js';
import type { Drawing } from '../pen.js';
import type { ThingArt } from './art.js';

const boat: Drawing = (pen) => {
  pen.turned(0, 0, pen.swing(3.7) * 0.035, () => {
    pen.line(pen.shade('#5b4434'), 2.4, 'M-2-10L-2-98');
    pen.fill(pen.light, 'M1-96C30-70 40-40 42-20L1-18Z');
    pen.fill(pen.base, 'M-5-88C-22-62-32-38-36-20L-5-18Z');
    pen.fill(fade('#ffffff', 0.16), 'M1-96C16-70 20-40 20-19L1-18Z');
    pen.fill(pen.shade('#7b4a2e'), 'M-48-16L52-16C46-2 38 5 28 5L-28 5C-38 5-44-4-48-16Z');
    pen.fill(pen.shade('#a86f43'), 'M-48-16L52-16L50-11L-46-11Z');
  });
  wash(pen.context, -44, 46);
  if (pen.lamps > 0.5) pen.glow('#ffd27a', 8, -18, 20, 0.6);
};

const ship: Drawing = (pen) => {
  pen.turned(0, 0, pen.swing(5.3) * 0.018, () => {
    pen.line(pen.shade('#4b382c'), 2.6, 'M-42-20L-42-92M2-20L2-106M44-20L44-88M70-24L96-44');
    const sails = [
      'M-66-82L-22-82C-18-64-18-48-24-32L-64-32C-58-48-58-64-66-82Z',
      'M-24-98L26-98C31-76 31-54 24-34L-22-34C-16-54-16-76-24-98Z',
      'M28-80L64-80C69-64 69-48 62-32L28-32C34-48 34-64 28-80Z',
    ];
    for (const sail of sails) pen.fill(pen.base, sail);
    pen.fill(
      pen.light,
      'M-66-82L-44-82C-40-64-40-48-45-32L-64-32C-58-48-58-64-66-82ZM-24-98L0-98C6-76 5-54-1-34L-22-34C-16-54-16-76-24-98Z',
    );
    pen.fill(pen.shade('#c0433a'), 'M2-106L20-101L2-96Z');
    pen.fill(
      pen.shade('#5f3b28'),
      'M-82-34L-62-34L-58-22L66-22L84-30C80-8 66 6 50 6L-54 6C-70 6-80-10-82-34Z',
    );
    pen.fill(pen.shade('#8a5a3a'), 'M-81-26L-60-20L68-20L82-25L81-18L-79-14Z');
    for (let x = -46; x <= 46; x += 18)
      pen.disc(pen.lamps > 0.3 ? '#ffd98a' : pen.shade('#3a2418'), x, -8, 3);
  });
  wash(pen.context, -78, 72);
};

const whale: Drawing = (pen) => {
  const tail = pen.swing(3.4) * 0.22;
  pen.turned(-50, -40, tail, () => {
    pen.fill(
      pen.dark,
      'M8-10C-18-16-34-8-46-34C-62-40-74-34-82-22C-70-20-62-14-58-8C-66 0-70 10-68 20C-54 20-46 10-42 2C-26 8-8 16 8 12Z',
    );
  });
  pen.fill(
    pen.base,
    'M-62-44C-40-74 10-92 62-76C92-66 104-46 98-32C90-10 40-2-4-14C-32-20-52-30-62-44Z',
  );
  pen.fill(pen.shade('#dfe6e6'), 'M98-34C90-10 40-2-4-14C-16-17-26-21-36-26C0-18 50-22 98-34Z');
  pen.line(pen.dark, 1, 'M88-27C50-12 20-12-6-16M92-24C60-8 30-8 6-11');
  pen.fill(pen.light, 'M-36-62C-10-80 30-86 62-76C30-78-6-72-36-62Z');
  pen.fill(pen.dark, 'M34-22C30-4 14 10-2 12C2-2 8-16 18-24Z');
  pen.disc(pen.shade('#f4f4f0'), 74, -42, 4.2);
  pen.disc(pen.shade('#16181f'), 75, -42, 2.6);
};

const dolphin: Drawing = (pen) => {
  pen.turned(0, -40, pen.swing(2.6) * 0.3, () => {
    pen.fill(
      pen.base,
      'M-70 14C-50-20-10-38 30-28C44-26 52-20 60-14L76-8C76-4 66-2 58-2C40 8 10 2-14 2C-36 4-52 12-60 22C-60 32-66 38-74 40C-74 32-74 26-76 22C-84 20-88 16-90 10C-82 8-76 10-70 14Z',
    );
    pen.fill(pen.light, 'M58-2C40 8 10 2-14 2C10-4 34-4 70-6Z');
    pen.fill(
      pen.dark,
      'M-8-30C-12-44-22-52-32-54C-28-44-26-36-24-27ZM14-4C10 10 0 18-8 20C-6 10-4 2 0-4Z',
    );
    pen.disc(pen.shade('#16181f'), 50, -14, 2);
  });
};

const fish: Drawing = (pen) => {
  pen.scaled(-34, -50, 0.82 + 0.18 * pen.swing(0.8), 1, () =>
    pen.fill(pen.dark, 'M8 0C-8-10-20-26-34-26C-30-10-30 10-34 26C-20 26-8 10 8 0Z'),
  );
  pen.fill(pen.dark, 'M-20-70C-8-92 16-92 24-72ZM-4-30C-6-16 2-10 10-10C10-18 12-26 14-32Z');
  pen.fill(pen.base, 'M-40-50C-20-80 26-84 56-50C26-18-20-22-40-50Z');
  pen.fill(pen.light, 'M-32-44C-10-26 26-24 50-44C30-20-16-20-32-44Z');
  pen.line(pen.dark, 2, 'M26-70C16-58 16-42 26-30');
  pen.disc(pen.shade('#fbf8ee'), 36, -56, 6);
  pen.disc(pen.shade('#16181f'), 38, -56, 3.2);
};

const jellyfish: Drawing = (pen) => {
  const pulse = 1 + 0.09 * pen.swing(2.8);
  pen.glow('#bfe4ff', 0, -66, 60, 0.22);
  pen.context.globalAlpha *= 0.85;
  for (let arm = -3; arm <= 3; arm++) {
    pen.turned(arm * 8, -58, pen.swing(3.2, arm / 7) * 0.18, () =>
      pen.line(arm % 2 === 0 ? pen.light : pen.base, 2.4, 'M0 0C8 14-8 28 0 42C6 50-2 56 0 60'),
    );
  }
  pen.scaled(0, -56, pulse, 2 - pulse, () => {
    pen.fill(
      pen.base,
      'M-34 2C-36-30-20-44 0-44C20-44 36-30 34 2C26 8 22 0 16 4C10 9 6 0 0 4C-6 9-10 0-16 4C-22 8-26 0-34 2Z',
    );
    pen.fill(pen.light, 'M-24-6C-26-26-14-36 0-37C-12-30-16-20-16-6Z');
  });
};

const octopus: Drawing = (pen) => {
  for (let arm = -4; arm <= 4; arm++) {
    pen.turned(arm * 6, -36, arm * -0.24 + pen.swing(3, arm / 9) * 0.16, () =>
      pen.line(arm % 2 === 0 ? pen.dark : pen.base, 7, 'M0 0C6 12-6 22 2 32C6 38 14 36 14 30'),
    );
  }
  pen.fill(pen.base, 'M-28-36C-42-70-28-100 0-100C28-100 42-70 28-36C14-26-14-26-28-36Z');
  pen.fill(pen.light, 'M-24-64C-24-84-12-94 2-95C-10-88-14-76-14-62Z');
  for (const x of [-10, 12]) {
    pen.disc(pen.shade('#fbf8ee'), x, -50, 6.5);
    pen.disc(pen.shade('#16181f'), x + 1.5, -50, 3.4);
  }
};

const turtle: Drawing = (pen) => {
  const stroke = pen.swing(2.4) * 0.4;
  const skin = pen.shade('#8fae66');
  pen.turned(20, -34, 0.5 + stroke, () =>
    pen.fill(skin, 'M-8 0C-14 16-24 28-36 32C-30 16-20 2-4-6Z'),
  );
  pen.turned(-36, -34, 0.4 - stroke, () =>
    pen.fill(skin, 'M-4 0C-10 10-18 16-26 16C-22 8-14-2-4-6Z'),
  );
  pen.disc(skin, 56, -46, 15, 11);
  pen.disc(pen.shade('#16181f'), 62, -49, 2);
  pen.fill(pen.base, 'M-54-36C-46-72 26-80 48-40C30-26-34-24-54-36Z');
  pen.fill(pen.dark, 'M-54-36C-34-24 30-26 48-40L50-36C32-18-36-16-56-32Z');
  pen.fill(
    pen.light,
    'M-16-64L8-66L18-52L2-42L-18-48ZM-28-60L-22-46L-36-38L-46-42ZM16-62L34-52L30-42L24-48Z',
  );
};

const swan: Drawing = (pen) => {
  pen.line(pen.base, 9, 'M30-24C52-34 36-60 40-74C43-84 54-84 58-78');
  pen.fill(pen.shade('#ec8a34'), 'M56-82L72-75L56-73Z');
  pen.disc(pen.shade('#20242e'), 54, -79, 1.8);
  pen.fill(
    pen.base,
    'M-54-34C-40-30-30-44-6-44C18-44 40-36 44-20C46-4 26 2 0 2C-28 2-50-10-54-34Z',
  );
  pen.fill(pen.light, 'M-50-40C-34-34-24-46 0-42C14-40 20-32 18-22C2-8-32-14-50-40Z');
  pen.fill(pen.dark, 'M44-18C44-4 26 2 0 2C-20 2-38-4-48-18C-30-4 20-2 44-18Z');
  wash(pen.context, -46, 42);
};

/** Foam where a hull meets the water. */
function wash(context: Parameters<Drawing>[0]['context'], from: number, to: number): void {
  context.fillStyle = 'rgba(255, 255, 255, 0.3)';
  context.beginPath();
  context.ellipse((from + to) / 2, 4, (to - from) / 2, 3, 0, 0, Math.PI * 2);
  context.fill();
}

export const waterThings = {
  boat: {
    colour: '#f4eee0',
    size: 78,
    wide: 100,
    lane: 'water',
    motion: 'wander',
    speed: 7,
    draw: boat,
  },
  ship: {
    colour: '#efe6d2',
    size: 118,
    wide: 190,
    lane: 'water',
    motion: 'wander',
    speed: 5,
    draw: ship,
  },
  whale: {
    colour: '#4a6f96',
    size: 118,
    wide: 190,
    lane: 'water',
    motion: 'wander',
    speed: 8,
    draught: 34,
    draw: whale,
  },
  dolphin: {
    colour: '#6d8fae',
    size: 64,
    wide: 160,
    lane: 'water',
    motion: 'wander',
    speed: 18,
    draught: 30,
    draw: dolphin,
  },
  fish: {
    colour: '#ee8433',
    size: 38,
    wide: 100,
    lane: 'water',
    motion: 'wander',
    speed: 14,
    draught: 44,
    draw: fish,
  },
  jellyfish: {
    colour: '#c58ad8',
    size: 74,
    wide: 80,
    lane: 'water',
    motion: 'sway',
    draught: 40,
    draw: jellyfish,
  },
  octopus: {
    colour: '#c4576a',
    size: 82,
    wide: 100,
    lane: 'water',
    motion: 'sway',
    draught: 40,
    draw: octopus,
  },
  turtle: {
    colour: '#5d8a4c',
    size: 58,
    wide: 130,
    lane: 'water',
    motion: 'wander',
    speed: 8,
    draught: 30,
    draw: turtle,
  },
  swan: {
    colour: '#f7f5ef',
    size: 44,
    wide: 120,
    lane: 'water',
    motion: 'wander',
    speed: 6,
    draw: swan,
  },
} as const satisfies Record<string, ThingArt>;
