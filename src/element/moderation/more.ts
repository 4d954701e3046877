import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LOCKABLE, type Lockable } from '../../protocol/moderation.js';
import { REASONS } from '../../protocol/reasons.js';
import type { AuditEntry } from '../../protocol/records.js';
import { INVITED_ROLES } from '../../protocol/view.js';
import { ago, deedInWords, listed, ruleLabel, stretch } from './moderation-words.js';
import type { Panel } from './panel.js';

/** What a show needs now and then: locks, bans, invitations and the log. */

/** What is open and what is closed, until when and why. */
export function locks(panel: Panel): TemplateResult {
  return html`<ul class="rows">
    ${LOCKABLE.map((what) => lockRow(what, panel))}
  </ul>`;
}

function lockRow(what: Lockable, { room, say, time, words, questions, act, ask }: Panel) {
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
  void copied(`${location.href.split('#')[0]}#odyssey-invite=${id}`, say).then(tell);
}

/** Copies a link. Returns whether that went well as a sentence, with the link where it did not. */
export async function copied(link: string, say: Panel['say']): Promise<string> {
  try {
    await navigator.clipboard.writeText(link);
    return say.copied;
  } catch {
    return say.notCopied(link);
  }
}

/** How long the newest time shown stays correct, at most. */
const MINUTE_MS = 60_000;

/** Who did what to whom, why and when, newest first. */
export function log(panel: Panel): TemplateResult {
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
      <div><span class="name">${by?.name ?? say.theRoom}</span> ${deedInWords({ act, whom: to?.name ?? '', what: about(entry, panel) }, say)}${lasting}</div>
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
  if (lockable !== undefined) return say.lockables[lockable].inLog;
  const reason = REASONS.find((name) => name === about);
  return reason === undefined ? about : words.reasons[reason](null);
}

/** As it stands where the room had to shorten it. */
function rulesInWords(about: string, say: Panel['say']): string {
  try {
    const rules = Object.entries(JSON.parse(about) as Record<string, unknown>);
    const each = rules.map(([name, value]) => say.setTo(ruleLabel(name, say), String(value)));
    return listed(each, say);
  } catch {
    return about;
  }
}
