/** How many audience parties a room has: more on demand, fewer only when far fewer people watch. */

interface Crowd {
  /** How many parties there are. */
  readonly parties: number;
  /** Who watches at the room itself. */
  readonly atRoom: number;
  /** Who watches in all parties together. */
  readonly inParties: number;
  /** Whether a ballot is open: until it ends nobody changes places, so that each vote stays where it is. */
  readonly isVoting: boolean;
}

interface Bounds {
  /** From so many viewers at the room on there are parties; 0 is never. */
  readonly from: number;
  /** How many viewers a party takes. */
  readonly capacity: number;
  readonly partiesMax: number;
}

/** Another party is added when those there are this full, so that it is there before they are. */
const FULL = 0.75;

/** Parties are given up at half of what they were added for: not back and forth at one number. */
const HYSTERESIS = 0.5;

/** How many parties there are to be, and whether more are wanted than there may be. */
export function partiesFor(crowd: Crowd, bounds: Bounds): { parties: number; isFull: boolean } {
  const { parties, atRoom, inParties } = crowd;
  const { from, capacity } = bounds;
  const partiesMax = from === 0 ? 0 : bounds.partiesMax;
  const comfortable = FULL * capacity;
  const wanted = Math.ceil(inParties / comfortable);
  const isFull = partiesMax > 0 && wanted > partiesMax;
  if (crowd.isVoting && parties > 0) return { parties, isFull };
  if (parties > partiesMax) return { parties: partiesMax, isFull };
  if (parties === 0) return { parties: atRoom >= from ? Math.min(1, partiesMax) : 0, isFull };
  if (wanted > parties) return { parties: Math.min(wanted, partiesMax), isFull };
  if (atRoom + inParties <= from * HYSTERESIS) return { parties: 0, isFull };
  const fewer = Math.max(1, Math.ceil(inParties / (comfortable * HYSTERESIS)));
  return { parties: Math.min(parties, fewer), isFull };
}
