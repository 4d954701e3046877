/** Where the identity that the room issued is kept, so that a reload is the same visitor. */
export interface IdentityStore {
  load(): string | null;
  save(identity: string): void;
  /** The client is closed; another one on this page may use the same place. */
  release?(): void;
}

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
 * page has slot 0, a second one for the same room slot 1, so that each survives a reload.
 */
export function storedIdentity(place: {
  readonly host: string;
  readonly party?: string;
  readonly room: string;
}): IdentityStore {
  const key = `odyssey-broadcast:${place.host}/${place.party ?? 'main'}/${place.room}`;
  let slot: number | null = null;
  // Used when the page may not store anything, as in a sandboxed frame.
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
      try {
        return localStorage.getItem(`${key}#${takeSlot()}`);
      } catch {
        return memory.load();
      }
    },
    save(identity) {
      try {
        localStorage.setItem(`${key}#${takeSlot()}`, identity);
      } catch {
        memory.save(identity);
      }
    },
    release() {
      if (slot !== null) slotsInUse.get(key)?.delete(slot);
      slot = null;
    },
  };
}
