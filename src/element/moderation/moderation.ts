import {
  html,
  type LitElement,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { ClientView } from '../../client/index.js';
import type { ActInput } from '../../protocol/acts.js';
import { type Outcome, refuse } from '../../protocol/reasons.js';
import { isStaff } from '../../protocol/view.js';
import type { RoomClient, RoomUiPort } from '../ports.js';
import type { RoomContext } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { explain, type Words, wordsFor } from '../words/words.js';
import { type ModerationWords, moderationWordsFor } from './moderation-words.js';
import { Dialog, type Panel, questions } from './panel.js';
import { FocusKeeper } from './review.js';
import { RulesForm } from './rules-form.js';
import { Sections } from './sections.js';
import { moderationStyles } from './styles.js';

type ModerationPort = Pick<RoomUiPort, 'view' | 'client' | 'locale'>;

/** The panel's requests to the room, and the outcome of the last one. */
class ActRequests {
  /** The last outcome, as a sentence. */
  outcome = '';
  private readonly host: ReactiveControllerHost;
  private readonly port: Pick<ModerationPort, 'client'>;
  private readonly underWay = new Set<string>();
  private readonly decided = new Set<string>();

  constructor(host: ReactiveControllerHost, port: Pick<ModerationPort, 'client'>) {
    this.host = host;
    this.port = port;
  }

  get busy(): boolean {
    return this.underWay.size > 0;
  }

  /** Whether a prompt was approved or refused from here. */
  hasDecided(promptId: string): boolean {
    return this.decided.has(promptId);
  }

  /** Requests an act. Returns null when the room agreed, else the refusal as a sentence. */
  async act(act: ActInput, say: ModerationWords, words: Words): Promise<string | null> {
    const { client } = this.port;
    const key = JSON.stringify(act);
    if (this.underWay.has(key)) return say.asking;
    this.underWay.add(key);
    if ('promptId' in act) this.decided.add(act.promptId);
    this.host.requestUpdate();
    const outcome = client === null ? refuse('offline') : await client.act(act);
    this.underWay.delete(key);
    if (!outcome.ok && 'promptId' in act) this.decided.delete(act.promptId);
    const problem = outcome.ok
      ? null
      : say.notDone(explain(words, outcome, this.wait(outcome, words)));
    this.tell(problem ?? say.done[act.act]);
    return problem;
  }

  tell(text: string): void {
    this.outcome = text;
    this.host.requestUpdate();
  }

  private wait({ retryAt }: { readonly retryAt: number | null }, { locale }: Words): string | null {
    const ms = retryAt === null ? 0 : retryAt - (this.port.client?.now() ?? retryAt);
    return ms > 0 ? roundedDuration(ms, locale) : null;
  }
}

/**
 * Keeps the moderators' view open as long as somebody looks at it: requested again on every
 * connection, closed when the panel is folded away.
 */
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

  notice({ desk }: ClientView, say: ModerationWords): void {
    const { known } = this;
    const ids = desk?.held.map(({ id }) => id) ?? null;
    this.known = ids && new Set(ids);
    if (ids === null || known === null) return;
    const fresh = ids.filter((id) => !known.has(id)).length;
    if (fresh > 0) this.announcement = say.newHeld(fresh, ids.length);
    // A live region reads the same text again only after it was empty.
    else if (ids.length < known.size) this.announcement = '';
  }
}

/** The moderators' panel. */
export class Moderation implements ReactiveController {
  static readonly styles = moderationStyles;

  private readonly host: LitElement;
  private readonly port: ModerationPort;
  private readonly desk = new ModeratorConnection();
  private readonly requests: ActRequests;
  private readonly dialog: Dialog;
  private readonly sections: Sections;
  private readonly rules = new RulesForm();
  private readonly focus = new FocusKeeper();
  private expanded = false;

  constructor(host: LitElement, port: ModerationPort) {
    this.host = host;
    this.port = port;
    this.requests = new ActRequests(host, port);
    this.dialog = new Dialog(host);
    this.sections = new Sections(host, this.rules, this.focus);
    host.addController(this);
    this.viewChanged(port.view);
  }

  /** To be called with every change of the view. */
  viewChanged(view: ClientView): void {
    if (!isStaff(view.you?.role)) {
      this.expanded = false;
      this.dialog.ask(null);
    }
    this.desk.notice(view, this.say);
    this.keepDesk(view);
  }

  hostUpdate(): void {
    if (this.host.shadowRoot !== null) this.focus.note(this.host.shadowRoot);
  }

  hostUpdated(): void {
    const { shadowRoot } = this.host;
    if (shadowRoot === null) return;
    this.dialog.drawn(shadowRoot);
    this.focus.restore(shadowRoot, (id) => this.requests.hasDecided(id));
  }

  draw(context: RoomContext): TemplateResult {
    const { say, expanded, desk, dialog } = this;
    return html`
      <section
        part="moderation"
        class="moderation"
        aria-label=${say.title}
        @keydown=${keepToOurselves}
        @keyup=${keepToOurselves}
        @keypress=${keepToOurselves}
      >
        <details ?open=${expanded} @toggle=${this.toggled}>
          <summary><h2>${say.title}</h2></summary>
          ${expanded ? this.content(context) : nothing}
        </details>
        ${dialog.draw(say, context.words.locale, (act) => this.act(act, context))}
        <p class="spoken" aria-live="polite">${desk.announcement}</p>
      </section>
    `;
  }

  private content(context: RoomContext): TemplateResult {
    const { say, sections } = this;
    const { desk } = context.view;
    if (!context.connected) return html`<p class="quiet">${say.offline}</p>`;
    return html`
      ${desk === null ? nothing : sections.draw(this.panel(context, desk))}
      <p class="outcome" role="status">${this.answer}</p>
    `;
  }

  private panel(context: RoomContext, desk: Panel['desk']): Panel {
    const { say, requests, dialog, host } = this;
    return {
      ...context,
      desk,
      say,
      questions: questions(say),
      isHost: context.you.role === 'host',
      act: (act) => this.act(act, context),
      ask: (question) => dialog.ask(question),
      tell: (text) => requests.tell(text),
      redraw: () => host.requestUpdate(),
    };
  }

  private get answer(): string {
    const { requests, say } = this;
    const waits = requests.busy || (requests.outcome === '' && this.port.view.desk === null);
    return waits ? say.asking : requests.outcome;
  }

  private get say(): ModerationWords {
    return moderationWordsFor(this.port.locale);
  }

  private act(act: Parameters<Panel['act']>[0], { words }: RoomContext): Promise<string | null> {
    return this.requests.act(act, this.say, words);
  }

  private readonly toggled = ({ currentTarget }: Event): void => {
    this.expanded = currentTarget instanceof HTMLDetailsElement && currentTarget.open;
    this.keepDesk(this.port.view);
    this.host.requestUpdate();
  };

  private keepDesk(view: ClientView): void {
    this.desk.want(this.expanded);
    void this.desk.keep(view, this.port.client, (outcome) => {
      const words = wordsFor(this.port.locale);
      if (!outcome.ok) this.requests.tell(explain(words, outcome, null));
    });
  }
}

/** A page's hotkeys would take the typed letters for themselves. */
function keepToOurselves(event: Event): void {
  event.stopPropagation();
}
