import { darker, lighter } from '../colour.js';
import { dabs, grass, land, leaf, needle, plant, tufts } from '../land/brush.js';
import { dune, range } from '../land/heights.js';
import { fronds } from '../land/otherworld.js';
import { rocks } from '../land/shore.js';
import type { Layer, PlaceArt } from './place-art.js';

const farHills: Layer = (brush) => {
  land(brush, { y: 0.56, rise: 0.05, tone: darker(grass(brush), 0.2), distance: 0.85, waves: 1.6 });
  const crest = land(brush, {
    y: 0.61,
    rise: 0.05,
    tone: darker(grass(brush), 0.12),
    distance: 0.6,
    waves: 2.2,
  });
  plant(brush, crest, { kind: 'tree', count: 16, scale: 0.2, colour: leaf(brush), distance: 0.6 });
};

/** The meadow at the viewer's feet, common to most green places. */
const lawn: Layer = (brush) => {
  const crest = land(brush, { y: 0.77, rise: 0.025, tone: grass(brush), waves: 1.5 });
  dabs(brush, crest, grass(brush), 130);
  tufts(brush, crest, grass(brush), 70);
};

const meadow: PlaceArt = {
  horizon: 0.6,
  ground: [0.79, 0.87],
  far: farHills,
  middle(brush) {
    const crest = land(brush, {
      y: 0.68,
      rise: 0.045,
      tone: darker(grass(brush), 0.06),
      distance: 0.28,
      waves: 1.8,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 5,
      scale: 0.5,
      colour: leaf(brush),
      distance: 0.28,
      to: 0.34,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 3,
      scale: 0.55,
      colour: leaf(brush),
      distance: 0.28,
      from: 0.78,
    });
    dabs(brush, crest, grass(brush), 60);
  },
  near: lawn,
};

const forest: PlaceArt = {
  horizon: 0.62,
  ground: [0.8, 0.87],
  far(brush) {
    const back = land(brush, { y: 0.6, rise: 0.03, tone: needle(brush), distance: 0.85 });
    plant(brush, back, {
      kind: 'pine',
      count: 34,
      scale: 0.9,
      colour: needle(brush),
      distance: 0.85,
    });
    const front = land(brush, { y: 0.66, rise: 0.02, tone: needle(brush), distance: 0.58 });
    plant(brush, front, {
      kind: 'pine',
      count: 24,
      scale: 1.3,
      colour: needle(brush),
      distance: 0.58,
    });
  },
  middle(brush) {
    const crest = land(brush, {
      y: 0.73,
      rise: 0.02,
      tone: darker(grass(brush), 0.3),
      distance: 0.22,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 8,
      scale: 1.9,
      colour: needle(brush),
      distance: 0.3,
      to: 0.34,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 5,
      scale: 1.3,
      colour: leaf(brush),
      distance: 0.26,
      from: 0.68,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 3,
      scale: 1.3,
      colour: needle(brush),
      distance: 0.34,
      from: 0.36,
      to: 0.62,
    });
  },
  near(brush) {
    const crest = land(brush, {
      y: 0.78,
      rise: 0.02,
      tone: darker(grass(brush), 0.22),
      waves: 1.3,
    });
    dabs(brush, crest, grass(brush), 110);
    rocks(brush, crest, 5);
    plant(brush, crest, { kind: 'mushroom', count: 5, scale: 0.3, spread: 0.1 });
    tufts(brush, crest, darker(grass(brush), 0.15), 30);
    for (const [from, to] of [
      [-0.04, 0.06],
      [0.95, 1.04],
    ] as const) {
      plant(brush, crest, {
        kind: 'pine',
        count: 1,
        scale: 4,
        colour: darker(needle(brush), 0.45),
        spread: 0,
        from,
        to,
      });
    }
  },
};

const jungle: PlaceArt = {
  horizon: 0.62,
  ground: [0.8, 0.87],
  far(brush) {
    const back = land(brush, {
      y: 0.58,
      rise: 0.05,
      tone: brush.light.ground('#4b8a56'),
      distance: 0.75,
    });
    plant(brush, back, { kind: 'palm', count: 18, scale: 0.8, distance: 0.72 });
    plant(brush, back, {
      kind: 'tree',
      count: 18,
      scale: 1,
      colour: brush.light.ground('#4f8f58'),
      distance: 0.65,
      spread: 0.05,
    });
  },
  middle(brush) {
    const crest = land(brush, {
      y: 0.72,
      rise: 0.03,
      tone: brush.light.ground('#3f7a48'),
      distance: 0.3,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 9,
      scale: 1.3,
      colour: brush.light.ground('#3f8048'),
      distance: 0.3,
    });
    plant(brush, crest, {
      kind: 'palm',
      count: 7,
      scale: 1.5,
      colour: brush.light.ground('#3f8a4c'),
      distance: 0.2,
      spread: 0.03,
    });
  },
  near(brush) {
    const tone = brush.light.ground('#3b7040');
    const crest = land(brush, { y: 0.78, rise: 0.02, tone });
    dabs(brush, crest, tone, 100);
    tufts(brush, crest, brush.light.ground('#5c9a48'), 40);
    plant(brush, crest, { kind: 'flower', count: 7, scale: 0.55, spread: 0.08, colour: '#e2508a' });
    fronds(brush, brush.light.ground('#3f8a4c'), 18);
  },
};

const mountains: PlaceArt = {
  horizon: 0.64,
  ground: [0.81, 0.87],
  far(brush) {
    range(brush, { y: 0.66, rise: 0.42, peaks: 5, distance: 0.75 });
    range(brush, { y: 0.7, rise: 0.38, peaks: 4, distance: 0.4, tone: '#5c6a80' });
  },
  middle(brush) {
    const crest = land(brush, {
      y: 0.72,
      rise: 0.04,
      tone: darker(grass(brush), 0.3),
      distance: 0.3,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 36,
      scale: 0.48,
      colour: needle(brush),
      distance: 0.34,
      spread: 0.05,
    });
  },
  near(brush) {
    const crest = land(brush, { y: 0.79, rise: 0.03, tone: darker(grass(brush), 0.1), waves: 1.3 });
    dabs(brush, crest, grass(brush), 120);
    rocks(brush, crest, 9);
    tufts(brush, crest, grass(brush), 36);
    plant(brush, crest, {
      kind: 'pine',
      count: 2,
      scale: 1.7,
      colour: darker(needle(brush), 0.2),
      from: 0,
      to: 0.14,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 2,
      scale: 1.4,
      colour: darker(needle(brush), 0.2),
      from: 0.88,
      to: 1,
    });
  },
};

const desert: PlaceArt = {
  horizon: 0.6,
  ground: [0.8, 0.87],
  far(brush) {
    dune(brush, { y: 0.6, rise: 0.05, distance: 0.7 });
  },
  middle(brush) {
    const crest = dune(brush, { y: 0.68, rise: 0.06, distance: 0.34 });
    plant(brush, crest, { kind: 'cactus', count: 3, scale: 0.4, distance: 0.3, from: 0.5 });
  },
  near(brush) {
    const crest = dune(brush, { y: 0.78, rise: 0.04, distance: 0 });
    dabs(brush, crest, brush.light.ground('#e3b673'), 120);
    rocks(brush, crest, 5);
    plant(brush, crest, { kind: 'cactus', count: 1, scale: 1.3, from: 0.03, to: 0.08 });
    plant(brush, crest, { kind: 'cactus', count: 1, scale: 0.8, from: 0.9, to: 0.96 });
  },
};

const snowfield: PlaceArt = {
  horizon: 0.6,
  ground: [0.78, 0.87],
  far(brush) {
    range(brush, { y: 0.62, rise: 0.2, peaks: 6, distance: 0.8, tone: '#a9b9cc' });
    land(brush, { y: 0.62, rise: 0.03, tone: brush.light.ground('#dfe8f2'), distance: 0.55 });
  },
  middle(brush) {
    const crest = land(brush, {
      y: 0.68,
      rise: 0.035,
      tone: brush.light.ground('#e6edf5'),
      distance: 0.25,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 9,
      scale: 0.5,
      colour: '#9db4bc',
      distance: 0.35,
      to: 0.4,
    });
    plant(brush, crest, {
      kind: 'pine',
      count: 5,
      scale: 0.6,
      colour: '#9db4bc',
      distance: 0.3,
      from: 0.76,
    });
  },
  near(brush) {
    const tone = brush.light.ground('#eef3f9');
    const crest = land(brush, { y: 0.76, rise: 0.03, tone: darker(tone, 0.04) });
    dabs(brush, crest, darker(tone, 0.12), 90);
    dabs(brush, crest, lighter(tone, 0.5), 40);
  },
};

export const nature = { meadow, forest, jungle, mountains, desert, snowfield };
export { farHills, lawn };
