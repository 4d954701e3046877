import type { RoomState } from './state.js';
import { asItIs, type Step, send } from './step-context.js';

/** How long the one who was asked for a picture may take. */
const ANSWER_MS = 20_000;

/** So many may be on their way; prompts come seconds apart, so that more means lost ones. */
const ASKED_MAX = 8;

/** A picture that was asked for, of whom and until when. Never stored: its sender would be gone. */
export interface AskedFrame {
  promptId: string;
  connection: string;
  until: number;
}

/**
 * A prompt has taken effect: asks one page for the picture of it. Others will see what it sends, so
 * only one that is trusted with the whole stream is asked: the conductor's own, else another.
 */
export function askForFrame(step: Step, promptId: string): void {
  const { state, now } = step;
  const connection = photographer(state);
  if (connection === null) return;
  state.frames = state.frames.filter(({ until }) => until > now).slice(1 - ASKED_MAX);
  state.frames.push({ promptId, connection, until: now + ANSWER_MS });
  send(step, connection, { type: 'capture', promptId });
}

/** A picture has come: it is kept if it was asked for, of this connection, and has not come yet. */
export function frameTaken(
  { state, now, effects }: Step,
  from: string,
  promptId: string,
  jpeg: string,
): void {
  const asked = state.frames.find(
    ({ promptId: wanted, connection }) => wanted === promptId && connection === from,
  );
  if (asked === undefined) return;
  state.frames.splice(state.frames.indexOf(asked), 1);
  if (asked.until > now) effects.push({ type: 'frame', promptId, jpeg });
}

function photographer({ connections, lease }: RoomState): string | null {
  const able = Object.entries(asItIs(connections)).filter(
    ([, { who, mayConduct, conduct, watching }]) =>
      who !== null && mayConduct && conduct !== 'no' && watching,
  );
  const rank = ([id]: (typeof able)[number]) => (id === lease?.connection ? 0 : 1);
  able.sort((a, b) => rank(a) - rank(b) || a[1].openedAt - b[1].openedAt);
  return able[0]?.[0] ?? null;
}
