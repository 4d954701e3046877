import { newRoom, type RoomState } from '../room/state.js';
import { STORED_SECTIONS, type StoredSection, storedPart } from '../room/stored.js';
import type { Policies } from '../turns/policies.js';
import { type Migrations, migrate, STORED_FORMAT, type StoredSections } from './stored-format.js';
import { isWhole, wholeRules } from './stored-schema.js';

/** The platform's key-value storage, as far as a room needs it. */
export interface KeyValue {
  get(key: string): Promise<unknown>;
  list(options: ListOptions): Promise<Map<string, unknown>>;
  put(entries: Record<string, string>): Promise<void>;
  delete(keys: string[]): Promise<unknown>;
}

/** Which keys to read, in their order; `end` is not among them. */
export interface ListOptions {
  prefix?: string;
  start?: string;
  end?: string;
  limit?: number;
  reverse?: boolean;
}

/** A value may have 128 KiB, and a character takes up to two bytes of it. */
const CHUNK_LENGTH = 50_000;
const PREFIX = 'room/';
const FORMAT_KEY = `${PREFIX}format`;

/** What was damaged is kept as it was under this prefix, the last of each section. */
const DAMAGED = 'damaged/';

/** `steppedAt` alone is written at most this often: it only tells how long the room was down. */
const QUIET_EVERY_MS = 2_000;

/** Stores a room's state, section by section: what changed is written at once. */
export class RoomStorage {
  private readonly storage: KeyValue;
  private readonly migrations: Migrations | undefined;
  private saved: RoomState | null = null;
  private savedAt = 0;
  /** Whether what is stored is in this version's format. */
  private isCurrent = false;
  private readonly texts = new Map<StoredSection, string>();
  private readonly chunks = new Map<string, number>();
  /** Whether nothing was stored when it was loaded. */
  isNew = true;
  /** The sections, and single rules, that were damaged when it was loaded. */
  damaged: readonly string[] = [];
  /** Values that were damaged, to be kept beside what replaces them. */
  private damagedValues: Readonly<Record<string, string>> = {};

  constructor(storage: KeyValue, migrations?: Migrations) {
    this.storage = storage;
    this.migrations = migrations;
  }

  /**
   * Reads and, where it was written by an earlier version, migrates; writes nothing. Sections that are
   * damaged begin as in a new room, and are named in `damaged`.
   */
  async load(now = 0): Promise<RoomState> {
    const stored = await this.storage.list({ prefix: PREFIX });
    this.isNew = stored.size === 0;
    if (this.isNew) return newRoom();
    const { sections: read, unreadable } = this.read(stored);
    const format = formatOf(stored.get(FORMAT_KEY), read);
    const sections = migrate(format, read, this.migrations);
    this.isCurrent = format === STORED_FORMAT;
    const { state, damaged } = begunWith(sections, unreadable);
    this.damaged = damaged;
    // What was migrated or mended is new in every section, so that the next save writes all of it.
    if (this.isCurrent && damaged.length === 0) this.saved = state;
    this.keepDamaged(stored, damaged);
    if (damaged.includes('clock')) {
      // How long it was down is not known: no time has passed for anybody.
      state.clock = { boot: 1, steppedAt: now, backBy: 0 };
    }
    if (damaged.includes('records')) {
      // Numbers that were given are not given again.
      for (const log of LOGS) state.records.noted[log] = await this.lastNumber(log);
    }
    return state;
  }

  private async lastNumber(log: string): Promise<number> {
    const last = await this.storage.list({ prefix: `${log}/`, reverse: true, limit: 1 });
    const [key = ''] = last.keys();
    return Number(/\d+$/.exec(key)?.[0] ?? 0);
  }

  private keepDamaged(stored: Map<string, unknown>, damaged: readonly string[]): void {
    const entries = [...stored].filter(([key]) => damaged.includes(sectionOf(key) ?? ''));
    this.damagedValues = Object.fromEntries(
      entries.map(([key, value]) => [DAMAGED + key, String(value)]),
    );
  }

  /**
   * Writes what changed. Not awaited by the room: the platform holds back every message until what
   * was written before it is safe.
   */
  async save(state: RoomState, policies?: Policies): Promise<void> {
    const { saved } = this;
    const changed = STORED_SECTIONS.filter((section) => state[section] !== saved?.[section]);
    const entries: Record<string, string> = {};
    const surplus: string[] = [];
    for (const section of changed) {
      const text = JSON.stringify(storedPart(state, section, policies));
      if (section !== 'clock' && this.texts.get(section) === text) continue;
      this.texts.set(section, text);
      this.cut(section, text, entries, surplus);
    }
    this.saved = state;
    const { steppedAt } = state.clock;
    const onlyTime = this.isCurrent && Object.keys(entries).every(isClock) && isQuiet(state, saved);
    if (onlyTime && steppedAt - this.savedAt < QUIET_EVERY_MS) return;
    this.savedAt = steppedAt;
    if (!this.isCurrent) {
      entries[FORMAT_KEY] = String(STORED_FORMAT);
      surplus.push(...this.formerKeys());
    }
    this.isCurrent = true;
    Object.assign(entries, this.damagedValues);
    this.damagedValues = {};
    try {
      const written = this.storage.put(entries);
      if (surplus.length > 0) await this.storage.delete(surplus);
      await written;
    } catch (error) {
      // What was not written is written next time, whether or not it changes again.
      this.saved = null;
      this.texts.clear();
      throw error;
    }
  }

  /** The keys of sections that only an earlier version knew. */
  private formerKeys(): string[] {
    const current: ReadonlySet<string> = new Set(STORED_SECTIONS);
    const former = [...this.chunks].filter(([section]) => !current.has(section));
    return former.flatMap(([section, parts]) =>
      Array.from({ length: parts }, (_, part) => keyOf(section, part)),
    );
  }

  /** The stored sections, put together again; also those that only an earlier version knew. */
  private read(stored: Map<string, unknown>) {
    const texts = new Map<string, string>();
    // In the order of their keys, as the platforms list them, the pieces of a section are in order.
    for (const key of [...stored.keys()].sort()) {
      const section = sectionOf(key);
      if (section === null) continue;
      texts.set(section, `${texts.get(section) ?? ''}${stored.get(key)}`);
      this.chunks.set(section, (this.chunks.get(section) ?? 0) + 1);
    }
    const sections: Record<string, unknown> = {};
    const unreadable: string[] = [];
    for (const [name, text] of texts) {
      try {
        sections[name] = JSON.parse(text);
      } catch {
        unreadable.push(name);
      }
    }
    return { sections, unreadable };
  }

  /** Cuts a section's text into values that fit, and names the pieces that are no longer needed. */
  private cut(
    section: StoredSection,
    text: string,
    entries: Record<string, string>,
    surplus: string[],
  ): void {
    const parts = Math.max(1, Math.ceil(text.length / CHUNK_LENGTH));
    for (let part = 0; part < parts; part += 1) {
      const from = part * CHUNK_LENGTH;
      entries[keyOf(section, part)] = text.slice(from, from + CHUNK_LENGTH);
    }
    const before = this.chunks.get(section) ?? 0;
    for (let part = parts; part < before; part += 1) surplus.push(keyOf(section, part));
    this.chunks.set(section, parts);
  }
}

function keyOf(section: string, part: number): string {
  return `${PREFIX}${section}/${String(part).padStart(3, '0')}`;
}

/** The sections that are a list of single facts, each with a default of its own. */
const FACTS = [
  'clock',
  'records',
  'outside',
  'lane',
  'broadcast',
  'usage',
  'reactions',
] as const satisfies readonly StoredSection[];

/** Each says what the others mean: without one of them the broadcast begins again, dark. */
const TOGETHER = ['life', 'lease', 'successor', 'retiring'] as const;

const LOGS = ['history', 'audit', 'streams'] as const;

/** A room with the sections that are whole; fields that later versions added begin as in a new room. */
function begunWith(sections: StoredSections, unreadable: readonly string[]) {
  const fresh = newRoom();
  const stored = sections['rules'] as { values?: Readonly<Record<string, unknown>> } | undefined;
  const rules = wholeRules(isWhole('rules', stored, '') ? (stored?.values ?? {}) : {});
  const isDamaged = (name: StoredSection) =>
    unreadable.includes(name) ||
    (name in sections && !isWhole(name, sections[name], rules.values.turns));
  const damaged = new Set(STORED_SECTIONS.filter(isDamaged));
  if (TOGETHER.some((name) => damaged.has(name))) for (const name of TOGETHER) damaged.add(name);
  // Turns are read by the mode that the rules say; without them they are another mode's.
  if (!('turns' in sections) || damaged.has('rules') || rules.damaged.includes('turns'))
    damaged.add('turns');
  const whole = STORED_SECTIONS.flatMap((name) =>
    name in sections && !damaged.has(name) ? [[name, sections[name]] as const] : [],
  );
  const state: RoomState = Object.assign(newRoom(), Object.fromEntries(whole));
  const facts = Object.fromEntries(
    FACTS.map((name) => [name, { ...fresh[name], ...state[name] }] as const),
  );
  const adopted = stored?.values !== undefined && state.rules.adopted === true;
  const begun: RoomState = {
    ...state,
    ...facts,
    rules: { ...fresh.rules, ...state.rules, adopted, values: rules.values },
  };
  // An epoch is never given twice, also where their count is lost.
  const epochs = [fresh.broadcast.epoch, ...epochsIn(sections)];
  begun.broadcast.epoch = Math.max(begun.broadcast.epoch, ...epochs);
  return { state: begun, damaged: [...damaged, ...rules.damaged.map((name) => `rules ${name}`)] };
}

/** The epochs of which something is stored, whole or not. */
function epochsIn({ lease, successor, retiring, usage }: StoredSections): number[] {
  const sessions = (usage as { sessions?: unknown } | null | undefined)?.sessions;
  const all: unknown[] = [lease, successor, retiring, ...(Array.isArray(sessions) ? sessions : [])];
  const epochs = all.map((one) => (one as { epoch?: unknown } | null | undefined)?.epoch);
  return epochs.filter((epoch) => typeof epoch === 'number');
}

/** The format of what is stored; where its number is lost, as its sections tell. */
function formatOf(stored: unknown, sections: StoredSections): number {
  const format = Number(stored ?? Number.NaN);
  if (Number.isInteger(format)) return format;
  return 'clock' in sections && !('lock' in sections) ? STORED_FORMAT : 0;
}

function sectionOf(key: string): string | null {
  return /^room\/(\w+)\/\d+$/.exec(key)?.[1] ?? null;
}

function isClock(key: string): boolean {
  return key === keyOf('clock', 0);
}

/** Whether nothing differs but what may be lost: the time of the last step. */
function isQuiet(state: RoomState, saved: RoomState | null): boolean {
  return saved !== null && state.clock.boot === saved.clock.boot;
}

/** A platform takes up to 128 keys at a time. */
const BATCH_SIZE = 100;

/** Writes any number of entries, all asked for in this instant, so that they are one transaction. */
export async function putAll(
  storage: Pick<KeyValue, 'put'>,
  entries: readonly (readonly [key: string, value: string])[],
): Promise<void> {
  await Promise.all(batches(entries).map((batch) => storage.put(Object.fromEntries(batch))));
}

/** Deletes any number of keys, all asked for in this instant. */
export async function deleteAll(
  storage: Pick<KeyValue, 'delete'>,
  keys: readonly string[],
): Promise<void> {
  await Promise.all(batches(keys).map((batch) => storage.delete(batch)));
}

function batches<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}

/** A number as part of a key: keys sort as their numbers do. */
export function sortable(number: number): string {
  return String(number).padStart(10, '0');
}
