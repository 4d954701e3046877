import {
  adoptStyles,
  type CSSResult,
  html,
  type LitElement,
  nothing,
  type TemplateResult,
} from 'lit';
import type { ClientProblem, ClientView } from '../client/index.js';
import type { PlaybackState } from '../playback/playback-state.js';
import { NO_REACTIONS, reactionsBetween } from '../protocol/reactions.js';
import type { Outcome, Receipt, Refusal } from '../protocol/reasons.js';
import { type Change, isInLine, isStaff, type TurnsView } from '../protocol/view.js';
import type { Alerts } from './alerts/alerts.js';
import { Announcer } from './announcer.js';
import { watchAttributes } from './attribute-watch.js';
import { OdysseyReactionEvent } from './events.js';
import type { Hall } from './hall/hall.js';
import { hint } from './hints/hint.js';
import type { Embed } from './hints/wrong.js';
import { LazyChunk } from './lazy-chunk.js';
import { misspeltAttributes } from './misspelt.js';
import type { Moderation } from './moderation/moderation.js';
import { type Drawn, EMPTY_QUEUE, type TurnsLook } from './modes/mode-display.js';
import type { ModeUi } from './modes/mode-ui.js';
import { queueLook } from './modes/queue.js';
import { Bar } from './parts/bar-ui.js';
import { behindOf, onStage, overlayFor, situation } from './parts/overlay.js';
import { Crowd, panelStyles, panels } from './parts/panels.js';
import type { Overlay } from './parts/stage.js';
import type { Story } from './parts/story.js';
import type { Player, PlayerSettings } from './player/player.js';
import type {
  Actions,
  AlertSettings,
  RoomClient,
  RoomContext,
  RoomSource,
  RoomTime,
  RoomUiPort,
} from './ports.js';
import type { Reactions } from './reactions/reactions.js';
import { mayReplay, ReplayEntry } from './replay-entry.js';
import type { SharedMoment } from './share/share.js';
import type { Strip } from './strip/strip.js';
import { styles } from './styles/base.js';
import { Wake } from './wake.js';
import type { LanguageChoice } from './words/language-choice.js';
import { explain, type Words, wordsFor } from './words/words.js';

export { attachConductor } from '../conductor/attach-conductor.js';
export { LanguageChoice } from './words/language-choice.js';

/** What the interface reads from the parts of its element, always as they are now. */
export function roomUiPort(
  host: Pick<RoomUiPort, 'suggestions' | 'joinUrl'>,
  source: RoomSource,
  choice: Pick<LanguageChoice, 'spoken' | 'loadStaff'>,
  {
    send,
    problemFound,
    alerts,
  }: Pick<RoomUiPort, 'send' | 'problemFound'> & {
    alerts(): AlertSettings;
  },
): RoomUiPort {
  return {
    get alerts() {
      return alerts();
    },
    get view() {
      return source.view;
    },
    get client() {
      return source.client;
    },
    get picture() {
      return source.picture;
    },
    get options() {
      return source.options;
    },
    get language() {
      return choice.spoken;
    },
    loadStaffWords: () => choice.loadStaff(),
    get suggestions() {
      return host.suggestions;
    },
    get joinUrl() {
      return host.joinUrl;
    },
    send,
    problemFound,
  };
}

/** What the buttons do: send a request, and pass the answer on. */
function createActions(
  port: Pick<RoomSource, 'client' | 'picture'>,
  answered: (outcome: Outcome) => void,
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
    undo: (id) => ask((client) => client.undo(id))(),
    play: () => port.picture?.resume(),
  };
}

/** States of a picture that moves, or would after a tap: no overlay is needed. */
const MOVING: ReadonlySet<PlaybackState['status']> = new Set(['playing', 'blocked', 'resting']);

/**
 * The view that is drawn. An opening after a failed stream is shown as a renewal while the old
 * picture moves; once that stands still it is shown as an opening.
 */
export function asSeen(view: ClientView, { status }: PlaybackState): ClientView {
  const { room } = view;
  if (room?.life.phase !== 'opening' || room.life.before === null || MOVING.has(status))
    return view;
  return { ...view, room: { ...room, life: { ...room.life, before: null } } };
}

/** A failure that began with this change. */
function problemBetween(before: ClientView, after: ClientView, words: Words): ClientProblem | null {
  const reason = failureOf(after);
  if (reason === null || reason === failureOf(before)) return null;
  return { reason, message: explain(words, { reason }, null) };
}

function failureOf({ connection, room }: ClientView) {
  if (connection.status === 'refused') return connection.reason;
  return room?.life.phase === 'failed' ? room.life.reason : null;
}

/**
 * What a visitor of a room sees, hears and can do: everything but the stage itself. A chunk of its own,
 * loaded while the connection to the room is being made.
 */
export class RoomUi {
  /** @internal Tests put their own here. */
  static chunks = {
    modes: () => import('./modes/mode-ui.js'),
    moderation: () => import('./moderation/moderation.js'),
    replay: () => import('./replay/replay.js'),
    player: () => import('./player/player.js'),
    strip: () => import('./strip/strip.js'),
    share: () => import('./share/share.js'),
    coach: () => import('./parts/coach.js'),
    story: () => import('./parts/story.js'),
    people: () => import('./parts/people.js'),
    reactions: () => import('./reactions/reactions.js'),
    alerts: () => import('./alerts/alerts.js'),
    hall: () => import('./hall/hall.js'),
  };

  readonly actions: Actions;
  readonly crowd: Crowd;
  private readonly host: LitElement & { layout: string };
  private readonly port: RoomUiPort;
  private readonly announcer = new Announcer();
  private readonly bar: Bar;
  private readonly modes: LazyChunk<ModeUi>;
  private readonly moderation: LazyChunk<Moderation>;
  private readonly player: LazyChunk<Player>;
  private readonly story: LazyChunk<Story>;
  private readonly reactions: LazyChunk<Reactions>;
  private readonly alerts: LazyChunk<Alerts>;
  private readonly hallScreen: LazyChunk<Hall>;
  private readonly replay: ReplayEntry;
  private readonly strip: LazyChunk<Strip>;
  /** The mode for which the modes' chunk was last requested. */
  private requestedMode: TurnsView['mode'] | null = null;
  private readonly adopted: CSSResult[] = [...styles, ...panelStyles];
  private drawn: TemplateResult = html`<div class="dock"></div><div class="rail"></div>`;

  constructor(host: RoomUi['host'] & Embed, port: RoomUiPort) {
    this.host = host;
    this.port = port;
    if (misspeltAttributes(host).length > 0) hint(host, { is: 'attributes' });
    watchAttributes(host, port);
    this.actions = createActions(port, (outcome) => this.bar.answered(outcome));
    const failed = () => {
      port.problemFound({ reason: 'unreachable', message: this.words.chunkMissing });
    };
    const chunk = <Module, Part>(
      fetch: () => Promise<Module>,
      create: (module: Module) => Part,
    ): LazyChunk<Part> => new LazyChunk(host, { fetch, create, failed });
    // Looked up when it is loaded.
    const { chunks } = RoomUi;
    const coach = chunk(
      () => chunks.coach(),
      (all) => all,
    );
    this.modes = chunk(
      () => chunks.modes(),
      ({ ModeUi }) => new (this.styled(ModeUi))(host, this.actions, port),
    );
    this.moderation = chunk(
      async () => {
        const [loaded] = await Promise.all([chunks.moderation(), port.loadStaffWords()]);
        return loaded;
      },
      ({ Moderation }) => new (this.styled(Moderation))(host, port),
    );
    const sharing = chunk(
      () => chunks.share(),
      ({ Share }) => new (this.styled(Share))(host, port),
    );
    const share = (moment: SharedMoment) => void sharing.load().then((part) => part?.open(moment));
    this.bar = new Bar(host, port, this.actions, { coach, share });
    const dialog = chunk(
      () => chunks.replay(),
      ({ Replay }) => new (this.styled(Replay))(host, port, share),
    );
    this.replay = new ReplayEntry(host, port, dialog);
    this.player = chunk(
      () => chunks.player(),
      ({ Player }) => new (this.styled(Player))(host, port),
    );
    this.strip = chunk(
      () => chunks.strip(),
      ({ Strip }) => new (this.styled(Strip))(host, port),
    );
    this.story = chunk(
      () => chunks.story(),
      ({ Story }) => new (this.styled(Story))(host, port, share),
    );
    const people = chunk(
      () => chunks.people(),
      ({ People }) => new (this.styled(People))(host, port, this.actions),
    );
    this.crowd = new Crowd(host, people);
    this.reactions = chunk(
      () => chunks.reactions(),
      ({ Reactions }) => new (this.styled(Reactions))(host, port),
    );
    this.hallScreen = chunk(
      () => chunks.hall(),
      ({ Hall }) => new (this.styled(Hall))(port),
    );
    this.alerts = chunk(
      () => chunks.alerts(),
      ({ Alerts }) => new Alerts(host, port),
    );
    new Wake(host, port);
    this.adoptAll();
    this.partsSee(port.view);
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
    const context = { view, time, words };
    const overlay = overlayFor(context, playback);
    // Nothing of it is needed before there is a picture.
    if (playback.status === 'playing') this.player.loadOnce();
    const isComing = overlay?.busy === true && view.room?.life.phase !== 'opening';
    if (!isComing) this.story.loadOnce();
    this.loadReactions(view, playback);
    this.player.part?.observe(view, playback);
    this.announcer.observe(view, time.now(), situation(context, overlay), words, this.modes.part);
    return overlay;
  }

  /** What the room has to say on the picture. */
  onStage(view: ClientView, time: RoomTime, settings: PlayerSettings): TemplateResult {
    const { words, player } = this;
    const crowd = settings.watchOnly ? null : this.crowd.show;
    const said = onStage({ view, time, words }, behindOf(this.port.picture), crowd);
    return html`${this.past(view, settings)} ${said} ${player.part?.draw(view, words, settings)}
    ${this.isRemote ? nothing : this.reactionBar(view, time, settings.watchOnly)}`;
  }

  /** The broadcast so far, for those who may look back, once there is something to look back to. */
  private past(view: ClientView, { watchOnly }: PlayerSettings): Drawn {
    const { strip, player } = this;
    if (watchOnly || !mayReplay(view)) return nothing;
    const isWorthIt = player.status === 'loaded' && (view.room?.changes.length ?? 0) > 0;
    if (isWorthIt) strip.loadOnce();
    return strip.part?.draw(view) ?? nothing;
  }

  /** Whether the picture is in a window of its own now. */
  async requestPictureInPicture(): Promise<boolean> {
    return (await this.player.part?.requestPictureInPicture()) ?? false;
  }

  /** While the chunk of a mode is loading, the display of before stays. */
  panels(roomContext: RoomContext<unknown>, watchOnly: boolean): TemplateResult {
    const { words, modes } = this;
    const context = { ...roomContext, words };
    if (this.awaitsMode(context.room.turns)) return this.drawn;
    const look = modes.part?.look(context, watchOnly) ?? this.plainLook(context);
    const mayModerate = !watchOnly && isStaff(context.you.role);
    const moderation = mayModerate ? (this.moderation.part?.draw(context) ?? null) : null;
    const replay = watchOnly ? nothing : this.replay.draw(context);
    const thought = (of: Change) => this.reactions.part?.sumsOf(of, context.room) ?? nothing;
    const story = this.story.part?.draw(context, replay, thought) ?? null;
    const rail = { look, watchOnly, crowd: this.crowd, moderation, story };
    const drawn = panels(context, {
      bar: watchOnly ? nothing : this.bar.draw(context, look),
      rail,
    });
    this.drawn = html`${drawn} ${this.isRemote ? this.reactionBar(context.view, context.time, watchOnly) : nothing}`;
    return this.drawn;
  }

  /** What a screen in a hall shows over the picture, once its chunk is here. */
  hall(roomContext: RoomContext<unknown>, joinUrl: string | null): Drawn {
    const { hallScreen, words, modes } = this;
    const context = { ...roomContext, words };
    hallScreen.loadOnce();
    if (this.awaitsMode(context.room.turns)) return nothing;
    const look = modes.part?.look(context, true) ?? this.plainLook(context);
    return hallScreen.part?.draw(context, look, this.crowd, joinUrl) ?? nothing;
  }

  /** Removes the notice of a refusal when the visitor's standing has changed. */
  viewChanged(before: ClientView, after: ClientView): ClientProblem | null {
    this.bar.viewChanged(before, after);
    this.tellReactions(before, after);
    this.partsSee(after);
    return problemBetween(before, after, this.words);
  }

  receiptChanged(receipt: Receipt): void {
    this.bar.heard(receipt);
  }

  /** Shows a refusal that is no answer to a button. */
  notify(refusal: Refusal): void {
    this.bar.answered(refusal);
  }

  /** With a picture, or at once where there is none beside it. */
  private loadReactions({ room }: ClientView, { status }: PlaybackState): void {
    const isWanted = room !== null && room.rules.reactions !== NO_REACTIONS;
    const isTime = status === 'playing' || this.isRemote;
    if (isWanted && isTime) this.reactions.loadOnce();
  }

  private reactionBar(view: ClientView, time: RoomTime, watchOnly: boolean): Drawn {
    return this.reactions.part?.draw(view, time, watchOnly) ?? nothing;
  }

  /** Whether all but the picture is here, which is then elsewhere. */
  private get isRemote(): boolean {
    return this.host.matches('[layout=remote]');
  }

  /** What came since the view before; a reconnect would bring all of it at once. */
  private tellReactions({ room: before, connection }: ClientView, { room }: ClientView): void {
    if (room === null || before === null || connection.status !== 'connected') return;
    // Those of a picture that is behind stay with a change before.
    if (room.reactions === before.reactions && room.changes === before.changes) return;
    const sums = reactionsBetween(before, room);
    if (Object.keys(sums).length === 0) return;
    const changeId = room.reactions.of;
    this.host.dispatchEvent(new OdysseyReactionEvent({ sums, changeId }));
    this.reactions.part?.came(sums);
  }

  get words(): Words {
    return wordsFor(this.port.language);
  }

  /** The queue's display; in a mode whose chunk could not be loaded, only that this is so. */
  private plainLook(context: RoomContext): TurnsLook {
    const { turns } = context.room;
    const look = queueLook(context, this.actions, { ...EMPTY_QUEUE, ...turns });
    if (turns.mode === 'queue') return look;
    const what = context.words.chunkMissing;
    return { ...look, bar: { kind: 'closed', what, line: '' }, acts: [] };
  }

  /** Moderators' controls are loaded once the room says that the visitor is one of them. */
  private partsSee(view: ClientView): void {
    const { moderation, alerts } = this;
    alerts.part?.viewChanged(view);
    if (isInLine(view.you?.standing)) alerts.loadOnce();
    moderation.part?.viewChanged(view);
    if (isStaff(view.you?.role)) moderation.loadOnce();
    this.replay.viewChanged(view);
  }

  /** Whether a mode's display is being loaded. A failed load is retried in another mode. */
  private awaitsMode({ mode, switching }: TurnsView): boolean {
    const { modes } = this;
    if (modes.part !== null || (mode === 'queue' && switching === null)) return false;
    if (modes.status !== 'loading' && this.requestedMode !== mode) {
      this.requestedMode = mode;
      void modes.load();
    }
    return modes.status === 'loading';
  }

  /** A part of the interface with its styles, which go on top of those there are. */
  private styled<Class extends { readonly styles: readonly CSSResult[] }>(part: Class): Class {
    this.adopted.push(...part.styles);
    this.adoptAll();
    return part;
  }

  private adoptAll(): void {
    if (this.host.shadowRoot !== null) adoptStyles(this.host.shadowRoot, this.adopted);
  }
}
