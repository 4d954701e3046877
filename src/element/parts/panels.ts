import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Receipt, Refusal } from '../../protocol/reasons.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import type { Actions, RoomContext } from '../render-context.js';
import { preferences } from '../styles/base.js';
import { crowd as crowdStyles, drawers } from '../styles/rail.js';
import { buttons, composer as composerStyles, onStage } from '../styles/room.js';
import { turns as turnStyles } from '../styles/turns.js';
import { roundedDuration } from '../words/durations.js';
import { explain } from '../words/words.js';
import { composer, type Draft } from './composer.js';
import { type RailModel, rail } from './rail.js';
import { turnBar } from './turn-bar.js';

/** More would push everything else away; the page gets every receipt as an event. */
const SHOWN = 3;

/** What became of the visitor's own prompts, newest first. */
function receipts(context: RoomContext, actions: Actions): TemplateResult | typeof nothing {
  const shown = context.view.receipts.slice(-SHOWN).reverse();
  if (shown.length === 0) return nothing;
  return html`
    <ul class="receipts" aria-label=${context.words.yourPrompts}>
      ${repeat(
        shown,
        (receipt) => receipt.id,
        (receipt) => one(receipt, context, actions),
      )}
    </ul>
  `;
}

function one(receipt: Receipt, context: RoomContext, actions: Actions): TemplateResult {
  const { words } = context;
  const detail = detailOf(receipt, context);
  return html`
    <li class="receipt ${receipt.status}">
      <div class="tell">
        <div class="text" dir="auto" title=${receipt.text}>${receipt.text}</div>
        <div class="detail">
          <span class="step ${receipt.status}-step">${words.statuses[receipt.status]}</span>
          ${detail === null ? nothing : html`<span> · ${detail}</span>`}
        </div>
      </div>
      ${
        receipt.status === 'waiting' && context.connected
          ? html`<button
              class="plain"
              aria-label=${words.withdrawLabel(receipt.text)}
              @click=${() => actions.withdraw(receipt.id)}
            >
              ${words.withdraw}
            </button>`
          : nothing
      }
    </li>
  `;
}

function detailOf(receipt: Receipt, { words, time, you }: RoomContext): string | null {
  const { reason, limit, retryAt, status, appliedText, text } = receipt;
  if (reason !== null) {
    const ms = retryAt === null ? 0 : time.until(retryAt);
    return explain(words, { reason, limit }, ms > 0 ? roundedDuration(ms, words.locale) : null);
  }
  if (status === 'applied' && appliedText !== null && appliedText !== text) {
    return words.performedAs(appliedText);
  }
  if (status !== 'waiting' || you.standing.state !== 'waiting') return null;
  const { place, expectedAt } = you.standing;
  const wait = expectedAt === null ? 0 : time.until(expectedAt);
  return words.placeAndTime(place, wait > 0 ? roundedDuration(wait, words.locale) : null);
}

/** The preferences once more, since they have to override these styles, too. */
export const panelStyles: readonly CSSResult[] = [
  buttons,
  onStage,
  composerStyles,
  turnStyles,
  crowdStyles,
  drawers,
  preferences,
];

interface PanelsModel {
  readonly look: TurnsLook;
  readonly actions: Actions;
  readonly draft: Draft;
  readonly watchOnly: boolean;
  /** Why the last request was refused. */
  readonly notice: Refusal | null;
  readonly rail: RailModel;
}

/** Everything but the picture: the dock with what the visitor can do, and the rail with the others. */
export function panels(context: RoomContext, model: PanelsModel): TemplateResult {
  const { look, actions, draft, watchOnly, notice, rail: crowd } = model;
  const write = look.hint === null ? whyNot(context) : composer(context, draft, look.hint);
  return html`
    <div class="dock">
      ${turnBar(look, context, watchOnly)} ${notice === null ? nothing : refusal(notice, context)}
      ${watchOnly ? nothing : [write, receipts(context, actions)]}
    </div>
    ${rail(context, crowd)}
  `;
}

/** A visitor without a composer is told why, where the turn bar does not say it. */
function whyNot({ you, words }: RoomContext): Drawn {
  return you.role === 'viewer' ? html`<p class="quiet">${words.hint.viewer}</p>` : nothing;
}

function refusal(
  { reason, limit, retryAt }: Refusal,
  { words, time }: RoomContext,
): TemplateResult {
  const wait = retryAt === null ? 0 : time.until(retryAt);
  const inWords = wait > 0 ? roundedDuration(wait, words.locale) : null;
  return html`<p part="status" class="notice problem">
    ${explain(words, { reason, limit }, inWords)}
  </p>`;
}
