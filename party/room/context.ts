import { current, isDraft, original as originalOf } from 'immer';
import type { ServerMessage } from '../../src/protocol/messages.js';
import type { Refusal } from '../../src/protocol/reasons.js';
import { earliest } from '../turns/clock.js';
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

/**
 * One concern of the room, brought up to `now`. Returns the next instant at which time alone gives it
 * something to do, null for none. An instant that is not ahead of `now` means that it has changed
 * something others may wait for: all concerns are asked again.
 */
export type Tick = (step: Step) => number | null;

/** The earliest of some instants that is still ahead; null where none is. */
export function nextDue({ now }: Pick<Step, 'now'>, instants: Iterable<number | null>) {
  let next: number | null = null;
  for (const at of instants) if (at !== null && at > now) next = earliest([next, at]);
  return next;
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
export function original<Part extends object>(part: Part): Part {
  return (isDraft(part) ? (originalOf<unknown>(part) as Part | undefined) : undefined) ?? part;
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

/** The same with what the step has changed so far; it costs more than `original`, far less than a draft. */
export function snapshot<Part extends object>(part: Part): Part {
  return isDraft(part) ? (current<unknown>(part) as Part) : part;
}
