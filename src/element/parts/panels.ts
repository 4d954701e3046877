import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Receipt, Refusal } from '../../protocol/reasons.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import type { Actions, RoomContext } from '../render-context.js';
import { preferences } from '../styles/base.js';
import { buttons, composer as composerStyles, onStage } from '../styles/room.js';
import { turns as turnStyles } from '../styles/turns.js';
import { roundedDuration } from '../words/durations.js';
import { explain } from '../words/words.js';
import { composer, type Draft } from './composer.js';
import { line, turnBar } from './turn-bar.js';

/** A moderator's announcement. Always in the document, so that a new one is read out. */
function announcement({ room }: RoomContext): TemplateResult {
  return html`<p part="announcement" class="announcement" role="status" dir="auto">${room.announcement?.text}</p>`;
}

/** What changed the world so far, newest last: the picture's transcript. */
function transcript({ room, words }: RoomContext, replay: Drawn): TemplateResult {
  const { changes } = room;
  return html`
    <div role="group" class="story" aria-labelledby="story">
      <div class="head"><h2 id="story">${words.story}</h2>${replay}</div>
      <div part="timeline" class="timeline" role="log" aria-labelledby="story" tabindex="0">
        ${changes.length === 0 ? html`<p class="quiet">${words.storyEmpty}</p>` : ''}
        <ul>
          ${repeat(
            changes,
            (change) => change.id,
            (change) => html`<li>
              <div class="who" dir="auto">${change.name}</div>
              <div dir="auto" title=${change.appliedText}>${change.text}</div>
            </li>`,
          )}
        </ul>
      </div>
    </div>
  `;
}

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
  preferences,
];

interface PanelsModel {
  readonly look: TurnsLook;
  readonly actions: Actions;
  readonly draft: Draft;
  readonly watchOnly: boolean;
  /** Why the last request was refused. */
  readonly notice: Refusal | null;
  /** The moderators' panel, where the visitor is one of them. */
  readonly moderation: TemplateResult | null;
  /** The way to what happened before, for those who may. */
  readonly replay: Drawn;
}

/** Everything but the picture: the dock with what the visitor can do, and what others do beside. */
export function panels(context: RoomContext, model: PanelsModel): TemplateResult {
  const { look, actions, draft, watchOnly, notice, moderation, replay } = model;
  const write = look.hint === null ? whyNot(context) : composer(context, draft, look.hint);
  return html`
    <div class="dock">
      ${announcement(context)} ${turnBar(look, context, watchOnly)}
      ${notice === null ? nothing : refusal(notice, context)} ${look.panel}
      ${watchOnly ? nothing : [write, receipts(context, actions)]} ${look.below}
    </div>
    <div class="aside">
      ${moderation}
      ${look.line === null ? nothing : line(look.line, context, actions, watchOnly)}
      ${transcript(context, replay)}
    </div>
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
