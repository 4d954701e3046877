import type { Desk } from '../protocol/desk.js';
import type { Reason, Receipt } from '../protocol/reasons.js';
import type { RoomView, You } from '../protocol/view.js';

/** Why the room does not let this visitor in. */
interface KeptOut {
  readonly reason: Reason;
  /** A moderator's own words on it. */
  readonly why?: string;
}

/** The connection to the room. Instants are this page's clock, ms. */
export type ConnectionStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** Lost; `retryAt` is when the next attempt begins, null while one is under way. */
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly retryAt: number | null;
      /** Said by a room that takes nobody in for now. */
      readonly lockedOut?: KeptOut;
    }
  /** The room said that coming back cannot help. */
  | ({ readonly status: 'refused' } & KeptOut)
  | { readonly status: 'closed' };

/**
 * A visitor's view of the room: what the room last said, and the state of the connection. Frozen
 * and replaced as a whole, so that `===` tells whether anything changed.
 */
export interface ClientView {
  readonly connection: ConnectionStatus;
  /** Null until the room has said welcome; kept, as last heard, while reconnecting. */
  readonly room: RoomView | null;
  readonly you: You | null;
  /** The visitor's own prompts, oldest first, the last ten. */
  readonly receipts: readonly Receipt[];
  /** What only moderators see; null unless they opened it and the room can be reached. */
  readonly desk: Desk | null;
  /** Add it to this page's clock to get room time (ms). */
  readonly clockOffsetMs: number;
}

export const EMPTY_VIEW: ClientView = Object.freeze<ClientView>({
  connection: { status: 'idle' },
  room: null,
  you: null,
  receipts: [],
  desk: null,
  clockOffsetMs: 0,
});
