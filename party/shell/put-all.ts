import type { KeyValue } from './storage.js';

/** A platform takes 128 entries at a time. */
const AT_ONCE = 100;

/** Writes any number of entries, all asked for in this instant, so that they are one transaction. */
export async function putAll(
  storage: Pick<KeyValue, 'put'>,
  entries: readonly (readonly [key: string, value: string])[],
): Promise<void> {
  const puts: Promise<void>[] = [];
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    puts.push(storage.put(Object.fromEntries(entries.slice(from, from + AT_ONCE))));
  }
  await Promise.all(puts);
}
