/** The storage key of the signing key that a room made for itself. */
const STORAGE_KEY = 'room-key';

/** The storage of a room's key. */
export interface KeyStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: string): Promise<void>;
}

/**
 * The key that signs anonymous identities: the owner's secret, or one that the room makes once and
 * stores. It survives restarts, since everybody would be a stranger under another one.
 */
export async function roomKey(storage: KeyStore, secret: string | null): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  if (secret !== null) return encoder.encode(secret);
  const stored = await storage.get(STORAGE_KEY);
  if (typeof stored === 'string') return encoder.encode(stored);
  const made = crypto.randomUUID() + crypto.randomUUID();
  await storage.put(STORAGE_KEY, made);
  return encoder.encode(made);
}
