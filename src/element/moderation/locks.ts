import { html, nothing, type TemplateResult } from 'lit';
import { LOCKABLE, type Lockable } from '../../protocol/acts.js';
import type { Panel } from './panel.js';
import { stretch } from './times.js';

/** What is open and what is closed, until when and why. */
export function locks(panel: Panel): TemplateResult {
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
