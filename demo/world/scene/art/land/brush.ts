import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Season } from '../../words/sky.js';
import type { ThingKind } from '../../words/things.js';
import { darker, fade, lighter, mix } from '../colour.js';
import type { Light } from '../light.js';
import { penFor } from '../pen.js';
import { gallery } from '../things/gallery.js';

/** What a layer of land is painted with; coordinates are fractions of the picture. */
export interface Brush {
  readonly context: SKRSContext2D;
  readonly width: number;
  readonly height: number;
  /** Pixels per drawing pixel: 1 in a picture whose short side is 480. */
  readonly unit: number;
  readonly light: Light;
  readonly season: Season | undefined;
  random(): number;
}

/** The upper edge of some land: pixels, by pixels. */
export type Crest = (x: number) => number;

interface LandShape {
  /** Where the land lies, from the top. */
  readonly y: number;
  /** How far it rises and falls. */
  readonly rise: number;
  readonly tone: string;
  readonly distance?: number;
  /** Rises across the width. */
  readonly waves?: number;
}

/** Rolling land from its crest to the bottom, lit from above and lost in haze below. */
export function land(brush: Brush, { y, rise, tone, distance = 0, waves = 2 }: LandShape): Crest {
  const { context, width, height, light, random } = brush;
  const shifts = [random() * 6.3, random() * 6.3, random() * 6.3];
  const [slow = 0, medium = 0, quick = 0] = shifts;
  const crest: Crest = (x) => {
    const at = (x / width) * Math.PI * 2 * waves;
    const wave =
      Math.sin(at * 0.5 + slow) * 0.6 +
      Math.sin(at + medium) * 0.3 +
      Math.sin(at * 2.3 + quick) * 0.1;
    return (y - wave * rise) * height;
  };
  const top = (y - rise) * height;
  const fill = context.createLinearGradient(0, top, 0, Math.min(height, top + height * 0.34));
  const near = light.shade(tone, distance);
  fill.addColorStop(0, lighter(near, 0.1));
  fill.addColorStop(0.35, near);
  fill.addColorStop(1, mix(darker(near, 0.16), light.haze, distance * 0.5));
  context.fillStyle = fill;
  under(brush, crest);
  context.fill();
  return crest;
}

/** Begins the path of everything below a crest. */
export function under({ context, width, height }: Brush, crest: Crest): void {
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width + 4; x += 4) context.lineTo(x, crest(x));
  context.lineTo(width + 4, height);
  context.closePath();
}

/** Broad, faint strokes that keep a plain from looking printed. */
export function dabs(brush: Brush, crest: Crest, tone: string, count: number): void {
  const { context, width, height, light, unit, random } = brush;
  context.save();
  under(brush, crest);
  context.clip();
  for (let index = 0; index < count; index++) {
    const x = random() * width;
    const top = crest(x);
    const depth = random() ** 1.4;
    const shade = random() < 0.5 ? lighter(tone, 0.3) : darker(tone, 0.3);
    context.fillStyle = fade(light.shade(shade), 0.1 + random() * 0.08);
    context.beginPath();
    const length = (20 + 70 * depth) * unit;
    const y = top + depth * (height - top);
    context.ellipse(x, y, length, (2 + 5 * depth) * unit, -0.04, 0, Math.PI * 2);
    context.fill();
  }
  context.restore();
}

interface Planting {
  readonly kind: ThingKind;
  readonly count: number;
  /** Against its size as a thing of its own. */
  readonly scale: number;
  readonly colour?: string;
  readonly distance?: number;
  /** How far below the crest it may stand, as a fraction of the height. */
  readonly spread?: number;
  /** The part of the width it stays in. */
  readonly from?: number;
  readonly to?: number;
}

/** Sets trees, houses and the like along a crest, the farther ones first. */
export function plant(brush: Brush, crest: Crest, planting: Planting): void {
  const { context, width, height, unit, light, random } = brush;
  const { kind, count, scale, distance = 0, spread = 0.02, from = 0, to = 1 } = planting;
  const art = gallery[kind];
  const spots = Array.from({ length: count }, (_, index) => ({
    x: (from + ((index + random() * 0.9) / count) * (to - from)) * width,
    down: random(),
    size: 0.8 + random() * 0.45,
    shift: random() - 0.5,
  })).sort((a, b) => a.down - b.down);
  for (const { x, down, size, shift } of spots) {
    const own = planting.colour ?? art.colour;
    const colour = shift > 0 ? lighter(own, shift * 0.25) : darker(own, -shift * 0.35);
    const stretch = ((art.size * unit) / 100) * scale * size * (1 + down * spread * 5);
    context.save();
    context.translate(x, crest(x) + down * spread * height + 1);
    context.scale(stretch * (shift > 0 ? 1 : -1), stretch);
    art.draw(penFor(context, light, { colour, distance, time: random() * 9 }));
    context.restore();
  }
}

const grassBySeason: Readonly<Record<Season, string>> = {
  spring: '#83b55c',
  summer: '#78a850',
  autumn: '#b09a4e',
  winter: '#e9eff6',
};
const leafBySeason: Readonly<Record<Season, string>> = {
  spring: '#efa9bf',
  summer: '#5f9350',
  autumn: '#d9803a',
  winter: '#c3d0d8',
};
const needleBySeason: Readonly<Record<Season, string>> = {
  spring: '#4a8460',
  summer: '#3f7558',
  autumn: '#55784c',
  winter: '#8fa9b4',
};

export function grass({ season, light }: Brush): string {
  return light.ground(grassBySeason[season ?? 'summer']);
}

export function leaf({ season, light }: Brush): string {
  return light.ground(leafBySeason[season ?? 'summer']);
}

export function needle({ season, light }: Brush): string {
  return light.ground(needleBySeason[season ?? 'summer']);
}

/** Blades, stems and blossoms at the viewer's feet. */
export function tufts(brush: Brush, crest: Crest, tone: string, blossoms: number): void {
  const { context, width, height, unit, light, random, season } = brush;
  context.lineCap = 'round';
  for (let index = 0; index < 240; index++) {
    const x = random() * width;
    const depth = random();
    const y = crest(x) + depth * (height - crest(x));
    const length = (4 + depth * 12) * unit;
    context.strokeStyle = fade(
      light.shade(random() < 0.5 ? lighter(tone, 0.22) : darker(tone, 0.3)),
      0.7,
    );
    context.lineWidth = (0.8 + depth) * unit;
    context.beginPath();
    context.moveTo(x, y);
    context.quadraticCurveTo(x, y - length * 0.6, x + (random() - 0.5) * length, y - length);
    context.stroke();
  }
  if (season === 'winter') return;
  const tones = ['#f4e9d0', '#f0c04a', '#e2748a', '#b58ad8', '#f4f1ea'];
  for (let index = 0; index < blossoms; index++) {
    const x = random() * width;
    const depth = random();
    context.fillStyle = light.shade(tones[index % tones.length] ?? '#ffffff');
    context.beginPath();
    const y = crest(x) + (0.1 + depth * 0.9) * (height - crest(x));
    context.arc(x, y, (1 + depth * 1.9) * unit, 0, Math.PI * 2);
    context.fill();
  }
}
