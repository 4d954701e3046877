import { newRoom, type RoomState } from '../room/state.js';
import { STORED_SECTIONS, type StoredSection, storedPart } from '../room/stored.js';
import type { Policies } from '../turns/policies.js';
import {
  type Migrations,
  migrate,
  STORED_FORMAT,
  type StoredSections,
  UnreadableStateError,
} from './stored-format.js';

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

  constructor(storage: KeyValue, migrations?: Migrations) {
    this.storage = storage;
    this.migrations = migrations;
  }

  /** Reads and, where it was written by an earlier version, migrates; writes nothing. */
  async load(): Promise<RoomState> {
    const stored = await this.storage.list({ prefix: PREFIX });
    if (stored.size === 0) return newRoom();
    const format = Number(stored.get(FORMAT_KEY) ?? 0);
    const sections = migrate(format, this.read(stored), this.migrations);
    this.isCurrent = format === STORED_FORMAT;
    const state = begunWith(sections);
    // What was migrated is new in every section, so that the next save writes all of it at once.
    if (this.isCurrent) this.saved = state;
    return state;
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
  private read(stored: Map<string, unknown>): StoredSections {
    const texts = new Map<string, string>();
    // In the order of their keys, as the platforms list them, the pieces of a section are in order.
    for (const key of [...stored.keys()].sort()) {
      const [, section] = /^room\/(\w+)\/\d+$/.exec(key) ?? [];
      if (section === undefined) continue;
      texts.set(section, `${texts.get(section) ?? ''}${stored.get(key)}`);
      this.chunks.set(section, (this.chunks.get(section) ?? 0) + 1);
    }
    return Object.fromEntries([...texts].map(([name, text]) => [name, parsed(name, text)]));
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
const FACTS = ['clock', 'records', 'outside', 'lane', 'broadcast', 'usage'] as const;

/** A room with these sections; fields that later versions added begin as in a new room. */
function begunWith(sections: StoredSections): RoomState {
  const fresh = newRoom();
  const known = STORED_SECTIONS.flatMap((name) =>
    name in sections ? [[name, sections[name]] as const] : [],
  );
  const state: RoomState = Object.assign(newRoom(), Object.fromEntries(known));
  const values = { ...fresh.rules.values, ...state.rules.values };
  const facts = Object.fromEntries(
    FACTS.map((name) => [name, { ...fresh[name], ...state[name] }] as const),
  );
  return { ...state, ...facts, rules: { ...fresh.rules, ...state.rules, values } };
}

function parsed(section: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableStateError(
      `What is stored of this room is damaged (its ${section}): restore the storage to an earlier point.`,
    );
  }
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
