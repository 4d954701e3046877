import type { LitElement, TemplateResult } from 'lit';
import type { ClientView } from '../../client/index.js';
import { lengthOf } from '../../protocol/graphemes.js';
import type { Outcome, Receipt } from '../../protocol/reasons.js';
import type { LazyChunk } from '../lazy-chunk.js';
import type { TurnsLook } from '../modes/mode-display.js';
import { type Actions, leftOn, type RoomContext, type RoomUiPort } from '../ports.js';
import type { SharedMoment } from '../share/share.js';
import { type BarModel, bar, waitingActs } from './bar.js';
import { type BarState, barState } from './bar-state.js';
import { Draft } from './draft.js';

/** What makes a prompt better: a part of its own, for nothing of it is needed at first. */
type Coach = typeof import('./coach.js');

/** So long the own change is offered to be shared in the line; in its row of the story it always is. */
const SHARED_MS = 10_000;

/** The bar of one element: what is being written there, and what becomes of it. */
export class Bar {
  private readonly port: RoomUiPort;
  private readonly actions: Actions;
  private readonly coach: LazyChunk<Coach>;
  private readonly host: LitElement;
  private readonly share: (moment: SharedMoment) => void;
  private readonly draft: Draft;
  /** The change that was last asked to be taken back: once is enough. */
  private undone: string | null = null;
  /** What it was drawn as. */
  private state: BarState | null = null;

  constructor(
    host: LitElement,
    port: RoomUiPort,
    actions: Actions,
    { coach, share }: { readonly coach: LazyChunk<Coach>; share(moment: SharedMoment): void },
  ) {
    this.host = host;
    this.share = share;
    this.port = port;
    this.actions = actions;
    this.coach = coach;
    this.draft = new Draft(host, {
      send: (text) => port.send(text),
      canSend: (length) => this.canSend(length),
      typing: () => port.client?.typing(),
      known: () => port.view.receipts,
      goesIn: () => this.goesInMs(),
      key: () => draftKey(port),
    });
  }

  draw(context: RoomContext, { bar: turn, acts }: TurnsLook): TemplateResult {
    const { draft, port } = this;
    const { withdraw } = this.actions;
    const { room } = context;
    const { text, sending, goesIn, problem } = draft;
    this.coach.loadOnce();
    const coach = this.coach.part;
    const state = barState(turn, context, {
      text,
      isValid: this.canSend(lengthOf(text.trim())),
      isSending: sending,
      goesIn,
      problem,
      advice: coach?.advice(text, context) ?? null,
    });
    this.state = state;
    return bar(context, {
      state,
      draft,
      acts: [...waitingActs(context, state, withdraw), ...acts],
      starters:
        coach?.starters(port.suggestions, room.changes, room.rules.opening, port.language) ?? [],
      withdraw,
      undo: this.undoable(context),
      share: this.shareable(context),
    });
  }

  /** The visitor's own newest change, as long as the room takes it back and nothing has come after it. */
  private undoable({ view, room, words, time, connected }: RoomContext): BarModel['undo'] {
    const { id, text, undoUntil = 0 } = view.receipts.filter(isApplied).at(-1) ?? {};
    const isNewest = id !== undefined && room.performing === null && room.changes.at(-1)?.id === id;
    if (!isNewest || !connected || id === this.undone || time.until(undoUntil) === 0) return null;
    const run = () => {
      this.undone = id;
      this.actions.undo(id);
    };
    return { text: text ?? '', label: words.bar.undo, run };
  }

  /** The visitor's own newest change, where all may replay: the link is to lead others to it. */
  private shareable({ view, room, you, words, time }: RoomContext): BarModel['share'] {
    const change = room.changes.at(-1);
    const isOwn =
      change !== undefined && view.receipts.some((one) => one.id === change.id && isApplied(one));
    if (!isOwn || room.rules.replay !== 'yes' || time.until(change.at + SHARED_MS) === 0)
      return null;
    const { id: promptId, name, text } = change;
    const run = () => {
      const video = this.host.renderRoot.querySelector<HTMLVideoElement>('video[data-front]');
      this.share({ promptId, by: you.id, name, text, thumbnail: null, ...(video && { video }) });
    };
    return { label: words.bar.share, title: words.rail.share(name, text), run };
  }

  viewChanged(before: ClientView, after: ClientView): void {
    this.draft.viewChanged(before, after);
  }

  heard(receipt: Receipt): void {
    this.draft.heard(receipt);
  }

  /** What the room answered to a button: a refusal is told in the line. */
  answered(outcome: Outcome): void {
    this.draft.answered(outcome);
  }

  /** What is left until the draft goes in by itself (ms); null while it does not. */
  private goesInMs(): number | null {
    const { state, port } = this;
    if (state?.shows !== 'field' || state.goesIn === null || port.client === null) return null;
    return leftOn(state.goesIn, port.client.now());
  }

  private canSend(length: number): boolean {
    const { room, connection } = this.port.view;
    return (
      connection.status === 'connected' && length > 0 && length <= (room?.rules.maxLength ?? 0)
    );
  }
}

function isApplied({ status }: Receipt): boolean {
  return status === 'applied';
}

/** Where a visitor's draft is kept: tabs of one visitor share it, two visitors on one page do not. */
function draftKey({ options, view }: RoomUiPort): string | null {
  if (options === null || view.you === null) return null;
  const { host, party = 'main', room } = options;
  return `odyssey-broadcast-draft:${host}/${party}/${room}/${view.you.id}`;
}
