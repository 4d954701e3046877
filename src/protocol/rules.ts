import * as v from 'valibot';
import { PROMPT_LENGTH_CEILING } from './limits.js';
import { DEFAULT_REACTIONS, isReactionsRule, nearestReactionsRule } from './reactions.js';

/**
 * Of whom a rule is taken. `page`: also of the first page of an allowed origin, which anybody can
 * forge; it decides the pace and the shape, within `PAGE_RANGES`, and whatever it is set to, all who
 * come get their turn.
 * `owner`: of `ROOM_RULES`, of a host, or of an embed whose token may set rules, because it can lock
 * others out, speak for the room, weaken moderation, or cost the account.
 */
export type RuleSetter = 'page' | 'owner';

/** A numeric rule: its default and the range it may be set to. Seconds unless said otherwise. */
interface Knob {
  readonly from: RuleSetter;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Fractions allowed (shares); everything else is a whole number. */
  readonly fraction?: true;
}

/**
 * Every numeric rule of a room. In HTML the same words in kebab case: `turnSeconds` is
 * `turn-seconds`. A value outside its range is refused, never bent.
 */
export const KNOBS = {
  /** How long a turn lasts once claimed. */
  turnSeconds: { from: 'page', default: 30, min: 5, max: 600 },
  /** Prompts that a turn may bring to the world. */
  promptsPerTurn: { from: 'page', default: 1, min: 1, max: 10 },
  /** How long the next in line has to take the turn. */
  claimSeconds: { from: 'page', default: 8, min: 2, max: 60 },
  /** The same while their page is in the background; less than `claimSeconds` counts as that. */
  claimAwaySeconds: { from: 'page', default: 20, min: 0, max: 120 },
  /** A holder who neither types nor prompts loses the turn after this; 0 switches it off. */
  idleSeconds: { from: 'page', default: 15, min: 0, max: 600 },
  /** How often a holder may ask for more time in one turn (a count). */
  extensions: { from: 'page', default: 1, min: 0, max: 10 },
  /** How much each of those adds. */
  extensionSeconds: { from: 'page', default: 15, min: 5, max: 120 },
  /** How long a dropped holder keeps the turn, over all drops of a turn together. */
  graceSeconds: { from: 'page', default: 20, min: 0, max: 120 },
  /** How long a dropped visitor keeps the place in line. */
  keepSeconds: { from: 'page', default: 600, min: 0, max: 3600 },
  /** How many may wait (people). One place locks the others out. */
  maxQueue: { from: 'owner', default: 50, min: 1, max: 1000 },
  /** `fair`: the most that time without a turn, before lining up, is worth in line. */
  headStartSeconds: { from: 'page', default: 30, min: 0, max: 3600 },
  /**
   * Share of the others present that must ask for a skip. What lets a few skip everybody, or nobody
   * skip a turn that never ends, is the owner's.
   */
  skipRate: { from: 'owner', default: 0.5, min: 0.1, max: 1, fraction: true },
  /** Fewest votes that can skip a turn (a count); 0 switches the crowd's skip off. */
  skipMin: { from: 'owner', default: 2, min: 0, max: 100 },
  /** No skip votes this soon after a turn began: they were meant for the one before. */
  skipCooldownSeconds: { from: 'owner', default: 5, min: 0, max: 60 },
  /** `open`: how long a visitor rests after a prompt. */
  cooldownSeconds: { from: 'page', default: 30, min: 0, max: 3600 },
  /** `vote`, `raffle`: how long a round takes proposals, from the first one on. */
  submitSeconds: { from: 'page', default: 15, min: 5, max: 600 },
  /** `vote`: how long a ballot is open. */
  voteSeconds: { from: 'page', default: 20, min: 5, max: 1800 },
  /**
   * `vote`: fewest voters whose vote decides anything (a count). More voters than there are, and
   * nothing is ever decided.
   */
  quorum: { from: 'owner', default: 1, min: 1, max: 1000 },
  /**
   * `vote`, `raffle`, `curated`: how many proposals there may be at a time (a count). Two places
   * for proposals lock the others out.
   */
  maxProposals: { from: 'owner', default: 12, min: 2, max: 40 },
  /** `baton`: how long its holder has to answer somebody who would take it. */
  takeSeconds: { from: 'page', default: 20, min: 5, max: 120 },
  /** Share of those present that must agree to change the mode. */
  switchShare: { from: 'owner', default: 0.75, min: 0.5, max: 1, fraction: true },
  /** Nobody has prompted for so long: the next of the host's fallback cues runs; 0 switches it off. */
  cueIdleSeconds: { from: 'owner', default: 60, min: 0, max: 3600 },
  /** Least time between two prompts sent to the world; Odyssey asks for 3. */
  gapSeconds: { from: 'page', default: 3, min: 0, max: 60 },
  /**
   * How long the world may take to acknowledge a prompt. Too short, and no prompt is ever
   * confirmed.
   */
  acknowledgeSeconds: { from: 'owner', default: 15, min: 2, max: 60 },
  /** Longest prompt (characters). Twenty characters refuse nearly every prompt. */
  maxLength: { from: 'owner', default: 200, min: 20, max: PROMPT_LENGTH_CEILING },
  /**
   * Prompts that one visitor may send in a minute (a count). Limits protect the room from its
   * visitors.
   */
  promptsPerMinute: { from: 'owner', default: 10, min: 1, max: 120 },
  /**
   * The same for all visitors from one address together; 0 sets no limit. One a minute locks out a
   * school.
   */
  addressPromptsPerMinute: { from: 'owner', default: 40, min: 0, max: 1200 },
  /** The same for moderators, hosts and programs. */
  staffPromptsPerMinute: { from: 'owner', default: 30, min: 1, max: 120 },
  /** How many votes count from one address (a count); 0 sets no limit. */
  votesPerAddress: { from: 'owner', default: 50, min: 0, max: 1000 },
  /** How long a prompt may wait for approval. Too short, and nothing is ever approved. */
  approvalSeconds: { from: 'owner', default: 60, min: 5, max: 600 },
  /**
   * Share of the prompts reaching the world that programs may have while visitors wait too. None
   * locks programs out.
   */
  apiShare: { from: 'owner', default: 0.2, min: 0, max: 1, fraction: true },
  /** The same words are refused for this long; 0 switches it off. */
  repeatSeconds: { from: 'owner', default: 120, min: 0, max: 3600 },
  /**
   * From how many viewers at the room on newcomers are served by audience parties (people); 0 is never.
   * Each party costs the account.
   */
  audienceFrom: { from: 'owner', default: 1000, min: 0, max: 2500 },
  /** How long the broadcast goes on after the last visitor left. The account pays for it. */
  lingerSeconds: { from: 'owner', default: 30, min: 0, max: 600 },
  /**
   * How long the stream before goes on at most beside the next one, until those who watch have moved.
   * The account pays for both.
   */
  overlapSeconds: { from: 'owner', default: 12, min: 2, max: 30 },
} as const satisfies Record<string, Knob>;

export type KnobName = keyof typeof KNOBS;
export const KNOB_NAMES = Object.keys(KNOBS) as readonly KnobName[];

/** The ways a prompt can get through. Each is one policy in `party/turns/`. */
export const TURN_MODES = ['queue', 'open', 'vote', 'raffle', 'curated', 'baton', 'stage'] as const;
export type TurnMode = (typeof TURN_MODES)[number];

/** A mode's name: one of those above, or one that a room server has added; only the room knows. */
export const ModeNameSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}$/));

function knob({ min, max, fraction }: Knob) {
  return fraction
    ? v.pipe(v.number(), v.minValue(min), v.maxValue(max))
    : v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
}

const knobEntries = Object.fromEntries(
  KNOB_NAMES.map((name) => [name, knob(KNOBS[name])]),
) as unknown as Record<KnobName, v.NumberSchema<undefined>>;

/** Words and phrases of a site, with commas between them. */
const wordList = v.pipe(v.string(), v.maxLength(2000));

const DEFAULT_OPENING =
  'A quiet harbour at dusk, fishing boats on calm water, warm lanterns along the quay, painterly style, wide shot';

/** Mode names with commas between them; none at all is allowed. */
const modeList = v.pipe(
  v.string(),
  v.maxLength(100),
  v.check((text) => modesIn(text).every((name) => v.is(ModeNameSchema, name))),
);

function modesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const DAY = '(mo|tu|we|th|fr|sa|su)[a-z]{0,7}';
const DAYS = `${DAY}(-${DAY})?`;
const TIME = '([01]?\\d|2[0-3]):[0-5]\\d';
const SPAN = `(${DAYS}(, *${DAYS})* +)?${TIME} *[-–] *(${TIME}|24:00)`;
/** Spans with commas between them; times without days are for the days named last, or for all. */
const openingHours = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(200),
  v.regex(new RegExp(`^(24/7|${SPAN}([,;] *${SPAN})*)?$`, 'i')),
);

/** A time zone as the machine knows them: `Europe/Berlin`. */
const timeZone = v.pipe(v.string(), v.trim(), v.maxLength(64), v.check(isTimeZone));

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

/** Up to six emoji, or `none`. */
const reactions = v.pipe(v.string(), v.trim(), v.maxLength(200), v.check(isReactionsRule));

export const RulesSchema = v.strictObject({
  /** How turns are taken. */
  turns: ModeNameSchema,
  /** The prompt that opens the world. */
  opening: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(PROMPT_LENGTH_CEILING)),
  /** The picture's shape; it cannot change while a stream runs. */
  orientation: v.picklist(['landscape', 'portrait']),
  /** `fair`: least recently served first, never twice in a row. `fifo`: first come, first served. */
  order: v.picklist(['fair', 'fifo']),
  /** Who opens the broadcast: any visitor by coming, or a host. */
  opens: v.picklist(['visit', 'host']),
  /** When it may be open, by the clock on the wall of `timeZone`; empty is always. */
  hours: openingHours,
  timeZone,
  /** What decides between proposals with as many votes; `host` falls back to the earliest. */
  tie: v.picklist(['earliest', 'random', 'runoff', 'host']),
  /** Whether what lost a vote or a draw is proposed again in the next round. */
  carryOver: v.picklist(['yes', 'no']),
  /** The modes that the crowd may change to, with commas between them. */
  switchable: modeList,
  /** Which prompts wait for a moderator's word. */
  approval: v.picklist(['off', 'flagged', 'all']),
  /** What becomes of a prompt while the classifier does not answer. */
  unjudged: v.picklist(['refuse', 'hold', 'allow']),
  /** Whether prompts may have links in them. */
  links: v.picklist(['no', 'yes']),
  /** Whether the usual profanity is refused. */
  profanity: v.picklist(['no', 'yes']),
  /** What is refused besides. */
  blockedWords: wordList,
  /** Whether prompts wait until a moderator or host is here. */
  requireModerator: v.picklist(['no', 'yes']),
  /** Who may replay what happened: everybody, moderators and hosts, or nobody. */
  replay: v.picklist(['yes', 'staff', 'no']),
  /** Whether visitors may take back their own last change, where nobody else chose it. */
  undo: v.picklist(['yes', 'no']),
  /** Whether pages tell the room how their picture is, as numbers without a name. */
  viewerStats: v.picklist(['yes', 'no']),
  /** By which emoji everybody who watches may say what they think of it. */
  reactions,
  /** What `panic` has performed. */
  safePrompt: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(PROMPT_LENGTH_CEILING)),
  ...knobEntries,
});

export type Rules = v.InferOutput<typeof RulesSchema>;

/** The same of the rules that are no numbers. */
const WORDED_FROM = {
  turns: 'page',
  orientation: 'page',
  order: 'page',
  tie: 'page',
  carryOver: 'page',
  undo: 'page',
  viewerStats: 'page',
  reactions: 'page',
  // What the room shows in its own name.
  opening: 'owner',
  safePrompt: 'owner',
  // What keeps the broadcast dark.
  opens: 'owner',
  hours: 'owner',
  timeZone: 'owner',
  // What the crowd may make of the room.
  switchable: 'owner',
  // What protects visitors, and can refuse them all.
  approval: 'owner',
  unjudged: 'owner',
  links: 'owner',
  profanity: 'owner',
  blockedWords: 'owner',
  requireModerator: 'owner',
  replay: 'owner',
} as const satisfies Record<Exclude<keyof Rules, KnobName>, RuleSetter>;

/** Modes in which nothing is performed without a moderator or host. */
const STAFF_MODES: ReadonlySet<unknown> = new Set<TurnMode>(['curated', 'stage']);

/** Whether a page that nobody signed for may set a rule to this value, where no rules are set yet. */
export function isFromPage(name: keyof Rules, value: unknown): boolean {
  const from = name in KNOBS ? KNOBS[name as KnobName].from : WORDED_FROM[name as WordedName];
  return from === 'page' && !(name === 'turns' && STAFF_MODES.has(value));
}

type WordedName = keyof typeof WORDED_FROM;

/**
 * How far a page may go that nobody signed for: a turn with all its extensions, a round, and the rest
 * after a prompt are five minutes at most, and who is offered a turn has the time to take it. Beyond
 * that a rule is the owner's, since it keeps others waiting as a lock would.
 */
export const PAGE_RANGES: Readonly<Partial<Record<KnobName, { min?: number; max?: number }>>> = {
  turnSeconds: { max: 120 },
  extensions: { max: 3 },
  extensionSeconds: { max: 60 },
  submitSeconds: { max: 120 },
  voteSeconds: { max: 180 },
  cooldownSeconds: { max: 300 },
  // Twenty prompts in those five minutes.
  gapSeconds: { max: 15 },
  claimSeconds: { min: 5 },
  claimAwaySeconds: { max: 60 },
};

/** Whether a page that nobody signed for goes no further with a rule than it may. */
export function isInPageRange(name: keyof Rules, value: unknown): boolean {
  const { min, max } = PAGE_RANGES[name as KnobName] ?? {};
  return !(Number(value) > (max ?? Infinity) || Number(value) < (min ?? -Infinity));
}

/** Some of the rules, as an embed's attributes or a host's change give them. */
export type RulesPatch = Partial<Rules>;
/** JSON knows no `undefined`, so what is optional here is either absent or a value. */
export const RulesPatchSchema = v.partial(RulesSchema) as v.GenericSchema<unknown, RulesPatch>;

export const DEFAULT_RULES: Rules = {
  turns: 'queue',
  opening: DEFAULT_OPENING,
  orientation: 'landscape',
  order: 'fair',
  opens: 'visit',
  hours: '',
  timeZone: 'UTC',
  tie: 'earliest',
  carryOver: 'no',
  switchable: '',
  approval: 'off',
  unjudged: 'refuse',
  links: 'no',
  profanity: 'no',
  blockedWords: '',
  requireModerator: 'no',
  replay: 'yes',
  undo: 'yes',
  viewerStats: 'yes',
  reactions: DEFAULT_REACTIONS,
  safePrompt:
    'A calm empty beach at dawn, soft light, gentle waves, no people, painterly style, wide shot',
  ...(Object.fromEntries(KNOB_NAMES.map((name) => [name, KNOBS[name].default])) as Record<
    KnobName,
    number
  >),
};

/** The modes that the crowd may change to. */
export function switchableModes({ switchable }: Pick<Rules, 'switchable'>): readonly string[] {
  return [...new Set(modesIn(switchable))];
}

/** Every rule's name, in the order in which it is shown. */
/** The rules that a page asks for; those that only a later version knows are left out. */
export const AskedRulesSchema = v.partial(v.object(RulesSchema.entries)) as typeof RulesPatchSchema;

const SHOWN_RULES = Object.fromEntries(
  Object.entries(RulesSchema.entries).map(([name, schema]) => {
    const standard: unknown = DEFAULT_RULES[name as keyof Rules];
    return [name, v.fallback(schema as v.GenericSchema<unknown, unknown>, standard)];
  }),
);

/** The rules as a page reads them: what another version says otherwise, or not at all, is as by default. */
export const ShownRulesSchema = v.object(SHOWN_RULES) as unknown as typeof RulesSchema;

export const RULE_NAMES = Object.keys(RulesSchema.entries) as readonly (keyof Rules)[];

/** `turnSeconds` as HTML and HTTP callers write it: `turn-seconds`. */
export function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A rule that was not taken, in words for the embed's author. */
interface RuleProblem {
  readonly attribute: string;
  readonly message: string;
}

/**
 * Reads rules written as text, as HTML attributes give them (keys in kebab case). What is absent
 * stays absent; what is wrong is left out and named.
 */
export function rulesFromText(text: Readonly<Record<string, string | null>>): {
  rules: RulesPatch;
  problems: RuleProblem[];
} {
  const rules: Record<string, unknown> = {};
  const problems: RuleProblem[] = [];
  for (const name of RULE_NAMES) {
    const attribute = toKebab(name);
    const written = text[attribute];
    if (written === null || written === undefined) continue;
    const value = name in KNOBS ? (written.trim() === '' ? Number.NaN : Number(written)) : written;
    const result = v.safeParse(RulesSchema.entries[name], value);
    if (result.success) rules[name] = result.output;
    else problems.push({ attribute, message: explain(name, written) });
  }
  return { rules: rules as RulesPatch, problems };
}

/** What has a form of its own, which a list of choices cannot show. */
export const RULE_EXAMPLES = {
  hours: 'mo-fr 09:00-18:00, sa 20:00-02:00',
  timeZone: 'Europe/Berlin',
  reactions: '👏 ❤️ 😂',
};

/** Whether a rule is one of those. */
export function isOfOwnForm(name: string): name is keyof typeof RULE_EXAMPLES {
  return name in RULE_EXAMPLES;
}

/** As much of a value as a sentence about it quotes. */
const QUOTED_MAX = 40;

function explain(name: keyof Rules, written: string): string {
  const usual = name in KNOBS ? `; the usual ${KNOBS[name as KnobName].default} is used` : '';
  return `${toKebab(name)}="${written.slice(0, QUOTED_MAX)}" ${misfit(name, written)}${usual}.`;
}

/** Why a rule cannot have a value, and which it can: "is not…", without a full stop at the end. */
export function misfit(name: keyof Rules, written: string): string {
  if (name in KNOBS) {
    const { min, max } = KNOBS[name as KnobName];
    return `is not a number from ${min} to ${max}`;
  }
  if (name === 'reactions') {
    return `is not one to six emoji, or none. Write it like "${nearestReactionsRule(written)}"`;
  }
  if (isOfOwnForm(name)) return `is not understood. Write it like "${RULE_EXAMPLES[name]}"`;
  const schema = RulesSchema.entries[name];
  const options = name === 'turns' ? TURN_MODES : 'options' in schema ? schema.options : [];
  return `is not understood${options.length > 0 ? `. Use one of: ${options.join(', ')}` : ''}`;
}
