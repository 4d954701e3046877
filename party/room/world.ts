import { CHANGES_SHOWN } from '../../src/protocol/limits.js';
import { isSettled } from '../../src/protocol/receipt.js';
import type { Prompt, RoomState } from './state.js';
import { describes, shortened, withChange } from './world-memory.js';

/** What the world is like so far. Nothing else carries it from one stream to the next. */

/** The longest start prompt; Odyssey documents no limit, so the room keeps one of its own. */
const START_PROMPT_MAX = 1_200;

/** How many changes can be taken back. */
const STEPS_BACK_MAX = 10;

/**
 * The prompt that a stream starts with: what the room itself is about to perform, else the world as
 * it last was, or as it is to open.
 */
export function startPrompt({ prompts, world, rules }: RoomState): string {
  const own = prompts.find(({ via, status }) => via === 'room' && !isSettled(status));
  return shortened(own?.text ?? world.prompt ?? rules.values.opening, START_PROMPT_MAX);
}

/** The prompt that makes the world what it was so many changes ago; null if that is not known. */
export function worldBefore({ world, rules }: RoomState, steps: number): string | null {
  const before = world.past[world.past.length - steps];
  return before === undefined ? null : (before ?? rules.values.opening);
}

/** Keeps what a prompt made of the world. The room's own prompts describe it whole. */
export function remember(state: RoomState, prompt: Prompt, appliedText: string, now: number): void {
  const { id, name, text, via } = prompt;
  const own = describes(text, appliedText) ? appliedText : text;
  const before = state.world.prompt ?? state.rules.values.opening;
  const after = withChange(before, text, appliedText, START_PROMPT_MAX);
  turnInto(state, id, via === 'room' ? own : after);
  state.world.changes.push({ id, name, text, appliedText, at: now });
  state.world.changes.splice(0, state.world.changes.length - CHANGES_SHOWN);
}

/** The room's own prompt did not become a change for sure: what was sent is what a stream starts with. */
export function settleOwn(state: RoomState, { id, text, status }: Prompt): void {
  if (status === 'unconfirmed') turnInto(state, id, text);
  else if (state.world.undoing?.promptId === id) state.world.undoing = null;
}

/** What changes while a change is being taken back goes with it. */
function turnInto({ world }: RoomState, promptId: string, prompt: string): void {
  if (world.undoing === null) {
    world.past.push(world.prompt);
    world.past.splice(0, world.past.length - STEPS_BACK_MAX);
  } else if (world.undoing.promptId === promptId) {
    world.past.splice(-world.undoing.steps);
    world.undoing = null;
  }
  world.prompt = shortened(prompt, START_PROMPT_MAX);
}
