import { current, isDraft, original } from 'immer';
import type { ServerMessage } from '../../src/protocol/messages.js';
import type { Refusal } from '../../src/protocol/reasons.js';
import type { Policies } from '../turns/policies.js';
import type { Effect } from './input.js';
import type { RoomState } from './state.js';

/** One step's workplace: a draft of the state, the instant, and what is to be done afterwards. */
export interface Step {
  readonly state: RoomState;
  readonly now: number;
  readonly effects: Effect[];
  /** The ways of taking turns that this room server has. */
  readonly policies: Policies;
}

export function send(step: Step, connection: string, message: ServerMessage): void {
  step.effects.push({ type: 'send', connection, message });
}

/** Says something to all connections of one participant. */
export function tell(step: Step, who: string, message: ServerMessage): void {
  for (const id of step.state.participants[who]?.connections ?? []) send(step, id, message);
}

/**
 * A part of the state as it was when the step began. Reading a thousand entries through the draft
 * costs milliseconds; reading them here costs none.
 */
export function asItWas<Part extends object>(part: Part): Part {
  return (isDraft(part) ? (original<unknown>(part) as Part | undefined) : undefined) ?? part;
}

export function answer(
  step: Step,
  connection: string,
  id: string | null,
  outcome: { ok: true } | Refusal,
): void {
  const { reason, retryAt, limit } = outcome.ok
    ? { reason: null, retryAt: null, limit: null }
    : outcome;
  send(step, connection, { type: 'answer', id, ok: outcome.ok, reason, retryAt, limit });
}

export function log(step: Step, event: string, fields: Record<string, unknown> = {}): void {
  step.effects.push({ type: 'log', event, fields });
}

/** The same with what the step has changed so far; dearer than `asItWas`, far cheaper than a draft. */
export function asItIs<Part extends object>(part: Part): Part {
  return isDraft(part) ? (current<unknown>(part) as Part) : part;
}
