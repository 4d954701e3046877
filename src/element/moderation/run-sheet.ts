import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../../protocol/moderation.js';
import { modeDisplay } from '../../protocol/turn-modes.js';
import { holderOf, type LifeView } from '../../protocol/view.js';
import { modeName, modeSentence } from '../modes/mode-names.js';
import { face } from '../parts/faces.js';
import { clockFace, roundedDuration } from '../words/language.js';
import { cues } from './cues.js';
import { stretch } from './moderation-words.js';
import { bans, invites, locks, log } from './more.js';
import type { Panel } from './panel.js';
import type { Review } from './review.js';
import { modesOf, type RulesForm } from './rules-form.js';

/** How the show stands, in one line: its phase, what is left of the stream, and of the whole. */
function status(panel: Panel): TemplateResult {
  const { room, desk, say, time, words, budgetLeftMs } = panel;
  const { life } = room;
  const { streamEndsAt = null, closes = null } = desk.show ?? {};
  const phase = say.phases[isPaused(life) ? 'paused' : life.phase];
  const left = [
    streamEndsAt === null ? '' : say.streamLeft(clockFace(time.until(streamEndsAt))),
    closes === null ? '' : say.closesIn(roundedDuration(time.until(closes.at), words.locale)),
    budgetLeftMs === null ? '' : say.budgetLeft(roundedDuration(budgetLeftMs, words.locale)),
  ].filter((text) => text !== '');
  return html`<p class="standing">
    <span class="phase ${life.phase}"><span class="dot"></span>${phase}</span>
    <span class="left number">${left.join(' · ')}</span>
  </p>`;
}

/** What must be at hand when something goes wrong; what cannot be taken back is apart, and asked about. */
function urgent(panel: Panel, more: TemplateResult): TemplateResult {
  const { room, say, questions, act, ask } = panel;
  const paused = room.locks.prompts !== null;
  return html`
    <div class="urgent" role="group" aria-label=${say.urgent}>
      <button
        @click=${() => act(paused ? { act: 'unlock', what: 'prompts' } : { act: 'lock', what: 'prompts' })}
      >
        ${paused ? say.resume : say.pause}
      </button>
      <button aria-label=${say.undoLabel} @click=${() => ask(questions.undo())}>${say.undo}</button>
      ${more}
      <span class="break"></span>
      ${status(panel)}
      <button class="grave" @click=${() => ask(questions.panic())}>${say.panic}</button>
    </div>
  `;
}

/** What a broadcast seldom needs, so that nobody comes to it by mistake. */
function moreControls({ room: { life }, say, questions, isHost, act, ask }: Panel): TemplateResult {
  const pause = html`<button @click=${() => act({ act: 'pause' })}>${say.pauseBroadcast}</button>`;
  const stop = html`<button class="grave" @click=${() => ask(questions.stop())}>${say.stop}</button>`;
  return html`<div class="buttons">
    <button @click=${() => ask(questions.skip())}>${say.skip}</button>
    ${isHost && !isDark(life) ? pause : nothing} ${isHost ? stop : nothing}
  </div>`;
}

function isPaused(life: LifeView): boolean {
  return life.phase === 'dark' && life.reason === 'paused';
}

/** Whether a host has to start it, or to go on, before there is a world to control. */
function isDark({ phase }: LifeView): boolean {
  return phase === 'dark' || phase === 'failed' || phase === 'closing';
}

const LENGTH_MAX = 200;

/** A message to everyone. */
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
  const shown = html`<p class="quiet" dir="auto">${present && say.announced(present.text)}</p>
    <button type="button" @click=${() => act({ act: 'announce', text: '' })}>${say.takeDown}</button>`;
  return html`<form class="message" @submit=${submit}>
    <label>
      <span>${say.announcementLabel}</span>
      <input name="text" maxlength=${LENGTH_MAX} autocomplete="off" />
    </label>
    <button>${say.announce}</button>
    ${present === null ? nothing : shown}
  </form>`;
}

/** The ways of taking turns, each with one sentence. */
function modes({ room, say, names, questions, ask }: Panel): TemplateResult {
  const { turns } = room.rules;
  return html`<ul class="modes">
    ${modesOf(room.rules).map((mode) => {
      const { icon } = modeDisplay(mode);
      const name = modeName(mode, names);
      const isPresent = mode === turns;
      return html`<li>
        <button
          aria-pressed=${isPresent}
          @click=${() => isPresent || ask(questions.mode(mode, name))}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${icon} /></svg>
          <span class="name">${name}</span>
          ${isPresent ? html`<span class="badge">${say.present}</span>` : nothing}
          <span class="sentence">${modeSentence(mode, names)}</span>
        </button>
      </li>`;
    })}
  </ul>`;
}

type SectionName =
  | ('controls' | 'held' | 'people' | 'announcement' | 'cues' | 'modes' | 'more')
  | ('locks' | 'bans' | 'invites' | 'rules' | 'log');

/** The run sheet: how the show stands, what is urgent, what waits, and below it all that can be folded away. */
export class RunSheet {
  private readonly host: ReactiveControllerHost;
  private readonly rules: RulesForm;
  private readonly review: Review;
  private readonly open = new Set<SectionName>(['held', 'announcement']);

  constructor(host: ReactiveControllerHost, rules: RulesForm, review: Review) {
    this.host = host;
    this.rules = rules;
    this.review = review;
  }

  draw(panel: Panel): TemplateResult {
    const { say, desk, isHost, act } = panel;
    const { life } = panel.room;
    const begin = (label: string, name: 'start' | 'resume') =>
      html`<button class="primary begin" @click=${() => act({ act: name })}>${label}</button>`;
    const first = isPaused(life) ? begin(say.resumeBroadcast, 'resume') : begin(say.start, 'start');
    const controls = this.section('controls', say.more, () => moreControls(panel));
    return html`
      ${isHost && isDark(life) ? first : nothing}
      ${isDark(life) && !isPaused(life) ? status(panel) : urgent(panel, controls)}
      ${this.section('held', say.held, () => this.review.draw(panel), desk.show?.heldInAll ?? desk.held.length)}
      ${panel.wayIn}
      ${this.section('people', say.people, () => people(panel))}
      ${this.section('announcement', say.announcement, () => announcement(panel))}
      ${isHost || desk.cues.length > 0 ? this.section('cues', say.cues, () => cues(panel)) : nothing}
      ${isHost ? this.section('modes', say.modes, () => modes(panel)) : nothing}
      ${this.section('more', say.others, () => this.others(panel))}
    `;
  }

  private others(panel: Panel): TemplateResult {
    const { say, desk, isHost } = panel;
    return html`
      ${isHost ? this.section('rules', say.rules, () => this.rules.draw(panel)) : nothing}
      ${this.section('locks', say.locks, () => locks(panel))}
      ${this.section('bans', say.bans, () => bans(panel), desk.bans.length)}
      ${isHost ? this.section('invites', say.invites, () => invites(panel)) : nothing}
      ${this.section('log', say.log, () => log(panel))}
    `;
  }

  /** What is folded away is not drawn at all: its clocks need no ticks. */
  private section(name: SectionName, title: string, draw: () => TemplateResult, count = 0) {
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

type Person = Desk['people'][number];

/** Everyone a moderator may have to act on: the holder of the turn, then the queue, then the others. */
function people(panel: Panel): TemplateResult {
  const { desk, say } = panel;
  if (desk.people.length === 0) return html`<p class="quiet">${say.nobody}</p>`;
  const rank = new Map(rankOf(panel).map((id, index) => [id, index]));
  const far = rank.size;
  const sorted = [...desk.people].sort(
    (one, other) => (rank.get(one.id) ?? far) - (rank.get(other.id) ?? far),
  );
  return html`<ul class="people">
    ${repeat(
      sorted,
      ({ id }) => id,
      (person) => one(person, panel),
    )}
  </ul>`;
}

function rankOf({ room }: Panel): string[] {
  const { turns } = room;
  const holder = holderOf(turns);
  const next = 'next' in turns ? turns.next : [];
  return [...(holder === null ? [] : [holder.id]), ...next.map(({ id }) => id)];
}

/** A person, and what can be done about them once one is unfolded; at most one is. */
function one(person: Person, panel: Panel): TemplateResult {
  const { id, name } = person;
  const tags = tagsOf(person, panel);
  const who = html`${face(name, id)} <span class="name"><bdi>${name}</bdi></span>
    ${tags === '' ? nothing : html`<span class="tags">${tags}</span>`}`;
  if (!mayActOn(person, panel)) {
    return html`<li>
      <div class="person">${who}</div>
      ${id === panel.you.id ? html`<span class="quiet">${panel.say.you}</span>` : nothing}
    </li>`;
  }
  return html`<li>
    <details name="person">
      <summary class="person">${who}</summary>
      ${buttons(person, panel)}
    </details>
  </li>`;
}

function buttons(person: Person, { room, say, questions, act, ask }: Panel): TemplateResult {
  const { id, name } = person;
  const muted = person.mutedUntil !== null;
  const button = (label: string, run: () => void) => html`<button
    aria-label=${say.toPerson(label, name)}
    @click=${run}
  >
    ${label}
  </button>`;
  return html`<div class="buttons">
    ${holderOf(room.turns)?.id === id ? button(say.skip, () => ask(questions.skip())) : nothing}
    ${button(muted ? say.unmute : say.mute, () =>
      muted ? act({ act: 'unmute', who: id }) : ask(questions.mute(person)),
    )}
    ${button(say.remove, () => ask(questions.remove(person)))}
    ${button(say.ban, () => ask(questions.ban(person)))}
  </div>`;
}

function tagsOf({ id, role, mutedUntil, present }: Person, panel: Panel): string {
  const { room, say, time, words } = panel;
  const { turns } = room;
  const place = 'next' in turns ? turns.next.findIndex((person) => person.id === id) + 1 : 0;
  const tags = [say.roles[role]];
  if (holderOf(turns)?.id === id) tags.push(say.hasTheTurn);
  if (place > 0) tags.push(say.inLine(place));
  if (mutedUntil === 0) tags.push(say.muted);
  else if (mutedUntil !== null && time.until(mutedUntil) > 0) {
    tags.push(say.mutedFor(stretch(time.until(mutedUntil), words.locale)));
  }
  if (!present) tags.push(say.away);
  return tags.filter((tag) => tag !== '').join(' · ');
}

/** Moderators do not act on each other, and nobody on a host or on themselves. */
function mayActOn({ id, role }: Person, { you, isHost }: Panel): boolean {
  if (id === you.id || role === 'host') return false;
  return isHost || role !== 'moderator';
}
