import type { ClientProblem, ClientView, ConnectionStatus } from '../client/index.js';
import type { PlaybackState } from '../playback/playback-state.js';
import type { ReactionSums } from '../protocol/reactions.js';
import type { Reason, Receipt, Refusal } from '../protocol/reasons.js';
import type { HolderView, LifeView, Standing, TurnsView } from '../protocol/view.js';
import type { RoomController, RoomListener } from './controller.js';
import { hint } from './hints/hint.js';
import type { Embed } from './hints/wrong.js';
import type { LazyChunk } from './lazy-chunk.js';
import { streamOf } from './ports.js';
import type { Setup } from './setup.js';

/** All bubble and cross shadow roots, so that a page can listen anywhere above the element. */
const PUBLIC: EventInit = { bubbles: true, composed: true };

/**
 * The connection to the room, or the broadcast's life, entered another state.
 *
 * @example element.addEventListener('odyssey-status', ({ connection, phase }) => show(connection, phase));
 */
export class OdysseyStatusEvent extends Event {
  /** `connecting`, `connected`, `reconnecting`, `refused`, `closed`, or `idle` before all that. */
  readonly connection: ConnectionStatus['status'];
  /** The broadcast's phase; null until the room has said welcome. */
  readonly phase: LifeView['phase'] | null;
  /** Why the room refuses this page, or why the broadcast is in this phase; null without a reason. */
  readonly reason: Reason | null;

  constructor(status: Pick<OdysseyStatusEvent, 'connection' | 'phase' | 'reason'>) {
    super('odyssey-status', PUBLIC);
    this.connection = status.connection;
    this.phase = status.phase;
    this.reason = status.reason;
  }
}

/**
 * The visitor's own standing changed, or who holds the turn. Running clocks are no change.
 *
 * @example element.addEventListener('odyssey-turn', ({ standing }) => flash(standing.state === 'active'));
 */
export class OdysseyTurnEvent extends Event {
  /** How the visitor stands: their place, their clock (room time, ms), their prompt. */
  readonly standing: Standing;
  /** Who has the turn; null when nobody has. */
  readonly holder: HolderView | null;

  constructor(turn: Pick<OdysseyTurnEvent, 'standing' | 'holder'>) {
    super('odyssey-turn', PUBLIC);
    this.standing = turn.standing;
    this.holder = turn.holder;
  }
}

/**
 * One of the visitor's prompts took a step; the last one says what became of it.
 *
 * @example element.addEventListener('odyssey-receipt', ({ receipt }) => log(receipt.text, receipt.status));
 */
export class OdysseyReceiptEvent extends Event {
  /** The prompt as it stands now. Instants are room time, ms. */
  readonly receipt: Receipt;

  constructor({ receipt }: Pick<OdysseyReceiptEvent, 'receipt'>) {
    super('odyssey-receipt', PUBLIC);
    this.receipt = receipt;
  }
}

/**
 * The picture changed: another stream, or it plays, stalls, waits.
 *
 * @example element.addEventListener('odyssey-stream', ({ playback }) => log(playback.status));
 */
export class OdysseyStreamEvent extends Event {
  /** What this page's picture is doing. Instants are this page's clock, ms. */
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

/**
 * Something went wrong that somebody may have to act on.
 *
 * @example element.addEventListener('odyssey-error', ({ reason, message }) => report(reason, message));
 */
export class OdysseyErrorEvent extends Event {
  /** The room's reason, or what the embed has wrong. */
  readonly reason: ErrorReason;
  /** In words, in the element's language. */
  readonly message: string;

  constructor(error: Pick<OdysseyErrorEvent, 'reason' | 'message'>) {
    super('odyssey-error', PUBLIC);
    this.reason = error.reason;
    this.message = error.message;
  }
}

/**
 * A visitor is about to send a prompt from the composer; `preventDefault()` keeps it back.
 *
 * @example
 * element.addEventListener('odyssey-prompt', (event) => {
 *   if (!isWelcome(event.text)) event.preventDefault();
 * });
 */
export class OdysseyPromptEvent extends Event {
  /** The prompt as it was typed, without the spaces around it. */
  readonly text: string;

  constructor({ text }: Pick<OdysseyPromptEvent, 'text'>) {
    super('odyssey-prompt', { ...PUBLIC, cancelable: true });
    this.text = text;
  }
}

/**
 * People who watch reacted: what came within the last second, summed up, at most once a second.
 *
 * @example element.addEventListener('odyssey-reaction', ({ sums }) => confetti(sums['🎉'] ?? 0));
 */
export class OdysseyReactionEvent extends Event {
  /** How often each emoji was chosen, also for changes before by those who see them later: `{ '👏': 41 }`. */
  readonly sums: ReactionSums;
  /** The id of the change on screen, whose sum so far is in `view.room.reactions`; null before the first. */
  readonly changeId: string | null;

  constructor(reaction: Pick<OdysseyReactionEvent, 'sums' | 'changeId'>) {
    super('odyssey-reaction', PUBLIC);
    this.sums = reaction.sums;
    this.changeId = reaction.changeId;
  }
}

/** The events by their names. */
export interface OdysseyEvents {
  'odyssey-status': OdysseyStatusEvent;
  'odyssey-turn': OdysseyTurnEvent;
  'odyssey-receipt': OdysseyReceiptEvent;
  'odyssey-stream': OdysseyStreamEvent;
  'odyssey-error': OdysseyErrorEvent;
  'odyssey-prompt': OdysseyPromptEvent;
  'odyssey-reaction': OdysseyReactionEvent;
}

declare global {
  // Of elements, of `document` and of `window`: the events bubble.
  interface GlobalEventHandlersEventMap extends OdysseyEvents {}
}

/** What a change from one view to the next is worth telling the page. */
function eventsBetween(before: ClientView, after: ClientView): Event[] {
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

/** As the protocol has it, whose schemas the entry does not wait for. */
function holderOf(turns: TurnsView): HolderView | null {
  return 'holder' in turns ? turns.holder : null;
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

/** A running clock is no change; a place in the queue is. */
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

function streamIdOf({ room }: ClientView): string | null {
  return room && (streamOf(room.life)?.streamId ?? null);
}

/** The interface, as far as it hears of what happens. */
interface Hearing {
  viewChanged(before: ClientView, after: ClientView): ClientProblem | null;
  receiptChanged(receipt: Receipt): void;
  notify(refusal: Refusal): void;
}

/** What the events tell of, as it is when they are dispatched. */
interface EventSources {
  readonly controller: Pick<RoomController, 'view' | 'playback'>;
  readonly ui: Pick<LazyChunk<Hearing>, 'part' | 'load'>;
}

/** Reports what happens: to the interface, to the page as events, to its author on the console. */
export class PageEvents implements RoomListener {
  private readonly page: Embed;
  /** Whether the room has ever answered. */
  private wasThere = false;
  private readonly sources: () => EventSources;

  constructor(page: Embed, sources: () => EventSources) {
    this.page = page;
    page.addController({
      hostConnected: () => document.addEventListener('securitypolicyviolation', this.blocked),
      hostDisconnected: () => document.removeEventListener('securitypolicyviolation', this.blocked),
    });
    this.sources = sources;
  }

  viewChanged(before: ClientView, after: ClientView): void {
    for (const event of eventsBetween(before, after)) this.page.dispatchEvent(event);
    this.tellConnection(after, before);
    if (streamIdOf(before) !== streamIdOf(after)) this.playbackChanged();
    this.show(this.sources().ui.part, before, after);
  }

  /** Also called once the interface is loaded, for what it has missed. */
  show(ui: Hearing | null, before: ClientView, after: ClientView): void {
    const problem = ui?.viewChanged(before, after) ?? null;
    if (problem !== null) this.page.dispatchEvent(new OdysseyErrorEvent(problem));
  }

  receiptChanged(receipt: Receipt): void {
    this.sources().ui.part?.receiptChanged(receipt);
    this.page.dispatchEvent(new OdysseyReceiptEvent({ receipt }));
  }

  playbackChanged(): void {
    const { playback, view } = this.sources().controller;
    this.page.dispatchEvent(new OdysseyStreamEvent({ playback, streamId: streamIdOf(view) }));
  }

  problemFound(problem: ClientProblem): void {
    const { reason, message } = problem;
    hint(this.page, { is: 'problem', problem });
    this.page.dispatchEvent(new OdysseyErrorEvent({ reason, message }));
    if (reason !== 'bad-invite') return;
    void this.sources()
      .ui.load()
      .then((ui) => ui?.notify({ ok: false, reason, retryAt: null, limit: null }));
  }

  setupRead({ missing, notes }: Setup): void {
    if (notes.length > 0 || missing !== null) hint(this.page, { is: 'attributes' });
    if (missing !== null) this.page.dispatchEvent(new OdysseyErrorEvent(missing));
  }

  rulesMisread(): void {
    hint(this.page, { is: 'attributes' });
  }

  /** A policy of the page keeps something of it away, be it the element's or not. */
  private readonly blocked = (event: SecurityPolicyViolationEvent): void => {
    hint(this.page, { is: 'policy', event });
  };

  private tellConnection({ connection }: ClientView, before: ClientView): void {
    const { page } = this;
    if (connection.status === 'connected') this.wasThere = true;
    if (connection.status === 'refused' && before.connection.status !== 'refused') {
      hint(page, { is: 'refused', reason: connection.reason });
    }
    const isLost = connection.status === 'reconnecting' && !this.wasThere;
    // Once may be an accident.
    if (isLost && connection.attempt === 2) hint(page, { is: 'unreachable' });
  }
}
