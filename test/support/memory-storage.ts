import type { KeyValue } from '../../party/shell/storage.js';

/** The platform's storage in memory, with a record of what was written. */
export class MemoryStorage implements KeyValue {
  readonly values = new Map<string, string>();
  readonly written: string[] = [];

  async list({ prefix }: { prefix: string }): Promise<Map<string, unknown>> {
    return new Map([...this.values].filter(([key]) => key.startsWith(prefix)));
  }

  async get(key: string): Promise<unknown> {
    return this.values.get(key);
  }

  put(key: string, value: string): Promise<void>;
  put(entries: Record<string, string>): Promise<void>;
  async put(entries: Record<string, string> | string, value = ''): Promise<void> {
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
