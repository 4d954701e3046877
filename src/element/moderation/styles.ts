import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';
import { lists, review } from './row-styles.js';

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

/** The sheet's frame: one button, and below it what scrolls in the rail. */
const frame = css`
  .moderation {
    /* What is decided leaves the list: what is at hand stays where it is all the same. */
    overflow-anchor: none;
    min-inline-size: 0;
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

  .moderation summary:not(.person)::before {
    content: '';
    flex: none;
    inline-size: 0.45rem;
    block-size: 0.45rem;
    margin-inline: 0.2rem 0.15rem;
    border: solid var(--_quiet);
    border-width: 0 2px 2px 0;
    rotate: -45deg;
  }

  .moderation summary:not(.person):dir(rtl)::before {
    rotate: 135deg;
  }

  .moderation details[open] > summary:not(.person)::before {
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

  /* Wherever one is in the sheet, the room's answer is in sight for a while; it moves nothing and takes no tap. */
  .moderation .outcome {
    position: sticky;
    inset-block-end: 0.375rem;
    z-index: 2;
    pointer-events: none;
    overflow-wrap: anywhere;
  }

  .moderation .outcome span {
    display: block;
    padding: 0.5rem 0.75rem;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_text);
    color: var(--_surface);
    animation: leaves 300ms 6s forwards;
  }

  @keyframes leaves {
    to {
      visibility: hidden;
      opacity: 0;
    }
  }

  /* What the keyboard comes to is not hidden behind that. */
  .moderation :is(button, summary, input, select, li) {
    scroll-margin-block: 3.5rem;
  }

  .moderation .section {
    border-block-start: 1px solid var(--_line);
  }

  .moderation .section .section:first-of-type {
    border: 0;
  }

  .moderation .section[open] {
    padding-block-end: 0.75rem;
  }

  .moderation .section .section {
    padding-inline-start: 0.75rem;
  }

  .rail > .moderation {
    flex: 0 0 auto;
  }

  /* Under a thumb: with fewer to decide there is less to scroll, and what is at hand would slip down. */
  @media (pointer: coarse) {
    .moderation:has(.held) {
      padding-block-end: 8rem;
    }
  }

  /* While the sheet is unfolded it has the rail, but for what there is to choose from. */
  .rail:has(> .moderation > details[open]) {
    > :is(.story, slot),
    > .now > .queue {
      display: none;
    }

    > .now {
      min-block-size: 0;
    }
  }

  /* Below the picture the rail is short: there it grows, so that a proposal and its buttons fit. */
  .fit:has(.moderation > details[open]) {
    --_rail: max(var(--odyssey-timeline-size, 20rem), 38rem);
  }
`;

/** How the show stands, and what must be at hand. */
const controls = css`
  .moderation .standing {
    flex: 1 1 0;
    display: flex;
    flex-direction: column;
    justify-content: center;
    min-inline-size: 7rem;
    line-height: 1.3;
  }

  .moderation .standing .left {
    color: var(--_quiet);
    font-size: 0.9em;
  }

  .moderation .phase {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    font-weight: 600;
  }

  .moderation .dot {
    forced-color-adjust: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: var(--_quiet);
  }

  .moderation :is(.live, .renewing) .dot {
    background: #ff6b4a;
  }

  .moderation .failed .dot {
    background: var(--_bad);
  }

  .moderation .urgent,
  .moderation .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  .moderation .urgent {
    align-items: center;
    padding-block-end: 0.5rem;
  }

  .moderation button {
    padding-inline: 0.7rem;
  }

  .moderation .begin {
    inline-size: 100%;
    margin-block-end: 0.5rem;
  }

  .moderation .grave {
    border-color: var(--_bad);
    color: var(--_bad);
    font-weight: 650;
  }

  /* Apart from the others, so that no thumb comes to it by mistake. */
  .moderation .urgent > .grave {
    margin-inline-start: auto;
  }

  .moderation .urgent > .section {
    display: contents;
    border: 0;
  }

  .moderation .urgent > .section > summary {
    justify-content: center;
    inline-size: 2.75rem;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .moderation .urgent > .section:is(*, [open]) > summary::before {
    content: '⋯';
    inline-size: auto;
    block-size: auto;
    margin: 0;
    border: 0;
    rotate: 0deg;
    font-weight: 700;
  }

  .moderation .urgent > .section > summary h3 {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .moderation .urgent > .section::details-content {
    flex-basis: 100%;
    order: 1;
  }

  /* A line of its own for what follows, so that the emergency stop is apart from the others. */
  .moderation .urgent > .break {
    flex-basis: 100%;
  }
`;

/** The sheet's own look; the preferences once more, to have the last word. */
export const moderationStyles: readonly CSSResult[] = [
  frame,
  controls,
  review,
  lists,
  formStyles,
  preferences,
];
