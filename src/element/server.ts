import { css, html, type TemplateResult } from 'lit';
import type { FirstWords } from './words/first-words.js';

/** What a server draws beside the rest, for those who get no script; elsewhere it stays hidden. */
export const unscripted = (room: string, words: FirstWords): TemplateResult =>
  html`<p class="unscripted" hidden>${words.region(room)}. ${words.unscripted}</p>`;

/** It takes no room before a script had the time to come, so that nothing moves when that takes over. */
export const serverStyles = css`
  :host(:not(:defined)) .unscripted {
    display: block;
    block-size: 0;
    overflow: hidden;
    animation: to-be-read 0s 8s forwards !important;
  }

  @keyframes to-be-read {
    to {
      block-size: auto;
      padding: 0 var(--_gap) var(--_gap);
    }
  }

  @media (scripting: none) {
    :host .overlay {
      display: none;
    }

    :host(:not(:defined)) .unscripted {
      block-size: auto;
      padding: 0 var(--_gap) var(--_gap);
    }
  }
`;
