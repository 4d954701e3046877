import { html, nothing, type TemplateResult } from 'lit';
import type { FirstWords } from '../first-words.js';

/** What an embed's author should mend: in sight of whoever looks for it, in nobody's way. */
export function authorNotes(
  notes: readonly string[],
  words: FirstWords,
): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<details part="status" class="note">
    <summary>${words.authorNote}</summary>
    <ul>
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>
  </details>`;
}
