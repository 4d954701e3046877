import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../../protocol/moderation.js';
import { plainKey } from '../keys.js';
import { face } from '../parts/faces.js';
import { clockFace } from '../words/language.js';
import type { Decision, Panel } from './panel.js';

type ReviewedPrompt = Desk['held'][number];

/** A prompt that comes to hand by itself takes no tap so soon: that was meant for the one before. */
const SETTLE_MS = 500;

/**
 * The prompts that wait for a moderator. One is at hand, with buttons for a thumb, always in the same
 * place; the next one takes that place once the room has agreed to a decision. For the keyboard all of
 * them are one stop.
 */
export class Review {
  /** The prompt at hand, and its place among those that are not decided. */
  private atHand: string | null = null;
  private place = 0;
  /** When it came to hand without a decision from here. */
  private cameAt = Number.NEGATIVE_INFINITY;

  draw(panel: Panel): TemplateResult {
    const { desk, say } = panel;
    if (desk.held.length === 0) return html`<p class="quiet">${say.nothingHeld}</p>`;
    const current = this.choose(panel);
    return html`
      <ul class="rows tall held">
        ${repeat(
          desk.held,
          ({ id }) => id,
          (prompt) => this.item(prompt, prompt.id === current, panel),
        )}
      </ul>
      <p class="quiet keys" aria-hidden="true">${say.heldKeys}</p>
    `;
  }

  /** The one that was at hand; once it is decided or gone, the one that follows it. */
  private choose({ desk, decision }: Panel): string | null {
    const open = desk.held.filter(({ id }) => !isDecided(decision(id)));
    const same = open.findIndex(({ id }) => id === this.atHand);
    if (same >= 0) this.place = same;
    const next = open[Math.min(this.place, open.length - 1)]?.id ?? null;
    if (next !== this.atHand) {
      const isMine = this.atHand === null || decision(this.atHand) !== null;
      this.cameAt = isMine ? Number.NEGATIVE_INFINITY : performance.now();
      this.place = Math.max(
        0,
        open.findIndex(({ id }) => id === next),
      );
      this.atHand = next;
    }
    return next;
  }

  private take(id: string, { redraw }: Panel): void {
    this.atHand = id;
    redraw();
  }

  /** The same element whether it is at hand or not, so that the focus stays on it. */
  private item(prompt: ReviewedPrompt, isAtHand: boolean, panel: Panel): TemplateResult {
    const { say, decision, questions, ask } = panel;
    const { id, by, text } = prompt;
    const decided = decision(id);
    const keydown = (event: KeyboardEvent) => {
      const key = plainKey(event);
      if (!isAtHand) return;
      if (key === 'a') this.decide('approve', id, panel);
      else if (key === 'r' && event.shiftKey) ask(questions.refuse(prompt));
      else if (key === 'r') this.decide('refuse', id, panel);
      else if (key === 'ArrowDown' || key === 'ArrowUp') this.step(panel, event, key);
      else return;
      event.preventDefault();
    };
    const content = isAtHand
      ? this.card(prompt, panel)
      : isDecided(decided)
        ? html`<span class="text" dir="auto">${text}</span>
            <span class="quiet">${say.done[decided]}</span>`
        : this.other(prompt, panel);
    return html`<li
      class=${isAtHand ? 'current' : isDecided(decided) ? 'decided' : ''}
      data-held=${id}
      tabindex=${isAtHand ? 0 : -1}
      aria-label=${say.heldLabel(by.name, text)}
      aria-keyshortcuts=${isAtHand ? 'a r' : nothing}
      @keydown=${keydown}
    >
      ${content}
    </li>`;
  }

  private decide(name: 'approve' | 'refuse', promptId: string, { act }: Panel): void {
    if (performance.now() - this.cameAt >= SETTLE_MS) void act({ act: name, promptId });
  }

  private card(prompt: ReviewedPrompt, panel: Panel): TemplateResult {
    const { say, time, questions, ask, decision } = panel;
    const { id, by, text, flag, at } = prompt;
    const busy = decision(id) === 'asked' ? 'true' : nothing;
    const waitedMs = time.now() - at;
    // Reading a countdown asks to be drawn again when the next second has passed.
    time.until(at + (Math.floor(waitedMs / 1000) + 1) * 1000);
    return html`
      <div class="tell">
        <div class="who">
          ${face(by.name, by.id)} <bdi class="name">${by.name}</bdi
          ><span class="number">${say.waits(clockFace(waitedMs))}</span>
        </div>
        <div class="text" dir="auto">${text}</div>
        ${flag === null ? nothing : html`<div class="flag">${say.flagged(flag)}</div>`}
      </div>
      <div class="decide">
        <button
          class="approve"
          aria-disabled=${busy}
          aria-label=${say.approveLabel(by.name, text)}
          @click=${() => this.decide('approve', id, panel)}
        >
          ${say.approve}
        </button>
        <button
          class="refuse"
          aria-disabled=${busy}
          aria-label=${say.refuseLabel(by.name, text)}
          @click=${() => this.decide('refuse', id, panel)}
        >
          ${say.refuse}
        </button>
      </div>
      <button
        class="plain why"
        aria-label=${say.refuseWhyLabel(by.name, text)}
        @click=${() => ask(questions.refuse(prompt))}
      >
        ${say.refuseWhy}
      </button>
    `;
  }

  /** One that is not at hand: a tap brings it there. */
  private other({ id, by, text }: ReviewedPrompt, panel: Panel): TemplateResult {
    return html`<button
      class="plain other"
      tabindex="-1"
      aria-label=${panel.say.heldLabel(by.name, text)}
      @click=${() => this.take(id, panel)}
    >
      ${face(by.name, by.id)} <bdi class="name">${by.name}</bdi> <span class="text" dir="auto">${text}</span>
    </button>`;
  }

  private step(panel: Panel, { currentTarget }: Event, key: 'ArrowDown' | 'ArrowUp'): void {
    const open = panel.desk.held.filter(({ id }) => !isDecided(panel.decision(id)));
    const here = open.findIndex(({ id }) => id === this.atHand);
    const target = open[here + (key === 'ArrowDown' ? 1 : -1)];
    if (target === undefined || !(currentTarget instanceof HTMLElement)) return;
    const list = currentTarget.parentElement;
    this.take(target.id, panel);
    list?.querySelector<HTMLElement>(`[data-held="${target.id}"]`)?.focus();
  }
}

function isDecided(decision: Decision | null): decision is 'approve' | 'refuse' {
  return decision === 'approve' || decision === 'refuse';
}

const DECIDING = ['approve', 'refuse'] as const;

/**
 * The keyboard's place in the panel. A decision, also another moderator's, may remove the
 * focused element; the keyboard must not lose its place with it.
 */
export class FocusKeeper {
  private section: HTMLElement | null = null;
  private row: { readonly id: string; readonly control: string | null } | null = null;
  /** The dialog has the focus, and gives it back to a place that may be gone by then. */
  private lent = false;

  /** Remembers where the focus is, before the next rendering. */
  note(root: ShadowRoot): void {
    const active = root.activeElement;
    const wasLent = this.lent;
    this.lent = active?.closest('dialog') != null;
    if (this.lent || (wasLent && active === null)) return;
    this.section = active?.closest<HTMLElement>('details') ?? null;
    const id = active?.closest<HTMLElement>('[data-held]')?.dataset['held'];
    const control = DECIDING.find((name) => active?.classList.contains(name)) ?? null;
    this.row = id === undefined ? null : { id, control };
  }

  /**
   * Gives the focus back if it was lost. After one's own decision it goes on to the next prompt, to the
   * button that it was on; when a prompt went away by itself it does not: the next key was meant for
   * that one.
   */
  restore(root: ShadowRoot, decision: Panel['decision']): void {
    const { row, section } = this;
    const active = root.activeElement;
    if (section === null) return;
    const own = row === null ? null : decision(row.id);
    const isLost = active === null;
    const isLeft = isDecided(own) && active?.closest('[data-held]')?.matches('.decided') === true;
    if (!isLost && !isLeft) return;
    const card = own === null ? null : root.querySelector<HTMLElement>('[data-held].current');
    const button =
      row?.control == null ? null : card?.querySelector<HTMLElement>(`.${row.control}`);
    const target = button ?? card ?? section.querySelector('summary');
    // The button is where the one before it was: nothing is to move under the thumb.
    if (target?.isConnected) target.focus({ preventScroll: button !== null });
  }
}
