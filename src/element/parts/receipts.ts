import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Receipt } from '../../protocol/receipt.js';
import { roundedDuration } from '../durations.js';
import type { Actions, RoomFrame } from '../frame.js';
import { explain } from '../words.js';

/** More than a few would push everything else away; the page hears of all by event. */
const SHOWN = 3;

/** What became of the visitor's own prompts, newest first. */
export function receipts(frame: RoomFrame, actions: Actions): TemplateResult | typeof nothing {
  const shown = frame.view.receipts.slice(-SHOWN).reverse();
  if (shown.length === 0) return nothing;
  return html`
    <ul class="receipts" aria-label=${frame.words.yourPrompts}>
      ${repeat(
        shown,
        (receipt) => receipt.id,
        (receipt) => one(receipt, frame, actions),
      )}
    </ul>
  `;
}

function one(receipt: Receipt, frame: RoomFrame, actions: Actions): TemplateResult {
  const { words } = frame;
  const detail = detailOf(receipt, frame);
  return html`
    <li class="receipt ${receipt.status}">
      <div class="tell">
        <div class="text" title=${receipt.text}>${receipt.text}</div>
        <div class="detail">
          <span class="step ${receipt.status}-step">${words.statuses[receipt.status]}</span>
          ${detail === null ? nothing : html`<span> · ${detail}</span>`}
        </div>
      </div>
      ${
        receipt.status === 'waiting' && frame.connected
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

function detailOf(receipt: Receipt, { words, time, you }: RoomFrame): string | null {
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
