import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from './panel.js';

/** What must be at hand when something goes wrong. */
export function urgent(panel: Panel): TemplateResult {
  const { room, say, questions, isHost, act, ask } = panel;
  const paused = room.locks.prompts !== null;
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
      ${isHost ? broadcast(panel) : nothing}
    </div>
  `;
}

/** Whether there is a broadcast at all. */
function broadcast({ room: { life }, say, questions, act, ask }: Panel): TemplateResult {
  const isPaused = life.phase === 'dark' && life.reason === 'paused';
  const rests = life.phase === 'dark' || life.phase === 'failed' || life.phase === 'closing';
  if (rests && !isPaused) {
    return html`<button @click=${() => act({ act: 'start' })}>${say.start}</button>`;
  }
  const pauses = isPaused
    ? html`<button @click=${() => act({ act: 'resume' })}>${say.resumeBroadcast}</button>`
    : html`<button @click=${() => ask(questions.pauseBroadcast())}>${say.pauseBroadcast}</button>`;
  return html`${pauses}<button @click=${() => ask(questions.stop())}>${say.stop}</button>`;
}
