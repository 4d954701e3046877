import { CHANGES_SHOWN } from '../../src/protocol/limits.js';
import type { Prompt, RoomState } from './state.js';

/** What the world is like so far. Nothing else carries it from one stream to the next. */

/** The longest start prompt; Odyssey documents no limit, so the room keeps one of its own. */
const START_PROMPT_MAX = 1_200;

/** The prompt that a stream starts with: the world as it last was, or as it is to open. */
export function startPrompt(state: RoomState): string {
  return (state.world.prompt ?? state.rules.values.opening).slice(0, START_PROMPT_MAX);
}

/** Keeps what a prompt made of the world; the rewritten words describe it whole. */
export function remember(state: RoomState, prompt: Prompt, appliedText: string, now: number): void {
  const { id, name, text } = prompt;
  state.world.prompt = appliedText.trim() === '' ? text : appliedText;
  state.world.changes.push({ id, name, text, appliedText, at: now });
  state.world.changes.splice(0, state.world.changes.length - CHANGES_SHOWN);
}
