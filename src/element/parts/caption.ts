import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Change } from '../../protocol/view.js';
import type { Drawn } from '../modes/mode-display.js';
import type { RenderContext } from '../render-context.js';
import type { Words } from '../words/words.js';
import { face } from './faces.js';

/** So long what has reached the world stays on the picture, before it is the first row of the story. */
const STAYS_MS = 6_000;

/** The change that is still told on the picture, and not in the story yet. */
export function onPicture({
  view,
  time,
}: Pick<RenderContext<unknown>, 'view' | 'time'>): Change | null {
  const newest = view.room?.changes.at(-1);
  if (newest === undefined || view.room?.performing !== null) return null;
  return time.until(newest.at + STAYS_MS) > 0 ? newest : null;
}

/** The lower third: the prompt on its way to the world, for everyone to see, until it is there. */
export function caption(context: RenderContext): Drawn {
  const { performing = null } = context.view.room ?? {};
  const told = performing === null ? onPicture(context) : { ...performing, by: performing.id };
  if (told === null) return nothing;
  return lowerThird({ ...told, text: saidOf(told, context.words) }, performing === null);
}

/** What somebody asked for, or what of theirs they took back. */
export function saidOf(
  { text, takesBack }: Pick<Change, 'text' | 'takesBack'>,
  { tookBack }: Pick<Words, 'tookBack'>,
): string {
  return takesBack === undefined ? text : tookBack(takesBack);
}

function lowerThird(
  { name, text, by = name }: Pick<Change, 'by' | 'name' | 'text'>,
  isDone: boolean,
) {
  return html`${keyed(
    text,
    html`<div class="caption ${isDone ? 'done' : 'coming'}">
      ${face(name, by)}
      <div class="lines">
        <div class="who"><bdi>${name}</bdi>${isDone ? TICK : nothing}</div>
        <div class="said" dir="auto">${text}</div>
      </div>
    </div>`,
  )}`;
}

const TICK: TemplateResult = html`<svg class="tick" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 8.500l3.500 3.500L13 4.500" />
</svg>`;
