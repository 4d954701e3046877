import { css } from 'lit';

/** The turn bar and the receipts. */
export const turns = css`
  .turn {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.625rem;
    border-radius: var(--_radius);
    background: var(--_raised);
  }

  .turn.mine {
    background: color-mix(in oklab, var(--_raised), var(--_accent) 12%);
    box-shadow: inset 0 0 0 1.5px var(--_accent);
  }

  .turn .state {
    font-weight: 600;
    text-wrap: balance;
  }

  .turn.mine .state {
    font-size: 1.0667em;
  }

  .turn .more {
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .turn .stands {
    display: grid;
  }

  .turn .stands > * {
    grid-area: 1 / 1;
  }

  .turn .stands > div {
    visibility: hidden;
  }

  .turn .buttons {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .turn .buttons:empty {
    display: none;
  }

  .turn .buttons > * {
    flex: 1 1 auto;
  }

  @container dock (inline-size >= 33rem) {
    .turn {
      grid-template-columns: auto minmax(0, 1fr) auto;
    }

    .turn .buttons {
      grid-column: auto;
      justify-content: end;
      max-inline-size: 22rem;
    }
  }

  .ring {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 3.25rem;
    block-size: 3.25rem;
    font-size: 0.8667em;
    font-weight: 600;
  }

  .ring svg {
    position: absolute;
    inset: 0;
    rotate: -90deg;
  }

  .ring circle {
    fill: none;
    stroke: var(--_line);
    stroke-width: 3.5;
  }

  .ring .left {
    stroke: var(--_quiet);
    stroke-linecap: round;
    transition: stroke-dashoffset 1s linear;
  }

  .mine .ring .left {
    stroke: var(--_accent);
  }

  .notice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    font-size: 0.9333em;
  }

  .receipts {
    display: grid;
    gap: 0.5rem;
  }

  .receipt {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.1rem 0.75rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--_line);
    font-size: 0.9333em;
  }

  .receipt.held,
  .receipt.waiting,
  .receipt.performing {
    border-color: var(--_accent);
  }

  .receipt.applied {
    border-color: var(--_good);
  }

  .receipt.refused,
  .receipt.expired,
  .receipt.unconfirmed {
    border-color: var(--_bad);
  }

  /* The world's own words can be long, and the picture shows them anyway. */
  .receipt .text,
  .receipt.applied .detail {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .receipt .step {
    font-weight: 600;
  }

  .receipt .applied-step {
    color: var(--_good);
  }

  .receipt .detail {
    color: var(--_quiet);
  }

  .receipt .detail,
  .receipt .tell {
    min-inline-size: 0;
  }
`;
