import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { ClientView } from '../../client/client-view.js';
import { isStaff } from '../../protocol/view.js';
import type { RoomClient } from '../controller.js';
import type { RoomFrame } from '../render-context.js';
import { explain, wordsFor } from '../words/words.js';
import { type ModerationWords, moderationWordsFor } from './moderation-words.js';
import { Asking, Dialog, type Panel, questions } from './panel.js';
import { DeskLine, Place } from './review.js';
import { RulesForm } from './rules-form.js';
import { Sections } from './sections.js';

export interface ModerationPort {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly locale: string;
}

/** The moderators' panel. */
export class Moderation implements ReactiveController {
  private readonly host: LitElement;
  private readonly port: ModerationPort;
  private readonly desk = new DeskLine();
  private readonly asking: Asking;
  private readonly dialog: Dialog;
  private readonly sections: Sections;
  private readonly rules = new RulesForm();
  private readonly place = new Place();
  private expanded = false;

  constructor(host: LitElement, port: ModerationPort) {
    this.host = host;
    this.port = port;
    this.asking = new Asking(host, port);
    this.dialog = new Dialog(host);
    this.sections = new Sections(host, this.rules, this.place);
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
    if (this.host.shadowRoot !== null) this.place.note(this.host.shadowRoot);
  }

  hostUpdated(): void {
    const { shadowRoot } = this.host;
    if (shadowRoot === null) return;
    this.dialog.drawn(shadowRoot);
    this.place.restore(shadowRoot, (id) => this.asking.hasDecided(id));
  }

  draw(frame: RoomFrame): TemplateResult {
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
          ${expanded ? this.content(frame) : nothing}
        </details>
        ${dialog.draw(say, frame.words.locale, (act) => this.act(act, frame))}
        <p class="spoken" aria-live="polite">${desk.news}</p>
      </section>
    `;
  }

  private content(frame: RoomFrame): TemplateResult {
    const { say, sections } = this;
    const { desk } = frame.view;
    if (!frame.connected) return html`<p class="quiet">${say.offline}</p>`;
    return html`
      ${desk === null ? nothing : sections.draw(this.panel(frame, desk))}
      <p class="outcome" role="status">${this.answer}</p>
    `;
  }

  private panel(frame: RoomFrame, desk: Panel['desk']): Panel {
    const { say, asking, dialog, host } = this;
    return {
      ...frame,
      desk,
      say,
      questions: questions(say),
      isHost: frame.you.role === 'host',
      act: (act) => this.act(act, frame),
      ask: (question) => dialog.ask(question),
      tell: (text) => asking.tell(text),
      redraw: () => host.requestUpdate(),
    };
  }

  private get answer(): string {
    const { asking, say } = this;
    const waits = asking.busy || (asking.outcome === '' && this.port.view.desk === null);
    return waits ? say.asking : asking.outcome;
  }

  private get say(): ModerationWords {
    return moderationWordsFor(this.port.locale);
  }

  private act(act: Parameters<Panel['act']>[0], { words }: RoomFrame): Promise<string | null> {
    return this.asking.act(act, this.say, words);
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
      if (!outcome.ok) this.asking.tell(explain(words, outcome, null));
    });
  }
}

/** A page's hotkeys would take the typed letters for themselves. */
function keepToOurselves(event: Event): void {
  event.stopPropagation();
}
