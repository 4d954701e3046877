import { fromBase64 } from '../../src/protocol/encoding.js';
import { BOUNDS } from './bounds.js';
import { errorText, type Log } from './log.js';
import type { Observer, StepResult } from './observer.js';
import type { KeyValue } from './storage.js';

interface ThumbnailsPort {
  readonly storage: KeyValue;
  readonly log: Log;
  readonly kept?: number;
}

/**
 * The thumbnails of the last prompts, each a JPEG. When the storage takes no more of them they are
 * missing, which is logged once, and nothing else depends on them.
 */
export class Thumbnails implements Observer {
  readonly dueAt = null;
  private readonly port: ThumbnailsPort;
  private readonly kept: number;
  /** The number of each prompt's thumbnail, oldest first. */
  private readonly numbers = new Map<string, number>();
  private last = 0;
  private isFull = false;

  constructor(port: ThumbnailsPort) {
    this.port = port;
    this.kept = port.kept ?? BOUNDS.thumbnails.max;
  }

  /** Must have ended before anything else is called. */
  async start(): Promise<void> {
    const found = await this.port.storage.list({ prefix: NUMBER });
    const numbers = [...found].map(([key, no]) => [key.slice(NUMBER.length), Number(no)] as const);
    for (const [promptId, no] of numbers.sort(([, a], [, b]) => a - b)) {
      this.numbers.set(promptId, no);
      this.last = no;
    }
  }

  has(promptId: string): boolean {
    return this.numbers.has(promptId);
  }

  /** A prompt's thumbnail; null when there is none. */
  async read(promptId: string): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!this.has(promptId)) return null;
    const text = await this.port.storage.get(PICTURE + promptId);
    return text === undefined ? null : fromBase64(String(text));
  }

  observe({ effects }: StepResult): void {
    for (const effect of effects) {
      if (effect.type === 'frame') void this.keep(effect.promptId, effect.jpeg);
    }
  }

  woke(): void {}

  /** Stores a thumbnail; a second prompt with the same id does not replace the first one's. */
  private async keep(promptId: string, jpeg: string): Promise<void> {
    if (this.has(promptId)) return;
    this.last += 1;
    this.numbers.set(promptId, this.last);
    const { storage, log } = this.port;
    try {
      await storage.put({ [PICTURE + promptId]: jpeg, [NUMBER + promptId]: String(this.last) });
      this.isFull = false;
    } catch (error) {
      this.numbers.delete(promptId);
      if (!this.isFull) log('thumbnail-not-stored', { promptId, error: errorText(error) });
      this.isFull = true;
    }
    // What cannot be deleted now is found at the next start.
    await this.deleteSurplus().catch(() => undefined);
  }

  private async deleteSurplus(): Promise<void> {
    const surplus = [...this.numbers.keys()].slice(0, Math.max(0, this.numbers.size - this.kept));
    if (surplus.length === 0) return;
    for (const promptId of surplus) this.numbers.delete(promptId);
    await this.port.storage.delete(surplus.flatMap((id) => [PICTURE + id, NUMBER + id]));
  }
}

const PICTURE = 'frame/';
const NUMBER = 'frame-no/';
