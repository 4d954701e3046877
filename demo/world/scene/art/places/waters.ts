import { darker } from '../colour.js';
import { dabs, grass, land, leaf, needle, plant, tufts } from '../land/brush.js';
import { range } from '../land/heights.js';
import { quay, reeds, rocks, sand, stream } from '../land/shore.js';
import { houses, lampPost } from '../land/town.js';
import { farHills } from './nature.js';
import type { PlaceArt } from './place-art.js';

const sea: PlaceArt = {
  horizon: 0.55,
  ground: [0.855, 0.885],
  afloat: [0.61, 0.75],
  water: [0.55, 1],
  near(brush) {
    const { width } = brush;
    const edge = land(brush, { y: 0.825, rise: 0.02, tone: '#6d6a66', waves: 1.1 });
    rocks(brush, edge, 16);
    const crest = land(brush, {
      y: 0.845,
      rise: 0.02,
      tone: darker(grass(brush), 0.12),
      waves: 1.1,
    });
    tufts(brush, crest, grass(brush), 26);
    reeds(brush, crest, width * 0.9, width);
  },
};

const harbour: PlaceArt = {
  horizon: 0.56,
  ground: [0.84, 0.875],
  afloat: [0.63, 0.76],
  water: [0.56, 1],
  far(brush) {
    const hills = land(brush, {
      y: 0.5,
      rise: 0.05,
      tone: darker(grass(brush), 0.25),
      distance: 0.7,
      waves: 1.3,
    });
    plant(brush, hills, {
      kind: 'tree',
      count: 22,
      scale: 0.22,
      colour: leaf(brush),
      distance: 0.65,
      spread: 0.03,
    });
    const upper = (): number => brush.height * 0.53;
    const shore = (): number => brush.height * 0.562;
    houses(brush, upper, { count: 12, scale: 0.4, distance: 0.5, from: 0.42, to: 1 });
    plant(brush, upper, {
      kind: 'tower',
      count: 1,
      scale: 0.62,
      distance: 0.5,
      from: 0.7,
      to: 0.74,
    });
    houses(brush, shore, { count: 14, scale: 0.48, distance: 0.34, from: 0.36, to: 1 });
    plant(brush, shore, {
      kind: 'lighthouse',
      count: 1,
      scale: 0.62,
      distance: 0.34,
      from: 0.16,
      to: 0.18,
    });
  },
  near(brush) {
    const y = 0.83;
    quay(brush, y);
    for (const x of [0.07, 0.93]) lampPost(brush, x, y, 0.24);
  },
};

const beach: PlaceArt = {
  horizon: 0.52,
  ground: [0.8, 0.87],
  afloat: [0.56, 0.66],
  water: [0.52, 0.9],
  far(brush) {
    land(brush, {
      y: 0.53,
      rise: 0.03,
      tone: darker(grass(brush), 0.2),
      distance: 0.8,
      waves: 0.7,
    });
  },
  near(brush) {
    const crest = sand(brush, 0.75, 0.03);
    dabs(brush, crest, brush.light.ground('#e6cd98'), 90);
    rocks(brush, crest, 3);
    plant(brush, crest, { kind: 'palm', count: 2, scale: 1.9, spread: 0.06, from: 0, to: 0.13 });
    plant(brush, crest, { kind: 'palm', count: 2, scale: 1.6, spread: 0.05, from: 0.88, to: 1 });
  },
};

const river: PlaceArt = {
  horizon: 0.6,
  ground: [0.85, 0.88],
  afloat: [0.72, 0.78],
  far: farHills,
  middle(brush) {
    const crest = land(brush, {
      y: 0.66,
      rise: 0.03,
      tone: grass(brush),
      distance: 0.2,
      waves: 1.4,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 6,
      scale: 0.55,
      colour: leaf(brush),
      distance: 0.26,
      to: 0.4,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 5,
      scale: 0.6,
      colour: leaf(brush),
      distance: 0.26,
      from: 0.66,
    });
    dabs(brush, crest, grass(brush), 70);
    tufts(brush, crest, grass(brush), 30);
    stream(brush, crest, 0.655);
  },
  near(brush) {
    const { width } = brush;
    const crest = land(brush, { y: 0.83, rise: 0.02, tone: grass(brush), waves: 1 });
    dabs(brush, crest, grass(brush), 60);
    tufts(brush, crest, grass(brush), 40);
    reeds(brush, crest, 0, width * 0.16);
    reeds(brush, crest, width * 0.84, width);
  },
};

const lake: PlaceArt = {
  horizon: 0.58,
  ground: [0.855, 0.885],
  afloat: [0.64, 0.75],
  water: [0.58, 1],
  far(brush) {
    range(brush, { y: 0.585, rise: 0.28, peaks: 5, distance: 0.7 });
    const crest = land(brush, {
      y: 0.56,
      rise: 0.02,
      tone: darker(needle(brush), 0.1),
      distance: 0.42,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 44,
      scale: 0.34,
      colour: needle(brush),
      distance: 0.42,
    });
  },
  near(brush) {
    const { width } = brush;
    const crest = land(brush, { y: 0.84, rise: 0.02, tone: grass(brush), waves: 1 });
    dabs(brush, crest, grass(brush), 70);
    rocks(brush, crest, 6);
    tufts(brush, crest, grass(brush), 40);
    reeds(brush, crest, 0, width * 0.2);
    plant(brush, crest, {
      kind: 'pine',
      count: 2,
      scale: 1.9,
      colour: darker(needle(brush), 0.25),
      from: 0.9,
      to: 1.02,
    });
  },
};

const island: PlaceArt = {
  horizon: 0.55,
  ground: [0.85, 0.885],
  afloat: [0.64, 0.75],
  water: [0.55, 0.95],
  far(brush) {
    const { context, width, height, light } = brush;
    const tone = light.shade(light.ground('#5f8f5a'), 0.4);
    context.fillStyle = light.shade('#e6cd98', 0.3);
    context.beginPath();
    context.ellipse(width * 0.6, height * 0.56, width * 0.22, height * 0.02, 0, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = tone;
    context.beginPath();
    context.ellipse(
      width * 0.58,
      height * 0.557,
      width * 0.15,
      height * 0.15,
      0,
      Math.PI,
      Math.PI * 2,
    );
    context.ellipse(
      width * 0.7,
      height * 0.557,
      width * 0.09,
      height * 0.08,
      0,
      Math.PI,
      Math.PI * 2,
    );
    context.fill();
    const shore = (): number => height * 0.558;
    plant(brush, shore, { kind: 'palm', count: 9, scale: 0.5, distance: 0.3, from: 0.42, to: 0.8 });
  },
  near(brush) {
    const crest = sand(brush, 0.81, 0.035);
    dabs(brush, crest, brush.light.ground('#e6cd98'), 60);
    plant(brush, crest, { kind: 'palm', count: 1, scale: 2, from: 0.01, to: 0.05 });
    tufts(brush, crest, darker('#9aa65a', 0.1), 10);
  },
};

export const waters = { sea, harbour, beach, river, lake, island };
