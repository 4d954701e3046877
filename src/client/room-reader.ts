import {
  type Hello,
  isOfLaterRoom,
  parsePatch,
  parseServerMessage,
  type ServerMessage,
} from '../protocol/messages.js';
import { PATCHES, patched, USUAL, USUAL_HEAD, USUAL_VIEW, USUAL_YOU } from '../protocol/patch.js';

/** The public view as the room wrote it, with whatever a later version says in it. */
interface Known {
  readonly seq: number;
  readonly text: string;
}

/** What a text of the room came to; `behind` asks for the whole state again. */
type Read = ServerMessage | 'malformed' | 'behind' | 'nothing';

/**
 * Reads what one place says. Changes that come as patches are made of the text of the view, and told like all
 * others: as the sections that changed.
 */
export class RoomReader {
  private known: Known | null = null;
  /** What this page reads besides whole texts; nothing, once something of it made no sense. */
  asks: Pick<Hello, 'patches' | 'usual'> = { patches: PATCHES, usual: USUAL };

  read(said: unknown): Read {
    if (typeof said === 'string' && said.startsWith('[')) return this.patched(said);
    const data = inFull(said);
    if (data === null) return this.behind();
    const parsed = parseServerMessage(data);
    if (!parsed.ok) return isOfLaterRoom(data) ? 'nothing' : 'malformed';
    const { message } = parsed;
    const isView = message.type === 'welcome' || message.type === 'delta';
    if (isView && this.asks.patches !== undefined)
      this.follow(message.type, message.seq, String(data));
    return message;
  }

  /** As it was written: what this version does not understand belongs to it, too. */
  private follow(type: 'welcome' | 'delta', seq: number, data: string): void {
    const written = JSON.parse(data);
    if (type === 'welcome') this.known = { seq, text: JSON.stringify(written.snapshot.room) };
    else if (this.known !== null) {
      const room = { ...JSON.parse(this.known.text), ...written.room };
      this.known = { seq, text: JSON.stringify(room) };
    }
  }

  private patched(data: string): Read {
    const change = parsePatch(data);
    if (change === null) return 'malformed';
    const { known } = this;
    if (known !== null && change.seq <= known.seq) return 'nothing';
    const made = known?.seq === change.from ? patched(known.text, change.patch) : null;
    const changed = known === null || made === null ? null : sectionsOf(known.text, made);
    if (changed === null) return this.behind();
    const { now, room, text } = changed;
    const { seq, from } = change;
    this.known = { seq, text };
    const parsed = parseServerMessage(JSON.stringify({ type: 'delta', seq, from, now, room }));
    return parsed.ok ? parsed.message : 'malformed';
  }

  private behind(): 'behind' {
    this.asks = {};
    return 'behind';
  }
}

/** A welcome that says only what is not as usual, as a whole one; null where that makes no sense. */
function inFull(data: unknown): unknown {
  if (typeof data !== 'string' || !data.startsWith('{"type":"welcome"')) return data;
  try {
    const written = JSON.parse(data);
    const { room: patch, you, receipts = [] } = written.snapshot;
    if (typeof patch !== 'string') return data;
    const room = JSON.parse(patched(USUAL_VIEW, patch) ?? '');
    const snapshot = { room, you: { ...USUAL_YOU, ...you }, receipts };
    return JSON.stringify({ ...USUAL_HEAD, ...written, snapshot });
  } catch {
    return null;
  }
}

/** What a patch made is the room's time, and the view: returns both, and the sections that are others now. */
function sectionsOf(before: string, made: string) {
  const at = made.indexOf('{');
  const text = made.slice(at);
  const was: Record<string, unknown> = JSON.parse(before);
  try {
    const room = Object.entries(JSON.parse(text)).filter(
      ([name, section]) => JSON.stringify(section) !== JSON.stringify(was[name]),
    );
    return { now: Number(made.slice(0, at)), room: Object.fromEntries(room), text };
  } catch {
    return null;
  }
}
