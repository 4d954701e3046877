import { RECEIPTS_SHOWN } from '../protocol/limits.js';
import type { Receipt } from '../protocol/receipt.js';
import { isStaff } from '../protocol/staff.js';
import type { RoomView, You } from '../protocol/view.js';
import type { ClientView } from './client-view.js';
import type { Said } from './line.js';

/** What a word of the room changes in the view. */
export function changeBy(message: Said, { room, receipts }: ClientView): Partial<ClientView> {
  switch (message.type) {
    case 'delta':
      return room === null ? {} : { room: { ...room, ...(message.room as Partial<RoomView>) } };
    case 'you':
      return { you: message.you, ...deskOf(message.you) };
    case 'receipt':
      return { receipts: withReceipt(receipts, message.receipt) };
    case 'desk':
      return { desk: message.desk };
    case 'answer':
    case 'pong':
    case 'conduct':
    case 'capture':
      return {};
  }
}

/** Who is no moderator any more has no desk. */
function deskOf({ role }: You): { desk?: null } {
  return isStaff(role) ? {} : { desk: null };
}

/** A known prompt's receipt stays where it is; a new one is the last. */
function withReceipt(receipts: readonly Receipt[], receipt: Receipt): readonly Receipt[] {
  const known = receipts.some(({ id }) => id === receipt.id);
  return known
    ? receipts.map((other) => (other.id === receipt.id ? receipt : other))
    : [...receipts, receipt].slice(-RECEIPTS_SHOWN);
}
