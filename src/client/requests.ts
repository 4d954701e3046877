import type { Act, ActInput } from '../protocol/acts.js';
import type { Answer, ClientMessage } from '../protocol/messages.js';
import { ACCEPTED, type Outcome, refuse } from '../protocol/reasons.js';
import type { RulesPatch } from '../protocol/rules.js';
import { votingIn } from '../protocol/view.js';
import type { ClientView } from './client-view.js';
import type { Clock } from './clock.js';

/** An id that nobody else has: 128 random bits. `crypto.randomUUID` exists on secure pages only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

type WithId = Extract<ClientMessage, { id: string }>;
/** Distributes over the union, so that each request keeps its own fields. */
type WithoutId<Message> = Message extends WithId ? Omit<Message, 'id'> : never;
/** What a visitor may ask of the room; a prompt has receipts instead of one answer. */
export type Request = WithoutId<Exclude<WithId, { type: 'prompt' }>>;

/** On a line that works the room answers at once; after this long it will not. */
export const ANSWER_LIMIT_MS = 10_000;

/** Requests that await their answer. None outlives the line that it was sent on. */
export class Requests {
  private readonly open = new Map<string, (outcome: Outcome) => void>();
  private readonly say: (message: ClientMessage) => boolean;
  private readonly clock: Clock;

  constructor(say: (message: ClientMessage) => boolean, clock: Clock) {
    this.say = say;
    this.clock = clock;
  }

  ask(request: Request): Promise<Outcome> {
    const id = newId();
    const message = { ...request, id } as ClientMessage;
    if (!this.say(message)) return Promise.resolve(refuse('offline'));
    return new Promise((resolve) => {
      const cancel = this.clock.setTimer(() => this.settle(id, refuse('offline')), ANSWER_LIMIT_MS);
      this.open.set(id, (outcome) => {
        cancel();
        resolve(outcome);
      });
    });
  }

  /** True when the answer was to one of these. */
  answered({ id, ok, reason, retryAt, limit }: Answer): boolean {
    if (id === null || !this.open.has(id)) return false;
    this.settle(id, ok ? ACCEPTED : { ok, reason: reason ?? 'malformed', retryAt, limit });
    return true;
  }

  lineLost(): void {
    for (const id of [...this.open.keys()]) this.settle(id, refuse('offline'));
  }

  private settle(id: string, outcome: Outcome): void {
    const resolve = this.open.get(id);
    this.open.delete(id);
    resolve?.(outcome);
  }
}

/** All that a visitor can ask of the room besides prompts. The answer says whether it was granted. */
export abstract class VisitorRequests {
  abstract get view(): ClientView;
  protected abstract ask(request: Request): Promise<Outcome>;

  withdraw(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'withdraw', promptId });
  }

  requestTurn(): Promise<Outcome> {
    return this.ask({ type: 'request-turn' });
  }

  claimTurn(): Promise<Outcome> {
    return this.ask({ type: 'claim-turn' });
  }

  releaseTurn(): Promise<Outcome> {
    return this.ask({ type: 'release-turn' });
  }

  /** Gives the turn to somebody, or to the next in line. */
  passTurn(to: string | null = null): Promise<Outcome> {
    return this.ask({ type: 'pass-turn', to });
  }

  extendTurn(): Promise<Outcome> {
    return this.ask({ type: 'extend-turn' });
  }

  skipVote(): Promise<Outcome> {
    return this.ask({ type: 'skip-vote' });
  }

  /** Votes for a choice of the round that is shown now. */
  vote(choice: string): Promise<Outcome> {
    const { room } = this.view;
    const roundId = room && votingIn(room.turns);
    if (roundId === null) return Promise.resolve(refuse('wrong-mode'));
    return this.ask({ type: 'vote', roundId, choice });
  }

  /** Would take the baton: it is free after a while, unless its holder answers. */
  takeTurn(): Promise<Outcome> {
    return this.ask({ type: 'take-turn' });
  }

  /** The holder's answer to that. */
  keepTurn(): Promise<Outcome> {
    return this.ask({ type: 'keep-turn' });
  }

  /** Has a proposal performed; for hosts and moderators. */
  choose(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'choose', promptId });
  }

  /** Turns a proposal down; for hosts and moderators. */
  dismiss(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'dismiss', promptId });
  }

  /** Votes for another way of taking turns; for the present one, takes that vote back. */
  switchVote(mode: string): Promise<Outcome> {
    return this.ask({ type: 'switch-vote', mode });
  }

  /** Does what moderators and hosts may do; see `Act` for all of it. */
  act(act: ActInput): Promise<Outcome> {
    return this.ask({ type: 'act', act: act as Act });
  }

  /** Changes the room's rules while it goes on; for hosts. */
  setRules(rules: RulesPatch): Promise<Outcome> {
    return this.act({ act: 'rules', rules });
  }

  start(): Promise<Outcome> {
    return this.act({ act: 'start' });
  }

  stop(): Promise<Outcome> {
    return this.act({ act: 'stop' });
  }

  /** Ends the broadcast at no cost; the world, the line and the turn's time stay. */
  pause(): Promise<Outcome> {
    return this.act({ act: 'pause' });
  }

  resume(): Promise<Outcome> {
    return this.act({ act: 'resume' });
  }
}
