import type { ConnectionStatus } from '../client/client-view.js';
import type { ClientView } from '../client/index.js';
import type { PlaybackState } from '../playback/playback-state.js';
import type { Reason } from '../protocol/reasons.js';
import type { Receipt } from '../protocol/receipt.js';
import { type HolderView, holderOf, type LifeView, type Standing } from '../protocol/view.js';
import { streamOf } from './render-context.js';

/** All bubble and cross shadow roots, so that a page can listen anywhere above the element. */
const PUBLIC: EventInit = { bubbles: true, composed: true };

/** The line to the room, or the broadcast's life, entered another state. */
export class OdysseyStatusEvent extends Event {
  readonly connection: ConnectionStatus['status'];
  /** The broadcast's life; null until the room has said welcome. */
  readonly phase: LifeView['phase'] | null;
  readonly reason: Reason | null;

  constructor(status: Pick<OdysseyStatusEvent, 'connection' | 'phase' | 'reason'>) {
    super('odyssey-status', PUBLIC);
    this.connection = status.connection;
    this.phase = status.phase;
    this.reason = status.reason;
  }
}

/** The visitor's own standing changed, or who holds the turn. */
export class OdysseyTurnEvent extends Event {
  readonly standing: Standing;
  readonly holder: HolderView | null;

  constructor(turn: Pick<OdysseyTurnEvent, 'standing' | 'holder'>) {
    super('odyssey-turn', PUBLIC);
    this.standing = turn.standing;
    this.holder = turn.holder;
  }
}

/** One of the visitor's prompts took a step; the last one says what became of it. */
export class OdysseyReceiptEvent extends Event {
  readonly receipt: Receipt;

  constructor({ receipt }: Pick<OdysseyReceiptEvent, 'receipt'>) {
    super('odyssey-receipt', PUBLIC);
    this.receipt = receipt;
  }
}

/** The picture changed: another stream, or it plays, stalls, waits. */
export class OdysseyStreamEvent extends Event {
  readonly playback: PlaybackState;
  /** The stream on air; null while there is none. */
  readonly streamId: string | null;

  constructor(stream: Pick<OdysseyStreamEvent, 'playback' | 'streamId'>) {
    super('odyssey-stream', PUBLIC);
    this.playback = stream.playback;
    this.streamId = stream.streamId;
  }
}

/** Why something does not work: the room's reasons, and what an embed can have wrong. */
export type ErrorReason = Reason | 'missing-room' | 'missing-host' | 'bad-attribute';

/** Something went wrong that somebody may have to act on. */
export class OdysseyErrorEvent extends Event {
  readonly reason: ErrorReason;
  /** In words, in the element's language. */
  readonly message: string;

  constructor(error: Pick<OdysseyErrorEvent, 'reason' | 'message'>) {
    super('odyssey-error', PUBLIC);
    this.reason = error.reason;
    this.message = error.message;
  }
}

export type ProblemInWords = Pick<OdysseyErrorEvent, 'reason' | 'message'>;

/** A visitor is about to send a prompt from the composer; `preventDefault()` keeps it back. */
export class OdysseyPromptEvent extends Event {
  readonly text: string;

  constructor({ text }: Pick<OdysseyPromptEvent, 'text'>) {
    super('odyssey-prompt', { ...PUBLIC, cancelable: true });
    this.text = text;
  }
}

declare global {
  interface HTMLElementEventMap {
    'odyssey-status': OdysseyStatusEvent;
    'odyssey-turn': OdysseyTurnEvent;
    'odyssey-receipt': OdysseyReceiptEvent;
    'odyssey-stream': OdysseyStreamEvent;
    'odyssey-error': OdysseyErrorEvent;
    'odyssey-prompt': OdysseyPromptEvent;
  }
}

/** What a change from one view to the next is worth telling the page. */
export function eventsBetween(before: ClientView, after: ClientView): Event[] {
  const events: Event[] = [];
  const was = statusOf(before);
  const is = statusOf(after);
  if (was.connection !== is.connection || was.phase !== is.phase || was.reason !== is.reason) {
    events.push(new OdysseyStatusEvent(is));
  }
  if (after.you !== null && turnKey(before) !== turnKey(after)) {
    const holder = after.room && holderOf(after.room.turns);
    events.push(new OdysseyTurnEvent({ standing: after.you.standing, holder }));
  }
  return events;
}

function statusOf({ connection, room }: ClientView) {
  const life = room?.life;
  const ofLife = life !== undefined && 'reason' in life ? life.reason : null;
  return {
    connection: connection.status,
    phase: life?.phase ?? null,
    reason: connection.status === 'refused' ? connection.reason : ofLife,
  };
}

/** Clocks that tick on are no change; a place in line is. */
function turnKey({ you, room }: ClientView): string {
  const standing = you?.standing;
  const holder = room && holderOf(room.turns);
  return JSON.stringify([
    standing?.state,
    standing && 'place' in standing && standing.place,
    holder?.id,
    holder?.phase,
  ]);
}

export function streamIdOf({ room }: ClientView): string | null {
  return room && (streamOf(room.life)?.streamId ?? null);
}
