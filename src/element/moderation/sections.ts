import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LOCKABLE, type Lockable } from '../../protocol/acts.js';
import { REASONS } from '../../protocol/reasons.js';
import type { AuditEntry } from '../../protocol/records.js';
import { ago, stretch } from './moderation-words.js';
import type { Panel } from './panel.js';
import { bans, invites, people } from './people.js';
import { type FocusKeeper, reviewList } from './review.js';
import type { RulesForm } from './rules-form.js';

/** How long the newest time shown stays correct, at most. */
const MINUTE_MS = 60_000;

/** Who did what to whom, why and when, newest first. */
function log(panel: Panel): TemplateResult {
  const { desk, say, time } = panel;
  const newest = desk.audit.at(-1);
  if (newest === undefined) return html`<p class="quiet">${say.noLog}</p>`;
  // Reading a countdown asks to be drawn again: the newest time is the first to become wrong.
  time.until(newest.at + MINUTE_MS);
  return html`<ol class="rows tall plain" tabindex="0" aria-label=${say.log}>
    ${repeat(
      [...desk.audit].reverse(),
      ({ no }) => no,
      (entry) => logRow(entry, panel),
    )}
  </ol>`;
}

function logRow(entry: AuditEntry, panel: Panel): TemplateResult {
  const { say, time, words } = panel;
  const { by, act, to, at, why, until } = entry;
  const lasting =
    until === null || until === 0 || until <= at
      ? ''
      : ` (${say.lasting(stretch(until - at, words.locale))})`;
  return html`<li>
    <div class="tell">
      <div><span class="name">${by?.name ?? say.theRoom}</span> ${say.deed(act, to?.name ?? '', about(entry, panel))}${lasting}</div>
      ${why === '' ? nothing : html`<div class="why">${why}</div>`}
    </div>
    <span class="quiet">${ago(time.now() - at, say.justNow, words.locale)}</span>
  </li>`;
}

/** What an act was about, in words wherever the room wrote down a code. */
function about({ act, about }: AuditEntry, { say, words }: Panel): string {
  if (about === null) return '';
  if (act === 'rules') return rulesInWords(about, say);
  const lockable = LOCKABLE.find((name) => name === about);
  if (lockable !== undefined) return say.lockables[lockable].name.toLowerCase();
  const reason = REASONS.find((name) => name === about);
  return reason === undefined ? about : words.reasons[reason](null);
}

/** As it stands where the room had to shorten it. */
function rulesInWords(about: string, say: Panel['say']): string {
  try {
    const rules = Object.entries(JSON.parse(about) as Record<string, unknown>);
    return rules.map(([name, value]) => say.rule(name, String(value))).join(', ');
  } catch {
    return about;
  }
}

const LENGTH_MAX = 200;

/** The announcement to everybody. */
function announcement({ room, say, act }: Panel): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (text === '') return;
    void act({ act: 'announce', text }).then((problem) => {
      if (problem === null) form.reset();
    });
  };
  const present = room.announcement;
  return html`
    <p class="quiet">${present === null ? say.nothingAnnounced : say.announced(present.text)}</p>
    <form class="fields" @submit=${submit}>
      <label class="wide">
        <span>${say.announcementLabel}</span>
        <input name="text" maxlength=${LENGTH_MAX} autocomplete="off" />
      </label>
      <button>${say.announce}</button>
      ${
        present === null
          ? nothing
          : html`<button type="button" @click=${() => act({ act: 'announce', text: '' })}>
              ${say.takeDown}
            </button>`
      }
    </form>
  `;
}

/** What is open and what is closed, until when and why. */
function locks(panel: Panel): TemplateResult {
  return html`<ul class="rows">
    ${LOCKABLE.map((what) => row(what, panel))}
  </ul>`;
}

function row(what: Lockable, { room, say, time, words, questions, act, ask }: Panel) {
  const lock = room.locks[what];
  const { name, open, closed } = say.lockables[what];
  const left = lock === null || lock.until === 0 ? 0 : time.until(lock.until);
  const until = left > 0 ? ` ${say.until(stretch(left, words.locale))}` : '';
  return html`<li>
    <div class="tell">
      <div>
        <span class="name">${name}</span> <span>${lock === null ? open : closed}${until}</span>
      </div>
      ${lock === null || lock.why === '' ? nothing : html`<div class="why">${lock.why}</div>`}
    </div>
    <div class="buttons">
      <button
        aria-label=${lock === null ? say.lockLabel(name) : say.unlockLabel(name)}
        @click=${() => (lock === null ? ask(questions.lock(what)) : act({ act: 'unlock', what }))}
      >
        ${lock === null ? say.lock : say.unlock}
      </button>
    </div>
  </li>`;
}

/** What must be at hand when something goes wrong. */
function urgent(panel: Panel): TemplateResult {
  const { room, say, questions, isHost, act, ask } = panel;
  const paused = room.locks.prompts !== null;
  return html`
    <div class="urgent" role="group" aria-label=${say.urgent}>
      <button class="grave" @click=${() => ask(questions.panic())}>${say.panic}</button>
      <button
        @click=${() => (paused ? act({ act: 'unlock', what: 'prompts' }) : ask(questions.pause()))}
      >
        ${paused ? say.resume : say.pause}
      </button>
      <button @click=${() => ask(questions.skip())}>${say.skip}</button>
      <button @click=${() => ask(questions.undo())}>${say.undo}</button>
      ${isHost ? broadcast(panel) : nothing}
    </div>
  `;
}

/** Whether there is a broadcast at all. */
function broadcast({ room: { life }, say, questions, act, ask }: Panel): TemplateResult {
  const isPaused = life.phase === 'dark' && life.reason === 'paused';
  const rests = life.phase === 'dark' || life.phase === 'failed' || life.phase === 'closing';
  if (rests && !isPaused) {
    return html`<button @click=${() => act({ act: 'start' })}>${say.start}</button>`;
  }
  const pauses = isPaused
    ? html`<button @click=${() => act({ act: 'resume' })}>${say.resumeBroadcast}</button>`
    : html`<button @click=${() => ask(questions.pauseBroadcast())}>${say.pauseBroadcast}</button>`;
  return html`${pauses}<button @click=${() => ask(questions.stop())}>${say.stop}</button>`;
}

/** The panel's content: what is urgent, and below it what can be folded away. */
export class Sections {
  private readonly host: ReactiveControllerHost;
  private readonly rules: RulesForm;
  private readonly focus: FocusKeeper;
  private readonly open = new Set(['held']);

  constructor(host: ReactiveControllerHost, rules: RulesForm, focus: FocusKeeper) {
    this.host = host;
    this.rules = rules;
    this.focus = focus;
  }

  draw(panel: Panel): TemplateResult {
    const { say, desk, isHost } = panel;
    return html`
      ${urgent(panel)}
      <div class="sections">
        ${this.section('held', say.held, () => reviewList(panel, this.focus.promptId), desk.held.length)}
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
