import * as v from 'valibot';
import { KNOB_NAMES, KNOBS, type Knob, type KnobName } from './knobs.js';
import { PROMPT_LENGTH_CEILING } from './limits.js';

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

const DAY = '(mo|tu|we|th|fr|sa|su)';
const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const SPAN = `(${DAY}(-${DAY})? +)?${TIME}-(${TIME}|24:00)`;
/** Spans with commas between them; times without days are for the days named last, or for all. */
const openingHours = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(200),
  v.regex(new RegExp(`^(${SPAN}(, *${SPAN})*)?$`, 'i')),
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

export const RulesSchema = v.strictObject({
  /** How turns are taken. */
  turns: ModeNameSchema,
  /** The prompt that opens the world. */
  opening: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(PROMPT_LENGTH_CEILING)),
  /** The picture's shape; it cannot change while a stream runs. */
  orientation: v.picklist(['landscape', 'portrait']),
  /** `fair`: least recently served first, never twice in a row. `fifo`: first come, first served. */
  order: v.picklist(['fair', 'fifo']),
  /** Who opens the broadcast: whoever comes, or a host. */
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
  /** What `panic` has performed. */
  safePrompt: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(PROMPT_LENGTH_CEILING)),
  ...knobEntries,
});

export type Rules = v.InferOutput<typeof RulesSchema>;

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
export const RULE_NAMES = Object.keys(RulesSchema.entries) as readonly (keyof Rules)[];
