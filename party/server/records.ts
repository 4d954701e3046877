import type { Receipt } from '../../src/protocol/reasons.js';
import type { HistoryEntry, RefusedPrompt } from '../../src/protocol/records.js';
import type { RoomRecord } from '../room/input.js';
import { BOUNDS } from './bounds.js';
import type { Observer, StepResult } from './observer.js';
import { type KeyValue, putAll, sortable } from './storage.js';

/** How many entries of each log are kept; older ones are deleted. */
const KEPT = {
  history: BOUNDS.historyKept.max,
  audit: BOUNDS.auditKept.max,
  streams: BOUNDS.streamsKept.max,
} as const;

/** Old entries go in batches: a platform deletes up to 128 keys at a time, up to four for an entry. */
const BATCH = 32;

/** So many values that could not be written are kept, some 300 prompts: each step tries them again. */
const UNWRITTEN_MAX = 1_000;

/** More prompts than a stream's 150 seconds have room for. */
const PROMPTS_MAX = 500;

type Log = keyof typeof KEPT;
type EntryOf<Name extends Log> = Extract<RoomRecord, { readonly log: Name }>['entry'];

/** Which part of a log to read. */
export interface Page {
  /** Only entries beyond this number, in the direction of reading. */
  readonly after: number | null;
  readonly limit: number;
  readonly newestFirst: boolean;
}

/** A page that was found, and after which number to go on; null at the end. */
interface Found<Entry> {
  readonly entries: readonly Entry[];
  readonly next: number | null;
}

/**
 * The room's records: what became of each prompt, what moderators did, and the streams. They are
 * written in the instant in which the state is written that counts them, which makes both one
 * transaction on either platform, so that no number is ever given twice.
 */
export class Records implements Observer {
  readonly dueAt = null;
  /** Kept until the storage takes it: a room goes on while its disk is full. */
  private unwritten: readonly (readonly [key: string, value: string])[] = [];
  private readonly storage: KeyValue;
  private readonly kept: Readonly<Record<Log, number>>;
  private readonly onError: (error: unknown) => void;

  constructor(
    storage: KeyValue,
    onError: (error: unknown) => void,
    kept: Readonly<Record<Log, number>> = KEPT,
  ) {
    this.storage = storage;
    this.onError = onError;
    this.kept = kept;
  }

  observe({ effects }: StepResult): void {
    const entries = [...this.unwritten];
    const passed: [Log, number][] = [];
    for (const effect of effects) {
      if (effect.type === 'reactions') {
        entries.push([reactionsOfEntry(effect.no), JSON.stringify(effect.sums)]);
      }
      if (effect.type !== 'record') continue;
      const { log, entry } = effect.record;
      entries.push([keyOf(log, entry.no), JSON.stringify(entry)]);
      if (effect.record.log === 'history') {
        const { id, by, no, stream } = effect.record.entry;
        entries.push([promptIndex(id, by.id), String(no)]);
        if (stream !== null) entries.push([streamIndex(stream.id, no), String(no)]);
      }
      if (entry.no % BATCH === 0) passed.push([log, entry.no]);
    }
    if (entries.length === 0) return;
    this.write(entries);
    for (const [log, no] of passed) this.deleteOldest(log, no - this.kept[log]).catch(this.onError);
  }

  woke(): void {}

  /** In one instant with the state, so that a kill leaves both or neither. */
  private write(entries: typeof this.unwritten): void {
    this.unwritten = [];
    putAll(this.storage, entries).catch((error: unknown) => {
      this.unwritten = [...entries, ...this.unwritten].slice(-UNWRITTEN_MAX);
      this.onError(error);
    });
  }

  /** Reads a page of a log; an entry that is not `wanted` is skipped. */
  async read<Name extends Log>(
    log: Name,
    { after, limit, newestFirst }: Page,
    wanted: (entry: EntryOf<Name>) => boolean = () => true,
  ): Promise<Found<EntryOf<Name>>> {
    const entries: EntryOf<Name>[] = [];
    let cursor = after;
    for (let passed = 0; passed < READ_MAX; passed += READ_BATCH) {
      const listed = await this.storage.list({
        prefix: `${log}/`,
        ...(cursor === null ? {} : boundOf(log, cursor, newestFirst)),
        limit: READ_BATCH,
        reverse: newestFirst,
      });
      const sums = log === 'history' ? await this.reactionsBeside([...listed.keys()]) : null;
      for (const text of listed.values()) {
        const entry = withReactions(JSON.parse(String(text)) as EntryOf<Name>, sums);
        cursor = entry.no;
        if (wanted(entry)) entries.push(entry);
        if (entries.length >= limit) return { entries, next: cursor };
      }
      if (listed.size < READ_BATCH) return { entries, next: null };
    }
    return { entries, next: cursor };
  }

  /** What became of an accepted prompt: of the one by this author, or by anybody. */
  async find(id: string, by: string | null = null): Promise<HistoryEntry | null> {
    const [no] =
      by === null
        ? (await this.storage.list({ prefix: promptIndex(id, ''), limit: 1 })).values()
        : [await this.storage.get(promptIndex(id, by))];
    return no === undefined ? null : this.entry('history', Number(no));
  }

  /** One entry of a log; null when it is not there, or not any more. */
  async entry<Name extends Log>(log: Name, no: number): Promise<EntryOf<Name> | null> {
    const text = await this.storage.get(keyOf(log, no));
    if (text === undefined) return null;
    const key = reactionsOfEntry(no);
    const sums = log === 'history' ? await this.storage.get(key) : undefined;
    const entry: EntryOf<Name> | null = withReactions(
      JSON.parse(String(text)),
      new Map([[key, sums]]),
    );
    return entry;
  }

  /** The prompts that were performed in a stream, in their order. */
  async promptsIn(streamId: string): Promise<readonly HistoryEntry[]> {
    const options = { prefix: streamIndex(streamId, null), limit: PROMPTS_MAX };
    const numbers = [...(await this.storage.list(options)).values()].map(Number);
    const found = await Promise.all(numbers.map((no) => this.entry('history', no)));
    return found.filter((entry) => entry !== null).filter(({ stream }) => stream?.id === streamId);
  }

  /** What was thought of each of these entries, which are in the order of their keys or against it. */
  private async reactionsBeside(keys: readonly string[]): Promise<Map<string, unknown>> {
    const numbers = keys.map((key) => Number(key.slice('history/'.length)));
    if (numbers.length === 0) return new Map();
    const start = reactionsOfEntry(Math.min(...numbers));
    return this.storage.list({ start, end: reactionsOfEntry(Math.max(...numbers) + 1) });
  }

  /** Deletes a batch of entries, up to this number. */
  private async deleteOldest(log: Log, upTo: number): Promise<void> {
    if (upTo < 1) return;
    const end = keyOf(log, upTo + 1);
    const old = await this.storage.list({ prefix: `${log}/`, end, limit: BATCH });
    const keys = [...old].flatMap(([key, text]) => {
      if (log !== 'history') return [key];
      const { id, by, no, stream } = JSON.parse(String(text)) as HistoryEntry;
      return [
        key,
        promptIndex(id, by.id),
        reactionsOfEntry(no),
        ...(stream === null ? [] : [streamIndex(stream.id, no)]),
      ];
    });
    if (keys.length > 0) await this.storage.delete(keys);
  }
}

/** The receipt of a prompt that has long settled. */
export function receiptOfEntry({
  id,
  status,
  text,
  appliedText,
  reason,
  at,
}: HistoryEntry): Receipt {
  return { id, status, text, appliedText, reason, retryAt: null, limit: null, at };
}

/** One request reads at most so many entries, whatever it looks for, and is told where to go on. */
const READ_BATCH = 200;
const READ_MAX = 2_000;

function boundOf(log: Log, cursor: number, newestFirst: boolean) {
  return newestFirst ? { end: keyOf(log, cursor) } : { start: keyOf(log, cursor + 1) };
}

function keyOf(log: Log, no: number): string {
  return `${log}/${sortable(no)}`;
}

/** The key of what was thought of a prompt: it grows while the entry, once written, stays as it is. */
function reactionsOfEntry(no: number): string {
  return `reactions/${sortable(no)}`;
}

function withReactions<Entry extends { readonly no: number }>(
  entry: Entry,
  sums: ReadonlyMap<string, unknown> | null,
): Entry {
  const text = sums?.get(reactionsOfEntry(entry.no));
  return text === undefined ? entry : { ...entry, reactions: JSON.parse(String(text)) };
}

function promptIndex(id: string, by: string): string {
  return `prompt/${id}/${by}`;
}

/** The key under which a stream's prompt is found; without a number the prefix of all of them. */
function streamIndex(streamId: string, no: number | null): string {
  return `stream/${streamId}/${no === null ? '' : sortable(no)}`;
}

/** As many as a moderator reads; a flood drives out nothing but older refusals. */
const REFUSALS_KEPT = 100;

/**
 * The last prompts that were refused before they were accepted, for moderators. They live here, in
 * memory alone, so that no flood of them costs storage, history or webhooks.
 */
export class Refusals implements Observer {
  readonly dueAt = null;
  private readonly ring: RefusedPrompt[] = [];

  /** The newest first. */
  get latest(): readonly RefusedPrompt[] {
    return [...this.ring].reverse();
  }

  observe({ effects }: StepResult): void {
    for (const effect of effects) {
      if (effect.type !== 'refused') continue;
      this.ring.push(effect.prompt);
      if (this.ring.length > REFUSALS_KEPT) this.ring.shift();
    }
  }

  woke(): void {}
}
