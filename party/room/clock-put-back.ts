import { type Step, snapshot } from './state.js';

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
