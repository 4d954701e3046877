import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import { earliest } from './clock.js';
import {
  NO_VOTES,
  nextPrompt,
  placesOf,
  type ShownIn,
  type TurnContext,
  type TurnPolicy,
  waitingPromptsView,
} from './policy.js';
import { tooManyVotes } from './proposals.js';

interface OpenTurns {
  /** When each participant's last prompt came, as long as that matters. */
  prompted: Record<string, number>;
}

/** Anyone may prompt at any time, and then rests for a while. */
export const open: TurnPolicy<OpenTurns, ShownIn<'open'>> = {
  keepsWaiting: true,
  start: () => ({ prompted: {} }),

  act: () => refuse('wrong-mode'),

  submit(turns, who, context) {
    const until = restsUntil(turns, who, context);
    if (until > context.now) return refuse('cooling-down', { retryAt: until });
    const freeAt = addressRestsUntil(turns, who, context);
    if (freeAt !== null) return { ...tooManyVotes(context.rules), retryAt: freeAt };
    if (!context.newcomers.ok) return context.newcomers;
    const { maxQueue } = context.rules;
    if (context.waiting.length >= maxQueue) return refuse('queue-full', { limit: maxQueue });
    turns.prompted[who] = context.now;
    return ACCEPTED;
  },

  /** What the world would not do costs nobody the next try. */
  settled(turns, who, status) {
    if (status === 'refused') delete turns.prompted[who];
  },

  advance(turns, context) {
    for (const who of Object.keys(turns.prompted)) {
      if (restsUntil(turns, who, context) <= context.now) delete turns.prompted[who];
    }
  },

  next: (_turns, context) => nextPrompt(context),
  deadline: (turns, context) =>
    earliest(Object.keys(turns.prompted).map((who) => restsUntil(turns, who, context))),
  remembers: () => false,
  view: (_turns, context) => waitingPromptsView(context),

  standings(turns, context) {
    const places = placesOf(context.waiting, context);
    return (who) => {
      const until = restsUntil(turns, who, context);
      if (until > context.now) return places.get(who) ?? { state: 'cooling', until };
      return places.get(who) ?? { state: 'free' };
    };
  },

  votesOf: () => NO_VOTES,
};

function restsUntil(turns: OpenTurns, who: string, context: TurnContext): number {
  const at = turns.prompted[who];
  return at === undefined ? 0 : at + context.rules.cooldownSeconds * 1000;
}

/** Identities are easily made: until when one address has had as many prompts as it has votes. */
function addressRestsUntil(turns: OpenTurns, who: string, context: TurnContext): number | null {
  const { votesPerAddress } = context.rules;
  const address = context.addressOf(who);
  if (address === null || votesPerAddress === 0) return null;
  const resting = Object.keys(turns.prompted).filter(
    (other) => context.addressOf(other) === address,
  );
  if (resting.length < votesPerAddress) return null;
  return earliest(resting.map((other) => restsUntil(turns, other, context)));
}
