import { MemoryStorage } from '../../support/memory-storage.js';
import type { Gate, Simulation } from './machines.js';

/** What is written together; it is safe as a whole, or not at all. */
interface Batch {
  readonly event: number;
  readonly puts: Map<string, string>;
  readonly deletes: Set<string>;
  readonly held: (() => void)[];
}

/** What outlives every process. */
export class Disk {
  readonly values = new Map<string, string>();
  /** Whether writes take their time; otherwise they are safe at once. */
  isSlow = false;
  /** Whether writes fail. Both platforms then drop the object, and all that it had to say. */
  isFull = false;
}

/**
 * The storage of one process, as both platforms have it: what is written in one event is one
 * transaction, and whatever the process says after it is held back until that is safe.
 */
export class DiskStorage extends MemoryStorage {
  readonly gate: Gate = (send) => {
    const last = this.unsafe.at(-1);
    if (last === undefined) send();
    else last.held.push(send);
  };
  private readonly disk: Disk;
  private readonly sim: Simulation;
  private readonly broken: () => void;
  private unsafe: Batch[] = [];
  private safeAt = 0;

  /** `broken` is called when a write has failed. */
  constructor(disk: Disk, sim: Simulation, broken: () => void) {
    super();
    this.disk = disk;
    this.sim = sim;
    this.broken = broken;
    for (const [key, value] of disk.values) this.values.set(key, value);
  }

  override put(key: string, value: string): Promise<void>;
  override put(entries: Record<string, string>): Promise<void>;
  override async put(entries: Record<string, string> | string, value = ''): Promise<void> {
    const pairs =
      typeof entries === 'string' ? [[entries, value] as const] : Object.entries(entries);
    const { puts, deletes } = this.batch();
    for (const [key, text] of pairs) {
      this.values.set(key, text);
      puts.set(key, text);
      deletes.delete(key);
    }
  }

  override async delete(keys: string[]): Promise<void> {
    const { puts, deletes } = this.batch();
    for (const key of keys) {
      this.values.delete(key);
      puts.delete(key);
      deletes.add(key);
    }
  }

  /** The process was killed: of what was not safe yet, some came to the disk, in its order. */
  crashed(): void {
    const count = this.sim.random.below(this.unsafe.length + 1);
    for (const batch of this.unsafe.slice(0, count)) this.write(batch);
    this.unsafe = [];
  }

  private batch(): Batch {
    const { sim, disk } = this;
    const last = this.unsafe.at(-1);
    if (last?.event === sim.events) return last;
    const batch: Batch = { event: sim.events, puts: new Map(), deletes: new Set(), held: [] };
    this.unsafe.push(batch);
    const ms = disk.isSlow ? sim.random.pick([1, 5, 20, 20, 200]) : 0;
    this.safeAt = Math.max(this.safeAt, sim.now + ms);
    sim.after(sim.outside, this.safeAt - sim.now, () => this.commit(batch));
    return batch;
  }

  private commit(batch: Batch): void {
    if (this.unsafe[0] !== batch) return;
    if (this.disk.isFull) return this.broken();
    this.unsafe.shift();
    this.write(batch);
    for (const send of batch.held) send();
  }

  private write({ puts, deletes }: Batch): void {
    for (const [key, value] of puts) this.disk.values.set(key, value);
    for (const key of deletes) this.disk.values.delete(key);
  }
}
