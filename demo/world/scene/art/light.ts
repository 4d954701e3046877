import type { Scene } from '../scene.js';
import { colours } from '../words/colours.js';
import type { TimeOfDay, Weather } from '../words/sky.js';
import { darker, duller, lighter, mix } from './colour.js';

interface Hour {
  /** From the zenith to the horizon. */
  readonly sky: readonly [string, string, string, string];
  /** What everything takes on, and how much. */
  readonly ambient: string;
  readonly dim: number;
  readonly cloud: readonly [bright: string, shaded: string];
  readonly disc: 'sun' | 'moon';
  /** Of the disc: 0 on the horizon, 1 at the zenith. */
  readonly height: number;
  readonly stars: number;
  /** How many lamps and windows are lit. */
  readonly lamps: number;
}

const hours: Readonly<Record<TimeOfDay, Hour>> = {
  dawn: {
    sky: ['#4a5c94', '#9a8db8', '#efb0a2', '#ffe0ac'],
    ambient: '#6b5878',
    dim: 0.32,
    cloud: ['#ffd3ba', '#a58fae'],
    disc: 'sun',
    height: 0.1,
    stars: 0.15,
    lamps: 0.4,
  },
  morning: {
    sky: ['#5b9fd6', '#94c7e6', '#d3e6e2', '#fff0cf'],
    ambient: '#7d93b0',
    dim: 0.12,
    cloud: ['#fffaf0', '#c3d0dc'],
    disc: 'sun',
    height: 0.42,
    stars: 0,
    lamps: 0,
  },
  day: {
    sky: ['#3c8cd2', '#70b3e6', '#acd8ee', '#e2f1ee'],
    ambient: '#7f9cc0',
    dim: 0.06,
    cloud: ['#ffffff', '#c5d6e6'],
    disc: 'sun',
    height: 0.68,
    stars: 0,
    lamps: 0,
  },
  noon: {
    sky: ['#2a80d2', '#58aaea', '#9fd4f2', '#eaf5e8'],
    ambient: '#8fb0cc',
    dim: 0.02,
    cloud: ['#ffffff', '#cfdeea'],
    disc: 'sun',
    height: 0.86,
    stars: 0,
    lamps: 0,
  },
  dusk: {
    sky: ['#2f2c62', '#7d4c8a', '#e3746c', '#ffc072'],
    ambient: '#42305e',
    dim: 0.42,
    cloud: ['#ff9f80', '#6d4a7e'],
    disc: 'sun',
    height: 0.06,
    stars: 0.2,
    lamps: 0.75,
  },
  evening: {
    sky: ['#141b44', '#303d7a', '#735f9c', '#d69a92'],
    ambient: '#232650',
    dim: 0.55,
    cloud: ['#a988a8', '#3d3c6c'],
    disc: 'moon',
    height: 0.45,
    stars: 0.5,
    lamps: 1,
  },
  night: {
    sky: ['#060a20', '#0d1738', '#1b2c5c', '#37508a'],
    ambient: '#0f1a40',
    dim: 0.64,
    cloud: ['#4a5c8c', '#141f46'],
    disc: 'moon',
    height: 0.7,
    stars: 1,
    lamps: 1,
  },
};

interface Veil {
  /** How much the clouds take the sky's colour, and how dark they make it. */
  readonly grey: number;
  readonly dark: number;
  readonly clouds: number;
  /** How soon the distance is lost. */
  readonly haze: number;
  readonly disc: number;
}

const veils: Readonly<Record<Weather, Veil>> = {
  clear: { grey: 0, dark: 0, clouds: 0.35, haze: 0.55, disc: 1 },
  cloudy: { grey: 0.3, dark: 0.04, clouds: 1, haze: 0.6, disc: 0.6 },
  rain: { grey: 0.34, dark: 0.2, clouds: 0.95, haze: 0.62, disc: 0.25 },
  storm: { grey: 0.45, dark: 0.46, clouds: 1, haze: 0.6, disc: 0 },
  snow: { grey: 0.32, dark: 0.03, clouds: 0.7, haze: 0.55, disc: 0.6 },
  fog: { grey: 0.45, dark: 0, clouds: 0.3, haze: 1, disc: 0.5 },
  wind: { grey: 0.1, dark: 0, clouds: 0.75, haze: 0.55, disc: 0.9 },
};

export type Shade = (hex: string, distance?: number) => string;

/** All colours of a picture come through here, so that they belong to one hour. */
export interface Light extends Hour {
  readonly haze: string;
  readonly clouds: number;
  readonly discAlpha: number;
  /** Snow lies on roofs and branches. */
  readonly snowy: boolean;
  /** A colour as it looks in this light, `distance` (0…1) away. */
  readonly shade: Shade;
  /** The same for the things one is meant to notice: the hour dims them less. */
  readonly shadeThing: Shade;
  /** The ground's own colour, if the words gave it one. */
  ground(hex: string): string;
}

export function lightOf(scene: Scene): Light {
  const hour = hours[scene.timeOfDay];
  const veil = veils[scene.weather];
  const tint = scene.skyColour && colours[scene.skyColour].hex;
  const earth = scene.groundColour && colours[scene.groundColour].hex;
  const seen = (hex: string): string =>
    darker(duller(tinted(hex, tint, hour.dim), veil.grey), veil.dark);
  const [top, high, low, rim] = hour.sky;
  const haze = mix(seen(rim), seen(low), 0.45);
  const ambient = seen(hour.ambient);

  const snowy =
    scene.season === 'winter' || scene.weather === 'snow' || scene.place === 'snowfield';
  // Snow throws back what light there is.
  const dim = (hour.dim + veil.dark * 0.35 * (1 - hour.dim)) * (snowy ? 0.78 : 1);
  const shadeBy = (share: number): Shade =>
    remembered((hex, distance) => {
      const near = mix(duller(hex, veil.grey * 0.4 * share), ambient, dim * share);
      return mix(near, haze, Math.min(0.95, distance * (0.35 + veil.haze * 0.6)));
    });

  return {
    ...hour,
    sky: [seen(top), seen(high), seen(low), seen(rim)],
    cloud: [
      darker(seen(hour.cloud[0]), veil.dark * 0.7),
      darker(seen(hour.cloud[1]), veil.dark * 0.9),
    ],
    snowy,
    stars: hour.stars * (1 - veil.clouds * 0.75),
    haze,
    clouds: veil.clouds,
    discAlpha: veil.disc,
    shade: shadeBy(1),
    shadeThing: shadeBy(0.62),
    ground: (hex) => (earth === undefined ? hex : mix(hex, earth, 0.72)),
  };
}

/** The same few colours are asked for in every frame. */
function remembered(make: (hex: string, distance: number) => string): Shade {
  const known = new Map<string, string>();
  return (hex, distance = 0) => {
    const key = hex + distance;
    const found = known.get(key) ?? make(hex, distance);
    known.set(key, found);
    return found;
  };
}

/** A tinted sky keeps the light and dark of its hour. */
function tinted(hex: string, tint: string | undefined, dim: number): string {
  if (tint === undefined) return hex;
  return mix(hex, lighter(darker(tint, dim * 0.7), 0.12), 0.62);
}
