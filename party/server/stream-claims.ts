import { sha256Hex } from '../turns/hash.js';
import { errorText, type Log } from './log.js';
import type { Observer, StepResult } from './observer.js';
import type { KeyValue } from './storage.js';

interface StreamClaimsPort {
  readonly storage: Pick<KeyValue, 'get' | 'put'>;
  /** Tells all rooms' ledger that a stream is this room's; null without an answer, or without a ledger. */
  readonly claim: (streamId: string) => Promise<boolean | null>;
  /** A stream that the room has begun with is another's. */
  readonly refused: (epoch: number, streamId: string) => void;
  readonly log: Log;
}

const KEY = 'streams-of-others';

/** A conductor that names another room's stream loses its place for longer each time: these are years of it. */
const KEPT = 500;

/**
 * Which of the streams that conductors have named are another room's. Only what names them can tell, so
 * each room claims a stream as it begins, and the first one has it. It is asked at once: later, when
 * somebody wants the recording, the ledger may have forgotten.
 */
export class StreamClaims implements Observer {
  readonly dueAt = null;
  private readonly port: StreamClaimsPort;
  private readonly asking = new Map<string, Promise<void>>();
  private others: readonly string[] | null = null;

  constructor(port: StreamClaimsPort) {
    this.port = port;
  }

  observe({ effects }: StepResult): void {
    for (const effect of effects) {
      if (effect.type !== 'claim') continue;
      const { epoch, streamId } = effect;
      const asked = this.claim(epoch, streamId)
        .catch((error: unknown) => this.port.log('storage-failed', { error: errorText(error) }))
        .finally(() => this.asking.delete(streamId));
      this.asking.set(streamId, asked);
    }
  }

  woke(): void {}

  /** Whether another room had a stream first; waits for what is being asked about it. */
  async isAnothers(streamId: string): Promise<boolean> {
    await this.asking.get(streamId);
    return (await this.known()).includes(nameOf(streamId));
  }

  private async claim(epoch: number, streamId: string): Promise<void> {
    if ((await this.port.claim(streamId)) !== false) return;
    const { storage, log, refused } = this.port;
    this.others = [...(await this.known()), nameOf(streamId)].slice(-KEPT);
    log('stream-of-another', { stream: streamId, epoch });
    refused(epoch, streamId);
    await storage.put({ [KEY]: this.others.join(' ') });
  }

  private async known(): Promise<readonly string[]> {
    if (this.others !== null) return this.others;
    const stored = String((await this.port.storage.get(KEY)) ?? '');
    this.others ??= stored.split(' ').filter((name) => name !== '');
    return this.others;
  }
}

/** Short, whatever a conductor calls its stream. */
function nameOf(streamId: string): string {
  return sha256Hex(streamId).slice(0, 16);
}
