import { toBase64 } from '../protocol/encoding.js';
import type { Answer, ClientMessage } from '../protocol/messages.js';
import type { Act, ActInput } from '../protocol/moderation.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../protocol/reasons.js';
import type { RulesPatch } from '../protocol/rules.js';
import { votingIn } from '../protocol/view.js';
import type { ClientView, Clock } from './client-options.js';

/** An id that nobody else has: 128 random bits, short, since everybody is told a prompt's. */
export function newId(): string {
  const base64 = toBase64(crypto.getRandomValues(new Uint8Array(16)));
  return base64.slice(0, 22).replaceAll('+', '-').replaceAll('/', '_');
}

type WithId = Extract<ClientMessage, { id: string }>;
/** Distributes over the union, so that each request keeps its own fields. */
type WithoutId<Message> = Message extends WithId ? Omit<Message, 'id'> : never;
/** What a visitor may ask of the room; a prompt has receipts instead of one answer. */
export type Request = WithoutId<Exclude<WithId, { type: 'prompt' }>>;

/** The room answers at once on a working connection: after this long an answer is lost. */
export const ANSWER_LIMIT_MS = 10_000;

/** What belongs to the connection that it is asked on: each one begins with it again. */
const OF_ONE_CONNECTION: ReadonlySet<Request['type']> = new Set(['renew', 'desk']);

/**
 * What may be asked again where nobody knows whether it was heard, and the refusal that then says that it was; null
 * where it is simply done again. All else could be done twice.
 */
const REPEATED: Partial<Record<Request['type'], Reason | null>> = {
  'request-turn': 'already-waiting',
  'release-turn': 'not-waiting',
  withdraw: 'not-waiting',
  'claim-turn': null,
  'choose-name': null,
};

interface OpenRequest {
  readonly request: Request;
  readonly settle: (outcome: Outcome) => void;
  /** Whether it is on its way, on the connection that there is. */
  isSent: boolean;
  /** Whether it may have been heard on one before. */
  isRepeated: boolean;
}

interface RequestsPort {
  readonly clock: Clock;
  say(message: ClientMessage): boolean;
  /** Somebody wants something now: false where no connection is there or to come. */
  wanted(): boolean;
}

/** Requests that await their answer, or a connection; what may be done twice fails with that of which it was asked. */
export class Requests {
  private readonly open = new Map<string, OpenRequest>();
  private readonly port: RequestsPort;

  constructor(port: RequestsPort) {
    this.port = port;
  }

  ask(request: Request): Promise<Outcome> {
    const id = newId();
    const isSent = this.send(id, request);
    const waits = !OF_ONE_CONNECTION.has(request.type) && this.port.wanted();
    if (!isSent && !waits) return Promise.resolve(refuse('offline'));
    return new Promise((resolve) => {
      const late = () => this.settle(id, refuse('offline'));
      const cancel = this.port.clock.setTimer(late, ANSWER_LIMIT_MS);
      const settle = (outcome: Outcome) => {
        cancel();
        resolve(outcome);
      };
      this.open.set(id, { request, settle, isSent, isRepeated: false });
    });
  }

  /** True when the answer was to one of these. */
  answered({ id, ok, reason, retryAt, limit }: Answer): boolean {
    const one = id === null ? undefined : this.open.get(id);
    if (id === null || one === undefined) return false;
    const wasHeard = one.isRepeated && reason !== null && REPEATED[one.request.type] === reason;
    const isDone = ok || wasHeard;
    this.settle(id, isDone ? ACCEPTED : { ok, reason: reason ?? 'malformed', retryAt, limit });
    return true;
  }

  /** Another connection is to come: what was not heard on this one, and what may be asked twice, waits for it. */
  connectionLost(): void {
    for (const [id, one] of this.open) {
      if (one.isSent && !(one.request.type in REPEATED)) this.settle(id, refuse('offline'));
      one.isRepeated ||= one.isSent;
      one.isSent = false;
    }
  }

  welcomed(): void {
    for (const [id, one] of this.open) if (!one.isSent) one.isSent = this.send(id, one.request);
  }

  /** No connection is to come. */
  abandon(): void {
    for (const id of [...this.open.keys()]) this.settle(id, refuse('offline'));
  }

  private send(id: string, request: Request): boolean {
    return this.port.say({ ...request, id } as ClientMessage);
  }

  private settle(id: string, outcome: Outcome): void {
    const one = this.open.get(id);
    this.open.delete(id);
    one?.settle(outcome);
  }
}

/**
 * All that a visitor can ask of the room besides prompts. Each request resolves once the room has
 * answered, and never rejects: `{ ok: true }`, or a refusal with its reason and, where it makes sense to
 * ask again, `retryAt` (room time, ms). What is asked while the connection is lost waits for the next one, which
 * is made at once. Besides the reasons named below it may be `offline` (no connection or no answer within 10 s,
 * or one that was lost before the answer), `too-fast` (too many messages), or `not-allowed` (the role does not cover it).
 *
 * @example
 * const outcome = await client.requestTurn();
 * if (!outcome.ok) console.log(outcome.reason, outcome.retryAt);
 */
export abstract class VisitorRequests {
  abstract get view(): ClientView;
  protected abstract ask(request: Request): Promise<Outcome>;

  /**
   * Takes back a prompt that still waits.
   *
   * @param promptId - The id of the visitor's own prompt, as its receipt has it.
   * @returns Refused as `not-waiting` when it has run, ended, or is somebody else's.
   * @example await client.withdraw(client.view.receipts[0].id);
   */
  withdraw(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'withdraw', promptId });
  }

  /**
   * Takes back the world's newest change, which is the visitor's own: the world becomes what it was before.
   *
   * @param promptId - The id of the prompt; its receipt has `undoUntil`, until when that is possible.
   * @returns Refused as `nothing-to-undo` when it is too late, something has come after it, or it is somebody
   *   else's; as `locked` while prompts are.
   * @example await client.undo(receipt.id);
   */
  undo(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'undo', promptId });
  }

  /**
   * Joins the queue, or asks for the baton.
   *
   * @returns Refused as `already-waiting`, `queue-full` (with the limit), `queue-locked`, or `wrong-mode`
   *   where nobody waits in person.
   * @example await client.requestTurn();
   */
  requestTurn(): Promise<Outcome> {
    return this.ask({ type: 'request-turn' });
  }

  /**
   * Takes the turn that is offered; `view.you.standing` has the time left for it.
   *
   * @returns Refused as `not-your-turn` when none is offered, or its time ran out.
   * @example if (client.view.you?.standing.state === 'offered') await client.claimTurn();
   */
  claimTurn(): Promise<Outcome> {
    return this.ask({ type: 'claim-turn' });
  }

  /**
   * Gives up the turn, or the place in the queue.
   *
   * @returns Refused as `not-waiting` when the visitor has neither.
   * @example await client.releaseTurn();
   */
  releaseTurn(): Promise<Outcome> {
    return this.ask({ type: 'release-turn' });
  }

  /**
   * Passes the turn on.
   *
   * @param to - The id of a participant who waits; null passes it to the next in the queue.
   * @returns Refused as `not-your-turn`, or as `nobody-there` when that person does not wait.
   * @example await client.passTurn(client.view.room?.turns.next[1]?.id);
   */
  passTurn(to: string | null = null): Promise<Outcome> {
    return this.ask({ type: 'pass-turn', to });
  }

  /**
   * Asks for more time in the visitor's own turn.
   *
   * @returns Refused as `not-your-turn`, or as `no-more-time` when every extension is used.
   * @example await client.extendTurn();
   */
  extendTurn(): Promise<Outcome> {
    return this.ask({ type: 'extend-turn' });
  }

  /**
   * Votes to end the turn of its present holder.
   *
   * @returns Refused as `skip-too-soon` (with `retryAt`), or as `nobody-there` without a holder.
   * @example await client.skipVote();
   */
  skipVote(): Promise<Outcome> {
    return this.ask({ type: 'skip-vote' });
  }

  /**
   * Votes for a choice of the round that is shown now; another vote replaces it.
   *
   * @param choice - The id of the choice: of a round (`turns.round.choices`) or of the suggestions
   *   (`turns.choices`).
   * @returns Refused as `wrong-mode` where nobody votes, `round-over`, or `no-such-choice`.
   * @example if (turns.mode === 'vote') await client.vote(turns.round.choices[0].id);
   */
  vote(choice: string): Promise<Outcome> {
    const { room } = this.view;
    const roundId = room && votingIn(room.turns);
    if (roundId === null) return Promise.resolve(refuse('wrong-mode'));
    return this.ask({ type: 'vote', roundId, choice });
  }

  /**
   * Says what the visitor thinks of the change on screen: who may not prompt may react. All reactions of a
   * second are summed up, and stand in `view.room.reactions` at its end.
   *
   * @param emoji - One of those that the room offers: `reactionsIn(view.room.rules.reactions)`.
   * @returns Refused as `no-such-choice` when the room does not offer it, `too-fast` beyond two a second and
   *   `too-many-from-address` (both with `retryAt`), or `muted`.
   * @example await client.react('👏');
   */
  react(emoji: string): Promise<Outcome> {
    return this.ask({ type: 'react', emoji });
  }

  /**
   * Contests the baton: it is free after `take-seconds`, unless its holder answers with `keepTurn`.
   *
   * @returns Refused as `take-too-soon` (with `retryAt`), `already-waiting`, or `wrong-mode`.
   * @example await client.takeTurn();
   */
  takeTurn(): Promise<Outcome> {
    return this.ask({ type: 'take-turn' });
  }

  /**
   * The holder's answer to a contest: keeps the baton.
   *
   * @returns Refused as `not-your-turn` when nobody contests it.
   * @example await client.keepTurn();
   */
  keepTurn(): Promise<Outcome> {
    return this.ask({ type: 'keep-turn' });
  }

  /**
   * Has a proposal performed, or breaks a tie; for hosts and moderators.
   *
   * @param promptId - The id of the proposal.
   * @returns Refused as `no-such-choice`.
   * @example await client.choose(client.view.room.turns.round.choices[0].id);
   */
  choose(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'choose', promptId });
  }

  /**
   * Turns a proposal down; for hosts and moderators.
   *
   * @param promptId - The id of the proposal.
   * @returns Refused as `no-such-choice`.
   * @example await client.dismiss(client.view.room.turns.round.choices[0].id);
   */
  dismiss(promptId: string): Promise<Outcome> {
    return this.ask({ type: 'dismiss', promptId });
  }

  /**
   * Votes for another turn mode; a vote for the present one takes that vote back.
   *
   * @param mode - One of the modes in `view.room.turns.switching`, or the present one.
   * @returns Refused as `not-switchable`.
   * @example await client.switchVote('vote');
   */
  switchVote(mode: string): Promise<Outcome> {
    return this.ask({ type: 'switch-vote', mode });
  }

  /**
   * Does what moderators and hosts may do.
   *
   * @param act - The act with its fields; see `ActSchema` for all of them. Durations are whole seconds,
   *   0 is without end; a reason has at most 200 characters.
   * @returns Refused as `no-such-person`, `no-such-thing`, `nothing-to-undo`, `too-many-invites`,
   *   `too-many-cues`, or for a cue as a prompt would be.
   * @example await client.act({ act: 'mute', who: 'a-1f', seconds: 600, why: 'Please be kind.' });
   */
  act(act: ActInput): Promise<Outcome> {
    return this.ask({ type: 'act', act: act as Act });
  }

  /**
   * Changes the room's rules while it goes on; for hosts.
   *
   * @param rules - The rules to change, each within its range in `KNOBS`; the others stay.
   * @returns Refused as `malformed` when a value is out of its range.
   * @example await client.setRules({ turns: 'vote', voteSeconds: 30 });
   */
  setRules(rules: RulesPatch): Promise<Outcome> {
    return this.act({ act: 'rules', rules });
  }

  /**
   * Starts the broadcast; for hosts.
   *
   * @returns Refused as `not-allowed`. Whether it opens shows in `view.room.life`.
   * @example await client.start();
   */
  start(): Promise<Outcome> {
    return this.act({ act: 'start' });
  }

  /**
   * Ends the broadcast until a host starts it again; for hosts.
   *
   * @example await client.stop();
   */
  stop(): Promise<Outcome> {
    return this.act({ act: 'stop' });
  }

  /**
   * Ends the stream, which then costs nothing; the world, the queue and the turn's time stay. For hosts.
   *
   * @example await client.pause();
   */
  pause(): Promise<Outcome> {
    return this.act({ act: 'pause' });
  }

  /**
   * Continues a paused broadcast; for hosts.
   *
   * @example await client.resume();
   */
  resume(): Promise<Outcome> {
    return this.act({ act: 'resume' });
  }
}
