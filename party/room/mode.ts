import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import {
  DEFAULT_RULES,
  isFromPage,
  isInPageRange,
  type RuleSetter,
  type Rules,
  type RulesPatch,
  switchableModes,
  type TurnMode,
} from '../../src/protocol/rules.js';
import type { TurnsView } from '../../src/protocol/view.js';
import type { Policies } from '../turns/policies.js';
import type { TurnContext } from '../turns/policy.js';
import { countedVoters, tooManyVotes } from '../turns/proposals.js';
import { auditRoom } from './moderation/audit.js';
import { personOf } from './people/known.js';
import { contentRefusal } from './prompts/gate.js';
import { findPrompt } from './prompts/prompts.js';
import { answer, log, original, type RoomState, type Step, snapshot } from './state.js';
import { cleanText, isReadable } from './text/visible.js';
import { deadEntries } from './text/word-list.js';
import { policyOf, turnContext, turnsNow } from './turns.js';

/** What a room does when it cannot do what it was asked to. */
const FALLBACK = 'queue' satisfies TurnMode;

/** A host changes rules while the room goes on, but not those that the environment fixes. */
export function changeRules(step: Step, patch: RulesPatch): Outcome {
  const { rules } = step.state;
  const isFixed = ([name, value]: [string, unknown]) =>
    name in rules.fixed && rules.values[name as keyof Rules] !== value;
  if (Object.entries(patch).some(isFixed)) return refuse('rule-fixed');
  const [why] = unusableRules(step, patch).values();
  if (why !== undefined) return refuse(why);
  const outcome = applyRules(step, patch);
  if (outcome.ok) Object.assign(rules, { adopted: true, fromPage: false });
  return outcome;
}

/** Makes the rules what they are in a new room, in which the next embed may set them. */
export function resetRules(step: Step): Outcome {
  const { rules } = step.state;
  const outcome = applyRules(step, { ...DEFAULT_RULES, ...rules.fixed });
  const before = pick(DEFAULT_RULES, rules.fixed);
  if (outcome.ok) Object.assign(rules, { adopted: false, fromPage: false, before });
  return outcome;
}

/**
 * Fixes the rules that the environment names, whatever is stored, no matter who set it; those that it no
 * longer names are again what they were. Its modes are known: the server has checked that.
 */
export function fixRules(step: Step, fixed: RulesPatch): void {
  const { rules } = step.state;
  if (JSON.stringify(rules.fixed) === JSON.stringify(fixed)) return;
  const own = { ...rules.values, ...rules.before };
  if (!step.policies.has(own.turns)) own.turns = FALLBACK;
  const before = pick(own, fixed);
  applyRules(step, { ...own, ...fixed });
  Object.assign(rules, { fixed, before });
  log(step, 'rules-fixed', { rules: Object.keys(fixed) });
}

/** As many of the rules as `names` has. */
function pick(rules: Rules, names: RulesPatch): RulesPatch {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => name in names));
}

/** Changes rules while the room goes on. A new way of taking turns begins afresh. */
function applyRules(step: Step, patch: RulesPatch): Outcome {
  const { state, now, policies } = step;
  const before = state.rules.values.turns;
  const { turns = before } = patch;
  const policy = policies.get(turns);
  if (policy === undefined || unknownRules(policies, patch).length > 0) {
    return refuse('unknown-mode');
  }
  const from = policyOf(step);
  const { holder } = turnsNow(step);
  Object.assign(state.rules.values, withCleanTexts(patch));
  if (turns === before) return ACCEPTED;
  state.turns = policy.start();
  state.switching = {
    votes: {},
    ended: holder && { id: holder.id, name: holder.name, reason: 'mode-changed', at: now },
  };
  carryOver(step, from.keepsWaiting, 'mode-changed');
  return ACCEPTED;
}

/** With the texts that the room shows or performs in its own name cleaned, as all that others read. */
function withCleanTexts(patch: RulesPatch): RulesPatch {
  const cleaned = { ...patch };
  for (const name of OWN_TEXTS) {
    const text = cleaned[name];
    if (text !== undefined) cleaned[name] = cleanText(text);
  }
  return cleaned;
}

const OWN_TEXTS = ['opening', 'safePrompt'] as const;

/** Those of some rules that cannot be followed, and why. */
function unusableRules(step: Step, patch: RulesPatch): Map<keyof RulesPatch, Reason> {
  const { policies, state } = step;
  const rules = { ...state.rules.values, ...patch };
  const unusable = new Map<keyof RulesPatch, Reason>();
  for (const name of unknownRules(policies, patch)) unusable.set(name, 'unknown-mode');
  if (deadEntries(patch.blockedWords ?? '').length > 0) {
    unusable.set('blockedWords', 'unmatchable-word');
  }
  for (const name of OWN_TEXTS) {
    if (patch[name] === undefined) continue;
    const text = cleanText(patch[name]);
    const why = isReadable(text) ? contentRefusal(text, rules)?.reason : 'empty';
    if (why !== undefined) unusable.set(name, why);
  }
  return unusable;
}

/** Those of some rules that name a mode which this room server does not have. */
function unknownRules(policies: Policies, patch: RulesPatch): readonly (keyof RulesPatch)[] {
  const { turns, switchable = '' } = patch;
  const unknown: (keyof RulesPatch)[] = [];
  if (turns !== undefined && !policies.has(turns)) unknown.push('turns');
  if (!switchableModes({ switchable }).every((mode) => policies.has(mode))) {
    unknown.push('switchable');
  }
  return unknown;
}

/**
 * A room whose mode is gone, with another version of its server or because its policy is broken,
 * goes on with visitors lining up. What waits is kept if it can be: nobody decided against it.
 */
export function ensureMode(step: Step): void {
  const { state, policies } = step;
  const { turns } = state.rules.values;
  for (const [who, mode] of Object.entries(original(state.switching.votes))) {
    if (!policies.has(mode)) delete state.switching.votes[who];
  }
  if (policies.has(turns)) return;
  log(step, 'mode-gone', { mode: turns });
  auditRoom(step, 'mode-gone', turns);
  state.rules.values.turns = FALLBACK;
  beginTurns(step);
}

/** Begins the turns of the present mode, with what waits. */
export function beginTurns(step: Step): void {
  const { state } = step;
  state.turns = policyOf(step).start();
  state.switching = { votes: {}, ended: null };
  carryOver(step, true, 'mode-broken');
}

/**
 * Whatever waits is sent again, as it were, to the new mode, where both modes let prompts wait one
 * by one and the new one takes it; all else expires. What is on its way to the world arrives.
 */
function carryOver(step: Step, keepsWaiting: boolean, why: Reason): void {
  const { state } = step;
  const policy = policyOf(step);
  const context = turnContext(step);
  const carried: string[] = [];
  const carriedOf = new Map<string, readonly string[]>();
  for (const id of context.waiting) {
    const prompt = findPrompt(state, id);
    if (prompt === null) continue;
    const taken =
      keepsWaiting && policy.keepsWaiting
        ? policy.submit(state.turns, prompt.by, asIfOnly(context, carried, carriedOf), id)
        : refuse(why);
    if (taken.ok) {
      carried.push(id);
      carriedOf.set(prompt.by, [...(carriedOf.get(prompt.by) ?? []), id]);
    } else context.settle(id, 'expired', why);
  }
}

/** The room as if nothing waited but what has been carried over so far. */
function asIfOnly(
  context: TurnContext,
  carried: readonly string[],
  carriedOf: ReadonlyMap<string, readonly string[]>,
): TurnContext {
  return {
    ...context,
    newcomers: ACCEPTED,
    waiting: carried,
    waitingOf: (who) => carriedOf.get(who) ?? [],
  };
}

/** The crowd changes the way of taking turns, where the rules let it. */

/** However few are here, one alone is no crowd. */
const FEWEST = 2;

/** One vote per identity; a vote for the present mode takes it back. */
export function switchVote({ state, policies }: Step, who: string, mode: string): Outcome {
  const { votes } = state.switching;
  const { values, fixed } = state.rules;
  if (!policies.has(mode)) return refuse('unknown-mode');
  if (mode === values.turns) delete votes[who];
  else if ('turns' in fixed || !switchableModes(values).includes(mode)) {
    return refuse('not-switchable');
  } else {
    const voters = Object.keys(votes);
    const withThis = voters.includes(who) ? voters : [...voters, who];
    if (!countedNow(state, withThis).includes(who)) return tooManyVotes(values);
    votes[who] = mode;
  }
  return ACCEPTED;
}

/** Changes the mode when enough of those present agree. */
export function switchingTick(step: Step): number | null {
  const { state, now } = step;
  if (Object.keys(state.switching.votes).length === 0) return null;
  const agreed = switchingView(step)?.find(({ votes, needed }) => votes >= needed);
  if (agreed === undefined) return null;
  applyRules(step, { turns: agreed.to });
  // The crowd is no owner: an embed that may set all rules still does.
  if (!state.rules.adopted) Object.assign(state.rules, { adopted: true, fromPage: true });
  return now;
}

/** What the crowd may change to, and how many of those present want it; null for nothing. */
export function switchingView({ state, policies }: Pick<Step, 'state' | 'policies'>) {
  const { switching, rules, audience } = state;
  if ('turns' in rules.fixed) return null;
  const modes = switchableModes(rules.values).filter(
    (mode) => mode !== rules.values.turns && policies.has(mode),
  );
  if (modes.length === 0) return null;
  const votes = snapshot(switching.votes);
  const isAsked = Object.keys(votes).length > 0;
  const present = isAsked ? watchingNow(state) : audience.watching;
  const needed = Math.max(FEWEST, Math.ceil(rules.values.switchShare * present));
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

/**
 * How many people watch at this instant. The count that the room was told may be a second old: while a
 * crowd comes back, those who voted before would be enough. Looks at all connections, but only while
 * somebody wants another mode.
 */
function watchingNow({ connections, audience }: RoomState): number {
  // Those in audience parties have no connection here; they are there for as long as their party counts.
  if ((audience.tallying ?? []).length > 0) return audience.watching;
  const watching = Object.values(snapshot(connections)).filter((one) => one.watching);
  return new Set(watching.map(({ who }) => who)).size;
}

/** Of these voters those whose vote counts: who is here, and so many from one address. */
function countedNow(state: RoomState, voters: readonly string[]) {
  if (voters.length === 0) return [];
  const present = voters.filter((who) => personOf(state, who)?.awayAt === null);
  const addressOf = (who: string) => personOf(state, who)?.address ?? null;
  return countedVoters(present, addressOf, state.rules.values);
}

/**
 * Rules in HTML are a proposal: the first embed that may set them sets them, and from then on the
 * room's own rules stand. A page that nobody signed for sets only some (`mayPageSet`), and makes way
 * for an embed whose token may set all. What cannot be followed, such as a mode that
 * the room does not have, is left out, and named.
 * Returns the names of the rules that the room does not follow.
 */
export function adoptRules(
  step: Step,
  connection: string,
  wanted: RulesPatch | null,
  setter: RuleSetter | null,
): string[] {
  const asked = Object.entries(withCleanTexts(wanted ?? {}));
  const { rules } = step.state;
  const isFree = !rules.adopted || (rules.fromPage && setter === 'owner');
  if (setter !== null && isFree && wanted !== null && asked.length > 0) {
    const unusable = unusableRules(step, wanted);
    for (const why of new Set(unusable.values())) answer(step, connection, null, refuse(why));
    const taken = asked.filter(
      ([name, value]) =>
        !unusable.has(name as keyof Rules) &&
        !(name in rules.fixed) &&
        (setter === 'owner' || mayPageSet(name as keyof Rules, value)),
    );
    if (taken.length > 0) {
      applyRules(step, Object.fromEntries(taken));
      Object.assign(rules, { adopted: true, fromPage: setter === 'page' });
    }
  }
  return asked.flatMap(([name, value]) =>
    rules.values[name as keyof Rules] === value ? [] : name,
  );
}

function mayPageSet(name: keyof Rules, value: unknown): boolean {
  return isFromPage(name, value) && isInPageRange(name, value);
}
