import type { ReactiveControllerHost } from 'lit';
import type { ActInput } from '../../protocol/acts.js';
import { refuse } from '../../protocol/reasons.js';
import { roundedDuration } from '../durations.js';
import type { RoomClient } from '../ports.js';
import { explain, type Words } from '../words.js';
import type { ModerationWords } from './moderation-words.js';

export interface AskingPort {
  readonly client: RoomClient | null;
}

/** What the panel has asked of the room, and what came of the last thing. */
export class Asking {
  /** The room's last word, as a sentence. */
  outcome = '';
  private readonly host: ReactiveControllerHost;
  private readonly port: AskingPort;
  private readonly underWay = new Set<string>();
  private readonly decided = new Set<string>();

  constructor(host: ReactiveControllerHost, port: AskingPort) {
    this.host = host;
    this.port = port;
  }

  get busy(): boolean {
    return this.underWay.size > 0;
  }

  /** Whether a prompt was approved or refused from here. */
  hasDecided(promptId: string): boolean {
    return this.decided.has(promptId);
  }

  /** Asks for an act. Null: the room agreed; else why not, in words. The same is not asked twice. */
  async act(act: ActInput, say: ModerationWords, words: Words): Promise<string | null> {
    const { client } = this.port;
    const key = JSON.stringify(act);
    if (this.underWay.has(key)) return say.asking;
    this.underWay.add(key);
    if ('promptId' in act) this.decided.add(act.promptId);
    this.host.requestUpdate();
    const outcome = client === null ? refuse('offline') : await client.act(act);
    this.underWay.delete(key);
    if (!outcome.ok && 'promptId' in act) this.decided.delete(act.promptId);
    const problem = outcome.ok
      ? null
      : say.notDone(explain(words, outcome, this.wait(outcome, words)));
    this.tell(problem ?? say.done[act.act]);
    return problem;
  }

  tell(text: string): void {
    this.outcome = text;
    this.host.requestUpdate();
  }

  private wait({ retryAt }: { readonly retryAt: number | null }, { locale }: Words): string | null {
    const ms = retryAt === null ? 0 : retryAt - (this.port.client?.now() ?? retryAt);
    return ms > 0 ? roundedDuration(ms, locale) : null;
  }
}
