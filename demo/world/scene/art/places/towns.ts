import { darker, fade, lighter } from '../colour.js';
import { type Brush, dabs, grass, land, leaf, plant, tufts } from '../land/brush.js';
import { range } from '../land/heights.js';
import { houses, castle as keep, lampPost, skyline } from '../land/town.js';
import { farHills, lawn } from './nature.js';
import type { PlaceArt } from './place-art.js';

/** A paved strip: pavement, kerb and the road with its dashes. */
function pavement(brush: Brush, y: number): void {
  const { context, width, height, unit, light } = brush;
  context.fillStyle = light.shade('#8b8d96');
  context.fillRect(0, y * height, width, height);
  context.fillStyle = light.shade('#a9abb2');
  context.fillRect(0, y * height, width, 3 * unit);
  const road = context.createLinearGradient(0, (y + 0.045) * height, 0, height);
  road.addColorStop(0, light.shade('#454a57'));
  road.addColorStop(1, light.shade('#2c303b'));
  context.fillStyle = road;
  context.fillRect(0, (y + 0.045) * height, width, height);
  context.fillStyle = fade(light.shade('#e9dfb0'), 0.7);
  for (let x = 0; x < width; x += 64 * unit) {
    context.fillRect(x, (y + 0.125) * height, 34 * unit, 3 * unit);
  }
}

const city: PlaceArt = {
  horizon: 0.66,
  ground: [0.82, 0.87],
  far(brush) {
    skyline(brush, { y: 0.74, rise: 0.52, distance: 0.75 });
  },
  middle(brush) {
    skyline(brush, { y: 0.78, rise: 0.42, distance: 0.3 });
  },
  near(brush) {
    pavement(brush, 0.77);
    const kerb = (): number => brush.height * 0.79;
    plant(brush, kerb, { kind: 'tree', count: 7, scale: 0.62, colour: leaf(brush), spread: 0.005 });
    for (const x of [0.1, 0.37, 0.64, 0.91]) lampPost(brush, x, 0.79, 0.17);
  },
};

const shopTones = ['#c9796a', '#d8b06a', '#7f9fae', '#a9967f', '#8a9f7a', '#b58a9c'];

/** Fronts of shops, three floors high. */
function shopFronts(brush: Brush, foot: number): void {
  const { context, width, height, unit, light, random } = brush;
  const bottom = foot * height;
  for (let x = -20 * unit, index = 0; x < width; index++) {
    const wide = (84 + random() * 40) * unit;
    const tall = (0.3 + random() * 0.16) * height;
    const tone = light.ground(shopTones[index % shopTones.length] ?? '#c9796a');
    context.fillStyle = light.shade(tone, 0.12);
    context.fillRect(x, bottom - tall, wide, tall);
    context.fillStyle = light.shade(darker(tone, 0.4), 0.1);
    context.fillRect(x - 2 * unit, bottom - tall - 6 * unit, wide + 4 * unit, 8 * unit);
    for (let row = bottom - tall + 18 * unit; row < bottom - 74 * unit; row += 42 * unit) {
      for (let column = x + 12 * unit; column < x + wide - 20 * unit; column += 26 * unit) {
        context.fillStyle = light.shade(lighter(tone, 0.5), 0.1);
        context.fillRect(column - 2 * unit, row - 2 * unit, 17 * unit, 27 * unit);
        const lit = random() < 0.6 && light.lamps > 0.2;
        context.fillStyle = lit ? fade('#ffd58a', light.lamps) : light.shade('#3d4a5c', 0.1);
        context.fillRect(column, row, 13 * unit, 23 * unit);
      }
    }
    context.fillStyle = light.lamps > 0.2 ? fade('#ffdf9e', 0.92) : light.shade('#6d8494', 0.1);
    context.fillRect(x + 9 * unit, bottom - 40 * unit, wide - 38 * unit, 32 * unit);
    context.fillStyle = light.shade('#4b3428', 0.1);
    context.fillRect(x + wide - 24 * unit, bottom - 42 * unit, 16 * unit, 42 * unit);
    awning(
      brush,
      x + 4 * unit,
      bottom - 54 * unit,
      wide - 8 * unit,
      shopTones[(index + 2) % 6] ?? '#c9796a',
    );
    x += wide;
  }
}

function awning(
  { context, unit, light }: Brush,
  x: number,
  y: number,
  wide: number,
  tone: string,
): void {
  const stripes = Math.max(4, Math.round(wide / (12 * unit)));
  for (let stripe = 0; stripe < stripes; stripe++) {
    const left = x + (stripe / stripes) * wide;
    context.fillStyle = light.shade(stripe % 2 === 0 ? tone : '#f4ecdc');
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + wide / stripes, y);
    context.lineTo(left + wide / stripes, y + 14 * unit);
    context.arc(left + wide / stripes / 2, y + 14 * unit, wide / stripes / 2, 0, Math.PI);
    context.fill();
  }
}

const street: PlaceArt = {
  horizon: 0.62,
  ground: [0.8, 0.87],
  far(brush) {
    skyline(brush, { y: 0.74, rise: 0.5, distance: 0.8 });
  },
  middle(brush) {
    shopFronts(brush, 0.775);
  },
  near(brush) {
    pavement(brush, 0.77);
    const kerb = (): number => brush.height * 0.795;
    plant(brush, kerb, { kind: 'tree', count: 4, scale: 0.8, colour: leaf(brush), spread: 0.005 });
    for (const x of [0.16, 0.5, 0.84]) lampPost(brush, x, 0.795, 0.22);
  },
};

const market: PlaceArt = {
  horizon: 0.62,
  ground: [0.82, 0.88],
  far: farHills,
  middle(brush) {
    shopFronts(brush, 0.72);
  },
  near(brush) {
    const { context, width, height, unit, light, random } = brush;
    const crest = land(brush, { y: 0.73, rise: 0.004, tone: light.ground('#b59c80') });
    dabs(brush, crest, '#b59c80', 130);
    const goods = ['#d9533b', '#ee9a3a', '#e9cf4a', '#6aa352', '#8a4fa0'];
    for (let stall = 0; stall < 5; stall++) {
      const x = ((stall + 0.16 + random() * 0.1) / 5) * width;
      const y = height * 0.79;
      const wide = Math.min(118 * unit, width / 6);
      context.fillStyle = light.shade('#5a4130');
      context.fillRect(x + 3 * unit, y - 74 * unit, 4 * unit, 74 * unit);
      context.fillRect(x + wide - 7 * unit, y - 74 * unit, 4 * unit, 74 * unit);
      context.fillStyle = light.shade('#8a633f');
      context.fillRect(x, y - 30 * unit, wide, 30 * unit);
      for (let fruit = 0; fruit < 22; fruit++) {
        context.fillStyle = light.shade(goods[Math.floor((fruit / 22) * 5)] ?? '#d9533b');
        context.beginPath();
        context.arc(
          x + ((fruit + 0.5) / 22) * wide,
          y - (31 + random() * 6) * unit,
          4 * unit,
          0,
          Math.PI * 2,
        );
        context.fill();
      }
      awning(brush, x - 7 * unit, y - 92 * unit, wide + 14 * unit, shopTones[stall] ?? '#c9796a');
    }
    for (let bulb = 0; bulb < 40; bulb++) {
      const at = bulb / 39;
      const sag = Math.abs(Math.sin(at * Math.PI * 4));
      context.fillStyle = light.lamps > 0.2 ? '#ffe6a0' : light.shade('#f4ecdc');
      context.beginPath();
      context.arc(at * width, height * (0.5 + sag * 0.045), 2.4 * unit, 0, Math.PI * 2);
      context.fill();
    }
  },
};

const village: PlaceArt = {
  horizon: 0.6,
  ground: [0.81, 0.87],
  far: farHills,
  middle(brush) {
    const back = land(brush, {
      y: 0.67,
      rise: 0.03,
      tone: grass(brush),
      distance: 0.36,
      waves: 1.4,
    });
    houses(brush, back, { count: 9, scale: 0.5, distance: 0.36, from: 0.05, to: 0.95 });
    plant(brush, back, {
      kind: 'tower',
      count: 1,
      scale: 0.75,
      distance: 0.34,
      from: 0.44,
      to: 0.46,
      colour: '#d9d0c4',
    });
    plant(brush, back, {
      kind: 'tree',
      count: 10,
      scale: 0.42,
      colour: leaf(brush),
      distance: 0.34,
    });
    const front = land(brush, {
      y: 0.73,
      rise: 0.02,
      tone: grass(brush),
      distance: 0.14,
      waves: 1.2,
    });
    houses(brush, front, { count: 6, scale: 0.85, distance: 0.14 });
    plant(brush, front, {
      kind: 'tree',
      count: 7,
      scale: 0.6,
      colour: leaf(brush),
      distance: 0.12,
      spread: 0.02,
    });
    dabs(brush, front, grass(brush), 60);
  },
  near: lawn,
};

const castle: PlaceArt = {
  horizon: 0.6,
  ground: [0.8, 0.87],
  far(brush) {
    range(brush, { y: 0.64, rise: 0.24, peaks: 6, distance: 0.8 });
    farHills(brush);
  },
  middle(brush) {
    keep(brush, { x: 0.6, y: 0.63, size: 0.4, distance: 0.22 });
    const crest = land(brush, {
      y: 0.66,
      rise: 0.05,
      tone: darker(grass(brush), 0.1),
      distance: 0.24,
      waves: 1,
    });
    plant(brush, crest, { kind: 'pine', count: 14, scale: 0.42, distance: 0.26, spread: 0.05 });
    plant(brush, crest, {
      kind: 'tree',
      count: 9,
      scale: 0.4,
      colour: leaf(brush),
      distance: 0.22,
      spread: 0.06,
    });
    tufts(brush, crest, grass(brush), 20);
  },
  near: lawn,
};

export const towns = { city, street, market, village, castle };
