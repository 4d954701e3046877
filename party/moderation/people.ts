import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import { isStaff } from '../../src/protocol/staff.js';
import type { Role } from '../../src/protocol/view.js';
import type { RoomState } from '../room/state.js';

/** Somebody whom a moderator may act on, here or not: the room remembers him or a prompt of his. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly address: string | null;
}

/** Finds somebody by id; null if the room knows nothing of him any more. */
export function findPerson({ participants, prompts }: RoomState, id: string): Target | null {
  // An act may name anything: what every object has, like `constructor`, is nobody.
  const known = Object.hasOwn(participants, id) ? participants[id] : undefined;
  if (known !== undefined) {
    const { name, role, address } = known;
    return { id, name, role, address };
  }
  const prompt = prompts.find(({ by, via }) => by === id && via !== 'room');
  return prompt === undefined ? null : { id, name: prompt.name, role: 'prompter', address: null };
}

/** A target that this role has power over, or why there is none. */
export function findTarget(
  state: RoomState,
  id: string,
  role: Role,
): { ok: true; target: Target } | Exclude<Outcome, { ok: true }> {
  const target = findPerson(state, id);
  if (target === null) return refuse('no-such-person');
  // Nobody has power over his own kind; a host has it over moderators.
  const isAbove = role === 'host' ? target.role !== 'host' : !isStaff(target.role);
  return isAbove ? { ok: true, target } : refuse('not-allowed');
}
