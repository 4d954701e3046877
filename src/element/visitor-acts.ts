import { LitElement } from 'lit';
import type { SettledReceipt } from '../client/index.js';
import type { Outcome } from '../protocol/reasons.js';
import type { RoomClient } from './ports.js';

/** What is asked of no room, or of one that is still being reached. */
const OFFLINE: Outcome = { ok: false, reason: 'offline', retryAt: null, limit: null };

/** What a page's script can do for its visitor: each asks the room, and its answer is the result. */
export abstract class VisitorActs extends LitElement {
  /** @internal */
  abstract readonly client: RoomClient | null;

  /**
   * Sends a prompt. A refusal is a result, not an error: the promise never rejects.
   *
   * @param text - What should happen in the world: 1 to `view.room.rules.maxLength` characters.
   * @returns The receipt once the prompt has settled: `applied`, `refused` (with its reason), `expired`,
   *   `withdrawn`, or `unconfirmed` when nobody can know. Without a room it is refused as `offline`.
   * @example const { status, reason } = await element.prompt('Let it snow');
   */
  prompt(text: string): Promise<SettledReceipt> {
    const nowhere = { id: '', status: 'refused', reason: 'offline', text } as const;
    return this.client?.prompt(text) ?? Promise.resolve(nowhere);
  }

  /**
   * Takes back a prompt that still waits.
   *
   * @param id - The id of the visitor's own prompt, as in its receipt.
   * @returns Refused as `not-waiting` when it waits no more, as `offline` without a connection.
   * @example await element.withdraw(receipt.id);
   */
  withdraw(id: string): Promise<Outcome> {
    return this.ask((client) => client.withdraw(id));
  }

  /**
   * Joins the queue, or asks for the baton.
   *
   * @returns Refused as `already-waiting`, `queue-full`, `queue-locked`, `wrong-mode` or `offline`.
   * @example const { ok } = await element.requestTurn();
   */
  requestTurn(): Promise<Outcome> {
    return this.ask((client) => client.requestTurn());
  }

  /**
   * Gives up the turn, or the place in the queue.
   *
   * @returns Refused as `not-waiting` when the visitor has neither, or `offline`.
   * @example await element.releaseTurn();
   */
  releaseTurn(): Promise<Outcome> {
    return this.ask((client) => client.releaseTurn());
  }

  /**
   * Passes the turn on.
   *
   * @param to - The id of a participant who waits; null passes it to the next in the queue.
   * @returns Refused as `not-your-turn`, `nobody-there` or `offline`.
   * @example await element.passTurn();
   */
  passTurn(to: string | null = null): Promise<Outcome> {
    return this.ask((client) => client.passTurn(to));
  }

  /**
   * Votes for a proposal of the present round; another vote replaces it.
   *
   * @param id - The id of the proposal, from `view.room.turns.round.choices`.
   * @returns Refused as `wrong-mode`, `round-over`, `no-such-choice` or `offline`.
   * @example await element.vote(element.view.room.turns.round.choices[0].id);
   */
  vote(id: string): Promise<Outcome> {
    return this.ask((client) => client.vote(id));
  }

  /**
   * Says what the visitor thinks of the change on screen; who may not prompt may react.
   *
   * @param emoji - One of those that the rule `reactions` offers.
   * @returns Refused as `no-such-choice` when the room does not offer it, as `too-fast` beyond two a second,
   *   as `too-many-from-address`, `muted` or `offline`.
   * @example await element.react('👏');
   */
  react(emoji: string): Promise<Outcome> {
    return this.ask((client) => client.react(emoji));
  }

  /**
   * Starts the broadcast; for hosts.
   *
   * @returns Refused as `not-allowed` or `offline`. Whether it opens comes as `odyssey-status`.
   * @example await element.start();
   */
  start(): Promise<Outcome> {
    return this.ask((client) => client.start());
  }

  /**
   * Ends the broadcast until a host starts it again; for hosts.
   *
   * @returns Refused as `not-allowed` or `offline`.
   * @example await element.stop();
   */
  stop(): Promise<Outcome> {
    return this.ask((client) => client.stop());
  }

  private ask(request: (client: RoomClient) => Promise<Outcome>): Promise<Outcome> {
    return this.client === null ? Promise.resolve(OFFLINE) : request(this.client);
  }
}
