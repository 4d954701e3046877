import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/preferences.js';
import { formStyles } from './form-styles.js';

/** Buttons, sections and rows. */
const panel = css`
  .moderation {
    grid-column: 1 / -1;
    min-inline-size: 0;
    margin-inline: var(--_gap);
    border-block-start: 1px solid var(--_line);
    font-size: 0.9333em;
  }

  .moderation h2,
  .moderation h3 {
    display: inline;
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    color: var(--_text);
  }

  .moderation summary {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    cursor: pointer;
    border-radius: calc(var(--_radius) / 2);
  }

  .moderation summary::-webkit-details-marker {
    display: none;
  }

  .moderation summary::before {
    content: '';
    flex: none;
    inline-size: 0.45rem;
    block-size: 0.45rem;
    margin-inline: 0.2rem 0.15rem;
    border: solid var(--_quiet);
    border-width: 0 2px 2px 0;
    rotate: -45deg;
  }

  .moderation summary:dir(rtl)::before {
    rotate: 135deg;
  }

  .moderation details[open] > summary::before {
    rotate: 45deg;
  }

  .moderation .badge {
    min-inline-size: 1.5rem;
    padding: 0.05rem 0.45rem;
    border-radius: 1rem;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 0.8667em;
    font-weight: 650;
    text-align: center;
  }

  .moderation .urgent,
  .moderation .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  .moderation .urgent > * {
    flex: 1 1 auto;
  }

  .moderation button {
    padding-inline: 0.75rem;
  }

  .moderation .grave {
    border-color: var(--_bad);
    color: var(--_bad);
    font-weight: 650;
  }

  /* Wherever one is in the panel, the room's answer is in sight, and moves nothing. */
  .moderation .outcome:not(:empty) {
    position: sticky;
    inset-block-end: 0;
    padding-block: 0.625rem;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  /* What the keyboard comes to is not hidden behind that. */
  .moderation :is(button, summary, input, select, li) {
    scroll-margin-block: 3.5rem;
  }

  .moderation .section {
    border-block-start: 1px solid var(--_line);
  }

  .moderation .section[open] {
    padding-block-end: 0.75rem;
  }

  .moderation .sections {
    margin-block-start: 0.75rem;
  }

  .moderation .tall {
    max-block-size: 26rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .moderation li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding-block: 0.5rem;
    padding-inline: 0.25rem;
  }

  .moderation li + li {
    border-block-start: 1px solid var(--_line);
  }

  .moderation li:focus-visible,
  .moderation .tall:focus-visible {
    outline-offset: -2px;
  }

  .moderation .tell {
    flex: 1 1 11rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .moderation .who {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
  }

  .moderation .who,
  .moderation .tags,
  .moderation .why,
  .moderation small {
    font-size: 0.9em;
    color: var(--_quiet);
  }

  .moderation .name {
    font-weight: 600;
  }

  .moderation .flag {
    font-size: 0.9em;
    color: var(--_bad);
  }

  @container odyssey (inline-size >= 46rem) {
    .frame.auto > .moderation,
    .frame.side > .moderation {
      margin-inline-end: 0;
    }
  }
`;

/** The panel's own look; the preferences once more, to have the last word. */
export const moderationStyles: readonly CSSResult[] = [panel, formStyles, preferences];
