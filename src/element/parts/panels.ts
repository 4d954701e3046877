import { type CSSResult, html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { LazyChunk } from '../lazy-chunk.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import type { RoomContext } from '../ports.js';
import { bar as barStyles } from '../styles/bar.js';
import { preferences } from '../styles/base.js';
import { crowd as crowdStyles, drawers } from '../styles/rail.js';
import { buttons, onStage } from '../styles/room.js';
import { type FaceEvents, faces } from './faces.js';
import type { People } from './people.js';

/** What opens by a press: the card of a person, and the rail where it lies over the picture. */
export class Crowd implements FaceEvents {
  /** Matters only where the rail lies over the picture. */
  isRailOpen = false;
  private readonly host: LitElement;
  private readonly people: LazyChunk<People>;

  constructor(host: LitElement, people: LazyChunk<People>) {
    this.host = host;
    this.people = people;
  }

  readonly peek = async (who: string, { currentTarget }: Event): Promise<void> => {
    const people = await this.people.load();
    people?.peek(who, currentTarget as HTMLElement);
  };

  readonly leave = (): void => this.people.part?.leave();

  readonly press = async (who: string | null, { currentTarget }: Event): Promise<void> => {
    const people = await this.people.load();
    people?.press(who, currentTarget as HTMLElement);
  };

  /** The rail, where it is hidden behind this; else the names of everybody who has one. */
  readonly show = (event: Event): void => {
    const { rail } = this;
    if (rail === null || getComputedStyle(rail).position === 'static') {
      void this.press(null, event);
      return;
    }
    this.isRailOpen = !this.isRailOpen;
    this.host.requestUpdate();
    if (this.isRailOpen) void this.host.updateComplete.then(() => rail.focus());
  };

  readonly close = (): void => {
    this.isRailOpen = false;
    this.host.requestUpdate();
    this.host.renderRoot.querySelector<HTMLElement>('button.crowd')?.focus();
  };

  readonly keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isRailOpen) return;
    event.preventDefault();
    this.close();
  };

  card(context: RoomContext, look: TurnsLook, watchOnly: boolean): Drawn {
    return this.people.part?.draw(context, look, watchOnly) ?? nothing;
  }

  private get rail(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>('.rail');
  }
}

/** The preferences once more, since they have to override these styles, too. */
export const panelStyles: readonly CSSResult[] = [
  buttons,
  onStage,
  barStyles,
  crowdStyles,
  drawers,
  preferences,
];

interface PanelsModel {
  /** Where one acts; nothing for those who only watch. */
  readonly bar: Drawn;
  readonly rail: RailModel;
}

/** Everything but the picture: the dock with what the visitor can do, and the rail with the others. */
export function panels(context: RoomContext, { bar, rail: crowd }: PanelsModel): TemplateResult {
  return html`
    <div class="dock">${bar}</div>
    ${rail(context, crowd)}
  `;
}

interface RailModel {
  readonly look: TurnsLook;
  readonly watchOnly: boolean;
  readonly crowd: Crowd;
  /** The moderators' panel, where the visitor is one of them. */
  readonly moderation: TemplateResult | null;
  /** What happened so far, once that is loaded. */
  readonly story: TemplateResult | null;
}

/** The crowd: who is here and what there is to choose from, above what happened so far. */
function rail(context: RoomContext, model: RailModel): TemplateResult {
  const { look, watchOnly, crowd, moderation, story } = model;
  return html`
    <div part="rail" class="rail" id="rail" tabindex="-1" @keydown=${crowd.keydown}>
 ${
   watchOnly
     ? nothing
     : html`<button class="plain close" aria-label=${context.words.rail.close} @click=${crowd.close}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" d="M6 6l12 12M18 6L6 18" />
        </svg>
      </button>`
 }
      <div class="now">
        ${faces(context, look, crowd, watchOnly)} ${crowd.card(context, look, watchOnly)} ${look.panel}
      </div>
      ${moderation} ${story ?? html`<div class="story"></div>`}
      <slot name="chat"></slot>
    </div>
  `;
}
