import { POLICIES, type Policies } from '../turns/policies.js';
import { isNeeded } from './people/participants.js';
import { type RoomState, type Section, type Step, snapshot } from './state.js';

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

/**
 * The clock was put back while the room was down: what lay ahead is as far ahead as it was. Or turns,
 * pauses and the places of sessions would last for so much longer.
 */
export function clockPutBack({ state }: Step, byMs: number): void {
  Object.assign(state, movedBack(snapshot(state), byMs));
  // The ledger hears of the sessions' new times.
  for (const session of state.usage.sessions) session.revision += 1;
}

/** Everywhere in the state the names of instants end so; `crowdSince` is a count. */
const INSTANT = /^(at|since|until)$|(At|By|(?<!crowd)Since)$/;

function movedBack(part: unknown, byMs: number, name = ''): unknown {
  if (typeof part === 'number') return INSTANT.test(name) ? part - byMs : part;
  if (Array.isArray(part)) return part.map((one) => movedBack(one, byMs, name));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part);
  return Object.fromEntries(entries.map(([key, value]) => [key, movedBack(value, byMs, key)]));
}
