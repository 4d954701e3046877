import { css } from 'lit';

/** Prompts that wait: one at hand, the others below it. */
export const review = css`
  .moderation .held {
    display: flex;
    flex-direction: column;
  }

  .moderation .keys {
    padding-block-start: 0.375rem;
    font-size: 0.9em;
  }

  /* Without a keyboard there are none. */
  @media (hover: none) {
    .moderation .keys {
      display: none;
    }
  }

  /* Always in the same place, and as high whatever it says: a thumb need not look for the buttons. */
  .moderation .held .current {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    order: -1;
    display: grid;
    gap: 0.5rem;
    margin-block-end: 0.375rem;
    padding: 0.625rem 0.625rem 0.25rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    animation: comes-to-hand 160ms ease-out;
  }

  @keyframes comes-to-hand {
    from {
      translate: 0 1rem;
    }
  }

  .moderation .current .tell {
    display: grid;
    grid-template-rows: auto 1fr auto;
    block-size: 6.75rem;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .moderation .current .who {
    justify-content: start;
    align-items: center;
    gap: 0.5rem;
    margin-block-end: 0.25rem;
  }

  .moderation .current .who .number {
    margin-inline-start: auto;
  }

  .moderation .current .text {
    font-size: 1.0667em;
  }

  .moderation .decide {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0.625rem;
  }

  .moderation .decide button {
    min-block-size: 3.5rem;
    font-size: 1.0667em;
    font-weight: 650;
  }

  .moderation .approve {
    border-color: #0000;
    background: var(--_good);
    color: var(--_surface);
  }

  .moderation .approve:hover {
    background: color-mix(in oklab, var(--_good), var(--_text) 14%);
  }

  .moderation .refuse {
    border-color: var(--_bad);
    background: none;
    color: var(--_bad);
  }

  .moderation button.other {
    display: flex;
    justify-content: start;
    align-items: center;
    gap: 0.5rem;
    inline-size: 100%;
    padding-inline: 0.25rem;
    font-size: inherit;
    font-weight: 400;
    text-align: start;
  }

  .moderation .held :is(.other, .decided) .text {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .moderation .held .other .name {
    flex: none;
    max-inline-size: 40%;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .moderation .held li:not(.current) {
    flex-wrap: nowrap;
    padding-block: 0;
    min-block-size: 2.75rem;
  }

  .moderation .decided .text {
    color: var(--_quiet);
    text-decoration: line-through;
  }
`;

/** People, modes, and rows of other things. */
export const lists = css`
  .moderation .tall {
    max-block-size: 26rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .moderation .rows li:not(.current) {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding-block: 0.5rem;
    padding-inline: 0.25rem;
  }

  .moderation .rows li + li:not(.current) {
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

  .moderation .people {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }

  .moderation .people li {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  .moderation .people li:has([open]) {
    flex-basis: 100%;
  }

  .moderation .people details {
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  .moderation .person {
    min-block-size: 2.75rem;
    padding-block: 0.25rem;
    padding-inline: 0.5rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: 1.375rem;
    background: var(--_raised);
  }

  .moderation div.person {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    background: none;
  }

  .moderation .person .name {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .moderation .people .buttons {
    padding-block: 0.375rem;
  }

  .moderation .message {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: end;
    gap: 0.375rem;
  }

  .moderation .plain[aria-pressed='true'] {
    color: var(--_text);
    text-decoration: underline;
  }

  .moderation .modes {
    display: grid;
    gap: 0.375rem;
  }

  .moderation .modes button {
    display: grid;
    grid-template-columns: auto 1fr auto;
    justify-content: start;
    gap: 0.125rem 0.625rem;
    inline-size: 100%;
    padding: 0.5rem 0.7rem;
    text-align: start;
  }

  .moderation .modes button[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
    cursor: default;
  }

  .moderation .modes svg {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .moderation .modes .sentence {
    grid-column: 2 / -1;
    font-weight: 400;
    font-size: 0.9em;
    line-height: 1.35;
    color: var(--_quiet);
  }
`;
