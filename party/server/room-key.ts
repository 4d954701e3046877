/** Where a room without a secret of its owner's keeps the one it made for itself. */
const KEY = 'room-key';

/** What keys are kept in. */
export interface KeyStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: string): Promise<void>;
}

/** The key that signs anonymous identities: it must survive restarts, or everyone is a stranger. */
export async function roomKey(storage: KeyStore, secret: string | null): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  if (secret !== null) return encoder.encode(secret);
  const stored = await storage.get(KEY);
  if (typeof stored === 'string') return encoder.encode(stored);
  const made = crypto.randomUUID() + crypto.randomUUID();
  await storage.put(KEY, made);
  return encoder.encode(made);
}
