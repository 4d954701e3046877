import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Frame } from './art/frame.js';
import { type Picture, pictureOf } from './art/picture.js';
import type { Scene } from './scene.js';

export interface Painter {
  /** Paints the whole frame that `scene` shows at `seconds` of the stream's clock. */
  paint(context: SKRSContext2D, scene: Scene, seconds: number): void;
}

/** How long one scene takes to give way to the next. */
const blendSeconds = 0.8;

/** A painter for one stream: it keeps the scene it last painted, to blend into the next one. */
export function createPainter(width: number, height: number, captions = true): Painter {
  const frame: Frame = { width, height, unit: Math.min(width, height) / 480 };
  const fading = createCanvas(width, height);
  const vignette = vignetteOf(frame);
  let picture: Picture | undefined;
  let changedAt = Number.NEGATIVE_INFINITY;

  /** The old scene is held still while it fades: two moving ones would cost twice as much. */
  function change(scene: Scene, seconds: number): Picture {
    if (picture !== undefined) {
      painted(fading.getContext('2d'), picture, seconds);
      changedAt = seconds;
    }
    return pictureOf(scene, frame, picture);
  }

  function painted(context: SKRSContext2D, shown: Picture, seconds: number): void {
    shown.paint(context, seconds);
    context.drawImage(vignette, 0, 0);
  }

  return {
    paint(context, scene, seconds) {
      if (picture?.scene !== scene) picture = change(scene, seconds);
      context.save();
      painted(context, picture, seconds);
      const age = seconds - changedAt;
      if (age >= 0 && age < blendSeconds) {
        context.globalAlpha = 1 - smooth(age / blendSeconds);
        context.drawImage(fading, 0, 0);
        context.globalAlpha = 1;
      }
      // The new words at once: two captions in one another could not be read.
      if (captions) picture.paintCaption(context);
      context.restore();
    },
  };
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** Darkens the corners a little, as a lens would: it draws the eye to the middle. */
function vignetteOf({ width, height }: Frame): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const [x, y] = [width / 2, height * 0.46];
  const shade = context.createRadialGradient(
    x,
    y,
    Math.min(x, y) * 0.7,
    x,
    y,
    Math.hypot(x, y) * 1.05,
  );
  shade.addColorStop(0, 'rgba(10, 12, 32, 0)');
  shade.addColorStop(1, 'rgba(10, 12, 32, 0.3)');
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  return canvas;
}
