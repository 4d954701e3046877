import { html, nothing, type TemplateResult } from 'lit';
import type { Drawn } from '../modes/mode-display.js';
import { type Actions, isLive, type RenderContext, type RoomContext } from '../ports.js';
import { LAYOUTS } from '../setup.js';
import type { FirstWords } from '../words/first-words.js';

/** What lies over the picture, in words. `kind` says which slot or button goes with it. */
export interface Overlay {
  readonly kind: 'offline' | 'opening' | 'picture' | 'fallback' | 'blocked' | 'ask';
  readonly what: string;
  readonly why: string | null;
  /** Something is under way: nothing to do but wait. */
  readonly busy: boolean;
  /** The path of a sign of 24 by 24 for it, to be stroked. */
  readonly sign?: string;
}

/** What lies over the stage before the room's part is loaded, or when nothing can be. */
export function firstOverlay(obstacle: string | null, words: FirstWords): Overlay {
  const busy = obstacle === null;
  return { kind: 'offline', what: obstacle ?? words.joining, why: null, busy };
}

/** What lies over the stage while nothing is loaded before a click. */
export function askOverlay(words: FirstWords): Overlay {
  return { kind: 'ask', what: words.watch, why: null, busy: false };
}

interface StageModel extends RenderContext<FirstWords> {
  readonly room: string;
  readonly overlay: Overlay | null;
  /** The address of the image for the time without a picture; null while it may not be loaded. */
  readonly poster: string | null;
  readonly load: () => void;
  /** What else lies over the picture, once the visitor is in the room. */
  readonly inRoom: Drawn;
}

/** The picture, and over it whatever has to be said about it. */
export function stage(model: StageModel, actions: Actions | null): TemplateResult {
  const { words, overlay, poster, inRoom } = model;
  const classes = ['stage', overlay?.busy && 'busy', overlay?.kind === 'ask' && 'ask'];
  return html`
    <div part="stage" class=${classes.filter(Boolean).join(' ')}>
      <div part="poster" class="poster">
        ${poster === null ? nothing : html`<img src=${poster} alt="" decoding="async" />`}
      </div>
      <video part="video" muted playsinline disablepictureinpicture aria-label=${words.picture}></video>
      <video part="video" muted playsinline disablepictureinpicture aria-hidden="true"></video>
      ${overlay === null ? nothing : over(overlay, model, actions)} ${inRoom}
    </div>
  `;
}

function over(
  { kind, what, why, busy, sign }: Overlay,
  { room, words, load }: StageModel,
  actions: Actions | null,
): TemplateResult {
  if (kind === 'blocked' || kind === 'ask') {
    const [label, act] =
      kind === 'ask' ? [`${words.watch}: “${room}”`, load] : [what, actions?.play];
    return html`<div part="overlay" class="overlay">
      <button class="call" aria-label=${label} @click=${act}>${what}</button>
    </div>`;
  }
  const text = html`<p class="what">${what}</p>
    ${why === null ? nothing : html`<p class="why">${why}</p>`}`;
  return html`<div part="overlay" class="overlay">
    ${busy ? html`<span class="spinner"></span>` : nothing}
    ${
      sign === undefined
        ? nothing
        : html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d=${sign} /></svg>`
    }
    ${slotted(kind, text)}
  </div>`;
}

/** The page may put its own words into the two states in which there is nothing to see. */
function slotted(kind: Overlay['kind'], text: TemplateResult): TemplateResult {
  if (kind === 'fallback') return html`<slot name="fallback">${text}</slot>`;
  if (kind === 'offline') return html`<slot name="offline">${text}</slot>`;
  return text;
}

/** What decides where things are. */
type Layout = (typeof LAYOUTS)[number];

/** How the frame is laid out now: as the attribute says; all over the picture where that fills the screen. */
export function layoutOf(
  host: Partial<Pick<HTMLElement, 'matches'>> & { readonly layout: string },
): Layout {
  const chosen = LAYOUTS.find((known) => known === host.layout) ?? 'auto';
  // On a server it matches nothing.
  const fills = host.matches?.(':fullscreen, [data-fills]') ?? false;
  return fills && chosen !== 'screen' && chosen !== 'remote' ? 'overlay' : chosen;
}

/** Whether there is a picture at all: not on a remote control, nor over a picture of the page's own. */
export function hasPicture({ layout, theme }: { readonly layout: string; readonly theme: string }) {
  return layout !== 'remote' && !(layout === 'screen' && theme === 'transparent');
}

/** The element's custom states, for a page's `:state(…)` selectors. */
export const STATES = [
  'live',
  'opening',
  'offline',
  'queued',
  'your-turn',
  'muted',
  'silenced',
  'fallback',
  'failed',
] as const;
export type StateName = (typeof STATES)[number];

export function statesOf(
  context: RoomContext<unknown> | null,
  overlay: Overlay | null,
  also: { readonly muted: boolean; readonly barred: boolean },
): ReadonlySet<StateName> {
  const standing = context?.you.standing.state;
  const phase = context?.connected ? context.room.life.phase : null;
  const live = context !== null && isLive(context);
  const all: Record<StateName, boolean> = {
    live,
    opening: phase === 'opening' && !live,
    offline: phase === null || phase === 'dark' || phase === 'closing',
    queued: standing === 'waiting' || standing === 'asking',
    'your-turn': standing === 'offered' || standing === 'active',
    muted: also.muted,
    silenced: context?.you.muted != null,
    fallback: overlay?.kind === 'fallback',
    failed: phase === 'failed' || also.barred,
  };
  return new Set(STATES.filter((name) => all[name]));
}

/** Browsers from before `:state()` only took names with dashes: they go without. */
export function showStates(internals: ElementInternals, on: ReadonlySet<StateName>): void {
  try {
    for (const name of STATES) {
      if (on.has(name)) internals.states.add(name);
      else internals.states.delete(name);
    }
  } catch {
    return;
  }
}

/** Focuses what matters most: the text field, else a button of the dock, else one on the picture. */
export function focusFirst(root: ParentNode, options?: FocusOptions): void {
  const target =
    root.querySelector<HTMLElement>('.input:not([hidden])') ??
    root.querySelector<HTMLElement>('.dock button') ??
    root.querySelector<HTMLElement>('button');
  if (target) return target.focus(options);
  // Where there is nothing to do yet; later a tap on the picture is to focus nothing.
  const stage = root.querySelector<HTMLElement>('.stage');
  if (!stage) return;
  stage.tabIndex = -1;
  stage.addEventListener('blur', () => stage.removeAttribute('tabindex'), { once: true });
  stage.focus(options);
}
