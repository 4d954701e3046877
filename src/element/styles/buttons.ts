import { css } from 'lit';

/** Buttons, big enough for a thumb. */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    padding: 0.45rem 1rem;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    font-weight: 550;
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    transition: background-color 120ms;
  }

  button:hover {
    background: color-mix(in oklab, var(--_raised), var(--_text) 8%);
  }

  button:active {
    background: color-mix(in oklab, var(--_raised), var(--_text) 15%);
  }

  button.primary {
    border-color: #0000;
    background: var(--_text);
    color: var(--_surface);
  }

  button.primary:hover {
    background: color-mix(in oklab, var(--_text), var(--_surface) 18%);
  }

  button.call {
    border-color: #0000;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 650;
  }

  button.call:hover {
    background: color-mix(in oklab, var(--_accent), var(--_text) 14%);
  }

  button.plain {
    border-color: #0000;
    background: none;
    color: var(--_quiet);
    padding-inline: 0.6rem;
    font-size: 0.875em;
  }

  button.plain:hover {
    color: var(--_text);
    background: color-mix(in oklab, var(--_surface), var(--_text) 7%);
  }

  button[aria-disabled='true'][aria-disabled='true'] {
    border-color: var(--_line);
    background: none;
    color: var(--_quiet);
    cursor: default;
  }
`;
