import { POLICIES, type Policies } from '../turns/policies.js';
import { isNeeded } from './people/participants.js';
import type { RoomState, Section } from './state.js';

/** What a room keeps over a restart. Sockets do not survive one, nor does their count. */
export const STORED_SECTIONS = [
  'entropy',
  'clock',
  'records',
  'outside',
  'rules',
  'participants',
  'prompts',
  'turns',
  'switching',
  'dispatch',
  'lane',
  'life',
  'lease',
  'successor',
  'retiring',
  'broadcast',
  'usage',
  'world',
  'reactions',
  'locks',
  'moderation',
  'cues',
] as const satisfies readonly Section[];

export type StoredSection = (typeof STORED_SECTIONS)[number];

/**
 * A section as it is stored. Those who only watch are not: a crowd that comes and goes writes
 * nothing, and each is known again by the identity that the page keeps.
 */
export function storedPart(
  state: RoomState,
  section: StoredSection,
  policies: Policies = POLICIES,
): unknown {
  if (section !== 'participants') return state[section];
  const kept = Object.entries(state.participants).filter(
    ([who, { accepted }]) => accepted.length > 0 || isNeeded({ state, policies }, who),
  );
  // A minute's rate ends with a restart: so a prompt that is refused changes nothing that is stored.
  const unstored = { connections: [], sentAt: [] };
  return Object.fromEntries(kept.map(([who, one]) => [who, { ...one, ...unstored }]));
}
