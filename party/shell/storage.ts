import { newRoom, type RoomState } from '../room/state.js';
import { STORED_SECTIONS, type StoredSection, storedPart } from '../room/stored.js';

/** The platform's key-value storage, as far as a room needs it. */
export interface KeyValue {
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  put(entries: Record<string, string>): Promise<void>;
  delete(keys: string[]): Promise<unknown>;
}

/** A value may have 128 KiB and a character up to two bytes: this leaves room to spare. */
const CHUNK_LENGTH = 50_000;
const PREFIX = 'room/';

/** `steppedAt` alone is written at most this often: it only says how long the room was down. */
const QUIET_EVERY_MS = 2_000;

/** Keeps a room's state, section by section: only what changed is written, at once. */
export class RoomStorage {
  private readonly storage: KeyValue;
  private saved: RoomState | null = null;
  private savedAt = 0;
  private readonly texts = new Map<StoredSection, string>();
  private readonly chunks = new Map<StoredSection, number>();

  constructor(storage: KeyValue) {
    this.storage = storage;
  }

  async load(): Promise<RoomState> {
    const stored = await this.storage.list({ prefix: PREFIX });
    const state: RoomState = newRoom();
    for (const section of STORED_SECTIONS) {
      const parts: string[] = [];
      for (let part = 0; ; part += 1) {
        const text = stored.get(keyOf(section, part));
        if (typeof text !== 'string') break;
        parts.push(text);
      }
      this.chunks.set(section, parts.length);
      if (parts.length > 0) Object.assign(state, { [section]: JSON.parse(parts.join('')) });
    }
    this.saved = state;
    return state;
  }

  /**
   * Writes what changed. Not awaited by the room: the platform holds back every message until what
   * was written before it is safe.
   */
  async save(state: RoomState): Promise<void> {
    const { saved } = this;
    const changed = STORED_SECTIONS.filter((section) => state[section] !== saved?.[section]);
    const entries: Record<string, string> = {};
    const surplus: string[] = [];
    for (const section of changed) {
      const text = JSON.stringify(storedPart(state, section));
      if (section !== 'meta' && this.texts.get(section) === text) continue;
      this.texts.set(section, text);
      this.cut(section, text, entries, surplus);
    }
    this.saved = state;
    const { steppedAt } = state.meta;
    const onlyTime = Object.keys(entries).every(isMeta) && isQuiet(state, saved);
    if (onlyTime && steppedAt - this.savedAt < QUIET_EVERY_MS) return;
    this.savedAt = steppedAt;
    const written = this.storage.put(entries);
    if (surplus.length > 0) await this.storage.delete(surplus);
    await written;
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

function keyOf(section: StoredSection, part: number): string {
  return `${PREFIX}${section}/${String(part).padStart(3, '0')}`;
}

function isMeta(key: string): boolean {
  return key === keyOf('meta', 0);
}

/** Whether nothing but the time of the last step differs. */
function isQuiet(state: RoomState, saved: RoomState | null): boolean {
  if (saved === null) return false;
  const { boot, epoch, stopped } = state.meta;
  return boot === saved.meta.boot && epoch === saved.meta.epoch && stopped === saved.meta.stopped;
}
