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
import { Announcer } from './announcer.js';
import type { ProblemInWords } from './events.js';
import { ModeLoader } from './mode-loader.js';
import { ModerationLoader } from './moderation-loader.js';
import { queueLook } from './modes/queue.js';
import { EMPTY_QUEUE, type TurnsLook } from './modes/turn-display.js';
import { Draft } from './parts/composer.js';
import { onStage, soundOf } from './parts/on-stage.js';
import { type Overlay, overlayFor, situation } from './parts/overlay.js';
import { panelStyles, panels } from './parts/panels.js';
import type { RoomClient, RoomPlayback } from './ports.js';
import type { Actions, RoomFrame, RoomTime } from './render-context.js';
import { ReplayLoader } from './replay-loader.js';
import type { RoomUiPort } from './room-ui-port.js';
import { styles } from './styles/index.js';
import { explain, type Words, wordsFor } from './words/words.js';

export interface ActionsPort {
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
}

/** What the buttons do: ask the room, and hand its answer on. */
export function createActions(
  port: ActionsPort,
  answered: (outcome: Outcome) => void,
  soundChanged: () => void,
): Actions {
  const ask = (request: (client: RoomClient) => Promise<Outcome>) => () => {
    if (port.client !== null) request(port.client).then(answered, () => {});
  };
  return {
    takeTurn: ask((client) => client.requestTurn()),
    claimTurn: ask((client) => client.claimTurn()),
    releaseTurn: ask((client) => client.releaseTurn()),
    passTurn: ask((client) => client.passTurn()),
    passTo: (id) => ask((client) => client.passTurn(id))(),
    extendTurn: ask((client) => client.extendTurn()),
    skipVote: ask((client) => client.skipVote()),
    contest: ask((client) => client.takeTurn()),
    keepTurn: ask((client) => client.keepTurn()),
    vote: (id) => ask((client) => client.vote(id))(),
    choose: (id) => ask((client) => client.choose(id))(),
    dismiss: (id) => ask((client) => client.dismiss(id))(),
    switchTo: (mode) => ask((client) => client.switchVote(mode))(),
    withdraw: (id) => ask((client) => client.withdraw(id))(),
    play: () => port.picture?.resume(),
    toggleSound() {
      port.picture?.setMuted(!port.picture.muted);
      soundChanged();
    },
  };
}

/** With these there is nothing to be said of the picture but what is said of any stream. */
const MOVING: ReadonlySet<PlaybackState['status']> = new Set(['playing', 'blocked', 'resting']);

/**
 * The view that is drawn. An opening with a stream before it looks like a renewal as long as that
 * moves; once its picture stands, or before it has come, it is an opening like any other.
 */
export function asSeen(view: ClientView, { status }: PlaybackState): ClientView {
  const { room } = view;
  if (room?.life.phase !== 'opening' || room.life.before === null || MOVING.has(status))
    return view;
  return { ...view, room: { ...room, life: { ...room.life, before: null } } };
}

/** A failure that began with this change. */
export function problemBetween(
  before: ClientView,
  after: ClientView,
  words: Words,
): ProblemInWords | null {
  const reason = failureOf(after);
  if (reason === null || reason === failureOf(before)) return null;
  return { reason, message: explain(words, { reason }, null) };
}

function failureOf({ connection, room }: ClientView) {
  if (connection.status === 'refused') return connection.reason;
  return room?.life.phase === 'failed' ? room.life.reason : null;
}

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
    const { turns } = frame.room;
    const look = queueLook(frame, this.actions, { ...EMPTY_QUEUE, ...turns });
    if (turns.mode === 'queue') return look;
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
