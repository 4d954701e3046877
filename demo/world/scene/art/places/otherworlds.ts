import { darker } from '../colour.js';
import { dabs, land } from '../land/brush.js';
import { corals, globe, moonscape, nebula } from '../land/otherworld.js';
import { rocks } from '../land/shore.js';
import type { PlaceArt } from './place-art.js';

const space: PlaceArt = {
  horizon: 0.76,
  ground: [0.82, 0.88],
  medium: 'void',
  far(brush) {
    nebula(brush);
    globe(brush, 0.74, 0.36, Math.min(0.2, (0.2 * brush.width) / brush.height));
  },
  near(brush) {
    const crest = moonscape(brush, 0.79);
    rocks(brush, crest, 7);
  },
};

const underwater: PlaceArt = {
  horizon: 0.7,
  ground: [0.83, 0.88],
  medium: 'water',
  far(brush) {
    land(brush, { y: 0.62, rise: 0.1, tone: '#2f6f8c', distance: 0.75, waves: 2.4 });
  },
  middle(brush) {
    const crest = land(brush, { y: 0.73, rise: 0.06, tone: '#2a6078', distance: 0.4, waves: 1.7 });
    corals(brush, crest, 16, 0.45);
  },
  near(brush) {
    const tone = brush.light.ground('#c9b487');
    const crest = land(brush, { y: 0.83, rise: 0.03, tone: darker(tone, 0.18), waves: 1.3 });
    dabs(brush, crest, tone, 120);
    rocks(brush, crest, 9);
    corals(brush, crest, 12);
  },
};

export const otherworlds = { space, underwater };
