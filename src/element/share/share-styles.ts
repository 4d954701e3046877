import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';

const dialog = css`
  .share-moment {
    inline-size: min(30rem, 100vw - 1.5rem);
    max-block-size: calc(100dvh - 1.5rem);
    margin: auto;
    padding: 0 var(--_gap) var(--_gap);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
  }

  .share-moment::backdrop {
    background: #0a0c10b8;
  }

  .share-moment header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline-end: -0.75rem;
  }

  .share-moment h2 {
    font-size: 1.0667em;
    color: var(--_text);
  }

  .share-moment canvas {
    display: block;
    max-inline-size: 100%;
    max-block-size: 60dvh;
    margin-inline: auto;
    border-radius: calc(var(--_radius) / 2);
  }

  .share-moment .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
  }

  .share-moment .tools > * {
    flex: 1 1 auto;
  }

  .share-moment p:not(:empty) {
    margin-block-start: 0.5rem;
  }

  .share-moment input {
    inline-size: 100%;
    min-block-size: 2.75rem;
    margin-block-start: 0.5rem;
    padding-inline: 0.75rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) / 2);
    background: none;
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
`;

export const shareStyles: readonly CSSResult[] = [dialog, preferences];
