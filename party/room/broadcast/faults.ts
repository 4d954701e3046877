import { personOf } from '../people/known.js';
import { type RoomState, type Step, snapshot } from '../state.js';
import type { Fault } from './state.js';

/**
 * A conductor that failed, or said what cannot be, loses its place: all others are asked before it, for
 * a time that grows. It is known by its identity, which a page can throw away, and by its address.
 */

/** How long a first fault counts; it doubles with each further one. */
const LOST_FOR_MS = 30_000;
const LOST_FOR_MAX_MS = 3_600_000;

/** Without another fault for this long after that, the next one is the first again. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** So many are remembered, the latest: more than a room has conductors in two hours. */
const FAULTS_KEPT = 200;

/** Notes that somebody failed as a conductor; whatever goes wrong in one instant is one fault. */
export function noteFault({ state, now }: Step, who: string): void {
  const address = personOf(state, who)?.address ?? null;
  const known = snapshot(state.broadcast.faults).filter((fault) => !isForgotten(fault, now));
  const noted = [who, ...(address === null ? [] : [keyOf(address)])].map((key): Fault => {
    const before = known.find((fault) => fault.key === key);
    if (before?.at === now) return before;
    const count = (before?.count ?? 0) + 1;
    return { key, count, at: now, until: now + lostForMs(count) };
  });
  const others = known.filter(({ key }) => noted.every((fault) => fault.key !== key));
  state.broadcast.faults = [...others, ...noted].slice(-FAULTS_KEPT);
}

/** How far behind all others somebody is asked, for their own faults and those of their address. */
export function faultsOf(
  state: RoomState,
  now: number,
): (who: string, isSigned: boolean) => number {
  const lost = new Set(
    snapshot(state.broadcast.faults)
      // A clock that was put back prolongs nothing.
      .filter(({ until, count }) => until > now && until <= now + lostForMs(count))
      .map(({ key }) => key),
  );
  if (lost.size === 0) return () => 0;
  const { participants, watchers } = state;
  const people = { participants: snapshot(participants), watchers: snapshot(watchers) };
  return (who, isSigned) => {
    const address = personOf(people, who)?.address ?? null;
    // Whom the site has signed for is not to blame for others at the same address.
    const isShared = !isSigned && address !== null && lost.has(keyOf(address));
    return (lost.has(who) ? 2 : 0) + (isShared ? 1 : 0);
  };
}

function keyOf(address: string): string {
  return `address ${address}`;
}

function lostForMs(count: number): number {
  return Math.min(LOST_FOR_MS * 2 ** (count - 1), LOST_FOR_MAX_MS);
}

function isForgotten({ at, until }: Fault, now: number): boolean {
  return now < at || until + FORGOTTEN_AFTER_MS <= now;
}
