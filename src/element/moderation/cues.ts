import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CueView } from '../../protocol/moderation.js';
import { timeOfDay } from '../words/language.js';
import { ago } from './moderation-words.js';
import type { Panel } from './panel.js';

const DAY_MS = 86_400_000;

/** Prompts that a host has prepared: run by a tap, at a time, or while nobody prompts. */
export function cues(panel: Panel): TemplateResult {
  const { desk, say, isHost } = panel;
  return html`
    ${desk.cues.length === 0 ? html`<p class="quiet">${say.noCues}</p>` : nothing}
    <ul class="rows">
      ${repeat(
        desk.cues,
        ({ id }) => id,
        (cue) => row(cue, panel),
      )}
    </ul>
    ${isHost ? prepare(panel) : nothing}
  `;
}

function prepare({ room, say, time, act }: Panel): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const answers = new FormData(form);
    const text = String(answers.get('text') ?? '').trim();
    if (text === '') return;
    const at = nextInstant(String(answers.get('at') ?? ''), time.now());
    const fallback = answers.has('fallback');
    void act({ act: 'cue-add', text, at, fallback }).then((problem) => {
      if (problem === null) form.reset();
    });
  };
  return html`<form class="fields cue" @submit=${submit}>
    <label class="wide">
      <span>${say.cueText}</span>
      <input name="text" maxlength=${room.rules.maxLength} autocomplete="off" dir="auto" />
    </label>
    <label class="wide check">
      <input name="fallback" type="checkbox" /> <span>${say.cueFallback}</span>
    </label>
    <label>
      <span>${say.cueAt}</span>
      <input name="at" type="time" />
    </label>
    <button>${say.cueAdd}</button>
  </form>`;
}

function row(cue: CueView, { say, time, words, isHost, act }: Panel): TemplateResult {
  const { id, text, at, fallback, ranAt, state } = cue;
  const busy = state !== 'ready';
  const tags = [
    say.cueStates[state],
    at === null ? '' : say.cueRunsAt(timeOfDay(at, words.locale)),
    fallback ? say.cueIdle : '',
    ranAt === null ? '' : say.cueRan(ago(time.now() - ranAt, say.justNow, words.locale)),
  ].filter((tag) => tag !== '');
  const host = html`<button
      class="plain"
      aria-pressed=${fallback}
      aria-label=${say.cueFallbackLabel(text)}
      @click=${() => act({ act: 'cue-change', cueId: id, fallback: !fallback })}
    >
      ${say.cueIdle}
    </button>
    <button
      class="plain"
      aria-label=${say.cueRemoveLabel(text)}
      @click=${() => act({ act: 'cue-remove', cueId: id })}
    >
      ${say.cueRemove}
    </button>`;
  return html`<li>
    <div class="tell">
      <div class="text" dir="auto">${text}</div>
      ${tags.length === 0 ? nothing : html`<div class="tags">${tags.join(' · ')}</div>`}
    </div>
    <div class="buttons">
      <button
        aria-disabled=${busy ? 'true' : nothing}
        aria-label=${say.cueRunLabel(text)}
        @click=${() => busy || act({ act: 'cue-run', cueId: id })}
      >
        ${say.cueRun}
      </button>
      ${isHost ? host : nothing}
    </div>
  </li>`;
}

/** The next instant at which clocks here show this; null for no time. */
function nextInstant(clock: string, now: number): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const at = new Date(now).setHours(Number(hours), Number(minutes), 0, 0);
  return at > now ? at : at + DAY_MS;
}
