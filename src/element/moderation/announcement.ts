import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from './panel.js';

const LENGTH_MAX = 200;

/** A word to everybody. */
export function announcement({ room, say, act }: Panel): TemplateResult {
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
