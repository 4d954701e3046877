import { ACCEPTED, type Outcome } from '../../src/protocol/reasons.js';
import { tooManyVotes } from './per-address.js';
import type { TurnContext } from './policy.js';

/** Who votes for which proposal, by its number. One vote per identity, because it has one entry. */
export type Ballot = Record<string, number>;

/**
 * From which address each vote came, where that is known. It stays with the vote: a voter who leaves
 * is forgotten, and his vote counts.
 */
type VotesFrom = Record<string, string>;

/** A ballot with its addresses; rooms stored by an earlier version have none. */
export interface Votes {
  ballot: Ballot;
  from?: VotesFrom;
}

/** Casts a vote, or changes the one that was cast before. */
export function castVote(votes: Votes, who: string, no: number, context: TurnContext): Outcome {
  const { ballot } = votes;
  const { rules } = context;
  const address = context.addressOf(who);
  if (!(who in ballot) && address !== null) {
    votes.from ??= {};
    const { from } = votes;
    const alike = Object.keys(from).filter((other) => from[other] === address && other in ballot);
    if (rules.votesPerAddress > 0 && alike.length >= rules.votesPerAddress) {
      return tooManyVotes(rules);
    }
    from[who] = address;
  }
  ballot[who] = no;
  return ACCEPTED;
}

/** Takes a vote away, with all that is known of it. */
export function forgetVote({ ballot, from }: Votes, who: string): void {
  delete ballot[who];
  if (from !== undefined) delete from[who];
}
