import * as v from 'valibot';
import { PROMPT_UNITS_MAX } from './limits.js';
import { RulesPatchSchema } from './rules.js';
import { INVITED_ROLES, type Role } from './view.js';

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
