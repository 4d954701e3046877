import type { Observer, StepResult } from './observer.js';
import type { KeyValue } from './storage.js';

/** How many pictures of prompts are kept, each of 9 KB at most; the oldest is let go. */
const KEPT = 500;

interface ThumbnailsPort {
  readonly storage: KeyValue;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
  readonly kept?: number;
}

/**
 * The pictures of the last prompts. They are for the eye alone: when the storage takes no more of
 * them, they are missing, it is said once, and nothing else suffers.
 */
export class Thumbnails implements Observer {
  readonly dueAt = null;
  private readonly port: ThumbnailsPort;
  private readonly kept: number;
  /** Which there are, by prompt, oldest first. */
  private readonly numbers = new Map<string, number>();
  private last = 0;
  private isFull = false;

  constructor(port: ThumbnailsPort) {
    this.port = port;
    this.kept = port.kept ?? KEPT;
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

  /** A prompt's picture, a JPEG. */
  async read(promptId: string): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!this.has(promptId)) return null;
    const text = await this.port.storage.get(PICTURE + promptId);
    return text === undefined ? null : bytesOf(String(text));
  }

  observe({ effects }: StepResult): void {
    for (const effect of effects) {
      if (effect.type === 'frame') void this.keep(effect.promptId, effect.jpeg);
    }
  }

  woke(): void {}

  /** Keeps a picture; a second prompt of the same id does not take the first one's place. */
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
      if (!this.isFull) log('frame-not-kept', { promptId, error: String(error).slice(0, 200) });
      this.isFull = true;
    }
    // What cannot be deleted now is found at the next start.
    await this.letGo().catch(() => undefined);
  }

  private async letGo(): Promise<void> {
    const surplus = [...this.numbers.keys()].slice(0, Math.max(0, this.numbers.size - this.kept));
    if (surplus.length === 0) return;
    for (const promptId of surplus) this.numbers.delete(promptId);
    await this.port.storage.delete(surplus.flatMap((id) => [PICTURE + id, NUMBER + id]));
  }
}

const PICTURE = 'frame/';
const NUMBER = 'frame-no/';

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
