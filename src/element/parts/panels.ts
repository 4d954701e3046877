import { type CSSResult, html, type TemplateResult } from 'lit';
import type { Drawn } from '../modes/mode-display.js';
import type { RoomContext } from '../render-context.js';
import { bar as barStyles } from '../styles/bar.js';
import { preferences } from '../styles/base.js';
import { crowd as crowdStyles, drawers } from '../styles/rail.js';
import { buttons, onStage } from '../styles/room.js';
import { type RailModel, rail } from './rail.js';

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
