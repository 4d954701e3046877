import { BOUNDS } from './bounds.js';
import { Bucket } from './bucket.js';

/** What one network has asked for lately. */
interface Asked {
  readonly rooms: Set<string>;
  readonly more: Bucket;
}

/**
 * How many different rooms each network asks for: every room is an object that the platform starts, for any
 * request. It is counted where requests come in, on each machine for itself.
 */
export class RoomsAsked {
  private readonly byNetwork = new Map<string, Asked>();

  /** Whether a network may ask for this room: it has before, or not for too many others. */
  takes(network: string, room: string, now: number): boolean {
    const { max } = BOUNDS.roomsPerAddress;
    const asked = this.byNetwork.get(network) ?? {
      rooms: new Set(),
      more: new Bucket(max / 3_600, max, now),
    };
    // The longest unheard comes first.
    this.byNetwork.delete(network);
    this.byNetwork.set(network, asked);
    const [oldest] = this.byNetwork.keys();
    if (this.byNetwork.size > BOUNDS.addresses.max && oldest !== undefined) {
      this.byNetwork.delete(oldest);
    }
    if (asked.rooms.has(room)) return true;
    if (!asked.more.take(now)) return false;
    const [first] = asked.rooms;
    if (asked.rooms.size >= max && first !== undefined) asked.rooms.delete(first);
    asked.rooms.add(room);
    return true;
  }
}
