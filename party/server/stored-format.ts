import { SLOT_MS } from '../room/broadcast/limits.js';

/** The format in which this version stores a room. A change of it needs a migration. */
export const STORED_FORMAT = 5;

/** A room's sections as they were stored, by name. */
export type StoredSections = Readonly<Record<string, unknown>>;

/** How each earlier format becomes the next one. What was released is never edited. */
export type Migrations = Readonly<Record<number, (sections: StoredSections) => StoredSections>>;

const MIGRATIONS: Migrations = {
  // Before there was a number, the shape was the first one.
  0: (sections) => sections,
  // Format 2 brought locks of three kinds, programs' prompts, people who can be muted, and a world
  // whose changes can be taken back.
  1: ({ lock, participants, prompts, world, ...rest }) => ({
    ...rest,
    ...(world ? { world: { ...world, past: [], undoing: null } } : {}),
    locks: { prompts: lock ? { why: '', ...lock } : null, queue: null, joins: null },
    participants: eachWith(participants, { address: null, muted: null }),
    prompts: Object.values(eachWith(prompts, { via: 'crowd', held: null })),
  }),
  // Format 3 brought streams that are renewed, accounts, and hosts who pause. What ran is opened again,
  // with the world as it was; its conductor has no lease any more and is told to end.
  2: ({ life: _life, lease, meta, ...rest }) => ({
    ...rest,
    ...(meta ? { meta: withHostWord(meta as StoredMeta) } : {}),
    life: { phase: 'dark', reason: null, until: null },
    lease: null,
    successor: null,
    retiring: null,
    accounts: {
      ...{ askedAt: null, retryAt: null, heardAt: 0, closes: null },
      list: lease ? [accountOf(lease as StoredLease)] : [],
    },
  }),
  // Format 4 brought openings that know the stream before them.
  3: ({ life, ...rest }) => ({
    ...rest,
    ...(life ? { life: withBefore(life as StoredLife) } : {}),
  }),
  // Format 5 says null where something has no end, keeps no counts or names that others imply, says how
  // far an opening is, and has a section for each concept in place of one for the rest.
  4: (sections) => dissolveMeta(withProgress(toFormat5(sections))),
};

/** The fields of `meta` are in the sections of what they are about; accounts are called usage. */
function dissolveMeta({ meta, accounts, ...rest }: StoredSections): StoredSections {
  const { boot, steppedAt, backBy, entropy, hasClassifier, silent, ...facts } = fieldsOf(meta);
  const { noted, tally, crowdSince, hasLedger, epoch, mintedAt, streamMs, learned } = facts;
  const { vain, hostWord, overAt } = facts;
  const { list, ...told } = fieldsOf(accounts);
  return {
    ...rest,
    ...known({ entropy }),
    clock: known({ boot, steppedAt, backBy }),
    records: known({ noted, tally }),
    outside: known({ hasClassifier, silent }),
    lane: known({ crowdSince }),
    broadcast: known({
      ...{ epoch, mintedAt, streamMs, learned },
      ...{ failures: vain, hostOverride: hostWord, runEndsAt: overAt },
    }),
    usage: known({ ...told, sessions: list, hasLedger }),
  };
}

function fieldsOf(section: unknown): Readonly<Record<string, unknown>> {
  return { ...(section as object | undefined) };
}

/** The fields that were stored; the others begin as in a new room. */
function known(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Openings say how far they are in one field, and streams by when their conductor is relieved. */
function withProgress({ life, ...rest }: StoredSections): StoredSections {
  if (!life) return rest;
  const { mintAt, prompt, probe, ...stored } = life as StoredLife;
  if (stored.phase === 'live') return { ...rest, life: { ...stored, prompt, relieveBy: null } };
  if (stored.phase !== 'opening') return { ...rest, life };
  const isStarting = prompt !== null && prompt !== undefined;
  const unmintedAt = rest['lease'] ? 'connecting' : 'minting';
  const begun = isStarting ? { at: 'starting', prompt } : { at: unmintedAt };
  const pending =
    probe === undefined ? { at: 'waiting', mintAt } : { at: 'probing', mintAt, probe };
  const progress = typeof mintAt === 'number' ? pending : begun;
  return { ...rest, life: { ...stored, progress } };
}

/** Something with an end, as format 4 had it: 0 where it had none. */
interface StoredRestriction {
  readonly until: number;
}

interface StoredParticipant {
  readonly muted: StoredRestriction | null;
  readonly tabs: number;
  readonly watching: number;
}

interface StoredModeration {
  readonly bans: readonly StoredRestriction[];
  readonly invites: readonly StoredRestriction[];
}

interface StoredPrompt {
  readonly status: string;
  readonly via: string;
  readonly name: string;
  readonly held: unknown;
}

/** What each section of format 4 becomes in format 5; those that are not named here stay. */
const FORMAT_5: Readonly<Record<string, (section: never) => unknown>> = {
  locks: (locks: Readonly<Record<string, StoredRestriction | null>>) => each(locks, openEnd),
  participants: (people: Readonly<Record<string, StoredParticipant>>) =>
    each(people, ({ tabs: _tabs, watching: _watching, muted, ...rest }) => ({
      ...rest,
      muted: openEnd(muted),
      connections: [],
    })),
  moderation: ({ bans, invites, ...rest }: StoredModeration) => ({
    ...rest,
    bans: bans.map(openEnd),
    invites: invites.map(openEnd),
  }),
  prompts: (prompts: readonly StoredPrompt[]) =>
    prompts.map(({ held, name, ...rest }) => {
      const isOpen = OPEN_STATUSES.has(rest.status) && rest.via !== 'room';
      return { ...rest, name: isOpen ? null : name, review: held };
    }),
};

const OPEN_STATUSES: ReadonlySet<string> = new Set(['held', 'waiting', 'performing']);

function toFormat5(sections: StoredSections): StoredSections {
  return Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [
      name,
      FORMAT_5[name]?.(section as never) ?? section,
    ]),
  );
}

function openEnd<Entry extends StoredRestriction | null>(entry: Entry) {
  return entry && { ...entry, until: entry.until === 0 ? null : entry.until };
}

interface StoredLife {
  readonly phase: string;
  readonly mintAt?: number | null;
  readonly probe?: unknown;
  readonly prompt?: string | null;
}

interface StoredMeta {
  readonly stopped?: boolean;
  readonly noted?: object;
}

/** A lease as format 2 had it. */
interface StoredLease {
  readonly epoch: number;
  readonly who: string;
  readonly heardAt: number;
}

function withBefore(life: StoredLife) {
  return life.phase === 'opening' ? { ...life, before: null } : life;
}

function withHostWord({ stopped, noted, ...rest }: StoredMeta) {
  const hostWord = stopped ? 'stopped' : null;
  return { ...rest, ...(noted ? { noted: { ...noted, streams: 0 } } : {}), hostWord };
}

/** Its session holds a place at the service until its conductor has ended it. */
function accountOf({ epoch, who, heardAt }: StoredLease) {
  const until = heardAt + SLOT_MS;
  const nothingTold = { streams: [], revision: 1, told: 0 };
  return { epoch, who, until, over: false, isConnected: true, ...nothingTold };
}

function each<Entry>(section: Readonly<Record<string, Entry>>, change: (entry: Entry) => unknown) {
  return Object.fromEntries(Object.entries(section).map(([key, entry]) => [key, change(entry)]));
}

/** The entries of a section, with fields that they did not have. */
function eachWith(section: unknown, fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(section ?? {}).map(([key, entry]) => [key, { ...entry, ...fields }]),
  );
}

/** Says in one sentence why a stored room cannot be read, and what to do; nothing was changed. */
export class UnreadableStateError extends Error {
  constructor(what: string) {
    super(`${what} What is stored was left as it is.`);
  }
}

/** Brings sections to this version's format, in memory alone. */
export function migrate(
  format: number,
  sections: StoredSections,
  migrations: Migrations = MIGRATIONS,
): StoredSections {
  if (!(format <= STORED_FORMAT)) {
    throw new UnreadableStateError(
      `This room was stored by a later version (format ${format}, and this one reads up to ${STORED_FORMAT}): deploy that version again.`,
    );
  }
  let migrated = sections;
  for (let from = format; from < STORED_FORMAT; from += 1) {
    try {
      const next = migrations[from];
      if (next === undefined) throw new Error('no migration is known');
      migrated = next(migrated);
    } catch (error) {
      throw new UnreadableStateError(
        `This room was stored by an earlier version (format ${format}) and could not be brought to format ${from + 1} (${String(error)}): deploy the version before this one again.`,
      );
    }
  }
  return migrated;
}
