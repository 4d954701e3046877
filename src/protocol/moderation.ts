import * as v from 'valibot';
import { PROMPT_UNITS_MAX } from './limits.js';
import { ReasonSchema } from './reasons.js';
import { AuditEntrySchema } from './records.js';
import { RulesPatchSchema } from './rules.js';
import { INVITED_ROLES, PersonSchema, ROLES, type Role } from './view.js';

/**
 * What only moderators and hosts may do, whichever way they ask: from the element or over HTTP. Each
 * act is answered with an outcome, and stands in the audit log with its reason.
 */

/** What can be closed for a while: the world to prompts, the line to newcomers, the room itself. */
export const LOCKABLE = ['prompts', 'queue', 'joins'] as const;
export type Lockable = (typeof LOCKABLE)[number];

/** Why it is done, in the moderator's own words; those concerned read them. */
const why = v.optional(v.pipe(v.string(), v.maxLength(200)), '');
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const what = v.optional(v.picklist(LOCKABLE), 'prompts');
/** A stretch of time; 0 is until somebody undoes it. */
const seconds = (max: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max)), 0);
const DAY = 86_400;
const cueText = v.pipe(v.string(), v.maxLength(PROMPT_UNITS_MAX));
const instant = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

/* @__NO_SIDE_EFFECTS__ A page that does not judge acts is spared their schemas. */
const act = <const Name extends string, const Entries extends v.ObjectEntries>(
  name: Name,
  entries: Entries,
) => v.object({ act: v.literal(name), ...entries });

export const ActSchema = v.variant('act', [
  act('start', {}),
  act('stop', {}),
  /** Ends the broadcast at no cost; the world, the line and the turn's time stay. */
  act('pause', {}),
  act('resume', {}),
  /** `reset` makes them what they are in a new room, in place of what `rules` says. */
  act('rules', { rules: RulesPatchSchema, reset: v.optional(v.boolean(), false) }),
  /** Ends the present turn. */
  act('skip', { why }),
  act('lock', { what, seconds: seconds(DAY), why }),
  act('unlock', { what }),
  /** Locks prompts and has a safe one performed at once. */
  act('panic', { seconds: seconds(DAY), why }),
  /** Takes the world back to what it was before its last change. */
  act('undo', { why }),
  /** Shown to everybody; no text takes it away. */
  act('announce', { text: v.pipe(v.string(), v.maxLength(200)) }),
  act('approve', { promptId: id }),
  act('refuse', { promptId: id, why }),
  /** Out of the line and out of the room, for now. */
  act('remove', { who: id, why }),
  act('mute', { who: id, seconds: seconds(14 * DAY), why }),
  act('unmute', { who: id }),
  /** `address` also keeps out everybody from the same address. */
  act('ban', {
    who: id,
    seconds: seconds(365 * DAY),
    address: v.optional(v.boolean(), false),
    why,
  }),
  act('unban', { banId: id }),
  /** An invitation, good so many times and so long. */
  act('invite', {
    role: v.optional(v.picklist(INVITED_ROLES), 'prompter'),
    uses: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 1),
    seconds: seconds(365 * DAY),
  }),
  act('revoke', { inviteId: id }),
  /** Prepares a prompt, to be run on a tap, at a time (room time, ms), or while nobody prompts. */
  act('cue-add', {
    text: cueText,
    at: v.optional(instant, null),
    fallback: v.optional(v.boolean(), false),
  }),
  /** What is left out stays; no time is null. */
  act('cue-change', {
    cueId: id,
    text: v.optional(cueText),
    at: v.optional(instant),
    fallback: v.optional(v.boolean()),
  }),
  act('cue-remove', { cueId: id }),
  act('cue-run', { cueId: id }),
]);
export type Act = v.InferOutput<typeof ActSchema>;
/** As it may be written: what has a default may be left out. */
export type ActInput = v.InferInput<typeof ActSchema>;
export type ActName = Act['act'];

const MODERATORS: readonly Role[] = ['moderator', 'host'];
const HOSTS: readonly Role[] = ['host'];

/** Who may do what. */
export const ACT_ROLES: Readonly<Record<ActName, readonly Role[]>> = {
  start: HOSTS,
  stop: HOSTS,
  pause: HOSTS,
  resume: HOSTS,
  rules: HOSTS,
  invite: HOSTS,
  revoke: HOSTS,
  'cue-add': HOSTS,
  'cue-change': HOSTS,
  'cue-remove': HOSTS,
  'cue-run': MODERATORS,
  skip: MODERATORS,
  lock: MODERATORS,
  unlock: MODERATORS,
  panic: MODERATORS,
  undo: MODERATORS,
  announce: MODERATORS,
  approve: MODERATORS,
  refuse: MODERATORS,
  remove: MODERATORS,
  mute: MODERATORS,
  unmute: MODERATORS,
  ban: MODERATORS,
  unban: MODERATORS,
};

/**
 * What moderators and hosts see besides: what waits for their word, whom they may have to act on,
 * and what was done. Each list is short; the whole of it is to be had over HTTP.
 */

/** A prompt that waits for approval. */
const HeldSchema = v.object({
  id: v.string(),
  by: PersonSchema,
  text: v.string(),
  /** Why it is held, in words of a check or of the classifier; null where all are. */
  flag: v.nullable(v.string()),
  at: v.number(),
  /** When it is let go if nobody decides. */
  until: v.number(),
});

/** Somebody who has the turn, waits, or lately sent a prompt. */
const PersonOfNoteSchema = v.object({
  ...PersonSchema.entries,
  role: v.picklist(ROLES),
  /** Null while not muted; 0 until somebody unmutes. */
  mutedUntil: v.nullable(v.number()),
  present: v.boolean(),
});

export const BanSchema = v.object({
  id: v.string(),
  name: v.string(),
  address: v.boolean(),
  why: v.string(),
  by: v.string(),
  at: v.number(),
  /** 0 is until somebody unbans. */
  until: v.number(),
});

export const InviteSchema = v.object({
  /** The invitation itself: a visitor who shows it gets its role. For hosts alone. */
  id: v.string(),
  role: v.picklist(INVITED_ROLES),
  usesLeft: v.number(),
  until: v.number(),
});

/** How the show stands: what only those who run it need to know. */
const ShowSchema = v.object({
  /** How many prompts wait for approval in all: `held` may have less. */
  heldInAll: v.number(),
  /** When the present stream ends and the next one begins; null while none plays. */
  streamEndsAt: v.nullable(v.number()),
  /** When the broadcast has to close, however far away, and why; null when that is not known. */
  closes: v.nullable(v.object({ at: v.number(), reason: ReasonSchema })),
});
/** A prompt that a host has prepared. */
export const CueSchema = v.object({
  id: v.string(),
  text: v.string(),
  /** Who prepared it: it runs under their name. */
  by: PersonSchema,
  /** When it runs by itself; null where only a tap runs it. */
  at: v.nullable(v.number()),
  /** Whether it is on the list that runs while nobody prompts. */
  fallback: v.boolean(),
  /** When it ran last. */
  ranAt: v.nullable(v.number()),
  /** Whether it may be run, or waits for the world, or is on its way to it. */
  state: v.picklist(['ready', 'waiting', 'performing']),
});
export type CueView = v.InferOutput<typeof CueSchema>;

export const DeskSchema = v.object({
  /** Absent from a room server of before. */
  show: v.optional(ShowSchema),
  held: v.array(HeldSchema),
  people: v.array(PersonOfNoteSchema),
  bans: v.array(BanSchema),
  invites: v.array(InviteSchema),
  /** In the order in which they were prepared. */
  cues: v.optional(v.array(CueSchema), []),
  /** The last acts, newest last. */
  audit: v.array(AuditEntrySchema),
});
export type Desk = v.InferOutput<typeof DeskSchema>;
