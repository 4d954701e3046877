import { fromBase64 } from '../../src/protocol/encoding.js';
import { ableToConduct } from './broadcast/lease.js';
import { isAllReviewed } from './prompts/review.js';
import { type RoomState, type Step, send } from './state.js';

/** How long the one who was asked for a picture may take. */
const ANSWER_MS = 20_000;

/** So many may be on their way; prompts come seconds apart, so that more means lost ones. */
const ASKED_MAX = 8;

/** How many pages are asked for one picture, one after the other. */
const TRIED_MAX = 3;

/**
 * A prompt has taken effect: asks one page for the picture of it. Others will see what it sends, so
 * only one that is trusted with the whole stream is asked: the conductor's own, else another. Where every
 * prompt is reviewed, only one that the site has signed for: nobody reviews pictures.
 */
export function askForFrame(step: Step, promptId: string, tried: readonly string[] = []): void {
  const { state, now } = step;
  const connection = tried.length < TRIED_MAX ? photographer(state, tried) : null;
  if (connection === null) return;
  state.frames = state.frames.filter(({ until }) => until > now).slice(1 - ASKED_MAX);
  state.frames.push({
    promptId,
    connection,
    until: now + ANSWER_MS,
    tried: [...tried, connection],
  });
  send(step, connection, { type: 'capture', promptId });
}

/**
 * A picture has come: it is kept if it was asked for, of this connection, and has not come yet. A page
 * that has none, since nobody looks at it, says so, and another is asked; so it is where what came is none.
 */
export function frameTaken(step: Step, from: string, promptId: string, jpeg: string | null): void {
  const { state, now, effects } = step;
  const asked = state.frames.find(
    ({ promptId: wanted, connection }) => wanted === promptId && connection === from,
  );
  if (asked === undefined) return;
  state.frames.splice(state.frames.indexOf(asked), 1);
  if (asked.until <= now) return;
  if (jpeg === null || !isThumbnail(jpeg)) askForFrame(step, promptId, asked.tried);
  else effects.push({ type: 'frame', promptId, jpeg });
}

function photographer(state: RoomState, tried: readonly string[]): string | null {
  const { connections, lease } = state;
  const needsSignature = isAllReviewed(state);
  const able = ableToConduct(connections).filter(
    ({ id, watching, isSignedConductor }) =>
      watching && (!needsSignature || isSignedConductor) && !tried.includes(id),
  );
  const own = able.find(({ id }) => id === lease?.connection);
  return (own ?? able[0])?.id ?? null;
}

/** What pages draw is no larger; a few kilobytes can unfold to a picture that takes gigabytes. */
const SIDE_MAX = 256;

const START_OF_SCAN = 0xda;

/** Whether it is a whole JPEG, of the size that pages are to send. */
function isThumbnail(base64: string): boolean {
  const bytes = fromBase64(base64);
  const view = new DataView(bytes.buffer);
  const { byteLength } = view;
  if (byteLength < 4 || view.getUint16(0) !== 0xffd8) return false;
  if (view.getUint16(byteLength - 2) !== 0xffd9) return false;
  let isSized = false;
  // Segments, each with its length, up to the first scan.
  for (let at = 2; at + 9 <= byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return false;
    if (marker === START_OF_SCAN) return isSized;
    if (!isFrame(marker)) continue;
    const sides = [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (isSized || sides.some((side) => side < 1 || side > SIDE_MAX)) return false;
    isSized = true;
  }
  return false;
}

/** Baseline or progressive, which are those that browsers draw. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xc2;
}
