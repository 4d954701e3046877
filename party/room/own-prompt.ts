import { moveOn } from './prompts.js';
import type { Step } from './step-context.js';
import { newPrompt } from './submit.js';
import { turnContext } from './turn-context.js';

/** Who sends what the room itself has performed, on a moderator's word. No visitor has this id. */
export const ROOM_ITSELF = { who: 'room', name: 'The room', via: 'room' } as const;

/**
 * Has a prompt performed before all others, whatever is locked. It overtakes what the room had meant
 * to perform before. Returns its id.
 */
export function performByRoom(step: Step, text: string): string {
  const { state, now } = step;
  const overtaken = state.prompts.filter(
    ({ via, status }) => via === 'room' && status === 'waiting',
  );
  for (const prompt of overtaken) moveOn(step, prompt, { status: 'withdrawn' });
  state.world.undoing = null;
  // Nobody can have taken this id before, or a conductor would take it as performed already.
  const id = `room-${turnContext(step).seed(`prompt ${state.meta.noted.audit}`).slice(0, 16)}`;
  state.prompts.push(newPrompt(id, ROOM_ITSELF, text, now));
  return id;
}
