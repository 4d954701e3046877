/**
 * Where each viewer of a large audience belongs: to the room itself or to one of its audience parties,
 * always to the same one as long as their number is the same. When it grows by one, only those move who
 * belong to the new one; when it shrinks, only those of the one that is given up.
 */

/** A room, as the addresses have it. */
export interface RoomAddress {
  /** The room server's party, `main` unless a project calls it otherwise. */
  readonly party: string;
  readonly room: string;
}

/** Carries the proof that a room asks for a link. From outside it is taken off before anything reads it. */
export const LINK_HEADER = 'x-odyssey-link';

/** The room among the places; its parties count from 1. */
export const AT_ROOM = 0;

/**
 * Of those who would be the room's, as one place of many, so many stay: it also serves all who take part
 * directly, and it needs some viewers of its own whose pages can conduct.
 */
const ROOM_SHARE = 1 / 4;

/** The place of an identity among so many parties. */
export function homeOf(who: string, parties: number): number {
  if (parties === 0) return AT_ROOM;
  const place = jump(hashOf(who), parties + 1);
  if (place !== AT_ROOM) return place;
  const second = hashOf(`${who} again`);
  return second / 2 ** 32 < ROOM_SHARE ? AT_ROOM : 1 + jump(scrambled(second), parties);
}

/** The name of the object that is a room's party: `2.main.lobby`. */
export function partyName(no: number, { party, room }: RoomAddress): string {
  return `${no}.${party}.${room}`;
}

export function readPartyName(name: string): (RoomAddress & { readonly no: number }) | null {
  const [, no, party, room] = /^([1-9]\d{0,3})\.([a-z0-9-]{1,64})\.(.+)$/su.exec(name) ?? [];
  if (no === undefined || party === undefined || room === undefined) return null;
  return { no: Number(no), party, room };
}

const VIA = 'via ';

/** At the room, the connection of somebody who takes part through a party. */
export function viaConnection(no: number, viewer: string): string {
  return `${VIA}${no} ${viewer}`;
}

/** Whether a connection is that of somebody in an audience party. */
export function isVia(connection: string): boolean {
  return connection.startsWith(VIA);
}

/** 32 bits of a text, evenly spread (FNV-1a, and a scramble by murmur). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return scrambled(hash >>> 0);
}

function scrambled(from: number): number {
  let hash = from;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Lamping and Veach's jump consistent hash: one of so many places, most of which stay as they grow. */
function jump(hash: number, places: number): number {
  let at = 0;
  let next = 0;
  let lot = hash;
  while (next < places) {
    at = next;
    lot = scrambled(lot + 0x9e3779b9);
    next = Math.floor((at + 1) / ((lot + 1) / 2 ** 32));
  }
  return at;
}

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
