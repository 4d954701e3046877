import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { announcement } from './announcement.js';
import { bans } from './bans.js';
import { held } from './held.js';
import { invites } from './invites.js';
import { locks } from './locks.js';
import { log } from './log.js';
import type { Panel } from './panel.js';
import { people } from './people.js';
import type { Place } from './place.js';
import type { RulesForm } from './rules-form.js';
import { urgent } from './urgent.js';

/** The panel's content: what is urgent, and below it what can be folded away. */
export class Sections {
  private readonly host: ReactiveControllerHost;
  private readonly rules: RulesForm;
  private readonly place: Place;
  private readonly open = new Set(['held']);

  constructor(host: ReactiveControllerHost, rules: RulesForm, place: Place) {
    this.host = host;
    this.rules = rules;
    this.place = place;
  }

  draw(panel: Panel): TemplateResult {
    const { say, desk, isHost } = panel;
    return html`
      ${urgent(panel)}
      <div class="sections">
        ${this.section('held', say.held, () => held(panel, this.place.promptId), desk.held.length)}
        ${this.section('people', say.people, () => people(panel))}
        ${this.section('locks', say.locks, () => locks(panel))}
        ${this.section('announcement', say.announcement, () => announcement(panel))}
        ${this.section('bans', say.bans, () => bans(panel), desk.bans.length)}
        ${isHost ? this.section('invites', say.invites, () => invites(panel)) : nothing}
        ${isHost ? this.section('rules', say.rules, () => this.rules.draw(panel)) : nothing}
        ${this.section('log', say.log, () => log(panel))}
      </div>
    `;
  }

  /** What is folded away is not drawn at all: its clocks need no ticks. */
  private section(name: string, title: string, draw: () => TemplateResult, count = 0) {
    const open = this.open.has(name);
    const toggled = ({ currentTarget }: Event) => {
      if (!(currentTarget instanceof HTMLDetailsElement)) return;
      if (currentTarget.open) this.open.add(name);
      else this.open.delete(name);
      this.host.requestUpdate();
    };
    return html`<details class="section" data-section=${name} ?open=${open} @toggle=${toggled}>
      <summary>
        <h3>${title}</h3>
        ${count > 0 ? html`<span class="badge number">${count}</span>` : nothing}
      </summary>
      ${open ? draw() : nothing}
    </details>`;
  }
}
