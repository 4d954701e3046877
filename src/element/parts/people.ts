import {
  type CSSResult,
  css,
  html,
  type LitElement,
  nothing,
  type ReactiveController,
  type TemplateResult,
} from 'lit';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import type { Actions, RoomContext, RoomUiPort } from '../ports.js';
import { preferences } from '../styles/base.js';
import { face, type Known, peopleOf, placeInWords } from './faces.js';
import { OwnName } from './own-name.js';

/** Between a card and what it is about, and the edge of the window. */
const GAP = 8;

interface Shown {
  /** The id of one person; null for everybody who is named. */
  readonly who: string | null;
  readonly anchor: HTMLElement;
  /** It was pressed: it stays until it is closed. */
  readonly isPressed: boolean;
}

/** The card beside a face. */
const peopleStyles = css`
  .card {
    position: fixed;
    inset: auto;
    margin: 0;
    inline-size: max-content;
    max-inline-size: min(18rem, 100vw - 1rem);
    max-block-size: min(24rem, 100vh - 1rem);
    overflow-y: auto;
    padding: 0.75rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 0.5rem 1.5rem #0000003d;
  }

  .card:focus {
    outline: none;
  }

  .card ul {
    display: grid;
    gap: 0.5rem;
  }

  .card li,
  .card .row {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .card li {
    justify-content: space-between;
  }

  .card .row + button {
    margin-block-start: 0.5rem;
  }

  .card li .row + button {
    margin: 0;
  }

  .card .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .card .quiet {
    font-size: 0.8667em;
  }

  .own-name {
    display: grid;
    gap: 0.375rem;
    inline-size: 14.75rem;
    max-inline-size: 100%;
    margin-block-start: 0.75rem;
  }

  .own-name label {
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .own-name input {
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.45rem 0.75rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) * 0.75);
    background: none;
    color: inherit;
    font: inherit;
    font-size: max(1rem, 1em);
  }

  .own-name .emoji {
    display: grid;
    grid-template-columns: repeat(5, 1fr);
  }

  .own-name .emoji button {
    padding: 0;
    font-size: 1.25rem;
  }

  .own-name .problem:not(:empty) {
    color: var(--_bad);
    font-size: 0.8667em;
  }

  .card ul + .quiet {
    margin-block-start: 0.5rem;
  }
`;

/** The card beside a face: who it is, where they stand, and what can be done about it. */
export class People implements ReactiveController {
  static readonly styles: readonly CSSResult[] = [peopleStyles, preferences];

  private readonly host: LitElement;
  private readonly actions: Pick<Actions, 'passTo'>;
  private readonly ownName: OwnName;
  private shown: Shown | null = null;
  /** Gets the focus back from its card, which is not to open again for that. */
  private returnedTo: HTMLElement | null = null;

  constructor(host: LitElement, port: RoomUiPort, actions: People['actions']) {
    this.host = host;
    this.actions = actions;
    this.ownName = new OwnName(host, port);
    host.addController(this);
  }

  peek(who: string, anchor: HTMLElement): void {
    const hasReturned = this.returnedTo === anchor;
    this.returnedTo = null;
    if (this.shown?.isPressed || hasReturned) return;
    // The keyboard's place, not that of a tap.
    if (anchor.matches(':hover, :focus-visible')) this.become({ who, anchor, isPressed: false });
  }

  leave(): void {
    if (this.shown?.isPressed === false) this.become(null);
  }

  press(who: string | null, anchor: HTMLElement): void {
    this.ownName.reset();
    this.become({ who, anchor, isPressed: true });
  }

  draw(context: RoomContext, look: TurnsLook, watchOnly: boolean): Drawn {
    const { shown } = this;
    if (shown === null) return nothing;
    const people = peopleOf(context, look);
    const { who, isPressed } = shown;
    const one = people.find(({ id }) => id === who);
    if (who !== null && one === undefined) return nothing;
    const { words, room } = context;
    const others = room.audience.watching - people.length;
    const give = (person: Known) =>
      isPressed && !watchOnly ? this.passTo(person, context) : nothing;
    return html`<div
      class="card"
      popover
      role="dialog"
      tabindex="-1"
      aria-label=${one?.name ?? words.rail.here}
      @toggle=${(event: ToggleEvent) => this.toggled(event)}
    >
      ${
        one === undefined
          ? html`<ul>
                ${people.map((person) => html`<li>${row(person, context)} ${give(person)}</li>`)}
              </ul>
              ${others > 0 ? html`<p class="quiet">${words.rail.watchMore(others)}</p>` : nothing}`
          : html`${row(one, context)} ${give(one)} ${
              isPressed && !watchOnly && one.id === context.you.id
                ? this.ownName.draw(context, () => this.become(null))
                : nothing
            }`
      }
    </div>`;
  }

  hostUpdated(): void {
    const card = this.host.renderRoot.querySelector<HTMLElement>('.card');
    if (card === null || this.shown === null) return;
    const { anchor, isPressed } = this.shown;
    if (!anchor.isConnected) return void card.hidePopover();
    const isNew = !card.matches(':popover-open');
    if (isNew) card.showPopover();
    place(card, anchor);
    if (isNew && isPressed) card.focus({ preventScroll: true });
  }

  private passTo({ id, name, place }: Known, { you, words, connected }: RoomContext): Drawn {
    const mayGive = you.standing.state === 'active' && connected && place !== null && place > 0;
    if (!mayGive) return nothing;
    const give = () => {
      this.actions.passTo(id);
      this.become(null);
    };
    return html`<button aria-label=${words.passToLabel(name)} @click=${give}>${words.passTo}</button>`;
  }

  private toggled({ newState, currentTarget }: ToggleEvent): void {
    // The event is late: another card may be there by now.
    if (newState !== 'closed' || !(currentTarget as Element).isConnected) return;
    const { shown, host } = this;
    this.become(null);
    // A card that was pressed open has had the keyboard's place.
    const focused = host.shadowRoot?.activeElement ?? null;
    const isLost = focused === null || focused.matches('.card, .card *');
    if (!shown?.isPressed || !isLost) return;
    this.returnedTo = shown.anchor;
    shown.anchor.focus({ preventScroll: true });
  }

  private become(shown: Shown | null): void {
    if (shown === this.shown) return;
    const before = this.host.renderRoot.querySelector<HTMLElement>('.card:popover-open');
    this.shown = shown;
    before?.hidePopover();
    this.host.requestUpdate();
  }
}

function row(person: Known, context: RoomContext): TemplateResult {
  const { you, words } = context;
  const stands = placeInWords(person, context);
  return html`<div class="row">
    ${face(person.name, person.id)}
    <div>
      <div class="name">
        <bdi>${person.name}</bdi>
        ${person.id === you.id ? html`<span class="tag">(${words.you})</span>` : nothing}
      </div>
      ${stands === null ? nothing : html`<div class="quiet">${stands}</div>`}
    </div>
  </div>`;
}

/** Above its anchor, or below where there is more room, and within the window. */
function place(card: HTMLElement, anchor: HTMLElement): void {
  const around = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const above = around.top - height - GAP;
  const left = around.left + around.width / 2 - width / 2;
  const top = above >= GAP ? above : around.bottom + GAP;
  const within = (at: number, size: number, all: number) =>
    Math.max(GAP, Math.min(at, all - size - GAP));
  card.style.left = `${within(left, width, innerWidth)}px`;
  card.style.top = `${within(top, height, innerHeight)}px`;
}
