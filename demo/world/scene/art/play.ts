import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Actor } from './cast.js';
import type { Frame } from './frame.js';
import type { Light } from './light.js';
import { penFor } from './pen.js';
import { reachOf } from './things/art.js';

interface Pose {
  readonly x: number;
  readonly y: number;
  /** 1 looks right, -1 left, between while it turns round. */
  readonly facing: number;
}

/** Draws one actor at its moment. */
export function play(
  context: SKRSContext2D,
  actor: Actor,
  light: Light,
  frame: Frame,
  seconds: number,
): void {
  const { art, lane, colour, scale, phase } = actor;
  const { x, y, facing } = poseOf(actor, frame, seconds);
  const pen = penFor(context, light, { colour, time: seconds + phase });
  context.save();
  context.translate(x, y);
  if (lane === 'ground' && art.wide < 150) {
    context.fillStyle = 'rgba(12, 16, 34, 0.22)';
    context.beginPath();
    context.ellipse(
      0,
      0,
      art.wide * scale * 0.42,
      art.wide * scale * 0.05 + 1.5,
      0,
      0,
      Math.PI * 2,
    );
    context.fill();
  }
  context.scale(scale * facing, scale);
  const depth = lane === 'water' ? art.draught : undefined;
  if (depth !== undefined) afloat(context, art.wide, depth);
  art.draw(pen);
  context.restore();
}

/** Hides what is under the waterline, and rings it with foam. */
function afloat(context: SKRSContext2D, wide: number, draught: number): void {
  context.fillStyle = 'rgba(255, 255, 255, 0.28)';
  context.beginPath();
  context.ellipse(0, 1, wide * 0.42, 5, 0, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.rect(-wide, -220, wide * 2, 220);
  context.clip();
  context.translate(0, draught);
}

function poseOf(actor: Actor, frame: Frame, seconds: number): Pose {
  const { art, lane, x, y, scale, phase, turned } = actor;
  const { width, unit } = frame;
  const speed = (art.speed ?? 10) * unit;
  const breath = Math.sin(seconds * 0.9 + phase);
  const lift =
    lane === 'ground' || lane === 'heaven' ? 0 : breath * (lane === 'water' ? 1.6 : 4) * unit;
  if (art.motion === 'cross') {
    const half = (art.wide * scale) / 2;
    const span = width + half * 2;
    const along = (((x + half + (turned ? -1 : 1) * speed * seconds) % span) + span) % span;
    return { x: along - half, y: y + lift * 1.5, facing: turned ? -1 : 1 };
  }
  if (art.motion === 'wander') {
    const reach = reachOf(art, frame);
    const angle = (seconds * speed) / reach + phase;
    // It turns round quickly, and is never seen edge on.
    const turn = Math.cos(angle);
    const facing = Math.sign(turn) * Math.min(1, Math.max(0.4, Math.abs(turn) * 9));
    return { x: x + Math.sin(angle) * reach, y: y + lift, facing };
  }
  const sway = art.motion === 'sway' ? Math.sin(seconds * 0.43 + phase) * 9 * unit : 0;
  return { x: x + sway, y: y + lift * 1.6, facing: 1 };
}
