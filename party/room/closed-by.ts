import type { Reason } from '../../src/protocol/reasons.js';
import { isOpen, nextChange } from './hours.js';
import type { RoomState } from './state.js';

/** What keeps a broadcast from running, and until when if it then opens by itself. */
export interface Closed {
  readonly reason: Reason;
  readonly until: number | null;
}

/** What keeps a dark room dark, whoever comes; null when the first visitor opens it. */
export function closedBy(state: RoomState, now: number): Closed | null {
  const { hostWord } = state.meta;
  if (hostWord === 'stopped' || hostWord === 'paused') return { reason: hostWord, until: null };
  const needsHost = state.rules.values.opens === 'host' && hostWord === null;
  const closed = outOfHours(state, now);
  if (closed !== null) return needsHost ? { ...closed, until: null } : closed;
  return needsHost ? { reason: 'waits-for-host', until: null } : null;
}

/** The hours alone; a host may have the broadcast go on all the same. */
export function outOfHours({ meta, rules }: RoomState, now: number): Closed | null {
  if (meta.hostWord === 'overtime' || isOpen(rules.values, now)) return null;
  return { reason: 'out-of-hours', until: nextChange(rules.values, now) };
}
