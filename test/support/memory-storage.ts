import type { KeyValue, ListOptions } from '../../party/server/storage.js';

/** The platform's storage in memory, with a record of what was written. */
export class MemoryStorage implements KeyValue {
  readonly values = new Map<string, string>();
  readonly written: string[] = [];
  /** Whether nothing more can be written. */
  isFull = false;

  async list(options: ListOptions): Promise<Map<string, unknown>> {
    const { prefix = '', start = '', end, limit, reverse = false } = options;
    const fits = (key: string) =>
      key.startsWith(prefix) && key >= start && (end === undefined || key < end);
    const sorted = [...this.values]
      .filter(([key]) => fits(key))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map((reverse ? sorted.reverse() : sorted).slice(0, limit));
  }

  async get(key: string): Promise<unknown> {
    return this.values.get(key);
  }

  put(key: string, value: string): Promise<void>;
  put(entries: Record<string, string>): Promise<void>;
  async put(entries: Record<string, string> | string, value = ''): Promise<void> {
    if (this.isFull) throw new Error('database or disk is full: SQLITE_FULL');
    const pairs =
      typeof entries === 'string' ? [[entries, value] as const] : Object.entries(entries);
    for (const [key, text] of pairs) {
      this.values.set(key, text);
      this.written.push(key);
    }
  }

  async delete(keys: string[]): Promise<void> {
    for (const key of keys) this.values.delete(key);
  }
}
