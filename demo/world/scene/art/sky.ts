import type { SKRSContext2D } from '@napi-rs/canvas';
import { darker, fade, lighter, mix } from './colour.js';
import type { Brush } from './land/brush.js';
import type { Light, Shade } from './light.js';
import { penFor } from './pen.js';
import type { PlaceArt } from './places/place-art.js';
import { gallery } from './things/gallery.js';

const deep = ['#7fd4d8', '#2f9fb4', '#176a8c', '#0c3d60'] as const;
const emptiness = ['#03040f', '#070a1e', '#0e1232', '#1a1c48'] as const;

/** The light of a place that is not under the open sky. */
export function lightIn(medium: PlaceArt['medium'], light: Light): Light {
  if (medium === undefined) return light;
  const own = medium === 'water' ? deep : emptiness;
  const share = medium === 'water' ? light.dim * 0.9 : 0;
  const blend = (hex: string, sky: string): string =>
    mix(darker(hex, share), sky, medium === 'water' ? 0.12 : 0.08);
  const sky = own.map((hex, index) => blend(hex, light.sky[index] ?? hex));
  const [top = '#000000', high = top, low = top, rim = top] = sky;
  const through =
    (shade: Shade): Shade =>
    (hex, distance = 0) =>
      medium === 'water'
        ? mix(mix(shade(hex), low, 0.16), mix(low, high, 0.4), distance * 0.85)
        : shade(hex, distance * 0.4);
  return {
    ...light,
    sky: [top, high, low, rim],
    haze: medium === 'water' ? mix(low, high, 0.4) : low,
    clouds: 0,
    stars: medium === 'void' ? 1 : 0,
    discAlpha: 0,
    lamps: Math.max(light.lamps, 0.5),
    shade: through(light.shade),
    shadeThing: through(light.shadeThing),
  };
}

/** The still sky: its colours, stars, and the glow about sun or moon. */
export function paintSky(brush: Brush, horizon: number, hasOwnDisc: boolean): void {
  const { context, width, height, light, random, unit } = brush;
  const fill = context.createLinearGradient(0, 0, 0, Math.min(1, horizon + 0.06) * height);
  for (const [index, tone] of light.sky.entries())
    fill.addColorStop([0, 0.38, 0.75, 1][index] ?? 1, tone);
  context.fillStyle = fill;
  context.fillRect(0, 0, width, height);
  for (let index = 0; index < 170 * light.stars; index++) {
    const [x, y, size] = [random() * width, random() ** 1.3 * horizon * height, random()];
    context.fillStyle = fade('#fffbe8', (0.25 + size * 0.6) * light.stars);
    context.beginPath();
    context.arc(x, y, (0.4 + size ** 4 * 1.3) * unit, 0, Math.PI * 2);
    context.fill();
  }
  if (!hasOwnDisc) paintDisc(brush, horizon);
}

/** Where the sun or moon of this hour stands, in fractions. */
export function discAt(light: Light, horizon: number): { x: number; y: number } {
  const x = light.disc === 'moon' ? 0.78 : 0.3 + light.height * 0.14;
  return { x, y: horizon * (1 - light.height * 0.86) - 0.025 };
}

function paintDisc({ context, width, height, light, unit }: Brush, horizon: number): void {
  if (light.discAlpha === 0) return;
  const { x, y } = discAt(light, horizon);
  const low = light.disc === 'sun' ? 1 - light.height : 0.2;
  const [left, top] = [x * width, y * height];
  const reach = height * (0.34 + low * 0.3);
  const tone = light.disc === 'sun' ? mix('#fff6da', '#ffb45e', low) : '#cfdcff';
  const glow = context.createRadialGradient(left, top, 0, left, top, reach);
  glow.addColorStop(0, fade(tone, 0.75 * light.discAlpha * (light.disc === 'sun' ? 1 : 0.55)));
  glow.addColorStop(0.3, fade(tone, 0.26 * light.discAlpha));
  glow.addColorStop(1, fade(tone, 0));
  context.fillStyle = glow;
  context.fillRect(left - reach, top - reach, reach * 2, reach * 2);
  context.save();
  context.globalAlpha = light.discAlpha;
  if (light.disc === 'moon') {
    const size = 0.62 * unit;
    context.translate(left, top + 50 * size);
    context.scale(size, size);
    const art = gallery.moon;
    art.draw(penFor(context, { ...light, shade: (hex) => hex }, { colour: art.colour }));
  } else {
    context.fillStyle = lighter(tone, 0.6);
    context.beginPath();
    context.arc(left, top, (24 + low * 10) * unit, 0, Math.PI * 2);
    context.fill();
  }
  context.restore();
}

/** A few stars that twinkle over the still ones. */
export function twinkle(
  context: SKRSContext2D,
  light: Light,
  width: number,
  height: number,
  seconds: number,
): void {
  if (light.stars < 0.2) return;
  context.fillStyle = '#fffdf0';
  for (let index = 0; index < 16; index++) {
    const x = ((index * 0.618034 + 0.11) % 1) * width;
    const y = ((index * 0.381966 + 0.07) % 1) * height * 0.45;
    context.globalAlpha =
      light.stars * Math.max(0, Math.sin(seconds * (0.6 + (index % 5) * 0.17) + index * 1.9));
    context.fillRect(x - 0.9, y - 0.9, 1.8, 1.8);
  }
  context.globalAlpha = 1;
}
