import { css } from 'lit';

/** Proposals with their votes, and the draw's proof. */
export const modes = css`
  .ballot {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    border-radius: calc(var(--_radius) * 0.75);
  }

  .ballot > p {
    font-size: 0.8667em;
  }

  .ballot ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.375rem;
  }

  .ballot ul:empty {
    display: none;
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: 0.375rem;
  }

  .choice .said {
    position: relative;
    display: flex;
    flex: 1 1 12rem;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.45rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    overflow: clip;
    text-align: start;
    font-weight: 400;
    line-height: 1.35;
  }

  .choice button.said[aria-disabled='true'][aria-disabled='true'] {
    color: inherit;
  }

  .choice .said[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .choice.won .said {
    border-color: var(--_good);
    box-shadow: inset 0 0 0 1px var(--_good);
  }

  .choice .words {
    position: relative;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .choice .what {
    display: block;
  }

  .choice .who {
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .choice .mark {
    font-weight: 600;
    color: var(--_text);
  }

  .choice .count {
    position: relative;
    flex: none;
    font-weight: 600;
  }

  /* Below the words, so that they keep their ground. */
  .share {
    position: absolute;
    inset: auto 0 0;
    inline-size: 100%;
    block-size: 4px;
    fill: color-mix(in oklab, var(--_surface), var(--_text) 45%);
  }

  [aria-pressed='true'] .share {
    fill: var(--_accent);
  }

  .share rect {
    transition: width 300ms ease-out;
  }

  .share:dir(rtl) {
    scale: -1 1;
  }

  .chooser {
    display: flex;
    gap: 0.25rem;
  }

  .proof {
    display: grid;
    justify-items: start;
    gap: 0.375rem;
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .proof code {
    font-family: ui-monospace, monospace;
    color: var(--_text);
  }

  .checked.holds {
    color: var(--_good);
  }

  .checked.fails {
    color: var(--_bad);
  }

  .ballot .head {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
  }

  @media (forced-colors: active) {
    .choice .said[aria-pressed='true'],
    .choice.won .said {
      outline: 3px solid Highlight;
    }

    .share {
      forced-color-adjust: none;
    }

    .share rect {
      fill: Highlight;
    }
  }
`;
