import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { switchableModes } from '../../src/protocol/rules.js';
import type { TurnsView } from '../../src/protocol/view.js';
import { countedVoters, tooManyVotes } from '../turns/per-address.js';
import { changeRules } from './mode.js';
import type { RoomState } from './state.js';
import { asItIs, type Step } from './step-context.js';

/** The crowd changes the way of taking turns, where the rules let it. */

/** However few are here, one alone is no crowd. */
const FEWEST = 2;

/** One vote per identity; a vote for the present mode takes it back. */
export function switchVote({ state, policies }: Step, who: string, mode: string): Outcome {
  const { votes } = state.switching;
  const { values } = state.rules;
  if (!policies.has(mode)) return refuse('unknown-mode');
  if (mode === values.turns) delete votes[who];
  else if (!switchableModes(values).includes(mode)) return refuse('not-switchable');
  else {
    const voters = Object.keys(votes);
    const withThis = voters.includes(who) ? voters : [...voters, who];
    if (!countedNow(state, withThis).includes(who)) return tooManyVotes(values);
    votes[who] = mode;
  }
  return ACCEPTED;
}

/** Changes the mode when enough of those present agree; true if it did. */
export function advanceSwitching(step: Step): boolean {
  const { state } = step;
  if (Object.keys(state.switching.votes).length === 0) return false;
  const agreed = switchingView(step)?.find(({ votes, needed }) => votes >= needed);
  if (agreed === undefined) return false;
  return changeRules(step, { turns: agreed.to }).ok;
}

/** What the crowd may change to, and how many of those present want it; null for nothing. */
export function switchingView({ state, policies }: Pick<Step, 'state' | 'policies'>) {
  const { switching, rules, audience } = state;
  const modes = switchableModes(rules.values).filter(
    (mode) => mode !== rules.values.turns && policies.has(mode),
  );
  if (modes.length === 0) return null;
  const needed = Math.max(FEWEST, Math.ceil(rules.values.switchShare * audience.present));
  const votes = asItIs(switching.votes);
  const counts = new Map<string, number>();
  for (const who of countedNow(state, Object.keys(votes))) {
    const mode = votes[who];
    if (mode !== undefined) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  }
  return modes.map((to) => ({
    to,
    votes: counts.get(to) ?? 0,
    needed,
  })) satisfies TurnsView['switching'];
}

/** Of these voters those whose vote counts: who is here, and so many from one address. */
function countedNow({ participants, rules }: RoomState, voters: readonly string[]) {
  if (voters.length === 0) return [];
  const known = asItIs(participants);
  const present = voters.filter((who) => known[who]?.awayAt === null);
  return countedVoters(present, (who) => known[who]?.address ?? null, rules.values);
}
