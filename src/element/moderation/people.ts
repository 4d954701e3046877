import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../../protocol/desk.js';
import { holderOf } from '../../protocol/view.js';
import { face } from '../parts/faces.js';
import { stretch } from './moderation-words.js';
import type { Panel } from './panel.js';

type Person = Desk['people'][number];

/** Everyone a moderator may have to act on: the holder of the turn, then the queue, then the others. */
export function people(panel: Panel): TemplateResult {
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
