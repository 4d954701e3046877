import { ellipsized } from '../../src/protocol/graphemes.js';
import { byteLength, CHOICE_TEXT_SHOWN, CHOICES_SHOWN } from '../../src/protocol/limits.js';
import { ACCEPTED, type Outcome, type Refusal, refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import type { Choice, RoundView } from '../../src/protocol/view.js';
import type { Tally, TurnContext } from './policy.js';

/** A prompt that hopes to be chosen. */
export interface Proposal {
  id: string;
  by: string;
  /** Short for its id in the ballots, of which there may be a thousand. */
  no: number;
  /** How many rounds it has been in. */
  rounds: number;
}

/** The choices are kept to a share of one message. */
const CHOICES_BYTES_MAX = 5_000;

/** Takes a proposal in: one of each participant, and not too many in all. */
export function propose(
  proposals: Proposal[],
  who: string,
  id: string,
  { rules, newcomers }: TurnContext,
): Outcome {
  if (proposals.some(({ by }) => by === who)) return refuse('already-proposed');
  if (!newcomers.ok) return newcomers;
  const { maxProposals } = rules;
  if (proposals.length >= maxProposals) return refuse('proposals-full', { limit: maxProposals });
  const no = proposals.reduce((highest, other) => Math.max(highest, other.no), 0) + 1;
  proposals.push({ id, by: who, no, rounds: 1 });
  return ACCEPTED;
}

/** Those that nobody has taken back or settled meanwhile. */
export function stillWaiting(proposals: readonly Proposal[], context: TurnContext): Proposal[] {
  return proposals.filter(({ id }) => context.promptOf(id)?.status === 'waiting');
}

function countVotes(proposals: readonly Proposal[], ballot: OwnBallot): Map<string, number> {
  const byNo = new Map(proposals.map(({ id, no }) => [no, id]));
  const votes = new Map(proposals.map(({ id }) => [id, 0]));
  for (const no of Object.values(ballot)) {
    const id = byNo.get(no);
    if (id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);
  }
  return votes;
}

/** What audience parties have counted, by party: their viewers' votes are nowhere else. */
export type Tallies = Record<string, { votes: Record<string, number>; isFinal: boolean }>;

/** Takes what a party has counted, of what can be voted for. */
export function keepTally(
  votes: Pick<Votes, 'tallies'>,
  proposals: readonly Proposal[],
  { party, votes: counted, isFinal }: Tally,
): void {
  const open = proposals.flatMap(({ id }): [string, number][] => {
    return Object.hasOwn(counted, id) ? [[id, counted[id] ?? 0]] : [];
  });
  votes.tallies ??= {};
  votes.tallies[party] = { votes: Object.fromEntries(open), isFinal };
}

/** Each proposal's votes: those that the room has taken, and those that audience parties have counted. */
export function allVotes(
  proposals: readonly Proposal[],
  { ballot, tallies = {} }: Votes,
): Map<string, number> {
  const votes = countVotes(proposals, ballot);
  for (const tally of Object.values(tallies)) {
    // Ids are of the visitors' making: `constructor` may be one.
    for (const [id, count] of votes) {
      if (Object.hasOwn(tally.votes, id)) votes.set(id, count + (tally.votes[id] ?? 0));
    }
  }
  return votes;
}

/** The proposals as everyone sees them: the first few that fit, and how many there are besides. */
export function showChoices(
  proposals: readonly Proposal[],
  votes: ReadonlyMap<string, number>,
  context: TurnContext,
): Pick<RoundView, 'choices' | 'more'> {
  const choices: Choice[] = [];
  let bytes = 0;
  for (const { id } of proposals.slice(0, CHOICES_SHOWN)) {
    const prompt = context.promptOf(id);
    if (prompt === null) continue;
    const choice = {
      id,
      by: prompt.name,
      text: ellipsized(prompt.text, CHOICE_TEXT_SHOWN),
      votes: votes.get(id) ?? 0,
    };
    bytes += byteLength(JSON.stringify(choice));
    if (bytes > CHOICES_BYTES_MAX) break;
    choices.push(choice);
  }
  return { choices, more: proposals.length - choices.length };
}

/** Who votes for which proposal, by its number. One vote per identity, because it has one entry. */
type OwnBallot = Record<string, number>;

/**
 * From which address each vote came, where that is known. It stays with the vote: a voter who leaves
 * is forgotten, and their vote counts.
 */
type VotesFrom = Record<string, string>;

/** All votes, with their addresses; rooms stored by an earlier version have none. */
export interface Votes {
  ballot: OwnBallot;
  from?: VotesFrom;
  /** How many votes came from each address: of thousands, each would count all before it. */
  alike?: Record<string, number>;
  tallies?: Tallies;
}

/** Casts a vote, or changes the one that was cast before. */
export function castVote(votes: Votes, who: string, no: number, context: TurnContext): Outcome {
  const { rules } = context;
  const address = context.addressOf(who);
  if (!(who in votes.ballot) && address !== null) {
    votes.from ??= {};
    votes.alike ??= countAddresses(votes.from);
    const alike = Object.hasOwn(votes.alike, address) ? (votes.alike[address] ?? 0) : 0;
    if (rules.votesPerAddress > 0 && alike >= rules.votesPerAddress) return tooManyVotes(rules);
    votes.from[who] = address;
    votes.alike[address] = alike + 1;
  }
  votes.ballot[who] = no;
  return ACCEPTED;
}

/** Takes a vote away, with all that is known of it. */
export function forgetVote({ ballot, from = {}, alike = {} }: Votes, who: string): void {
  const address = from[who];
  delete ballot[who];
  delete from[who];
  if (address === undefined) return;
  const left = (alike[address] ?? 0) - 1;
  if (left > 0) alike[address] = left;
  else delete alike[address];
}

/** Rooms stored by an earlier version have not counted. */
function countAddresses(from: VotesFrom): Record<string, number> {
  const alike: Record<string, number> = {};
  for (const address of Object.values(from)) alike[address] = (alike[address] ?? 0) + 1;
  return alike;
}

/**
 * Of these voters, in the order in which they voted, those who count: identities are easily made, so
 * only so many from one address do.
 */
export function countedVoters(
  voters: readonly string[],
  addressOf: (who: string) => string | null,
  { votesPerAddress }: Rules,
): readonly string[] {
  if (votesPerAddress === 0) return voters;
  const from = new Map<string, number>();
  return voters.filter((who) => {
    const address = addressOf(who);
    if (address === null) return true;
    const count = (from.get(address) ?? 0) + 1;
    from.set(address, count);
    return count <= votesPerAddress;
  });
}

/** What a voter is told whose address has had its votes. */
export function tooManyVotes({ votesPerAddress }: Rules): Refusal {
  return refuse('too-many-from-address', { limit: votesPerAddress });
}
