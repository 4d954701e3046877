import { byteLength, MESSAGE_BYTES_MAX, PROMPT_LENGTH_CEILING } from '../../src/protocol/limits.js';
import type { Receipt } from '../../src/protocol/receipt.js';
import type { Change, RoomView } from '../../src/protocol/view.js';

/**
 * Views are kept to one message, whatever a room holds: texts are shown shorter, all alike, until the
 * rest fits, and the lists have what is left. Usually nothing has to be cut.
 */

/** What of a welcome the public view may fill; the rest is the visitor's own and his receipts. */
const ROOM_BYTES_MAX = MESSAGE_BYTES_MAX - 4_000;

const LIST_BYTES_MAX = 5_000;

/** How long texts are shown, in characters: the first of these with which all fits. */
const TEXT_LENGTHS = [PROMPT_LENGTH_CEILING, 600, 200, 60] as const;

/** A list's entry with more bytes than this is cut, so that the list is not empty because of it. */
const ENTRY_BYTES_MAX = LIST_BYTES_MAX / 2;
const ENTRY_TEXT_SHOWN = 280;

/** The public view as it fits beside what each visitor is told besides. */
export function fitRoom(whole: RoomView): RoomView {
  const { changes } = whole;
  let left = 0;
  let shown = whole;
  for (const length of TEXT_LENGTHS) {
    shown = { ...withTexts(whole, length), changes: [] };
    left = ROOM_BYTES_MAX - bytesOf(shown);
    if (left >= LIST_BYTES_MAX / 2) break;
  }
  return { ...shown, changes: newestThatFit(changes, left) };
}

/** The newest of a participant's receipts, as many as fit beside the room. */
export function fitReceipts(receipts: readonly Receipt[], room: RoomView, you: unknown): Receipt[] {
  const around = bytesOf(room) + bytesOf(you) + ENVELOPE_BYTES;
  return newestThatFit(receipts, MESSAGE_BYTES_MAX - around);
}

/** What a welcome has around its snapshot, with the identity. */
const ENVELOPE_BYTES = 900;

/** The newest entries that fit into so many bytes, in their order. */
function newestThatFit<Item extends Pick<Change, 'text'> & { appliedText: string | null }>(
  items: readonly Item[],
  bytesMax: number,
): Item[] {
  const kept: Item[] = [];
  let left = Math.min(bytesMax, LIST_BYTES_MAX);
  for (const item of [...items].reverse()) {
    const { text, appliedText } = item;
    const cutShort = () => ({
      ...item,
      text: cut(text, ENTRY_TEXT_SHOWN),
      appliedText: appliedText && cut(appliedText, ENTRY_TEXT_SHOWN),
    });
    const entry = bytesOf(item) > ENTRY_BYTES_MAX ? cutShort() : item;
    left -= bytesOf(entry) + 1;
    if (left < 0) break;
    kept.unshift(entry);
  }
  return kept;
}

function withTexts(view: RoomView, length: number): RoomView {
  const { rules, performing, locks, moderation } = view;
  const lock = (one: RoomView['locks']['prompts']) => one && { ...one, why: cut(one.why, length) };
  return {
    ...view,
    rules: {
      ...rules,
      opening: cut(rules.opening, length),
      safePrompt: cut(rules.safePrompt, length),
    },
    performing: performing && { ...performing, text: cut(performing.text, length) },
    locks: { prompts: lock(locks.prompts), queue: lock(locks.queue), joins: lock(locks.joins) },
    moderation: moderation.map((one) => ({ ...one, why: cut(one.why, length) })),
  };
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}

function bytesOf(value: unknown): number {
  return byteLength(JSON.stringify(value));
}
