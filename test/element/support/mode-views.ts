import * as v from 'valibot';
import { sha256Hex } from '../../../party/turns/hash.js';
import { NOTHING_SHOWN, type PolicyView } from '../../../party/turns/policy.js';
import type { ClientView } from '../../../src/client/index.js';
import { drawText } from '../../../src/protocol/draw.js';
import { DEFAULT_RULES, type Rules } from '../../../src/protocol/rules.js';
import {
  type Choice,
  type DrawView,
  type RoundView,
  type Standing,
  type TurnsView,
  TurnsViewSchema,
  type You,
} from '../../../src/protocol/view.js';
import { FINCH, ME, NOW, OTTER, receipt, roomView, view, you } from './views.js';

/** What a room shows in each mode, and in each phase of those that have rounds. */

export const CHOICES: Choice[] = [
  { id: 'c-snow', by: OTTER.name, text: 'Snow begins to fall on the harbour', votes: 3 },
  { id: 'c-whale', by: FINCH.name, text: 'A whale surfaces between the boats', votes: 3 },
  {
    id: 'c-lanterns',
    by: ME.name,
    text: 'The lanterns let go of their poles one after the other and drift up into the sky, over the roofs and the masts',
    votes: 1,
  },
];
const NO_VOTES_YET = CHOICES.map((choice) => ({ ...choice, votes: 0 }));

const SEED = 'the seed of this round';
const LOTS = CHOICES.map(({ id }) => ({ id, lot: sha256Hex(drawText(SEED, id)) }));
/** What is drawn with that seed. */
export const DRAWN = LOTS.reduce((best, one) => (one.lot < best.lot ? one : best)).id;
const COMMITMENT = sha256Hex(SEED);
const ENTRIES = CHOICES.map(({ id }) => ({ id }));

export const ROUND: RoundView = {
  id: 'r1',
  phase: 'propose',
  clock: { endsAt: NOW + 9000 },
  choices: NO_VOTES_YET,
  more: 0,
  result: null,
};

export const RESULT: NonNullable<RoundView['result']> = {
  winner: 'c-snow',
  votes: 3,
  tieBreak: 'earliest',
  reason: null,
};

/** All that a mode may show of its turns; each scene has what its mode shows. */
type Parts = Required<PolicyView> & Pick<TurnsView, 'switching'>;

/** What the room would show: the schema leaves in what the mode shows, and nothing else. */
function turnsIn(mode: string, changes: Partial<Parts>): TurnsView {
  const parts = { ...NOTHING_SHOWN, switching: null, ...changes };
  const suggestions =
    mode === 'curated' && parts.round !== null
      ? { choices: parts.round.choices, more: parts.round.more }
      : {};
  const all = { ...parts, ...suggestions, mode };
  const parsed = v.safeParse(TurnsViewSchema, all);
  // A page may hear of a mode that has no name it could know.
  return parsed.success ? parsed.output : (all as TurnsView);
}

interface Changes {
  turns?: Partial<Parts>;
  rules?: Partial<Rules>;
  standing?: Standing;
  you?: Partial<You>;
  also?: Partial<ClientView>;
}

export function modeView(mode: TurnsView['mode'], changes: Changes = {}): ClientView {
  const rules: Rules = { ...DEFAULT_RULES, replay: 'no', turns: mode, ...changes.rules };
  return view({
    room: roomView({ rules, turns: turnsIn(mode, changes.turns ?? {}) }),
    you: you(changes.standing ?? { state: 'free' }, changes.you),
    ...changes.also,
  });
}

export function roundView(
  mode: TurnsView['mode'],
  round: Partial<DrawView>,
  changes: Changes = {},
): ClientView {
  return modeView(mode, {
    ...changes,
    turns: { round: { ...ROUND, fairness: null, ...round }, ...changes.turns },
  });
}

const MINE: Changes = {
  standing: { state: 'proposed', promptId: 'c-lanterns' },
  also: { receipts: [receipt({ id: 'c-lanterns' })] },
};
const NOT_NOW: Standing = { state: 'none' };
const VOTING: Partial<RoundView> = {
  phase: 'vote',
  clock: { endsAt: NOW + 14_000 },
  choices: CHOICES,
};
const DECIDED: Partial<RoundView> = {
  phase: 'result',
  clock: { endsAt: NOW + 3000 },
  choices: CHOICES,
  result: RESULT,
};
const TIED: Partial<RoundView> = {
  ...DECIDED,
  clock: { endsAt: NOW + 18_000 },
  result: { ...RESULT, winner: null, votes: 0, tieBreak: 'host' },
};

const HOLDER = { ...OTTER, phase: 'active' as const, clock: null, promptsLeft: 1 };
const ASKING = { waiting: 2, next: [FINCH, { id: 'p-wren', name: 'Swift Wren' }], contest: null };
const MY_BATON: Standing = {
  state: 'active',
  clock: null,
  idleClock: { endsAt: NOW + 14_000 },
  promptsLeft: 1,
  extensionsLeft: 0,
};
const CONTEST_CLOCK = { endsAt: NOW + 17_000 };
const SWITCHING: NonNullable<TurnsView['switching']> = [
  { to: 'vote', votes: 2, needed: 4 },
  { to: 'open', votes: 0, needed: 4 },
];

/** Every state of a mode that looks or reads differently, by name. */
export const MODE_SCENES: Readonly<Record<string, ClientView>> = {
  'vote: nothing yet': roundView('vote', { id: '', clock: null, choices: [] }),
  'vote: propose': roundView('vote', {}),
  'vote: proposed': roundView('vote', {}, MINE),
  'vote: ballot': roundView('vote', { ...VOTING, more: 2 }, { standing: NOT_NOW }),
  'vote: voted': roundView('vote', VOTING, {
    ...MINE,
    you: { vote: 'c-whale' },
    rules: { quorum: 5 },
  }),
  'vote: stands still': roundView(
    'vote',
    { ...VOTING, clock: { leftMs: 9000 } },
    { standing: NOT_NOW },
  ),
  'vote: result': roundView('vote', DECIDED),
  'vote: no quorum': roundView('vote', {
    ...DECIDED,
    result: { winner: null, votes: 0, tieBreak: 'none', reason: 'no-quorum' },
  }),
  'vote: tie for the host': roundView('vote', TIED, { standing: NOT_NOW }),
  'vote: tie, as host': roundView('vote', TIED, { standing: NOT_NOW, you: { role: 'host' } }),
  'raffle: propose': roundView('raffle', {
    fairness: { commitment: COMMITMENT, seed: null, entries: ENTRIES },
  }),
  'raffle: draw': roundView(
    'raffle',
    {
      phase: 'draw',
      clock: { endsAt: NOW + 2000 },
      fairness: { commitment: COMMITMENT, seed: null, entries: ENTRIES },
    },
    { standing: NOT_NOW },
  ),
  'raffle: result': roundView('raffle', {
    phase: 'result',
    clock: { endsAt: NOW + 3000 },
    result: { winner: DRAWN, votes: 0, tieBreak: 'none', reason: null },
    fairness: { commitment: COMMITMENT, seed: SEED, entries: ENTRIES },
  }),
  'raffle: nothing drawn': roundView('raffle', {
    phase: 'result',
    choices: [],
    result: { winner: null, votes: 0, tieBreak: 'none', reason: 'no-quorum' },
    fairness: { commitment: COMMITMENT, seed: SEED, entries: [] },
  }),
  'curated: nothing yet': roundView('curated', { id: 'curated', clock: null, choices: [] }),
  'curated: suggestions': roundView(
    'curated',
    { id: 'curated', clock: null, choices: CHOICES },
    { ...MINE, you: { vote: 'c-snow' }, turns: { waiting: 2 } },
  ),
  'curated: as moderator': roundView(
    'curated',
    { id: 'curated', clock: null, choices: CHOICES },
    { you: { role: 'moderator' } },
  ),
  'curated: chosen': roundView(
    'curated',
    { id: 'curated', clock: null, choices: CHOICES.slice(0, 2) },
    {
      standing: { state: 'waiting', place: 1, expectedAt: null },
      turns: { waiting: 1 },
      also: { receipts: [receipt({ id: 'c-lanterns' })] },
    },
  ),
  'baton: free': modeView('baton', { turns: { asking: { ...ASKING, waiting: 0, next: [] } } }),
  'baton: held': modeView('baton', {
    standing: NOT_NOW,
    turns: {
      holder: HOLDER,
      asking: ASKING,
      last: { ...FINCH, reason: 'skipped-by-vote', at: NOW },
    },
  }),
  'baton: asking': modeView('baton', {
    standing: { state: 'asking', place: 3 },
    turns: { holder: HOLDER, asking: { ...ASKING, waiting: 3, next: [...ASKING.next, ME] } },
  }),
  'baton: contested by another': modeView('baton', {
    standing: NOT_NOW,
    turns: {
      holder: { ...HOLDER, clock: CONTEST_CLOCK },
      asking: { ...ASKING, contest: { by: FINCH, clock: CONTEST_CLOCK } },
    },
  }),
  'baton: contested by me': modeView('baton', {
    standing: { state: 'asking', place: 1 },
    turns: {
      holder: { ...HOLDER, clock: CONTEST_CLOCK },
      asking: { waiting: 1, next: [ME], contest: { by: ME, clock: CONTEST_CLOCK } },
    },
  }),
  'baton: mine': modeView('baton', {
    standing: MY_BATON,
    turns: { holder: { ...HOLDER, ...ME }, asking: ASKING },
  }),
  'baton: mine, nobody asks': modeView('baton', {
    standing: MY_BATON,
    turns: { holder: { ...HOLDER, ...ME }, asking: { ...ASKING, waiting: 0, next: [] } },
  }),
  'baton: mine, contested': modeView('baton', {
    standing: { ...MY_BATON, clock: CONTEST_CLOCK },
    turns: {
      holder: { ...HOLDER, ...ME, clock: CONTEST_CLOCK },
      asking: { ...ASKING, contest: { by: FINCH, clock: CONTEST_CLOCK } },
    },
  }),
  'open: free': modeView('open', { turns: { waiting: 2 } }),
  'open: cooling': modeView('open', { standing: { state: 'cooling', until: NOW + 22_000 } }),
  'open: sent': modeView('open', {
    standing: { state: 'waiting', place: 2, expectedAt: null },
    turns: { waiting: 3 },
    also: { receipts: [receipt()] },
  }),
  'stage: audience': modeView('stage', {
    standing: { state: 'watching', reason: 'stage-only' },
    turns: { waiting: 1 },
  }),
  'stage: as host': modeView('stage', { you: { role: 'host' } }),
  'queue: switchable': modeView('queue', {
    standing: NOT_NOW,
    turns: { switching: SWITCHING },
  }),
  'vote: switchable': roundView('vote', VOTING, {
    standing: NOT_NOW,
    turns: { switching: [{ to: 'queue', votes: 0, needed: 2 }] },
  }),
  // A site may have modes of its own, which the protocol of this version does not name yet.
  'unknown: line': modeView('house-rules', {
    standing: NOT_NOW,
    turns: { holder: { ...HOLDER, clock: { endsAt: NOW + 9000 } }, next: [FINCH], waiting: 1 },
  }),
  'unknown: round': roundView('constructor', VOTING, {
    standing: { state: 'cooling', until: NOW + 5000 },
    turns: { holder: HOLDER, next: [FINCH], waiting: 1 },
  }),
  'unknown: round only': roundView('house-rules', VOTING),
  'unknown: countdown': modeView('house-rules', {
    turns: { waiting: 2, countdown: { clock: { endsAt: NOW + 7000 }, seconds: 10 } },
  }),
};
