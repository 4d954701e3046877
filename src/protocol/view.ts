import * as v from 'valibot';
import { ReactionSumsSchema } from './reactions.js';
import { ReasonSchema, ReceiptSchema } from './reasons.js';
import { ModeNameSchema, ShownRulesSchema, type TurnMode } from './rules.js';

/**
 * What a visitor may see. All instants are room time in ms since 1970; `welcome` and every change
 * carry the room's `now`, so that a page with a wrong clock still counts down correctly.
 */

/** A person as others see them. */
export const PersonSchema = v.object({ id: v.string(), name: v.string() });
export type Person = v.InferOutput<typeof PersonSchema>;

/** A countdown: it runs towards an instant, or stands still while the world cannot listen. */
const ClockSchema = v.union([v.object({ endsAt: v.number() }), v.object({ leftMs: v.number() })]);
export type Clock = v.InferOutput<typeof ClockSchema>;

const webAddress = v.pipe(v.string(), v.maxLength(2000), v.regex(/^https?:\/\//));

/** Where a stream can be watched. The token is for admitted viewers; never log it. */
export const WatchSchema = v.object({
  webrtcUrl: webAddress,
  hlsUrl: v.nullable(webAddress),
  token: v.pipe(v.string(), v.maxLength(4000)),
});
export type Watch = v.InferOutput<typeof WatchSchema>;

/** The stream to be watched. */
const stream = {
  streamId: v.string(),
  startedAt: v.number(),
  watch: WatchSchema,
  /** The broadcast has to close then, and why; said a minute ahead. */
  lastCall: v.nullable(v.object({ at: v.number(), reason: ReasonSchema })),
};

/** What has a name that only a later version knows, read as something that is known. */
function later<const Key extends string, Known>(
  key: Key,
  options: readonly { readonly entries: object }[],
  known: () => Known,
) {
  const names = options.map(({ entries }) => Object(entries)[key].literal);
  const name = v.pipe(
    v.string(),
    v.check((text) => !names.includes(text)),
  );
  return v.pipe(v.object({ [key]: name } as Record<Key, typeof name>), v.transform(known));
}

const PhasesSchema = v.variant('phase', [
  v.object({
    phase: v.literal('dark'),
    reason: v.nullable(ReasonSchema),
    /** When it opens by itself, if that is known. */
    until: v.nullable(v.number()),
  }),
  v.object({
    phase: v.literal('opening'),
    since: v.number(),
    attempt: v.number(),
    /** What it waits for, where it takes longer than usual. */
    reason: v.nullable(ReasonSchema),
    /** Its conductor was lost, and it may play on: it is to be watched until the next one is there. */
    before: v.optional(v.nullable(v.object({ streamId: v.string(), watch: WatchSchema })), null),
  }),
  v.object({
    phase: v.literal('live'),
    ...stream,
    /** Those who watch the stream before it join this one at a moment drawn from so long (ms). */
    spreadMs: v.optional(v.number()),
  }),
  /** The next stream is coming; the world takes no prompts for a moment, and clocks stand still. */
  v.object({
    phase: v.literal('renewing'),
    ...stream,
    /** The old stream is over: its last frame stands until about `expectedAt`. */
    held: v.boolean(),
    expectedAt: v.number(),
  }),
  v.object({ phase: v.literal('closing'), since: v.number() }),
  v.object({
    phase: v.literal('failed'),
    reason: ReasonSchema,
    retryAt: v.nullable(v.number()),
  }),
]);
export type LifeView = v.InferOutput<typeof PhasesSchema>;

/** The broadcast's life; in a phase that only a later version knows, there is nothing to be seen. */
export const LifeViewSchema = v.variant('phase', [
  ...PhasesSchema.options,
  later('phase', PhasesSchema.options, (): LifeView => {
    return { phase: 'dark', reason: 'wrong-version', until: null };
  }),
]);

/** Who has the turn: it was offered and must be claimed, or it is being used. */
const HolderViewSchema = v.object({
  ...PersonSchema.entries,
  phase: v.picklist(['offered', 'active']),
  /** Null where a turn has no end of its own. */
  clock: v.nullable(ClockSchema),
  promptsLeft: v.number(),
});
export type HolderView = v.InferOutput<typeof HolderViewSchema>;

/** Something proposed: what can be voted for, drawn or chosen. */
const ChoiceSchema = v.object({
  /** The prompt's id. */
  id: v.string(),
  /** Its author's name. */
  by: v.string(),
  /** Shortened where it is long. */
  text: v.string(),
  votes: v.number(),
});
export type Choice = v.InferOutput<typeof ChoiceSchema>;

/** A round of proposals, up to what became of it. */
const ROUND = {
  /** Said with every vote, so that a late one cannot count for the next round. */
  id: v.string(),
  phase: v.picklist(['propose', 'vote', 'draw', 'result']),
  /** When the phase ends; null while it waits for somebody. */
  clock: v.nullable(ClockSchema),
  choices: v.array(ChoiceSchema),
  /** How many more there are than are shown. */
  more: v.number(),
  result: v.nullable(
    v.object({
      /** The choice that runs; null for none, or as long as a host has to decide. */
      winner: v.nullable(v.string()),
      /** The winner's votes. */
      votes: v.number(),
      tieBreak: v.picklist(['none', 'earliest', 'random', 'runoff', 'host']),
      /** Why nothing won. */
      reason: v.nullable(ReasonSchema),
    }),
  ),
};
const RoundViewSchema = v.object(ROUND);
export type RoundView = v.InferOutput<typeof RoundViewSchema>;

/** A round that ends with a draw, and what makes the draw checkable. */
const DrawViewSchema = v.object({
  ...ROUND,
  /** The seed's hash before the draw, the seed after it; null while there are no entries. */
  fairness: v.nullable(
    v.object({
      commitment: v.string(),
      seed: v.nullable(v.string()),
      /** What was drawn from; complete once the seed is known. */
      entries: v.array(v.object({ id: v.string() })),
    }),
  ),
});
export type DrawView = v.InferOutput<typeof DrawViewSchema>;

/** Who would like the baton, and who is about to take it. */
const AskingViewSchema = v.object({
  waiting: v.number(),
  /** The next few, who asked first first. */
  next: v.array(PersonSchema),
  contest: v.nullable(v.object({ by: PersonSchema, clock: ClockSchema })),
});

/** What a room may show of its turns. Every mode shows some of it; nothing grows with the queue. */
const PARTS = {
  holder: v.nullable(HolderViewSchema),
  /** The next few, first one first. */
  next: v.array(PersonSchema),
  /** How many wait in all: people, or prompts where nobody waits in person. */
  waiting: v.number(),
  /** What everybody waits for together, and how long that takes in all. */
  countdown: v.nullable(v.object({ clock: ClockSchema, seconds: v.number() })),
  /**
   * What somebody who joined the queue now would wait: until the present turn should be over, and
   * then `lineMs` for those ahead. It does not change while nothing happens; null while the clocks
   * stand still.
   */
  forecast: v.nullable(v.object({ turnEndsAt: v.nullable(v.number()), lineMs: v.number() })),
  /** The crowd's wish to skip the holder. */
  skip: v.nullable(v.object({ votes: v.number(), needed: v.number(), openAt: v.number() })),
  round: v.nullable(DrawViewSchema),
  asking: v.nullable(AskingViewSchema),
};

/** What a room shows in every mode. */
const ALWAYS = {
  /** How the turn before ended, so that nobody wonders. */
  last: v.nullable(v.object({ ...PersonSchema.entries, reason: ReasonSchema, at: v.number() })),
  /** The modes that the crowd may change to, with the votes of those present. */
  switching: v.nullable(
    v.array(v.object({ to: ModeNameSchema, votes: v.number(), needed: v.number() })),
  ),
};

const shown = <const Mode extends TurnMode, const Entries extends v.ObjectEntries>(
  mode: Mode,
  entries: Entries,
) => v.object({ mode: v.literal(mode), ...ALWAYS, ...entries });

const { holder, next, waiting, forecast, skip } = PARTS;

/**
 * What each mode shows. A mode with fields of its own has a display of its own in the element; one
 * that shows `PARTS` is drawn from those, as the modes of a site's own are.
 */
const SHOWN = {
  queue: shown('queue', { holder, next, waiting, forecast, skip }),
  open: shown('open', { waiting }),
  vote: shown('vote', { round: RoundViewSchema }),
  raffle: shown('raffle', { round: DrawViewSchema }),
  curated: shown('curated', { choices: ROUND.choices, more: ROUND.more, waiting }),
  baton: shown('baton', { holder, asking: AskingViewSchema }),
  stage: shown('stage', { waiting }),
} satisfies { readonly [Mode in TurnMode]: v.GenericSchema<unknown, { mode: Mode }> };

/** The turns in a mode that a site has added to its room server. */
export const OwnTurnsSchema = v.object({
  mode: v.pipe(
    ModeNameSchema,
    v.check((name) => !Object.hasOwn(SHOWN, name)),
  ),
  ...ALWAYS,
  ...PARTS,
});
export type OwnTurnsView = v.InferOutput<typeof OwnTurnsSchema>;

/** The turns as everybody sees them: each mode has its own fields. */
export const TurnsViewSchema = v.variant('mode', [...Object.values(SHOWN), OwnTurnsSchema]);
export type TurnsView = v.InferOutput<typeof TurnsViewSchema>;

/** What a room shows in one of the package's modes. */
export type TurnsOf<Mode extends TurnMode> = v.InferOutput<(typeof SHOWN)[Mode]>;

/** The modes that show something of their own, which only they know how to draw. */
export type DrawnMode = {
  [Mode in TurnMode]: TurnsOf<Mode> extends Omit<OwnTurnsView, 'mode'> ? never : Mode;
}[TurnMode];

/** Who has the turn; null where nobody has, or nobody can. */
export function holderOf(turns: TurnsView): HolderView | null {
  return 'holder' in turns ? turns.holder : null;
}

/** The round that a vote has to name; null where nobody votes: a draw has proposals, and no votes. */
export function votingIn(turns: TurnsView): string | null {
  if ('round' in turns) {
    const isDraw =
      turns.round !== null && 'fairness' in turns.round && turns.round.fairness !== null;
    return isDraw ? null : (turns.round?.id ?? null);
  }
  return 'choices' in turns ? turns.mode : null;
}

/** One change of the world, for the transcript. */
const ChangeSchema = v.object({
  id: v.string(),
  /** The participant's id; changes from before rooms kept it have none. */
  by: v.optional(v.string()),
  name: v.string(),
  text: v.string(),
  appliedText: v.string(),
  /** What an author took back with it: their own change, shortened where it is long. */
  takesBack: v.optional(v.string()),
  at: v.number(),
  /** What was thought of it, once the next one is on screen; until then it is in the section `reactions`. */
  reactions: v.optional(ReactionSumsSchema),
});
export type Change = v.InferOutput<typeof ChangeSchema>;

/** Until when something is closed, 0 being until somebody opens it, and why. */
const LockSchema = v.nullable(v.object({ until: v.number(), why: v.string() }));

/** Everything public about a room, in sections: a delta replaces whole sections. */
export const RoomViewSchema = v.object({
  rules: ShownRulesSchema,
  life: LifeViewSchema,
  turns: TurnsViewSchema,
  audience: v.object({ watching: v.number() }),
  /** The ids of those who type now, of the people whom the turns show; at most one change a second. */
  typing: v.optional(v.array(v.string()), []),
  /** The prompt on its way to the world. */
  performing: v.nullable(
    v.object({
      ...PersonSchema.entries,
      text: v.string(),
      /** What its author takes back with it. */
      takesBack: v.optional(v.string()),
    }),
  ),
  /** What changed the world so far, newest last. */
  changes: v.array(ChangeSchema),
  /**
   * What is thought of the change on screen, summed up once a second; `of` is its id, null before the first
   * one. Apart from the changes, so that a second of applause is a message of some hundred bytes.
   */
  reactions: v.optional(v.object({ of: v.nullable(v.string()), sums: ReactionSumsSchema }), {
    of: null,
    sums: {},
  }),
  /** What is closed at the moment. */
  locks: v.object({ prompts: LockSchema, queue: LockSchema, joins: LockSchema }),
  /** Whether the rules want a moderator here and none is: prompts wait until one is. */
  unattended: v.boolean(),
  /** A moderator's word to everybody. */
  announcement: v.nullable(v.object({ text: v.string(), at: v.number() })),
  /** What moderators did last, newest last; of what concerns one person neither who nor why. */
  moderation: v.array(
    v.object({
      no: v.number(),
      at: v.number(),
      act: v.string(),
      /** What was locked or unlocked. */
      what: v.nullable(v.string()),
      why: v.string(),
    }),
  ),
});
export type RoomView = v.InferOutput<typeof RoomViewSchema>;

const StatesSchema = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({ state: v.literal('waiting'), place: v.number(), expectedAt: v.nullable(v.number()) }),
  v.object({ state: v.literal('offered'), clock: ClockSchema }),
  v.object({
    state: v.literal('active'),
    clock: v.nullable(ClockSchema),
    idleClock: v.nullable(ClockSchema),
    promptsLeft: v.number(),
    extensionsLeft: v.number(),
  }),
  /** May prompt now, without a turn. */
  v.object({ state: v.literal('free') }),
  /** May prompt again then. */
  v.object({ state: v.literal('cooling'), until: v.number() }),
  /** Has a proposal in the round. */
  v.object({ state: v.literal('proposed'), promptId: v.string() }),
  /** Asks for the baton. */
  v.object({ state: v.literal('asking'), place: v.number() }),
  /** May watch and not prompt. */
  v.object({ state: v.literal('watching'), reason: ReasonSchema }),
]);
export type Standing = v.InferOutput<typeof StatesSchema>;

/** A visitor's own standing in the turns; one that only a later version knows is a watcher's. */
export const StandingSchema = v.variant('state', [
  ...StatesSchema.options,
  later('state', StatesSchema.options, (): Standing => ({ state: 'none' })),
]);

/** Whether somebody waits for a turn in person, or has it. */
export function isInLine(standing: Standing | undefined): boolean {
  return standing !== undefined && IN_LINE.has(standing.state);
}

const IN_LINE: ReadonlySet<Standing['state']> = new Set(['waiting', 'asking', 'offered', 'active']);

export const ROLES = ['viewer', 'prompter', 'moderator', 'host'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that an invitation can give. */
export const INVITED_ROLES = ['prompter', 'moderator'] as const satisfies readonly Role[];

/** What the room tells one visitor about themselves alone. */
export const YouSchema = v.object({
  ...PersonSchema.entries,
  role: v.fallback(v.picklist(ROLES), 'viewer'),
  standing: StandingSchema,
  /** Whether this visitor may ask for a skip now and has done so. */
  skipVoted: v.boolean(),
  /** The choice that this visitor votes for. */
  vote: v.nullable(v.string()),
  /** May not prompt until then, 0 being until a moderator says otherwise, and why. */
  muted: v.nullable(v.object({ until: v.number(), why: v.string() })),
});
export type You = v.InferOutput<typeof YouSchema>;

/** The whole of it: what every (re)connect begins with. */
export const SnapshotSchema = v.object({
  room: RoomViewSchema,
  you: YouSchema,
  receipts: v.array(ReceiptSchema),
});

/** Whether somebody directs and moderates here, rather than being one of the crowd. */
export function isStaff(role: Role | undefined): role is 'moderator' | 'host' {
  return role === 'moderator' || role === 'host';
}
