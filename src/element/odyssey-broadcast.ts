import { html, isServer, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { type ClientView, EMPTY_VIEW, type TokenSource } from '../client/client-options.js';
import { browserPorts, type RoomChunk, RoomController, type RoomPorts } from './controller.js';
import { OdysseyPromptEvent, PageEvents } from './events.js';
import { LazyChunk } from './lazy-chunk.js';
import { type LOADINGS, LoadGate } from './load-gate.js';
import { scriptHostOf } from './page.js';
import {
  askOverlay,
  firstOverlay,
  focusFirst,
  hasPicture,
  layoutOf,
  type StateName,
  showStates,
  stage,
  statesOf,
} from './parts/stage.js';
import { Countdown, type RoomClient, roomContext, type StreamService } from './ports.js';
import type { RoomUi } from './room-ui.js';
import { serverStyles, unscripted } from './server.js';
import {
  type ALERTS,
  authorNotes,
  type CONDUCTS,
  type LAYOUTS,
  PLAYBACKS,
  readSetup,
  type Setup,
  type THEMES,
} from './setup.js';
import { styles } from './styles/base.js';
import { VisitorActs } from './visitor-acts.js';
import { type FirstWords, firstWordsOf } from './words/first-words.js';
import type { LanguageChoice } from './words/language-choice.js';
import type { OwnWords } from './words/translation.js';

/** What makes it another room, another server or another visitor: the connection is made again. */
const IDENTIFYING = ['room', 'host', 'party', 'token', 'invite', 'conduct'] as const;

/**
 * One shared Odyssey world, live, with turns at prompting it. Everything shown is what the room
 * said; what a visitor asks for shows once the room has agreed.
 *
 * @example
 * <odyssey-broadcast room="lobby" host="rooms.example.com" turns="queue"></odyssey-broadcast>
 *
 * @tag odyssey-broadcast
 * @summary Visitors watch one shared live world and take turns prompting it.
 *
 * @slot header - Above the picture.
 * @slot footer - Below everything.
 * @slot chat - At the end of the rail, for a chat of the page's own.
 * @slot offline - In place of the words over the picture while there is no broadcast to see.
 * @slot fallback - In place of the picture where the browser cannot show it.
 *
 * @csspart stage - The picture with everything over it.
 * @csspart video - Each of the two stacked videos.
 * @csspart poster - What is seen where no picture is.
 * @csspart overlay - The words over the picture.
 * @csspart composer - The form in which a prompt is written.
 * @csspart input - Its text field.
 * @csspart send - Its button.
 * @csspart rail - The crowd: who is here, what there is to choose from, what happened.
 * @csspart faces - The people of the turns, as faces.
 * @csspart story - What happened so far.
 * @csspart queue - The queue of those who wait.
 * @csspart ballot - The proposals, with their votes, their draw or what hosts choose from.
 * @csspart timer - The ring that counts down.
 * @csspart timeline - The transcript of the world's changes.
 * @csspart announcement - A moderator's words to everybody.
 * @csspart moderation - The panel of moderators and hosts.
 * @csspart replay - The dialog in which it can be replayed.
 * @csspart reactions - The emoji by which those who watch react, with their sums.
 * @csspart controls - The buttons for sound, picture in picture and full screen.
 * @csspart status - Short words on the connection and on what was refused.
 *
 * @cssprop [--odyssey-accent=#b93c0a] - The one strong colour: your turn, and what waits for you.
 * @cssprop [--odyssey-on-accent=#ffffff] - Text on the accent.
 * @cssprop [--odyssey-surface=#ffffff] - The element's background.
 * @cssprop [--odyssey-raised=#f5f4f1] - The turn bar and the plain buttons.
 * @cssprop [--odyssey-text=#1b1d22] - Text, and the main button.
 * @cssprop [--odyssey-quiet=#5b5f69] - Secondary text.
 * @cssprop [--odyssey-line=#1b1d221f] - Hairlines.
 * @cssprop [--odyssey-field=#7d818b] - The composer's border.
 * @cssprop [--odyssey-good=#17693c] - A prompt that is in the world.
 * @cssprop [--odyssey-bad=#b3261e] - A prompt that was not taken.
 * @cssprop [--odyssey-focus=#1258c9] - The focus ring.
 * @cssprop [--odyssey-radius=0.875rem] - Corners.
 * @cssprop [--odyssey-gap=1rem] - Space between the parts.
 * @cssprop [--odyssey-font=system-ui, sans-serif] - Typeface.
 * @cssprop [--odyssey-font-size=0.9375rem] - Text size; the text field never falls below 16px.
 * @cssprop [--odyssey-aspect-ratio=832 / 480] - The stage's shape.
 * @cssprop [--odyssey-stage-background=#0d1017] - Behind the picture.
 * @cssprop [--odyssey-poster] - A background for the time without a picture.
 * @cssprop [--odyssey-panel-size=clamp(15rem, 27cqi, 21rem)] - Width of the rail beside the picture; a length.
 * @cssprop [--odyssey-timeline-size=20rem] - Height of the rail below the picture; a length.
 * @cssprop [--odyssey-fade=300ms] - The cross-fade between two streams.
 *
 * @cssstate live - The broadcast runs, and the room can be reached.
 * @cssstate opening - The world is being opened.
 * @cssstate offline - The room cannot be reached, or nothing is on air.
 * @cssstate queued - The visitor waits in the queue.
 * @cssstate your-turn - The visitor may take the turn, or has it.
 * @cssstate muted - Nothing can be heard.
 * @cssstate silenced - A moderator has muted the visitor: no prompts for now.
 * @cssstate fallback - The browser cannot show the picture.
 * @cssstate failed - The broadcast could not open, the room refuses this page, or a setting is missing.
 *
 * @fires {OdysseyStatusEvent} odyssey-status - The connection or the broadcast entered another state.
 * @fires {OdysseyTurnEvent} odyssey-turn - The visitor's standing or the holder of the turn changed.
 * @fires {OdysseyReceiptEvent} odyssey-receipt - One of the visitor's prompts took a step.
 * @fires {OdysseyStreamEvent} odyssey-stream - The picture changed its state or its stream.
 * @fires {OdysseyErrorEvent} odyssey-error - Something is wrong that somebody may have to act on.
 * @fires {OdysseyReactionEvent} odyssey-reaction - People reacted: what came within the last second.
 * @fires {OdysseyPromptEvent} odyssey-prompt - A typed prompt is about to be sent; cancelable.
 */
export class OdysseyBroadcast extends VisitorActs {
  static readonly version: string = '0.1.0';
  static override styles = isServer ? [...styles, serverStyles] : [...styles];
  /** The room server for elements without `host`: for a script tag, where the script came from. */
  static defaultHost: string | null = null;
  /** The page's own words for all elements; `words` of a single one goes before it. */
  static words: OwnWords = {};
  /** Another service than Odyssey, for all elements of the page; its room server mints for that one. */
  static service: StreamService = {};
  /** @internal */
  static ports: RoomPorts = browserPorts;

  private static portsOf(element: OdysseyBroadcast): RoomPorts {
    return (element.constructor as typeof OdysseyBroadcast).ports;
  }

  /** The name of the room to join, as `lobby`; without one nothing is joined. */
  @property() room: string | null = null;
  /** The room server, as `rooms.example.com` or `http://localhost:1999`; `https` unless told otherwise. */
  @property() host: string | null = null;
  /** The room server's party; `main` unless told otherwise. */
  @property() party: string | null = null;
  /**
   * A token signed by the site, which says who the visitor is and what they may do. As a property also a
   * function that fetches one: it is called for every (re)connect and 30 s before the token expires.
   */
  @property() token: TokenSource = null;
  /** The id of an invitation; a link with `#odyssey-invite=…` needs no attribute. */
  @property() invite: string | null = null;
  /** The name that others see, at most 32 characters; the room draws one without it. */
  @property() name: string | null = null;
  /**
   * How the picture arrives: by WebRTC, some seconds later by `hls`, or as works best; read whenever a
   * stream is connected to.
   */
  @property() playback: (typeof PLAYBACKS)[number] = 'auto';
  /** Whether this page may run the world for everyone: `auto` when asked, `always` before others, `never`. */
  @property() conduct: (typeof CONDUCTS)[number] = 'auto';
  /**
   * Where things are: the rail with people and story beside the picture (`side`) or `below` it, `auto` as
   * there is room; the picture over the full width (`theatre`), everything over the picture (`overlay`,
   * also full screen), the picture alone for a hall's screen (`screen`), everything but it (`remote`).
   */
  @property({ reflect: true, useDefault: true }) layout: (typeof LAYOUTS)[number] = 'auto';
  /**
   * `light` or `dark`; `auto` follows the page's `color-scheme`; `transparent` has no background, and with
   * `layout="screen"` no picture either, for what is shown over another one.
   */
  @property({ reflect: true, useDefault: true }) theme: (typeof THEMES)[number] = 'auto';
  /**
   * The language of the element's own words, as a BCP 47 tag: `en`, `de`, `fr`, `es`, `pt`, `ja`, `zh` or
   * `ar`; without it that of the nearest `lang` around the element, else one that the visitor reads.
   */
  @property() locale = '';
  /**
   * The page's own words in place of the element's, by language.
   *
   * @example element.words = { en: { words: { live: 'On air' } }, de: { words: { live: 'Auf Sendung' } } };
   */
  @property({ attribute: false }) words: OwnWords = {};
  /**
   * Whether a visitor in line is told outside the element that it is their turn: by the page's title, a
   * buzz, a tone, and a message of the system if they allow it; `none` for nothing of that.
   */
  @property() alerts: (typeof ALERTS)[number] = 'auto';
  /** Never any sound, and no button for it. */
  @property({ type: Boolean }) muted = false;
  /**
   * When anything is loaded: as the element comes near the viewport (with `Save-Data` at a click), at once
   * (`eager`), or at a click on the button over the picture.
   */
  @property({ attribute: 'load' }) loading: (typeof LOADINGS)[number] = 'visible';
  /** The address of an image for the time without a picture; before a click only a `data:` one is shown. */
  @property() poster: string | null = null;
  /** Ideas for a first prompt, with `|` between them: three are offered where nothing is written yet. */
  @property() suggestions: string | null = null;
  /**
   * The address where those in a hall take part: a QR code with `layout="screen"` and in the panel of hosts
   * and moderators, who have one of this page's address without it.
   */
  @property({ attribute: 'join-url' }) joinUrl: string | null = null;
  /** Only the picture and the turns of others: no composer, no buttons. */
  @property({ type: Boolean, attribute: 'watch-only' }) watchOnly = false;

  private readonly internals = this.attachInternals();
  /** Null before the room's part is loaded. */
  private language: LanguageChoice | null = null;
  private readonly events = new PageEvents(this, () => {
    return { controller: this.controller, ui: this.roomUi };
  });
  private readonly ports = OdysseyBroadcast.portsOf(this);
  private readonly controller = new RoomController(
    this,
    this.ports,
    () => (this.constructor as typeof OdysseyBroadcast).service,
    this.events,
  );
  private readonly chunkMissing = () => {
    const message = this.say.chunkMissing;
    this.events.problemFound({ reason: 'unreachable', message });
  };
  private readonly roomUi = new LazyChunk(this, {
    fetch: () => this.ports.loadRoom(),
    create: (chunk) => this.showRoom(chunk),
    failed: this.chunkMissing,
  });
  private readonly line = new LazyChunk(this, {
    fetch: () => this.ports.loadLine(),
    create: (chunk) => this.controller.connect(chunk),
    failed: this.chunkMissing,
  });
  private readonly picture = new LazyChunk(this, {
    fetch: () => this.ports.loadPlay(),
    create: ({ play }) => {
      const transport = () => PLAYBACKS.find((known) => known === this.playback) ?? 'auto';
      this.controller.supply((options) => play({ ...options, transport }));
    },
    failed: this.chunkMissing,
  });
  /** Sends what was typed, unless the page keeps it back. */
  private readonly send = (text: string) =>
    this.dispatchEvent(new OdysseyPromptEvent({ text })) ? this.prompt(text) : null;

  private readonly time = new Countdown(this, () => this.controller.now());
  private readonly gate = new LoadGate(this);
  private setup: Setup = { options: null, missing: null, notes: [] };
  private setupChanged = false;
  private joinsNext = false;
  private states: ReadonlySet<StateName> = new Set();
  private focused: Element | null = null;
  /** The server of its own script, for good: there may be another one on the page. */
  private scriptHost: string | null = null;
  /** Drawn by a server: what was there from the start is not taken away. */
  private isDrawn = isServer;

  /**
   * What the room last said, and the state of the connection; a new frozen object after every change.
   *
   * @example element.view.room?.turns.waiting
   */
  get view(): ClientView {
    return this.controller.view;
  }

  /**
   * The client below, for an interface of one's own; null while there is no room to join, and until its script
   * is loaded.
   *
   * @example element.client?.subscribe((view) => draw(view));
   */
  override get client(): RoomClient | null {
    return this.controller.client;
  }

  /**
   * Loads the room and its picture now, whatever `load` says; later it does nothing.
   *
   * @example consent.addEventListener('accept', () => element.load());
   */
  load(): void {
    this.gate.open();
  }

  static {
    // Frameworks set a property wherever one has the name of an attribute.
    const { load } = OdysseyBroadcast.prototype;
    Object.defineProperty(OdysseyBroadcast.prototype, 'load', {
      get: () => load,
      set(this: OdysseyBroadcast, when: OdysseyBroadcast['loading']) {
        this.loading = when;
      },
    });
  }

  /**
   * Shows the picture in a window of its own; call it in a tap or a key press.
   *
   * @returns Whether it is there; false where the browser refuses, or without a picture. It never rejects.
   * @example button.addEventListener('click', () => element.requestPictureInPicture());
   */
  requestPictureInPicture(): Promise<boolean> {
    return this.ui?.requestPictureInPicture() ?? Promise.resolve(false);
  }

  /** Goes to what matters most: a turn that is offered, else the text field, else a button. */
  override focus(options?: FocusOptions): void {
    if (this.renderRoot) focusFirst(this.renderRoot, options);
  }

  /** Called instead of the other two when a page moves the element as a whole. */
  connectedMoveCallback(): void {}

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.isDrawn = isServer || this.shadowRoot !== null;
    // Without Lit's own hydration it is drawn once more, in the same frame and not beside it.
    if (!('litElementHydrateSupport' in globalThis)) this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  /** The page stands still for every drawing: until the stream has answered it would hold the picture up. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.controller.answered;
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Where the page is, whose it is and what the visitor has is known in a browser only.
    if (isServer) return;
    this.focused = this.shadowRoot?.activeElement ?? null;
    if (IDENTIFYING.some((name) => changed.has(name)) || !this.hasUpdated) this.setupChanged = true;
    // What the page has set since it was last read counts as well, until the room is joined.
    if (this.setupChanged || (this.joinsNext && this.gate.isOpen)) {
      const { defaultHost } = this.constructor as typeof OdysseyBroadcast;
      this.scriptHost ??= scriptHostOf(this) ?? defaultHost;
      this.setup = readSetup(this, this.scriptHost, this.say);
    }
  }

  protected override render(): TemplateResult {
    const { say: words, ui, obstacle, gate, poster, muted: silent } = this;
    const dir = this.language?.spoken.dir ?? 'ltr';
    const layout = layoutOf(this);
    const placed = layout === 'overlay' ? 'over' : layout;
    const watchOnly = this.watchOnly || layout === 'screen';
    const { picture, playback } = this.controller;
    const view = ui?.asSeen(this.view, playback) ?? this.view;
    const context = { view, time: this.time, words };
    const room = roomContext(context);
    const shape = view.room?.rules.orientation ?? this.getAttribute('orientation');
    const portrait = shape === 'portrait';
    const asks = obstacle === null && gate.asks;
    const first = asks ? askOverlay(words) : firstOverlay(obstacle, words);
    const isFirst = obstacle !== null || ui === null;
    // The picture may be there before the words are.
    const isBare = obstacle === null && playback.status === 'playing';
    const overlay = isFirst ? (isBare ? null : first) : ui.observe(view, playback, this.time);
    const wasShown = this.isDrawn && this.loading !== 'click';
    const mayShow = gate.isOpen || wasShown || /^data:/i.test(poster ?? '');
    const inRoom = ui?.onStage(view, this.time, { silent, watchOnly, poster }) ?? nothing;
    this.states = statesOf(room, overlay, {
      muted: picture?.muted ?? true,
      barred: obstacle !== null || view.connection.status === 'refused',
    });
    return html`
      <slot name="header"></slot>
      <div class="fit ${placed} ${portrait ? 'portrait' : ''}">
      <div
        role="group"
        lang=${words.locale}
        dir=${dir}
        class="frame ${placed}"
        ?data-drawer=${ui?.crowd.isRailOpen}
        aria-label=${words.region(this.room ?? '')}
      >
        ${stage(
          {
            ...context,
            room: this.room ?? '',
            overlay,
            poster: mayShow ? poster : null,
            inRoom,
            load: gate.open,
          },
          ui?.actions ?? null,
        )}
        ${
          room === null || ui === null || layout === 'screen'
            ? html`<div class="dock"></div><div class="rail"></div>`
            : ui.panels(room, watchOnly)
        }
        ${room !== null && layout === 'screen' ? ui?.hall(room, this.joinUrl) : nothing}
      </div>
      </div>
      ${this.isDrawn ? unscripted(this.room ?? '', words) : nothing}
      <slot name="footer"></slot>
      ${authorNotes([...this.controller.notes, ...this.setup.notes], words)}
      <div class="spoken" lang=${words.locale} dir=${dir} aria-live="polite">${ui?.polite}</div>
      <div class="spoken" lang=${words.locale} dir=${dir} aria-live="assertive">${ui?.assertive}</div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    showStates(this.internals, this.states);
    if (changed.has('layout') || changed.has('theme'))
      this.controller.showPicture(hasPicture(this));
    if (this.setupChanged) {
      this.setupChanged = false;
      this.joinsNext = true;
      this.events.setupRead(this.setup);
    }
    if (this.joinsNext && this.gate.isOpen) {
      this.joinsNext = false;
      const [first, second] = this.renderRoot.querySelectorAll('video');
      if (first && second) this.controller.configure(this.setup.options, [first, second]);
      const chunks = [this.picture, this.line, this.roomUi];
      if (this.setup.options !== null) for (const chunk of chunks) void chunk.load();
    }
    if (changed.has('name')) this.controller.rename(this.name);
    if (changed.has('muted') && this.muted) this.controller.picture?.setMuted(true);
    // A button may be removed once it has been pressed; the keyboard must not lose its place.
    const left = this.focused !== null && this.shadowRoot?.activeElement === null;
    if (left) this.focus({ preventScroll: true });
  }

  /** Shows the interface, which may have missed what the room has said so far. */
  private showRoom({ RoomUi, LanguageChoice, roomUiPort }: RoomChunk): RoomUi {
    const { controller, events } = this;
    const language = new LanguageChoice(this, () => OdysseyBroadcast.words);
    this.language = language;
    const port = roomUiPort(this, controller, language, {
      send: this.send,
      alerts: () => ({ isOff: this.alerts === 'none' || this.watchOnly, isSilent: this.muted }),
      problemFound: (problem) => events.problemFound(problem),
    });
    const ui = new RoomUi(this, port);
    events.show(ui, EMPTY_VIEW, controller.view);
    return ui;
  }

  /** What keeps the element from working at all, in words. */
  private get obstacle(): string | null {
    const isMissing = [this.line, this.roomUi, this.picture].some(
      ({ status }) => status === 'failed',
    );
    if (isMissing) return this.say.chunkMissing;
    return this.setup.missing?.message ?? null;
  }

  private get ui(): RoomUi | null {
    return this.language?.isReady === true ? this.roomUi.part : null;
  }

  private get say(): FirstWords {
    return this.ui?.words ?? firstWordsOf(this, [OdysseyBroadcast.words, this.words]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'odyssey-broadcast': OdysseyBroadcast;
  }
}
