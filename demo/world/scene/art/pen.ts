import { Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { darker, fade, lighter } from './colour.js';
import type { Light } from './light.js';

/**
 * What a drawing is made with. A drawing is 100 units high or so, stands on (0, 0), y grows
 * downward (so it lives in negative y) and looks to the right.
 */
export interface Pen {
  readonly context: SKRSContext2D;
  /** The thing's own colour, in three tones, in this light. */
  readonly base: string;
  readonly light: string;
  readonly dark: string;
  /** Seconds, shifted so that no two things move as one. */
  readonly time: number;
  /** How much lamps and windows shine, 0…1. */
  readonly lamps: number;
  readonly snowy: boolean;
  /** A fixed colour, in this light. */
  shade(hex: string): string;
  fill(tone: string, path: string): void;
  line(tone: string, width: number, path: string): void;
  disc(tone: string, x: number, y: number, radiusX: number, radiusY?: number): void;
  box(tone: string, x: number, y: number, width: number, height: number, round?: number): void;
  /** A soft light that no darkness dims. */
  glow(hex: string, x: number, y: number, radius: number, alpha?: number): void;
  /** Draws turned about a point, by radians. */
  turned(x: number, y: number, angle: number, draw: () => void): void;
  /** Draws stretched about a point: a wing that beats, a figure that turns round. */
  scaled(x: number, y: number, scaleX: number, scaleY: number, draw: () => void): void;
  /** -1…1, once per `period` seconds. */
  swing(period: number, ahead?: number): number;
}

export type Drawing = (pen: Pen) => void;

const paths = new Map<string, Path2D>();

/** Path strings are constants of the drawings: each is parsed once. */
function pathOf(path: string): Path2D {
  const found = paths.get(path);
  if (found !== undefined) return found;
  const made = new Path2D(path);
  paths.set(path, made);
  return made;
}

interface PenLook {
  readonly colour: string;
  readonly distance?: number;
  readonly time?: number;
}

/** A pen for one thing in one frame. */
export function penFor(
  context: SKRSContext2D,
  light: Light,
  { colour, distance = 0, time = 0 }: PenLook,
): Pen {
  const shade = (hex: string): string => light.shade(hex, distance);
  return {
    context,
    base: shade(colour),
    light: shade(lighter(colour, 0.32)),
    dark: shade(darker(colour, 0.34)),
    time,
    lamps: light.lamps,
    snowy: light.snowy,
    shade,
    fill(tone, path) {
      context.fillStyle = tone;
      context.fill(pathOf(path));
    },
    line(tone, width, path) {
      context.strokeStyle = tone;
      context.lineWidth = width;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.stroke(pathOf(path));
    },
    disc(tone, x, y, radiusX, radiusY = radiusX) {
      context.fillStyle = tone;
      context.beginPath();
      context.ellipse(x, y, Math.max(0, radiusX), Math.max(0, radiusY), 0, 0, Math.PI * 2);
      context.fill();
    },
    box(tone, x, y, width, height, round = 0) {
      context.fillStyle = tone;
      context.beginPath();
      context.roundRect(x, y, width, height, round);
      context.fill();
    },
    glow(hex, x, y, radius, alpha = 0.5) {
      const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
      gradient.addColorStop(0, fade(hex, alpha));
      gradient.addColorStop(0.4, fade(hex, alpha * 0.35));
      gradient.addColorStop(1, fade(hex, 0));
      context.fillStyle = gradient;
      context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
    },
    turned(x, y, angle, draw) {
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      draw();
      context.restore();
    },
    scaled(x, y, scaleX, scaleY, draw) {
      context.save();
      context.translate(x, y);
      context.scale(scaleX, scaleY);
      draw();
      context.restore();
    },
    swing: (period, ahead = 0) => Math.sin((time / period + ahead) * Math.PI * 2),
  };
}
