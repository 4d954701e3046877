import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { earliest } from './clock.js';
import { directs, placesOf, type ShownIn, type TurnContext, type TurnPolicy } from './policy.js';
import {
  allVotes,
  castVote,
  forgetVote,
  keepTally,
  type Proposal,
  propose,
  showChoices,
  stillWaiting,
  type Votes,
} from './proposals.js';

/** The votes are for the suggestion that each voter would most like to see. */
interface CuratedTurns extends Votes {
  suggestions: Proposal[];
  /** The ids of those that a host or moderator chose, in that order. */
  chosen: string[];
}

/** Suggestions come and go, and their votes with them: it is one round for as long as the mode stands. */
const ROUND = 'curated';

/** A suggestion that nobody chose in this time makes room for others. */
const SUGGESTION_KEPT_MS = 600_000;

/** Everyone suggests and upvotes; a host or moderator chooses what runs. */
export const curated: TurnPolicy<CuratedTurns, ShownIn<'curated'>> = {
  keepsWaiting: false,
  othersChoose: true,
  start: () => ({ suggestions: [], ballot: {}, chosen: [] }),

  act(turns, who, action, context) {
    switch (action.type) {
      case 'vote':
        return upvote(turns, who, action.choice, context);
      case 'choose':
        return choose(turns, who, action.promptId, context);
      case 'dismiss':
        return dismiss(turns, who, action.promptId, context);
      default:
        return refuse('wrong-mode');
    }
  },

  submit: ({ suggestions }, who, context, promptId) => propose(suggestions, who, promptId, context),
  settled: () => undefined,

  advance(turns, context) {
    for (const { id } of turns.suggestions) {
      if (keptUntil(id, context) <= context.now) context.settle(id, 'expired', 'waited-too-long');
    }
    turns.suggestions = stillWaiting(turns.suggestions, context);
    turns.chosen = turns.chosen.filter((id) => context.promptOf(id)?.status === 'waiting');
    // The numbers of suggestions that are gone are given to new ones: no vote may pass on to them.
    const open = new Set(turns.suggestions.map(({ no }) => no));
    for (const [who, no] of Object.entries(turns.ballot)) {
      if (!open.has(no)) forgetVote(turns, who);
    }
  },

  next: ({ chosen }) => chosen[0] ?? null,
  deadline: ({ suggestions }, context) =>
    earliest(suggestions.map(({ id }) => keptUntil(id, context))),
  remembers: () => false,

  view(turns, context) {
    const votes = allVotes(turns.suggestions, turns);
    const popular = [...turns.suggestions].sort(
      (a, b) => (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0),
    );
    return { ...showChoices(popular, votes, context), waiting: turns.chosen.length };
  },

  standings(turns, context) {
    const places = placesOf(turns.chosen, context);
    for (const { by, id } of turns.suggestions) {
      if (!places.has(by)) places.set(by, { state: 'proposed', promptId: id });
    }
    return (who) => places.get(who) ?? { state: 'free' };
  },

  votesOf: ({ suggestions, ballot }, who) => ({
    skipVoted: false,
    vote: suggestions.find(({ no }) => no === ballot[who])?.id ?? null,
  }),

  ballot: ({ suggestions }) => ({
    ...{ round: ROUND, choices: suggestions.map(({ id }) => id) },
    ...{ isStanding: true, isOver: false },
  }),

  tallied(turns, tally) {
    if (tally.round === ROUND) keepTally(turns, turns.suggestions, tally);
  },

  remove(turns, who) {
    forgetVote(turns, who);
  },
};

function keptUntil(id: string, context: TurnContext): number {
  return (context.promptOf(id)?.at ?? context.now) + SUGGESTION_KEPT_MS;
}

/** One vote each, which can be moved; the same vote again takes it back. */
function upvote(turns: CuratedTurns, who: string, choice: string, context: TurnContext): Outcome {
  const suggestion = turns.suggestions.find(({ id }) => id === choice);
  if (suggestion === undefined) return refuse('no-such-choice');
  if (turns.ballot[who] !== suggestion.no) return castVote(turns, who, suggestion.no, context);
  forgetVote(turns, who);
  return ACCEPTED;
}

function choose(turns: CuratedTurns, who: string, id: string, context: TurnContext): Outcome {
  if (!directs(who, context)) return refuse('not-allowed');
  if (!turns.suggestions.some((suggestion) => suggestion.id === id)) {
    return refuse('no-such-choice');
  }
  turns.suggestions = turns.suggestions.filter((suggestion) => suggestion.id !== id);
  turns.chosen.push(id);
  return ACCEPTED;
}

/** Turns a suggestion down, or one that was chosen and has not been sent. */
function dismiss(turns: CuratedTurns, who: string, id: string, context: TurnContext): Outcome {
  if (!directs(who, context)) return refuse('not-allowed');
  const there = turns.chosen.includes(id) || turns.suggestions.some((other) => other.id === id);
  if (!there) return refuse('no-such-choice');
  context.settle(id, 'refused', 'dismissed');
  return ACCEPTED;
}
