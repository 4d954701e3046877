import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from './panel.js';

/** What must be at hand when something goes wrong. */
export function urgent({ room, say, questions, isHost, act, ask }: Panel): TemplateResult {
  const paused = room.locks.prompts !== null;
  const runs = room.life.phase === 'live' || room.life.phase === 'opening';
  return html`
    <div class="urgent" role="group" aria-label=${say.urgent}>
      <button class="grave" @click=${() => ask(questions.panic())}>${say.panic}</button>
      <button
        @click=${() => (paused ? act({ act: 'unlock', what: 'prompts' }) : ask(questions.pause()))}
      >
        ${paused ? say.resume : say.pause}
      </button>
      <button @click=${() => ask(questions.skip())}>${say.skip}</button>
      <button @click=${() => ask(questions.undo())}>${say.undo}</button>
      ${
        isHost
          ? html`<button @click=${() => (runs ? ask(questions.stop()) : act({ act: 'start' }))}>
              ${runs ? say.stop : say.start}
            </button>`
          : nothing
      }
    </div>
  `;
}
