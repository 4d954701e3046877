import * as v from 'valibot';
import { RECEIPT_STATUSES } from '../../src/protocol/reasons.js';
import { AuditEntrySchema, PROMPT_WAYS } from '../../src/protocol/records.js';
import { DEFAULT_RULES, type Rules, RulesSchema, type TurnMode } from '../../src/protocol/rules.js';
import {
  INVITED_ROLES,
  PersonSchema,
  ROLES,
  RoomViewSchema,
  WatchSchema,
} from '../../src/protocol/view.js';
import type { StoredSection } from '../room/stored.js';

/**
 * The shape of what a room stores, as far as the room would break on another one. Fields that a later
 * version added are optional, and codes that another version may have are texts.
 */

const number = v.number();
const text = v.string();
const orNull = v.nullable;
const list = v.array;
/** A list is no record, although it can be read as one. */
const byId = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.unknown(),
    v.check((entries) => !Array.isArray(entries)),
    v.record(text, schema),
  );
const restriction = v.object({ until: orNull(number), why: text });
const clock = v.union([v.object({ endsAt: number }), v.object({ leftMs: number })]);

const participant = v.object({
  name: text,
  role: v.picklist(ROLES),
  address: orNull(text),
  muted: orNull(restriction),
  arrivedAt: number,
  awayAt: orNull(number),
  sentAt: list(number),
  accepted: list(text),
});

const prompt = v.object({
  id: text,
  status: v.picklist(RECEIPT_STATUSES),
  text,
  appliedText: orNull(text),
  reason: orNull(text),
  at: number,
  undoUntil: v.optional(number),
  by: text,
  name: orNull(text),
  via: v.picklist(PROMPT_WAYS),
  review: orNull(
    v.object({
      for: v.picklist(['check', 'approval']),
      flag: orNull(text),
      since: number,
      until: number,
    }),
  ),
});

const lease = v.object({
  epoch: number,
  who: text,
  connection: orNull(text),
  heardAt: number,
  beatAt: number,
  grantedAt: number,
});

const stream = { streamId: text, watch: WatchSchema, startedAt: number, prompt: text };
const plays = { ...stream, attempt: number, emptySince: orNull(number) };
const failures = { failures: number };

const life = v.variant('phase', [
  v.object({ phase: v.literal('dark'), reason: orNull(text), until: orNull(number) }),
  v.object({
    phase: v.literal('opening'),
    since: number,
    attempt: number,
    deadlineAt: number,
    progress: v.variant('at', [
      v.object({ at: v.literal('waiting'), mintAt: number }),
      v.object({
        at: v.literal('probing'),
        mintAt: number,
        probe: orNull(v.object({ connection: text, at: number })),
      }),
      v.object({ at: v.picklist(['minting', 'connecting']) }),
      v.object({ at: v.literal('starting'), prompt: text }),
    ]),
    reason: v.optional(orNull(text)),
    before: orNull(v.object({ epoch: number, streamId: text, watch: WatchSchema, endAt: number })),
  }),
  v.object({
    phase: v.literal('live'),
    ...plays,
    endAt: number,
    spreadMs: v.optional(number),
    relieveBy: orNull(number),
    renewal: v.variant('at', [
      v.object({ at: v.literal('planned'), mintAt: number, ...failures }),
      v.object({ at: v.picklist(['minting', 'ready']), ...failures }),
      v.object({ at: v.literal('connecting'), deadlineAt: number, ...failures }),
      v.object({ at: v.literal('alone') }),
    ]),
  }),
  v.object({
    phase: v.literal('renewing'),
    ...plays,
    epoch: number,
    next: text,
    held: v.boolean(),
    since: number,
    deadlineAt: number,
  }),
  v.object({
    phase: v.literal('closing'),
    since: number,
    deadlineAt: number,
    reason: orNull(text),
  }),
  v.object({
    phase: v.literal('failed'),
    since: number,
    reason: text,
    retryAt: orNull(number),
    attempt: number,
  }),
]);

const session = v.object({
  epoch: number,
  who: orNull(text),
  until: number,
  over: v.boolean(),
  streams: list(v.object({ no: number, startedAt: number, endedAt: orNull(number) })),
  revision: number,
  told: number,
});

const ended = orNull(v.object({ id: text, name: text, reason: text, at: number }));

/** The sections but the rules and the turns. Those of single facts may lack any of them. */
const SECTIONS: Readonly<Record<Exclude<StoredSection, 'rules' | 'turns'>, v.GenericSchema>> = {
  entropy: text,
  clock: v.partial(v.object({ boot: number, steppedAt: number, backBy: number })),
  records: v.partial(
    v.object({
      noted: v.object({ history: number, audit: number, streams: number }),
      tally: byId(number),
    }),
  ),
  outside: v.partial(v.object({ hasClassifier: v.boolean(), silent: list(text) })),
  participants: byId(participant),
  prompts: list(prompt),
  switching: v.object({ votes: byId(text), ended }),
  dispatch: v.variant('phase', [
    v.object({ phase: v.literal('idle'), freeAt: number }),
    v.object({ phase: v.literal('inFlight'), promptId: text, epoch: number, timeoutAt: number }),
  ]),
  lane: v.partial(v.object({ crowdSince: number })),
  life,
  lease: orNull(lease),
  successor: orNull(lease),
  retiring: orNull(v.object({ ...lease.entries, endAt: number, toldAt: orNull(number) })),
  broadcast: v.partial(
    v.object({
      epoch: number,
      mintedAt: list(number),
      failures: v.object({ count: number, at: number, reason: text }),
      hostOverride: orNull(v.picklist(['started', 'overtime', 'paused', 'stopped'])),
      runEndsAt: orNull(number),
      streamMs: number,
      learned: orNull(v.object({ streamMs: number, until: number })),
    }),
  ),
  usage: v.partial(
    v.object({
      hasLedger: v.boolean(),
      sessions: list(session),
      askedAt: orNull(number),
      retryAt: orNull(number),
      heardAt: number,
      closes: orNull(v.object({ at: number, reason: text })),
    }),
  ),
  world: v.object({
    prompt: orNull(text),
    changes: RoomViewSchema.entries.changes,
    past: list(orNull(text)),
    undoing: orNull(v.object({ promptId: text, steps: number })),
  }),
  reactions: v.object({
    ...{ of: orNull(text), no: number, sums: byId(number) },
    former: v.optional(list(v.object({ of: text, no: number }))),
  }),
  locks: v.object({
    prompts: orNull(restriction),
    queue: orNull(restriction),
    joins: orNull(restriction),
  }),
  moderation: v.object({
    bans: list(
      v.object({
        ...restriction.entries,
        ...{ id: text, name: text, address: v.boolean(), by: text, at: number },
        ...{ who: text, hash: orNull(text) },
      }),
    ),
    removed: list(v.object({ who: text, until: number, why: text })),
    invites: list(
      v.object({
        ...{ id: text, role: v.picklist(INVITED_ROLES), usesLeft: number },
        ...{ until: orNull(number), usedBy: list(text) },
      }),
    ),
    announcement: RoomViewSchema.entries.announcement,
    lately: list(AuditEntrySchema),
    unattended: v.boolean(),
    unattendedSince: orNull(number),
  }),
  cues: v.object({
    list: list(
      v.object({
        ...{ id: text, text, by: PersonSchema, at: orNull(number), fallback: v.boolean() },
        ...{ ranAt: orNull(number), promptId: orNull(text) },
      }),
    ),
    made: number,
    quietSince: orNull(number),
    hasYielded: v.boolean(),
  }),
};

const proposals = list(v.object({ id: text, by: text, no: number, rounds: number }));
const patience = {
  idle: orNull(clock),
  silent: v.optional(orNull(clock)),
  away: v.optional(clock),
};
const ballot = {
  ballot: byId(number),
  from: v.optional(byId(text)),
  alike: v.optional(byId(number)),
  tallies: v.optional(byId(v.object({ votes: byId(number), isFinal: v.boolean() }))),
};
const mean = v.object({ value: orNull(number), seen: number });

const round = v.object({
  id: text,
  stage: v.variant('phase', [
    v.object({ phase: v.literal('propose'), clock: orNull(clock) }),
    v.object({ phase: v.literal('vote'), clock, runoff: orNull(list(number)), ...ballot }),
    v.object({ phase: v.literal('tied'), clock, among: list(number), votes: byId(number) }),
    v.object({ phase: v.literal('draw'), clock }),
    v.object({ phase: v.literal('result'), clock: orNull(clock), winner: orNull(text) }),
  ]),
  proposals,
  decided: orNull(v.object({ choices: list(v.object({ id: text })), more: number })),
});

/** The turns of each mode of the package; a site's own is guarded when it is called. */
const TURNS: Readonly<Record<TurnMode, v.GenericSchema>> = {
  queue: v.object({
    line: list(
      v.object({
        who: text,
        joinedAt: number,
        aheadMs: v.optional(orNull(number)),
        claim: v.optional(orNull(clock)),
      }),
    ),
    holder: orNull(
      v.variant('phase', [
        v.object({
          phase: v.literal('offered'),
          who: text,
          since: number,
          joinedAt: number,
          clock,
        }),
        v.object({
          ...{ phase: v.literal('active'), who: text, since: number, clock, ...patience },
          ...{ promptsLeft: number, extensionsLeft: number },
        }),
      ]),
    ),
    heir: orNull(text),
    served: byId(number),
    last: orNull(v.object({ who: text, name: text, reason: text, at: number })),
    skipVotes: list(text),
    stray: v.optional(orNull(text)),
    learned: v.optional(
      v.object({ riding: mean, typing: mean, stretch: mean, overtaking: v.optional(mean) }),
    ),
  }),
  open: v.object({ prompted: byId(number) }),
  vote: round,
  raffle: round,
  curated: v.object({ suggestions: proposals, chosen: list(text), ...ballot }),
  baton: v.object({
    holder: orNull(
      v.object({
        who: text,
        contest: orNull(v.object({ by: text, clock })),
        quietUntil: number,
        ...patience,
      }),
    ),
    asking: list(text),
    last: ended,
  }),
  stage: v.object({}),
};

/** Whether a stored section has the shape that the room needs; of the turns, in this mode. */
export function isWhole(section: StoredSection, stored: unknown, mode: string): boolean {
  if (section === 'rules') return v.is(v.looseObject({ values: v.looseObject({}) }), stored);
  if (section !== 'turns') return v.is(SECTIONS[section], stored);
  const schema = Object.hasOwn(TURNS, mode) ? TURNS[mode as TurnMode] : v.unknown();
  return v.is(schema, stored);
}

/** The rules that are whole, each for itself; the others as in a new room, with their names. */
export function wholeRules(stored: Readonly<Record<string, unknown>>): {
  readonly values: Rules;
  readonly damaged: readonly string[];
} {
  const known = Object.entries(RulesSchema.entries).filter(([name]) => name in stored);
  const whole = known.filter(([name, schema]) => v.is(schema, stored[name]));
  const values = Object.fromEntries(whole.map(([name]) => [name, stored[name]]));
  const damaged = known.filter((one) => !whole.includes(one)).map(([name]) => name);
  return { values: { ...DEFAULT_RULES, ...values }, damaged };
}
