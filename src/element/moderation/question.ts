import type { ReactiveControllerHost } from 'lit';
import type { ActInput, Lockable } from '../../protocol/acts.js';
import type { Desk } from '../../protocol/desk.js';
import { refuse } from '../../protocol/reasons.js';
import type { RoomClient } from '../ports.js';
import { roundedDuration } from '../words/durations.js';
import { explain, type Words } from '../words/words.js';
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

/** What a moderator adds to an act before it is asked for. */
export interface Answers {
  readonly why: string;
  readonly seconds: number;
  readonly address: boolean;
}

/** An act that is asked for in a dialog: to be sure of it, for how long, and why. */
export interface Question {
  readonly title: string;
  /** The button that does it. */
  readonly confirm: string;
  /** Something to be sure of rather than to explain: the button has the focus, not the reason. */
  readonly urgent?: true;
  readonly hasWhy: boolean;
  /** The stretches of time to choose from, in seconds, the first one first; 0 is without end. */
  readonly stretches: readonly number[];
  readonly withoutEnd: string;
  readonly hasAddress?: true;
  act(answers: Answers): ActInput;
}

type Held = Desk['held'][number];
type Person = Desk['people'][number];

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LOCK_STRETCHES = [0, MINUTE, 5 * MINUTE, 15 * MINUTE];

/** Every act that is asked about first. */
export function questions(words: ModerationWords) {
  const { question } = words;
  const plain = { hasWhy: true, stretches: [], withoutEnd: question.untilOpened } as const;
  const urgent = { ...plain, urgent: true } as const;
  const lockFor = (what: Lockable, title: string, confirm: string): Question => ({
    ...urgent,
    title,
    confirm,
    stretches: LOCK_STRETCHES,
    act: ({ seconds, why }) => ({ act: 'lock', what, seconds, why }),
  });
  return {
    panic: (): Question => ({
      ...urgent,
      title: question.panic,
      confirm: words.panic,
      stretches: LOCK_STRETCHES,
      act: ({ seconds, why }) => ({ act: 'panic', seconds, why }),
    }),
    pause: () => lockFor('prompts', question.pause, words.pause),
    lock: (what: Lockable) => lockFor(what, question.lock(words.lockables[what].name), words.lock),
    skip: (): Question => ({
      ...urgent,
      title: question.skip,
      confirm: words.skip,
      act: ({ why }) => ({ act: 'skip', why }),
    }),
    undo: (): Question => ({
      ...urgent,
      title: question.undo,
      confirm: words.undo,
      act: ({ why }) => ({ act: 'undo', why }),
    }),
    stop: (): Question => ({
      ...urgent,
      hasWhy: false,
      title: question.stop,
      confirm: words.stop,
      act: () => ({ act: 'stop' }),
    }),
    pauseBroadcast: (): Question => ({
      ...urgent,
      hasWhy: false,
      title: question.pauseBroadcast,
      confirm: words.pauseBroadcast,
      act: () => ({ act: 'pause' }),
    }),
    refuse: ({ id, by, text }: Held): Question => ({
      ...plain,
      title: question.refuse(by.name, text),
      confirm: words.refuse,
      act: ({ why }) => ({ act: 'refuse', promptId: id, why }),
    }),
    mute: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.mute(name),
      confirm: words.mute,
      stretches: [MINUTE, 10 * MINUTE, DAY, 0],
      withoutEnd: question.untilUnmuted,
      act: ({ seconds, why }) => ({ act: 'mute', who: id, seconds, why }),
    }),
    remove: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.remove(name),
      confirm: words.remove,
      act: ({ why }) => ({ act: 'remove', who: id, why }),
    }),
    ban: ({ id, name }: Person): Question => ({
      ...plain,
      title: question.ban(name),
      confirm: words.ban,
      stretches: [HOUR, DAY, 30 * DAY, 0],
      withoutEnd: question.forEver,
      hasAddress: true,
      act: ({ seconds, address, why }) => ({ act: 'ban', who: id, seconds, address, why }),
    }),
  };
}
