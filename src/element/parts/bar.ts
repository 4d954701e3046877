import { html, nothing, svg, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ellipsized, lengthOf } from '../../protocol/graphemes.js';
import type { Receipt } from '../../protocol/reasons.js';
import type { Drawn } from '../modes/mode-display.js';
import type { RoomContext } from '../ports.js';
import { type Act, type BarState, isEnding } from './bar-state.js';
import { clockTimer, shareLeft } from './clock.js';
import type { Draft } from './draft.js';
import { onPicture } from './overlay.js';

export interface BarModel {
  readonly state: BarState;
  readonly draft: Draft;
  /** What is seldom wanted, behind one small button. */
  readonly acts: readonly Act[];
  /** What one could begin with. */
  readonly starters: readonly string[];
  readonly withdraw: (id: string) => void;
  /** The own change that can still be taken back, and what does that. */
  readonly undo: (Act & { readonly text: string }) | null;
  /** The own change that has just come, and what shares it. */
  readonly share: (Act & { readonly title: string }) | null;
}

/**
 * Where one acts, and where one is told: a field with a button that has the verb, the place and the
 * clock, and one line below. It has the same height in every state.
 */
export function bar(context: RoomContext, model: BarModel): TemplateResult {
  const { words } = context;
  const { state, draft } = model;
  const field = state.shows === 'field' ? state : null;
  const isMine = field?.isMine === true;
  const submit = (event: Event) => {
    event.preventDefault();
    const does = field?.button.does ?? null;
    if (does === 'send') draft.send();
    else does?.run();
  };
  return html`
    <div class="bar ${state.kind} ${isMine ? 'mine' : ''}">
      <form
        part="composer"
        class="composer"
        @submit=${submit}
        @keydown=${keepToOurselves}
        @keyup=${keepToOurselves}
        @keypress=${keepToOurselves}
      >
        <textarea
          part="input"
          class="input"
          rows="1"
          enterkeyhint="send"
          autocomplete="off"
          aria-label=${words.bar.label}
          aria-describedby="hint"
          dir="auto"
          placeholder=${words.bar.placeholder}
          ?hidden=${field === null}
          ?readonly=${field?.isLocked === true}
          .value=${field?.isLocked === true && !draft.sending ? '' : draft.text}
          @input=${draft.input}
          @keydown=${draft.keydown}
        ></textarea>
        ${field === null || field.isLocked || draft.text !== '' ? nothing : ideas(context, model)}
        ${state.shows === 'chip' ? chip(state.prompt, context, model) : nothing}
        ${state.shows === 'words' ? html`<p class="what">${state.what}</p>` : nothing}
        ${menu(context, model)}
        ${
          field?.second == null
            ? nothing
            : html`<button type="button" class="plain" @click=${field.second.run}>
                ${field.second.label}
              </button>`
        }
        ${sendButton(context, state)}
        ${state.kind === 'performing' ? html`<span class="progress" aria-hidden="true"></span>` : nothing}
      </form>
      <div class="tells">
        <p
          part="status"
          id="hint"
          class=${state.isProblem ? 'problem' : ''}
          tabindex=${isLong(state.line) ? 0 : nothing}
          title=${isLong(state.line) ? state.line : nothing}
          >${state.line}</p
        >
        ${timer(context, state)} ${count(context, draft)} ${undoButton(context, model)} ${shareButton(model)}
      </div>
    </div>
  `;
}

/**
 * It stays where it is in every state with a field, so that the keyboard's place is not lost. Other words
 * are another element: they have not moved.
 */
function sendButton({ time }: RoomContext, state: BarState): Drawn {
  if (state.shows !== 'field') return nothing;
  const { button, isMine, kind, clock } = state;
  const tone = isMine ? 'call' : button.does === null ? '' : 'primary';
  return html`<button
    part="send"
    class="send ${tone} ${kind === 'applied' ? 'applied' : ''}"
    ?data-main=${button.does !== null}
    aria-disabled=${button.does === null ? 'true' : 'false'}
  >
    ${clock === null ? nothing : fill(clock, kind === 'resting', time)}
    ${kind === 'applied' ? TICK : nothing}${keyed(button.label, html`<span>${button.label}</span>`)}
  </button>`;
}

const TICK = svg`<svg class="tick" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
  <path d="M5 12.500l4.500 4.500L19 7.500" fill="none" stroke="currentColor" stroke-width="2.500"
    stroke-linecap="round" stroke-linejoin="round" />
</svg>`;

/** The button is its own clock: it drains on one's own turn, and fills up while one rests. */
function fill(
  { clock, wholeMs }: NonNullable<BarState['clock']>,
  rises: boolean,
  time: RoomContext['time'],
): TemplateResult {
  const share = shareLeft(clock, wholeMs, time);
  return html`<svg class="fill" aria-hidden="true">
    ${svg`<rect height="100%" width="${(100 * (rises ? 1 - share : share)).toFixed(1)}%" />`}
  </svg>`;
}

function undoButton({ words }: RoomContext, { undo }: BarModel): Drawn {
  if (undo === null) return nothing;
  return html`<button
    type="button"
    class="plain own undo"
    aria-label=${words.bar.undoLabel(ellipsized(undo.text, SHOWN_MAX))}
    @click=${undo.run}
  >
    ${undo.label}
  </button>`;
}

function shareButton({ share }: BarModel): Drawn {
  if (share === null) return nothing;
  return html`<button type="button" class="plain own" aria-label=${share.title} @click=${share.run}>
    ${share.label}
  </button>`;
}

/** While one rests the line itself has the time, as in the last seconds of a draft's turn. */
function timer(context: RoomContext, state: BarState): Drawn {
  const { clock, kind } = state;
  const goesIn = state.shows === 'field' ? state.goesIn : null;
  const isTold = goesIn !== null && isEnding(goesIn, context.time);
  if (clock === null || kind === 'resting' || isTold) return nothing;
  return clockTimer(clock.clock, context);
}

/** The count appears with this share of the length used; before, it would only distract. */
const COUNT_FROM = 0.8;

function count({ room, words }: RoomContext, { text }: Draft): Drawn {
  const { maxLength } = room.rules;
  const length = lengthOf(text.trim());
  if (length < COUNT_FROM * maxLength) return nothing;
  const left = maxLength - length;
  return html`<span class="count number ${left < 0 ? 'problem' : ''}"
    >${words.bar.charactersLeft(left)}</span
  >`;
}

/** A prompt of one's own that waits: it can be changed or taken back. */
function chip(
  prompt: Receipt,
  { words, connected }: RoomContext,
  { draft, withdraw }: BarModel,
): TemplateResult {
  const { bar: say } = words;
  const edit = () => {
    if (draft.text === '') draft.write(prompt.text);
    withdraw(prompt.id);
  };
  return html`<span class="chip">
    <span class="text" dir="auto" title=${prompt.text}>${prompt.text}</span>
    ${
      connected
        ? html`<button
              type="button"
              class="plain"
              aria-label=${say.editLabel(prompt.text)}
              @click=${edit}
            >
              ${say.edit}
            </button>
            <button
              type="button"
              class="plain close"
              aria-label=${say.withdrawLabel(prompt.text)}
              @click=${() => withdraw(prompt.id)}
            >
              <span aria-hidden="true">×</span>
            </button>`
        : nothing
    }
  </span>`;
}

/** What waits and is not shown in place of the field can be taken back, too. */
export function waitingActs(
  { view, words, connected }: RoomContext,
  state: BarState,
  withdraw: (id: string) => void,
): readonly Act[] {
  if (!connected || state.shows === 'chip') return [];
  return view.receipts
    .filter(({ status }) => status === 'waiting' || status === 'held')
    .map(({ id, text }) => ({
      label: words.bar.withdrawLabel(ellipsized(text, SHOWN_MAX)),
      run: () => withdraw(id),
    }));
}

/** From this length on (UTF-16) a sentence may need more lines than it has, and has to be scrolled. */
const LONG = 100;

function isLong(line: string): boolean {
  return line.length > LONG;
}

/** Enough of a text to know it by. */
const SHOWN_MAX = 40;

/** Over the picture's lower edge, where they move nothing. A press leaves the focus in the field. */
function ideas(context: RoomContext, { starters, draft, state }: BarModel): Drawn {
  const { words, room } = context;
  const isOwn = state.kind === 'turn';
  const isTold = room.performing !== null || onPicture(context) !== null;
  // What is told on the picture is not covered; in the own turn they make room for it.
  const offered = isOwn || (state.kind === 'free' && !isTold);
  if (!offered || starters.length === 0) return nothing;
  return html`<div
    role="group"
    class="starters ${isTold ? 'raised' : ''}"
    aria-label=${words.bar.starters}
    @mousedown=${keepFocus}
  >
    ${starters.map(
      (text) =>
        html`<button type="button" dir="auto" @click=${(event: Event) => {
          draft.write(text);
          fieldOf(event)?.focus();
        }}>${text}</button>`,
    )}
  </div>`;
}

function fieldOf({ currentTarget }: Event): HTMLElement | null {
  if (!(currentTarget instanceof HTMLElement)) return null;
  return currentTarget.closest('.bar')?.querySelector('textarea') ?? null;
}

function menu({ words }: RoomContext, { acts }: BarModel): Drawn {
  if (acts.length === 0) return nothing;
  return html`<details class="more" @keydown=${closeByKey} @focusout=${closeWhenLeft}>
    <summary aria-label=${words.bar.more}>${DOTS}</summary>
    <div class="acts" @mousedown=${keepFocus} @click=${closeMenu}>
      ${acts.map(
        ({ label, run, idle = false }) => html`<button
          type="button"
          aria-disabled=${idle ? 'true' : 'false'}
          @click=${idle ? nothing : run}
        >
          ${label}
        </button>`,
      )}
    </div>
  </details>`;
}

const DOTS = svg`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
  <path d="M5 12h.010M12 12h.010M19 12h.010" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
</svg>`;

/** The keyboard's place is then at what opens it. */
function closeMenu({ currentTarget }: Event): void {
  const details = currentTarget instanceof Element ? currentTarget.closest('details') : null;
  if (details === null) return;
  if (details.matches(':focus-within')) details.querySelector('summary')?.focus();
  details.open = false;
}

function closeByKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  closeMenu(event);
}

function closeWhenLeft(event: FocusEvent): void {
  const { currentTarget, relatedTarget } = event;
  const stays =
    currentTarget instanceof Element &&
    relatedTarget instanceof Node &&
    currentTarget.contains(relatedTarget);
  if (!stays && currentTarget instanceof HTMLDetailsElement) currentTarget.open = false;
}

function keepFocus(event: Event): void {
  event.preventDefault();
}

/** A page's hotkeys would take the typed letters for themselves. */
function keepToOurselves(event: Event): void {
  event.stopPropagation();
}
