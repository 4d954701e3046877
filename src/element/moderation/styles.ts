import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';

/** What is filled in, in the panel and in its dialog. */
const formStyles = css`
  .moderation .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    gap: 0.625rem 0.75rem;
    align-items: end;
  }

  .moderation .fields > .wide {
    grid-column: 1 / -1;
  }

  .moderation label {
    display: grid;
    gap: 0.2rem;
    min-inline-size: 0;
  }

  .moderation label.check {
    grid-template-columns: auto 1fr;
    align-items: center;
    gap: 0.6rem;
    min-block-size: 2.75rem;
  }

  .moderation label > span {
    font-weight: 550;
  }

  .moderation input,
  .moderation select {
    min-block-size: 2.75rem;
    min-inline-size: 0;
    inline-size: 100%;
    margin: 0;
    padding: 0.4rem 0.65rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) * 0.6);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    /* Smaller, and a phone zooms the page on focus. */
    font-size: max(16px, 1em);
  }

  .moderation input[type='checkbox'] {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    min-block-size: 0;
    accent-color: var(--_accent);
  }

  .moderation input[aria-invalid='true'] {
    border-color: var(--_bad);
    box-shadow: 0 0 0 1px var(--_bad);
  }

  .moderation dialog {
    inline-size: min(26rem, calc(100vw - 2rem));
    max-block-size: calc(100dvh - 2rem);
    padding: 1.125rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  .moderation dialog::backdrop {
    background: #060910a6;
  }

  .moderation dialog h3 {
    display: block;
    font-size: 1.0667em;
    text-wrap: balance;
  }

  .moderation dialog .fields {
    grid-template-columns: minmax(0, 1fr);
  }

  .moderation dialog .problem:not(:empty) {
    margin-block-start: 0.75rem;
  }
`;

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
