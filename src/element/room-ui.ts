import {
  adoptStyles,
  type CSSResult,
  html,
  type LitElement,
  nothing,
  type TemplateResult,
} from 'lit';
import type { ClientView } from '../client/index.js';
import type { PlaybackState } from '../playback/index.js';
import type { Outcome, Refusal } from '../protocol/reasons.js';
import type { Receipt } from '../protocol/receipt.js';
import { createActions } from './actions.js';
import { Announcer } from './announcer.js';
import { asSeen } from './as-seen.js';
import type { RoomTime } from './countdown.js';
import { Draft } from './draft.js';
import type { ProblemInWords } from './events.js';
import type { Actions, RoomFrame } from './frame.js';
import { ModeLoader } from './mode-loader.js';
import { ModerationLoader } from './moderation-loader.js';
import { onStage } from './parts/on-stage.js';
import { type Overlay, overlayFor, situation } from './parts/overlay.js';
import { panelStyles, panels } from './parts/panels.js';
import { problemBetween } from './problems.js';
import { queueLook } from './queue-look.js';
import { ReplayLoader } from './replay-loader.js';
import type { RoomUiPort } from './room-ui-port.js';
import { soundOf } from './sound.js';
import { styles } from './styles/index.js';
import type { TurnsLook } from './turns-look.js';
import { type Words, wordsFor } from './words.js';

/** What a visitor of a room sees, hears and can do: everything but the stage itself. */
export class RoomUi {
  readonly actions: Actions;
  private readonly host: LitElement;
  private readonly port: RoomUiPort;
  private readonly announcer = new Announcer();
  private readonly draft: Draft;
  private readonly modes: ModeLoader;
  private readonly moderation: ModerationLoader;
  private readonly replay: ReplayLoader;
  private readonly worn: CSSResult[] = [...styles, ...panelStyles];
  /** Why the last thing asked for was refused. */
  private notice: Refusal | null = null;
  private drawn: TemplateResult = html`<div class="dock to-come"></div>`;

  constructor(host: LitElement, port: RoomUiPort) {
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
    const missing = () => {
      port.problemFound({ reason: 'unreachable', message: this.words.chunkMissing });
      host.requestUpdate();
    };
    this.modes = new ModeLoader({
      loaded: ({ ModeUi, modeStyles }) => {
        this.wear(modeStyles);
        host.requestUpdate();
        return new ModeUi(host, this.actions);
      },
      missing,
    });
    const wear = (more: readonly CSSResult[]) => this.wear(...more);
    this.moderation = new ModerationLoader(host, { port, wear, missing });
    this.replay = new ReplayLoader(host, { port, wear, missing });
    this.wear();
    this.moderation.viewChanged(port.view);
    this.replay.viewChanged(port.view);
  }

  get polite(): string {
    return this.announcer.polite;
  }

  get assertive(): string {
    return this.announcer.assertive;
  }

  /** The view as it is drawn. */
  readonly asSeen = asSeen;

  /** What lies over the picture now; it is also what is announced. */
  observe(view: ClientView, playback: PlaybackState, time: RoomTime): Overlay | null {
    const { words } = this;
    const frame = { view, time, words };
    const overlay = overlayFor(frame, playback);
    this.announcer.observe(view, time.now(), situation(frame, overlay), words, this.modes.ui);
    return overlay;
  }

  /** What the room has to say on the picture. */
  onStage(
    view: ClientView,
    time: RoomTime,
    videos: Iterable<HTMLVideoElement>,
    silent: boolean,
  ): TemplateResult {
    const sound = soundOf(videos, this.port.picture, silent);
    return onStage({ view, time, words: this.words }, sound, this.actions);
  }

  /** While the parts of a mode are on their way, what was there before stays. */
  panels(roomFrame: RoomFrame<unknown>, watchOnly: boolean): TemplateResult {
    const { actions, draft, notice, words, modes } = this;
    const frame = { ...roomFrame, words };
    if (modes.isComing(frame.room.turns)) return this.drawn;
    const look = modes.ui?.look(frame, watchOnly) ?? this.plainLook(frame);
    const moderation = watchOnly ? null : this.moderation.draw(frame);
    const replay = watchOnly ? nothing : this.replay.draw(frame);
    this.drawn = panels(frame, { look, actions, draft, notice, watchOnly, moderation, replay });
    return this.drawn;
  }

  /** A refusal is about the standing it was met with; another standing is another matter. */
  viewChanged(before: ClientView, after: ClientView): ProblemInWords | null {
    if (before.you?.standing.state !== after.you?.standing.state) this.notice = null;
    this.moderation.viewChanged(after);
    this.replay.viewChanged(after);
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

  /** A line; where turns are something else, whose parts could not be loaded, only what that is. */
  private plainLook(frame: RoomFrame): TurnsLook {
    const look = queueLook(frame, this.actions);
    if (frame.room.turns.mode === 'queue') return look;
    return { ...look, details: [frame.words.chunkMissing], buttons: [] };
  }

  /** What comes later is put on top of what is worn already. */
  private wear(...more: CSSResult[]): void {
    this.worn.push(...more);
    if (this.host.shadowRoot !== null) adoptStyles(this.host.shadowRoot, this.worn);
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
