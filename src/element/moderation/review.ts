import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../../protocol/desk.js';
import { clockFace } from '../words/durations.js';
import type { Panel } from './panel.js';

type ReviewedPrompt = Desk['held'][number];

/** The prompts that wait for a moderator. One of them at a time is in the tab order. */
export function reviewList(panel: Panel, current: string | null): TemplateResult {
  const { desk, say } = panel;
  if (desk.held.length === 0) return html`<p class="quiet">${say.nothingHeld}</p>`;
  const inOrder = desk.held.find(({ id }) => id === current)?.id ?? desk.held[0]?.id;
  return html`
    <p class="quiet" aria-hidden="true">${say.heldKeys}</p>
    <ul class="rows tall">
      ${repeat(
        desk.held,
        ({ id }) => id,
        (prompt) => row(prompt, prompt.id === inOrder, panel),
      )}
    </ul>
  `;
}

function row(prompt: ReviewedPrompt, isCurrent: boolean, panel: Panel): TemplateResult {
  const { say, time, questions, act, ask } = panel;
  const { id, by, text, flag, until } = prompt;
  const approve = () => act({ act: 'approve', promptId: id });
  const refuse = () => ask(questions.refuse(prompt));
  const keydown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const key = event.key.toLowerCase();
    if (key === 'a') void approve();
    else if (key === 'r') refuse();
    else if (key === 'arrowdown' || key === 'arrowup') stepFrom(event, key === 'arrowdown');
    else return;
    event.preventDefault();
  };
  const tabindex = isCurrent ? 0 : -1;
  return html`
    <li
      data-held=${id}
      tabindex=${tabindex}
      aria-label=${say.heldLabel(by.name, text)}
      aria-keyshortcuts="a r"
      @keydown=${keydown}
    >
      <div class="tell">
        <div class="who">
          <bdi>${by.name}</bdi><span class="number">${say.timeLeft(clockFace(time.until(until)))}</span>
        </div>
        <div class="text" dir="auto">${text}</div>
        ${flag === null ? nothing : html`<div class="flag">${say.flagged(flag)}</div>`}
      </div>
      <div class="buttons">
        <button
          tabindex=${tabindex}
          aria-label=${say.approveLabel(by.name, text)}
          @click=${approve}
        >
          ${say.approve}
        </button>
        <button tabindex=${tabindex} aria-label=${say.refuseLabel(by.name, text)} @click=${refuse}>
          ${say.refuse}
        </button>
      </div>
    </li>
  `;
}

function stepFrom({ currentTarget }: Event, forward: boolean): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  const next = forward ? currentTarget.nextElementSibling : currentTarget.previousElementSibling;
  if (next instanceof HTMLElement) next.focus();
}

/**
 * The keyboard's place in the panel. A decision, also another moderator's, may remove the
 * focused element; the keyboard must not lose its place with it.
 */
export class FocusKeeper {
  private section: HTMLElement | null = null;
  private row: { readonly id: string; readonly index: number } | null = null;
  /** The dialog has the focus, and gives it back to a place that may be gone by then. */
  private lent = false;

  /** Remembers where the focus is, before the next rendering. */
  note(root: ShadowRoot): void {
    const active = root.activeElement;
    const wasLent = this.lent;
    this.lent = active?.closest('dialog') != null;
    if (this.lent || (wasLent && active === null)) return;
    this.section = active?.closest<HTMLElement>('details') ?? null;
    const row = active?.closest<HTMLElement>('[data-held]') ?? null;
    const id = row?.dataset['held'];
    this.row = id === undefined ? null : { id, index: rowsIn(root).indexOf(row as HTMLElement) };
  }

  /**
   * Gives the focus back if it was lost. After one's own decision it goes on to the next prompt;
   * when a prompt went away by itself it does not: the next key was meant for that one.
   */
  restore(root: ShadowRoot, isMine: (promptId: string) => boolean): void {
    if (root.activeElement !== null || this.section === null) return;
    const { row, section } = this;
    const rows = rowsIn(root);
    const next = row !== null && isMine(row.id) ? rows[Math.min(row.index, rows.length - 1)] : null;
    const target = next ?? section.querySelector('summary');
    if (target?.isConnected) target.focus();
  }

  /** The prompt that the keyboard is on. */
  get promptId(): string | null {
    return this.row?.id ?? null;
  }
}

function rowsIn(root: ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-held]')];
}
