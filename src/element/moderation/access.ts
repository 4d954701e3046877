import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { INVITED_ROLES } from '../../protocol/view.js';
import { ago, type Panel, stretch } from './panel.js';

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

const DAY = 86_400;
const STRETCHES = [DAY, 7 * DAY, 30 * DAY, 0];
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

/** This very page, with the invitation behind it: what is behind the # is sent to no server. */
function copyLink(id: string, { say, tell }: Panel): void {
  const link = `${location.href.split('#')[0]}#odyssey-invite=${id}`;
  const failed = () => tell(say.notCopied(link));
  try {
    navigator.clipboard.writeText(link).then(() => tell(say.copied), failed);
  } catch {
    failed();
  }
}
