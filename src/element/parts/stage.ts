import { html, nothing, type TemplateResult } from 'lit';
import type { FirstWords } from '../first-words.js';
import type { Actions, Frame } from '../frame.js';
import type { Sound } from '../sound.js';
import type { Overlay } from './overlay.js';

export interface StageModel extends Frame<FirstWords> {
  readonly overlay: Overlay | null;
  readonly sound: Sound;
}

/** The picture, and over it whatever has to be said about it. */
export function stage(model: StageModel, actions: Actions | null): TemplateResult {
  const { view, words, overlay } = model;
  const portrait = view.room?.rules.orientation === 'portrait';
  const classes = ['stage', portrait && 'portrait', overlay?.busy && 'busy'];
  return html`
    <div part="stage" class=${classes.filter(Boolean).join(' ')}>
      <div part="poster" class="poster"></div>
      <video part="video" muted playsinline disablepictureinpicture aria-label=${words.picture}></video>
      <video part="video" muted playsinline disablepictureinpicture aria-hidden="true"></video>
      ${caption(model)} ${overlay === null ? nothing : over(overlay, actions)}
      <div class="top">${pills(model)} ${soundButton(model, actions)}</div>
    </div>
  `;
}

function over({ kind, what, why, busy }: Overlay, actions: Actions | null): TemplateResult {
  if (kind === 'blocked') {
    return html`<div part="overlay" class="overlay">
      <button class="call" @click=${actions?.play}>${what}</button>
    </div>`;
  }
  const text = html`<p class="what">${what}</p>
    ${why === null ? nothing : html`<p class="why">${why}</p>`}`;
  return html`<div part="overlay" class="overlay">
    ${busy ? html`<span class="spinner"></span>` : nothing} ${slotted(kind, text)}
  </div>`;
}

/** The page may put its own words into the two states in which there is nothing to see. */
function slotted(kind: Overlay['kind'], text: TemplateResult): TemplateResult {
  if (kind === 'fallback') return html`<slot name="fallback">${text}</slot>`;
  if (kind === 'offline') return html`<slot name="offline">${text}</slot>`;
  return text;
}

/** The prompt on its way to the world, for everyone to see. */
function caption({ view, words }: StageModel): TemplateResult | typeof nothing {
  const performing = view.room?.performing ?? null;
  if (performing === null) return nothing;
  return html`<div class="caption">
    <span class="who">${words.onItsWay(performing.name)}</span>
    <span class="said">${performing.text}</span>
  </div>`;
}

function pills({ view, words }: StageModel): TemplateResult | typeof nothing {
  const { room, connection } = view;
  if (room === null) return nothing;
  const lost = connection.status !== 'connected';
  const live = 'watch' in room.life && !lost;
  return html`
    ${live ? html`<span part="status" class="pill on"><i class="dot"></i>${words.live}</span>` : nothing}
    ${lost ? html`<span part="status" class="pill"><i class="dot"></i>${words.reconnecting}</span>` : nothing}
    <span class="pill number">${words.watching(room.audience.watching)}</span>
  `;
}

function soundButton({ sound, words }: StageModel, actions: Actions | null) {
  if (sound === 'none') return nothing;
  const label = sound === 'on' ? words.soundOff : words.soundOn;
  return html`<button class="sound" aria-label=${label} @click=${actions?.toggleSound}>
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path fill="currentColor" d="M4 9v6h4l5 4V5L8 9z" />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        d=${sound === 'on' ? 'M16.500 8.500a5 5 0 0 1 0 7M19 6a8.500 8.500 0 0 1 0 12' : 'M17 9l5 6M22 9l-5 6'}
      />
    </svg>
  </button>`;
}
