import { html, type TemplateResult } from 'lit';
import type { RoomFrame } from '../frame.js';

/** A moderator's words to everybody. Always there, so that new words are read out. */
export function announcement({ room }: RoomFrame): TemplateResult {
  return html`<p part="announcement" class="announcement" role="status">${room.announcement?.text}</p>`;
}
