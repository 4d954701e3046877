import type { Act } from '../../src/protocol/acts.js';
import { ACCEPTED, type Outcome } from '../../src/protocol/reasons.js';
import { newParticipant } from '../room/participants.js';
import type { RoomState } from '../room/state.js';
import { asItWas, type Step } from '../room/step-context.js';
import type { Actor } from './act.js';
import { type Audited, DONE, refused } from './audit.js';
import { isOver, refuseFor, untilAfter } from './locks.js';
import { findPerson, findTarget } from './people.js';
import { putOut } from './put-out.js';

/** Lets somebody only watch for a while; what waits of his is settled, his turn and place end. */
export function mute(
  step: Step,
  { who, seconds, why }: Extract<Act, { act: 'mute' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { name, role } = found.target;
  state.participants[who] ??= { ...newParticipant(now), name, role, awayAt: now };
  const until = untilAfter(seconds, now);
  state.participants[who].muted = { until, why };
  putOut(step, who, 'muted');
  return { ...DONE, to: found.target, until };
}

export function unmute({ state }: Step, { who }: Extract<Act, { act: 'unmute' }>): Audited {
  const to = findPerson(state, who);
  if (to === null) return refused('no-such-person');
  const participant = state.participants[who];
  if (participant?.muted == null) return refused('no-such-thing');
  participant.muted = null;
  return { ...DONE, to };
}

/** Whether somebody may ask for anything but to watch. */
export function maySpeak({ participants }: RoomState, who: string, now: number): Outcome {
  const muted = participants[who]?.muted ?? null;
  return muted === null || isOver(muted.until, now) ? ACCEPTED : refuseFor('muted', muted);
}

export function advanceMutes({ state, now }: Step): void {
  for (const [who, { muted }] of Object.entries(asItWas(state.participants))) {
    const participant = muted !== null && isOver(muted.until, now) ? state.participants[who] : null;
    if (participant) participant.muted = null;
  }
}

/** When `advanceMutes` has something to do again. */
export function mutesDeadline({ participants }: RoomState): readonly number[] {
  return Object.values(participants).flatMap(({ muted }) => (muted === null ? [] : [muted.until]));
}
