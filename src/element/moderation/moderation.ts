import {
  html,
  type LitElement,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import * as v from 'valibot';
import type { ClientView } from '../../client/index.js';
import type { ActInput } from '../../protocol/moderation.js';
import { type Outcome, refuse } from '../../protocol/reasons.js';
import { isStaff } from '../../protocol/view.js';
import { pageTitle, tone } from '../alerts/signals.js';
import { modeNamesFor } from '../modes/mode-names.js';
import type { RoomClient, RoomContext, RoomUiPort } from '../ports.js';
import { RoomHttp } from '../replay/room-http.js';
import { roundedDuration } from '../words/language.js';
import { explain, type Words, wordsFor } from '../words/words.js';
import { type ModerationWords, moderationWordsFor } from './moderation-words.js';
import { type Decision, Dialog, type Panel, questions } from './panel.js';
import { FocusKeeper, Review } from './review.js';
import { RulesForm } from './rules-form.js';
import { RunSheet } from './run-sheet.js';
import { moderationStyles } from './styles.js';
import { WayIn, wayInStyles } from './way-in.js';

type ModerationPort = Pick<
  RoomUiPort,
  'view' | 'client' | 'language' | 'options' | 'alerts' | 'joinUrl'
>;

/** More than can be under review at a time. */
const DECISIONS_MAX = 100;

/** The panel's requests to the room, and the outcome of the last one. */
class ActRequests {
  /** The last outcome, as a sentence. */
  outcome = '';
  /** How often something was told: the same words again are seen again. */
  told = 0;
  private readonly host: ReactiveControllerHost;
  private readonly port: Pick<ModerationPort, 'client'>;
  private readonly underWay = new Set<string>();
  private readonly decisions = new Map<string, Decision>();

  constructor(host: ReactiveControllerHost, port: Pick<ModerationPort, 'client'>) {
    this.host = host;
    this.port = port;
  }

  get busy(): boolean {
    return this.underWay.size > 0;
  }

  /** What was decided about a prompt from here; null for nothing, or what the room refused. */
  decision(promptId: string): Decision | null {
    return this.decisions.get(promptId) ?? null;
  }

  /** Requests an act. Returns null when the room agreed, else the refusal as a sentence. */
  async act(act: ActInput, say: ModerationWords, words: Words): Promise<string | null> {
    const { client } = this.port;
    const key = JSON.stringify(act);
    if (this.underWay.has(key)) return say.asking;
    this.underWay.add(key);
    if ('promptId' in act) this.decisions.set(act.promptId, 'asked');
    this.host.requestUpdate();
    const outcome = client === null ? refuse('offline') : await client.act(act);
    this.underWay.delete(key);
    if ('promptId' in act) {
      this.decisions.delete(act.promptId);
      if (outcome.ok) this.decisions.set(act.promptId, act.act);
      const [oldest] = this.decisions.keys();
      if (oldest !== undefined && this.decisions.size > DECISIONS_MAX)
        this.decisions.delete(oldest);
    }
    const problem = outcome.ok
      ? null
      : say.notDone(explain(words, outcome, this.wait(outcome, words)));
    this.tell(problem ?? say.done[act.act]);
    return problem;
  }

  tell(text: string): void {
    this.outcome = text;
    this.told += 1;
    this.host.requestUpdate();
  }

  private wait({ retryAt }: { readonly retryAt: number | null }, { locale }: Words): string | null {
    const ms = retryAt === null ? 0 : retryAt - (this.port.client?.now() ?? retryAt);
    return ms > 0 ? roundedDuration(ms, locale) : null;
  }
}

/** Keeps the moderators' view open for as long as it is wanted: it is requested again on every connection. */
class ModeratorConnection {
  /** The announcement of prompts that came in since the last look. */
  announcement = '';
  private wanted = false;
  /** Whether it was requested on the present connection. */
  private asked = false;
  private known: ReadonlySet<string> | null = null;

  want(wanted: boolean): void {
    this.wanted = wanted;
  }

  /** To be called after every change of the view, or of what is wanted. */
  async keep(
    { connection }: ClientView,
    client: RoomClient | null,
    refused: (outcome: Outcome) => void,
  ): Promise<void> {
    const connected = connection.status === 'connected' && client !== null;
    const open = connected && this.wanted;
    if (open === this.asked) return;
    this.asked = open;
    if (!connected) return;
    const outcome = await client.openDesk(open);
    if (!outcome.ok && open) refused(outcome);
  }

  /** Returns whether more wait for a word than before. */
  notice({ desk }: ClientView, say: ModerationWords): boolean {
    const { known } = this;
    const ids = desk?.held.map(({ id }) => id) ?? null;
    this.known = ids && new Set(ids);
    if (ids === null || known === null) return false;
    const fresh = ids.filter((id) => !known.has(id)).length;
    if (fresh > 0) this.announcement = say.newHeld(fresh, ids.length);
    // A live region reads the same text again only after it was empty.
    else if (ids.length < known.size) this.announcement = '';
    return fresh > 0;
  }
}

/** The run sheet of moderators and hosts, and the one button that unfolds it. */
export class Moderation implements ReactiveController {
  static readonly styles = [...moderationStyles, wayInStyles];

  private readonly host: LitElement;
  private readonly port: ModerationPort;
  private readonly desk = new ModeratorConnection();
  private readonly requests: ActRequests;
  private readonly dialog: Dialog;
  private readonly review = new Review();
  private readonly sheet: RunSheet;
  private readonly budget: BudgetLeft;
  private readonly wayIn: WayIn;
  private readonly focus = new FocusKeeper();
  private isOpen = false;
  /** Whether the rules have prompts wait for approval. */
  private hasApproval = false;
  /** Whether it has a place on this page. */
  private isShown = false;

  constructor(host: LitElement, port: ModerationPort) {
    this.host = host;
    this.port = port;
    this.requests = new ActRequests(host, port);
    this.dialog = new Dialog(host);
    this.sheet = new RunSheet(host, new RulesForm(), this.review);
    this.budget = new BudgetLeft(host, port);
    this.wayIn = new WayIn(host, port, () => {
      this.requests.tell(wordsFor(port.language).chunkMissing);
    });
    host.addController(this);
    this.viewChanged(port.view);
  }

  /** To be called with every change of the view. */
  viewChanged(view: ClientView): void {
    if (!isStaff(view.you?.role)) {
      this.isOpen = false;
      this.isShown = false;
      this.dialog.ask(null);
    }
    this.openForApproval(view);
    const { isOff, isSilent } = this.port.alerts;
    const hasMore = this.desk.notice(view, this.say);
    if (hasMore && this.isShown && !isOff && !isSilent) tone();
    this.keepDesk(view);
  }

  hostUpdate(): void {
    if (this.host.shadowRoot !== null) this.focus.note(this.host.shadowRoot);
  }

  hostUpdated(): void {
    const { shadowRoot } = this.host;
    if (shadowRoot === null) return;
    this.dialog.drawn(shadowRoot);
    this.wayIn.drawn(shadowRoot);
    this.focus.restore(shadowRoot, (id) => this.requests.decision(id));
    this.budget.want(this.isShown && this.isOpen);
    pageTitle.count(this, this.isShown ? waitingIn(this.port.view) : 0);
    this.keepDesk(this.port.view);
  }

  hostDisconnected(): void {
    this.isShown = false;
    pageTitle.count(this, 0);
    this.budget.want(false);
  }

  draw(context: RoomContext): TemplateResult {
    const { say, isOpen, desk, dialog } = this;
    this.isShown = true;
    const waiting = waitingIn(context.view);
    return html`
      <section
        part="moderation"
        class="moderation"
        aria-label=${say.title}
        @keydown=${keepToOurselves}
        @keyup=${keepToOurselves}
        @keypress=${keepToOurselves}
      >
        <details ?open=${isOpen} @toggle=${this.toggled}>
          <summary>
            <h2>${say.title}</h2>
            ${waiting > 0 ? html`<span class="badge number" title=${say.waitsInAll(waiting)}>${waiting}</span>` : nothing}
          </summary>
          ${isOpen ? this.content(context) : nothing}
        </details>
        ${dialog.draw(say, context.words.locale, (act) => this.act(act, context))}
        ${this.wayIn.draw(say)}
        <p class="spoken" aria-live="polite">${desk.announcement}</p>
      </section>
    `;
  }

  /** It opens by itself once prompts wait for approval, so that nobody misses the first. */
  private openForApproval({ room, you }: ClientView): void {
    const hasApproval = isStaff(you?.role) && (room?.rules.approval ?? 'off') !== 'off';
    if (hasApproval && !this.hasApproval) this.isOpen = true;
    this.hasApproval = hasApproval;
  }

  private content(context: RoomContext): TemplateResult {
    const { say, sheet } = this;
    const { desk } = context.view;
    if (!context.connected) return html`<p class="quiet">${say.offline}</p>`;
    return html`
      ${desk === null ? nothing : sheet.draw(this.panel(context, desk))}
      <p class="outcome" role="status">
        ${this.answer === '' ? nothing : keyed(this.requests.told, html`<span>${this.answer}</span>`)}
      </p>
    `;
  }

  private panel(context: RoomContext, desk: Panel['desk']): Panel {
    const { say, requests, dialog, host, budget } = this;
    return {
      ...context,
      desk,
      say,
      names: modeNamesFor(this.port.language),
      questions: questions(say),
      isHost: context.you.role === 'host',
      budgetLeftMs: budget.leftMs,
      act: (act) => this.act(act, context),
      ask: (question) => dialog.ask(question),
      decision: (id) => requests.decision(id),
      tell: (text) => requests.tell(text),
      redraw: () => host.requestUpdate(),
      wayIn: this.wayIn.button(say),
    };
  }

  private get answer(): string {
    const { requests, say } = this;
    const waits = requests.busy || (requests.outcome === '' && this.port.view.desk === null);
    return waits ? say.asking : requests.outcome;
  }

  private get say(): ModerationWords {
    return moderationWordsFor(this.port.language);
  }

  private act(act: Parameters<Panel['act']>[0], { words }: RoomContext): Promise<string | null> {
    return this.requests.act(act, this.say, words);
  }

  private readonly toggled = ({ currentTarget }: Event): void => {
    this.isOpen = currentTarget instanceof HTMLDetailsElement && currentTarget.open;
    this.host.requestUpdate();
  };

  private keepDesk(view: ClientView): void {
    this.desk.want(this.isShown);
    void this.desk.keep(view, this.port.client, (outcome) => {
      const words = wordsFor(this.port.language);
      if (!outcome.ok) this.requests.tell(explain(words, outcome, null));
    });
  }
}

/** How many prompts wait for a moderator in all. */
function waitingIn({ desk }: ClientView): number {
  return desk?.show?.heldInAll ?? desk?.held.length ?? 0;
}

/** A page's hotkeys would take the typed letters for themselves. */
function keepToOurselves(event: Event): void {
  event.stopPropagation();
}

const HOUR_MS = 3_600_000;

/** The hours are counted as they pass, and are shown in minutes. */
const ASK_EVERY_MS = 60_000;

const hours = v.number();
const limit = v.nullable(hours);
const StatsSchema = v.object({
  budget: v.nullable(
    v.object({
      hoursToday: hours,
      maxHoursPerDay: limit,
      hoursThisMonth: hours,
      maxHoursPerMonth: limit,
    }),
  ),
});

/** How much the site may stream yet, asked of the room over HTTP with the visitor's token while it is shown. */
class BudgetLeft {
  /** Null where there is no limit, or no token to ask with. */
  leftMs: number | null = null;
  private readonly host: ReactiveControllerHost;
  private readonly port: Pick<RoomUiPort, 'options'>;
  private wanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, port: Pick<RoomUiPort, 'options'>) {
    this.host = host;
    this.port = port;
  }

  want(wanted: boolean): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    clearTimeout(this.timer);
    if (wanted) void this.ask();
  }

  private async ask(): Promise<void> {
    const { options } = this.port;
    if (options?.token == null) return;
    const got = await new RoomHttp(options, false).read(StatsSchema, '/stats');
    if (!this.wanted) return;
    this.timer = setTimeout(() => void this.ask(), ASK_EVERY_MS);
    const budget = got.ok ? got.value.budget : null;
    if (budget === null) return;
    const { hoursToday, maxHoursPerDay, hoursThisMonth, maxHoursPerMonth } = budget;
    const left = Math.min(
      (maxHoursPerDay ?? Number.POSITIVE_INFINITY) - hoursToday,
      (maxHoursPerMonth ?? Number.POSITIVE_INFINITY) - hoursThisMonth,
    );
    this.leftMs = Number.isFinite(left) ? Math.max(0, left) * HOUR_MS : null;
    this.host.requestUpdate();
  }
}
