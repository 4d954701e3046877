import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { ClientView, SettledReceipt } from '../client/index.js';
import type { PlaybackState } from '../playback/index.js';
import type { Outcome, Refusal } from '../protocol/reasons.js';
import type { Receipt } from '../protocol/receipt.js';
import { createActions } from './actions.js';
import { Announcer } from './announcer.js';
import type { RoomTime } from './countdown.js';
import { Draft } from './draft.js';
import type { ProblemInWords } from './events.js';
import type { Actions, RoomFrame } from './frame.js';
import { type Overlay, overlayFor, situation } from './parts/overlay.js';
import { panels } from './parts/panels.js';
import type { RoomClient, RoomPlayback } from './ports.js';
import { problemBetween } from './problems.js';
import { type Words, wordsFor } from './words.js';

/** What the interface needs from the element around it. */
export interface RoomUiPort {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
  readonly locale: string;
  /** Sends a prompt, unless the page vetoes; null when it did. */
  send(text: string): Promise<SettledReceipt> | null;
}

/** What a visitor of a room sees, hears and can do: everything but the stage itself. */
export class RoomUi {
  readonly actions: Actions;
  private readonly host: ReactiveControllerHost;
  private readonly port: RoomUiPort;
  private readonly announcer = new Announcer();
  private readonly draft: Draft;
  /** Why the last thing asked for was refused. */
  private notice: Refusal | null = null;

  constructor(host: ReactiveControllerHost, port: RoomUiPort) {
    this.host = host;
    this.port = port;
    this.actions = createActions(
      port,
      (outcome) => this.answered(outcome),
      () => host.requestUpdate(),
    );
    this.draft = new Draft(host, {
      send: (text) => port.send(text),
      canSend: (text) => this.canSend(text),
      typing: () => port.client?.typing(),
      known: () => port.view.receipts,
    });
  }

  get polite(): string {
    return this.announcer.polite;
  }

  get assertive(): string {
    return this.announcer.assertive;
  }

  /** What lies over the picture now; it is also what is announced. */
  observe(view: ClientView, playback: PlaybackState, time: RoomTime): Overlay | null {
    const { words } = this;
    const frame = { view, time, words };
    const overlay = overlayFor(frame, playback);
    this.announcer.observe(view, time.now(), situation(frame, overlay), words);
    return overlay;
  }

  panels(frame: RoomFrame<unknown>, watchOnly: boolean): TemplateResult {
    const { actions, draft, notice, words } = this;
    return panels({ ...frame, words }, { actions, draft, notice, watchOnly });
  }

  /** A refusal is about the standing it was met with; another standing is another matter. */
  viewChanged(before: ClientView, after: ClientView): ProblemInWords | null {
    if (before.you?.standing.state !== after.you?.standing.state) this.notice = null;
    return problemBetween(before, after, this.words);
  }

  receiptChanged(receipt: Receipt): void {
    this.draft.heard(receipt);
  }

  /** Something was refused that nobody asked for just now. */
  notify(refusal: Refusal): void {
    this.answered(refusal);
  }

  private get words(): Words {
    return wordsFor(this.port.locale);
  }

  private answered(outcome: Outcome): void {
    this.notice = outcome.ok ? null : outcome;
    this.host.requestUpdate();
  }

  private canSend(text: string): boolean {
    const { room, connection } = this.port.view;
    const { length } = [...text];
    return (
      connection.status === 'connected' && length > 0 && length <= (room?.rules.maxLength ?? 0)
    );
  }
}
