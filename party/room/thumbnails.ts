import { type RoomState, type Step, send, snapshot } from './state.js';

/** How long the one who was asked for a picture may take. */
const ANSWER_MS = 20_000;

/** So many may be on their way; prompts come seconds apart, so that more means lost ones. */
const ASKED_MAX = 8;

/** How many pages are asked for one picture, one after the other. */
const TRIED_MAX = 3;

/**
 * A prompt has taken effect: asks one page for the picture of it. Others will see what it sends, so
 * only one that is trusted with the whole stream is asked: the conductor's own, else another.
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
 * that has none, since nobody looks at it, says so, and another is asked.
 */
export function frameTaken(step: Step, from: string, promptId: string, jpeg: string | null): void {
  const { state, now, effects } = step;
  const asked = state.frames.find(
    ({ promptId: wanted, connection }) => wanted === promptId && connection === from,
  );
  if (asked === undefined) return;
  state.frames.splice(state.frames.indexOf(asked), 1);
  if (asked.until <= now) return;
  if (jpeg === null) askForFrame(step, promptId, asked.tried);
  else effects.push({ type: 'frame', promptId, jpeg });
}

function photographer({ connections, lease }: RoomState, tried: readonly string[]): string | null {
  const able = Object.entries(snapshot(connections)).filter(
    ([id, { mayConduct, conduct, watching }]) =>
      mayConduct && conduct !== 'no' && watching && !tried.includes(id),
  );
  const rank = ([id]: (typeof able)[number]) => (id === lease?.connection ? 0 : 1);
  able.sort((a, b) => rank(a) - rank(b) || a[1].openedAt - b[1].openedAt);
  return able[0]?.[0] ?? null;
}
