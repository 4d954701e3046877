import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import type { Drawn, QueueView, TurnsLook } from '../modes/mode-display.js';
import {
  type Actions,
  isChangingOver,
  isLive,
  isRunning,
  type RenderContext,
  type RoomContext,
} from '../render-context.js';
import { clockFace } from '../words/durations.js';

/** What a visitor may do about turns right now; nothing without a connection. */
export function buttons(
  context: RoomContext,
  actions: Actions,
  turns: QueueView,
): readonly Drawn[] {
  const { you, words, connected } = context;
  if (!connected) return [];
  switch (you.standing.state) {
    case 'offered':
      return [
        html`<button class="call" data-main @click=${actions.claimTurn}>${words.claim}</button>`,
        html`<button @click=${actions.passTurn}>${words.notNow}</button>`,
      ];
    case 'active':
      return [
        moreTime(context, actions),
        html`<button @click=${actions.passTurn}>${words.done}</button>`,
      ];
    case 'waiting':
      return [
        skip(context, actions, turns),
        html`<button data-main @click=${actions.releaseTurn}>${words.leaveLine}</button>`,
      ];
    default:
      return [
        skip(context, actions, turns),
        you.role === 'viewer'
          ? nothing
          : html`<button class="primary" data-main @click=${actions.takeTurn}>${words.takeTurn}</button>`,
      ];
  }
}

/** Only a turn with a clock can be made longer. */
export function moreTime({ you, words }: RoomContext, actions: Actions): Drawn {
  const { standing } = you;
  const can = standing.state === 'active' && standing.clock !== null && standing.extensionsLeft > 0;
  return can ? html`<button @click=${actions.extendTurn}>${words.moreTime}</button>` : nothing;
}

/** The button for a skip vote; none where too few are here to reach the votes it needs. */
function skip(context: RoomContext, actions: Actions, { holder, skip: wish }: QueueView): Drawn {
  const { room, you, words, time } = context;
  if (holder === null || wish === null || !isLive(context)) return nothing;
  if (room.audience.watching - 1 < wish.needed) return nothing;
  const early = time.until(wish.openAt) > 0;
  const idle = early || you.skipVoted;
  return html`<button
    aria-disabled=${idle ? 'true' : 'false'}
    @click=${idle ? nothing : actions.skipVote}
  >
    ${you.skipVoted ? words.skipped : words.skip(wish.votes, wish.needed)}
  </button>`;
}

const TICK_MS = 1000;

/**
 * A countdown as a ring that runs empty. Its length is an attribute, which a strict CSP allows, and
 * points one second ahead, so that the stylesheet's transition moves it evenly between two ticks.
 */
export function ring(
  clock: Clock | null,
  wholeMs: number,
  { time, words }: Pick<RenderContext, 'time' | 'words'>,
): TemplateResult {
  if (clock === null) return html`<div class="ring" aria-hidden="true">${face(0)}${STAR}</div>`;
  const left = time.left(clock);
  const target = Math.max(0, left - (isRunning(clock) ? TICK_MS : 0));
  return html`
    <div part="timer" class="ring number" role="timer" aria-label=${words.timeLeft}>
      ${face(Math.min(1, target / wholeMs))}${clockFace(left)}
    </div>
  `;
}

function face(share: number): TemplateResult {
  return html`<svg viewBox="0 0 52 52" aria-hidden="true">
    <circle cx="26" cy="26" r="23.5" />
    ${
      share > 0
        ? svg`<circle class="left" cx="26" cy="26" r="23.5" pathLength="100"
            stroke-dasharray="100" stroke-dashoffset=${(100 * (1 - share)).toFixed(1)} />`
        : nothing
    }
  </svg>`;
}

const STAR = svg`<svg class="star" viewBox="0 0 52 52" aria-hidden="true">
  <path fill="currentColor" d="M26 15q1.500 9.500 11 11q-9.500 1.500-11 11q-1.500-9.500-11-11q9.500-1.500 11-11z" />
</svg>`;

/** Who has the turn, how much of it is left, where the visitor stands, and what can be done. */
export function turnBar(look: TurnsLook, context: RoomContext, watchOnly: boolean): TemplateResult {
  return html`
    <div class="turn ${look.mine ? 'mine' : ''}">
      ${ring(look.clock, look.wholeMs, context)}
      <div>
        <p class="state">${look.headline}</p>
        ${details(look, context)}
      </div>
      <div class="buttons">${watchOnly ? nothing : look.buttons}</div>
    </div>
  `;
}

/**
 * Between two streams a clock stands still for a moment. The reason replaces the other lines, whose
 * space is kept: nothing moves.
 */
function details({ details, clock }: TurnsLook, { room, words }: RoomContext): TemplateResult {
  const stands = clock !== null && !isRunning(clock) && isChangingOver(room.life);
  return html`<div class=${stands ? 'stands' : ''}>
    <div>${details.map((text) => html`<p class="more">${text}</p>`)}</div>
    ${stands ? html`<p class="more">${words.waitsForWorld}</p>` : nothing}
  </div>`;
}
