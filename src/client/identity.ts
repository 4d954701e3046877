import type { IdentityStore } from './client-options.js';

/** Keeps the identity for as long as the page lives. */
export function memoryIdentity(): IdentityStore {
  let kept: string | null = null;
  return {
    load: () => kept,
    save(identity) {
      kept = identity;
    },
  };
}

/** The pages' slots in use, by key: two elements for one room on one page are two visitors. */
const slotsInUse = new Map<string, Set<number>>();

/**
 * Keeps identities in `localStorage`, one per host, party, room and slot. The first client on a
 * page has slot 0, a second one for the same room slot 1, so that each survives a reload. Where a page
 * may not store anything, as in a sandboxed frame, the identity is kept in memory.
 *
 * @param place - The host, party (`main` unless told otherwise) and room as given to the client.
 * @example new BroadcastClient({ host, room, identity: storedIdentity({ host, room }) });
 */
export function storedIdentity(place: {
  readonly host: string;
  readonly party?: string;
  readonly room: string;
}): IdentityStore {
  // One visitor, whether the host is written with its scheme or without.
  const host = place.host.replace(/^\w+:\/\//, '');
  const key = `odyssey-broadcast:${host}/${place.party ?? 'main'}/${place.room}`;
  let slot: number | null = null;
  const memory = memoryIdentity();
  const takeSlot = (): number => {
    if (slot === null) {
      const taken = slotsInUse.get(key) ?? new Set();
      slot = 0;
      while (taken.has(slot)) slot += 1;
      slotsInUse.set(key, taken.add(slot));
    }
    return slot;
  };
  return {
    load() {
      const known = memory.load();
      return known ?? read(`${key}#${takeSlot()}`);
    },
    save(identity) {
      memory.save(identity);
      keep(`${key}#${takeSlot()}`, identity);
    },
    loadName() {
      return read(`${key}#${takeSlot()}:name`);
    },
    saveName(name) {
      keep(`${key}#${takeSlot()}:name`, name);
    },
    release() {
      if (slot !== null) slotsInUse.get(key)?.delete(slot);
      slot = null;
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden or full: this page has it, the next one does not.
  }
}
