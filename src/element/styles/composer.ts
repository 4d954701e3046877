import { css } from 'lit';

/** Where a prompt is written. */
export const composer = css`
  .composer {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: 0.25rem;
    align-items: end;
    border: 1px solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
    padding: 0.25rem;
  }

  .composer:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .input {
    display: block;
    inline-size: 100%;
    min-block-size: 2.75rem;
    max-block-size: 8.5rem;
    field-sizing: content;
    resize: none;
    margin: 0;
    padding: 0.6rem 0.65rem;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
    /* Smaller, and a phone zooms the page on focus. */
    font-size: max(16px, 1em);
    line-height: 1.4;
  }

  .input::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }

  .send[aria-disabled='true'] {
    border-color: #0000;
  }

  .send {
    border-radius: calc(var(--_radius) * 0.75);
  }

  .beneath {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
    margin-block-start: -0.4rem;
    padding-inline: 0.25rem;
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .beneath .count {
    flex: none;
  }

  .problem {
    color: var(--_bad);
  }
`;
