import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Scene } from '../scene.js';
import { type Backdrop, backdropOf, lookOf } from './backdrop.js';
import { captionOf } from './caption.js';
import { castOf } from './cast.js';
import type { Frame } from './frame.js';
import { play } from './play.js';
import { shafts, shimmer } from './shimmer.js';
import { twinkle } from './sky.js';
import type { Lane } from './things/art.js';
import { weatherPainters } from './weather.js';

/** One scene, ready to be painted at any moment. */
export interface Picture {
  readonly scene: Scene;
  readonly look: string;
  readonly backdrop: Backdrop;
  paint(context: SKRSContext2D, seconds: number): void;
  /** Apart, so that nothing shades the letters. */
  paintCaption(context: SKRSContext2D): void;
}

/** `before` lends its backdrop if the look is the same. */
export function pictureOf(scene: Scene, frame: Frame, before?: Picture): Picture {
  const look = lookOf(scene);
  const backdrop = before?.look === look ? before.backdrop : backdropOf(scene, frame);
  const { place, light } = backdrop;
  const limelight = { ...light, shade: light.shadeThing };
  const actors = castOf(scene, place, frame);
  const caption = captionOf(scene.caption, frame.width, frame.height, frame.unit);
  const { width, height, unit } = frame;

  return {
    scene,
    look,
    backdrop,
    paint(context, seconds) {
      const lane = (name: Lane): void => {
        for (const actor of actors) {
          if (actor.lane === name) play(context, actor, limelight, frame, seconds);
        }
      };
      const sway = Math.sin(seconds * 0.17) * unit;
      context.drawImage(backdrop.sky, 0, 0);
      twinkle(context, light, width, height, seconds);
      lane('heaven');
      backdrop.clouds.paint(context, seconds);
      backdrop.far.paint(context, sway * 3);
      backdrop.middle.paint(context, sway * 7);
      if (place.medium === 'water') shafts(context, width, height, seconds);
      shimmer(context, place, light, width, height, seconds);
      lane('water');
      lane('air');
      backdrop.near.paint(context, sway * 14);
      lane('ground');
      weatherPainters[scene.weather]({ context, width, height, light, seconds });
      lane('fore');
    },
    paintCaption: caption.paint,
  };
}
