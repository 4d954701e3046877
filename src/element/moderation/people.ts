import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../../protocol/desk.js';
import { holderOf, INVITED_ROLES } from '../../protocol/view.js';
import { ago, stretch } from './moderation-words.js';
import type { Panel } from './panel.js';

type Person = Desk['people'][number];

/** Everybody a moderator may have to act on: the holder of the turn, then the queue, then the others. */
export function people(panel: Panel): TemplateResult {
  const { desk, say } = panel;
  if (desk.people.length === 0) return html`<p class="quiet">${say.nobody}</p>`;
  const rank = new Map(rankOf(panel).map((id, index) => [id, index]));
  const far = rank.size;
  const sorted = [...desk.people].sort(
    (one, other) => (rank.get(one.id) ?? far) - (rank.get(other.id) ?? far),
  );
  return html`<ul class="rows">
    ${repeat(
      sorted,
      ({ id }) => id,
      (person) => row(person, panel),
    )}
  </ul>`;
}

function rankOf({ room }: Panel): string[] {
  const { turns } = room;
  const holder = holderOf(turns);
  const next = 'next' in turns ? turns.next : [];
  return [...(holder === null ? [] : [holder.id]), ...next.map(({ id }) => id)];
}

function row(person: Person, panel: Panel): TemplateResult {
  const { id, name } = person;
  return html`<li>
    <div class="tell">
      <div class="name">${name}</div>
      <div class="tags">${tagsOf(person, panel).join(' · ')}</div>
    </div>
    ${mayActOn(person, panel) ? buttons(person, panel) : nothing}
    ${id === panel.you.id ? html`<span class="quiet">${panel.say.you}</span>` : nothing}
  </li>`;
}

function buttons(person: Person, { say, questions, act, ask }: Panel): TemplateResult {
  const { id, name } = person;
  const muted = person.mutedUntil !== null;
  const button = (label: string, run: () => void) => html`<button
    aria-label=${say.toPerson(label, name)}
    @click=${run}
  >
    ${label}
  </button>`;
  return html`<div class="buttons">
    ${button(muted ? say.unmute : say.mute, () =>
      muted ? act({ act: 'unmute', who: id }) : ask(questions.mute(person)),
    )}
    ${button(say.remove, () => ask(questions.remove(person)))}
    ${button(say.ban, () => ask(questions.ban(person)))}
  </div>`;
}

function tagsOf({ id, role, mutedUntil, present }: Person, panel: Panel): string[] {
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
  return tags.filter((tag) => tag !== '');
}

/** Moderators do not act on each other, and nobody on a host or on themselves. */
function mayActOn({ id, role }: Person, { you, isHost }: Panel): boolean {
  if (id === you.id || role === 'host') return false;
  return isHost || role !== 'moderator';
}

/** Who is kept out, until when and why, and the way back. */
export function bans({ desk, say, time, words, act }: Panel): TemplateResult {
  if (desk.bans.length === 0) return html`<p class="quiet">${say.noBans}</p>`;
  const { locale } = words;
  const end = (until: number) =>
    until === 0 ? say.forEver : say.forAnother(stretch(time.until(until), locale));
  return html`<ul class="rows">
    ${repeat(
      desk.bans,
      ({ id }) => id,
      ({ id, name, address, why, by, at, until }) => html`<li>
        <div class="tell">
          <div class="name">${name}</div>
          <div class="tags">
            ${[end(until), address ? say.alsoAddress : '', say.bannedBy(by, ago(time.now() - at, say.justNow, locale))].filter((text) => text !== '').join(' · ')}
          </div>
          ${why === '' ? nothing : html`<div class="why">${why}</div>`}
        </div>
        <div class="buttons">
          <button
            aria-label=${say.unbanLabel(name)}
            @click=${() => act({ act: 'unban', banId: id })}
          >
            ${say.unban}
          </button>
        </div>
      </li>`,
    )}
  </ul>`;
}

const DAY_SECONDS = 86_400;
const STRETCHES = [DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS, 0];
const USES_MAX = 1000;

/** For hosts: who may come in with more than a visitor's rights, and for how long. */
export function invites(panel: Panel): TemplateResult {
  const { desk, say, time, words, act } = panel;
  const { locale } = words;
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    const answers = new FormData(event.currentTarget as HTMLFormElement);
    const role = INVITED_ROLES.find((name) => name === answers.get('role')) ?? 'prompter';
    const uses = Number(answers.get('uses'));
    void act({ act: 'invite', role, uses, seconds: Number(answers.get('seconds')) });
  };
  const end = (until: number) =>
    until === 0 ? say.forEver : say.forAnother(stretch(time.until(until), locale));
  return html`
    <form class="fields" @submit=${create}>
      <label>
        <span>${say.inviteRole}</span>
        <select name="role">
          ${INVITED_ROLES.map((role) => html`<option value=${role}>${say.inviteRoles[role]}</option>`)}
        </select>
      </label>
      <label>
        <span>${say.inviteUses}</span>
        <input name="uses" type="number" min="1" max=${USES_MAX} value="1" required />
      </label>
      <label>
        <span>${say.inviteEnd}</span>
        <select name="seconds">
          ${STRETCHES.map(
            (seconds) => html`<option value=${seconds}>
              ${seconds === 0 ? say.forEver : stretch(seconds * 1000, locale)}
            </option>`,
          )}
        </select>
      </label>
      <button>${say.invite}</button>
    </form>
    ${desk.invites.length === 0 ? html`<p class="quiet">${say.noInvites}</p>` : ''}
    <ul class="rows">
      ${repeat(
        desk.invites,
        ({ id }) => id,
        ({ id, role, usesLeft, until }) => html`<li>
          <div class="tell">
            <div class="name">${say.inviteRoles[role]}</div>
            <div class="tags">${say.usesLeft(usesLeft)} · ${end(until)}</div>
          </div>
          <div class="buttons">
            <button @click=${() => copyLink(id, panel)}>${say.copy}</button>
            <button @click=${() => act({ act: 'revoke', inviteId: id })}>${say.revoke}</button>
          </div>
        </li>`,
      )}
    </ul>
  `;
}

/** The link is this page with the invitation in its fragment, which is sent to no server. */
function copyLink(id: string, { say, tell }: Panel): void {
  const link = `${location.href.split('#')[0]}#odyssey-invite=${id}`;
  const failed = () => tell(say.notCopied(link));
  try {
    navigator.clipboard.writeText(link).then(() => tell(say.copied), failed);
  } catch {
    failed();
  }
}
