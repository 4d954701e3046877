import type { Act, ActInput } from '../protocol/acts.js';
import { type Outcome, refuse } from '../protocol/reasons.js';
import type { RulesPatch } from '../protocol/rules.js';
import type { ClientView } from './client-view.js';
import type { Request } from './requests.js';

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
    const round = this.view.room?.turns.round ?? null;
    if (round === null) return Promise.resolve(refuse('wrong-mode'));
    return this.ask({ type: 'vote', roundId: round.id, choice });
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
