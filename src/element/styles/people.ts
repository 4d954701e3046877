import { css } from 'lit';

/** The card beside a face. */
export const peopleStyles = css`
  .card {
    position: fixed;
    inset: auto;
    margin: 0;
    inline-size: max-content;
    max-inline-size: min(18rem, 100vw - 1rem);
    max-block-size: min(24rem, 100vh - 1rem);
    overflow-y: auto;
    padding: 0.75rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 0.5rem 1.5rem #0000003d;
  }

  .card:focus {
    outline: none;
  }

  .card ul {
    display: grid;
    gap: 0.5rem;
  }

  .card li,
  .card .row {
    display: flex;
    align-items: center;
    gap: 0.625rem;
  }

  .card li {
    justify-content: space-between;
  }

  .card .row + button {
    margin-block-start: 0.5rem;
  }

  .card li .row + button {
    margin: 0;
  }

  .card .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .card .quiet {
    font-size: 0.8667em;
  }

  .own-name {
    display: grid;
    gap: 0.375rem;
    inline-size: 14.75rem;
    max-inline-size: 100%;
    margin-block-start: 0.75rem;
  }

  .own-name label {
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .own-name input {
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.45rem 0.75rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) * 0.75);
    background: none;
    color: inherit;
    font: inherit;
    font-size: max(1rem, 1em);
  }

  .own-name .emoji {
    display: grid;
    grid-template-columns: repeat(5, 1fr);
  }

  .own-name .emoji button {
    padding: 0;
    font-size: 1.25rem;
  }

  .own-name .problem:not(:empty) {
    color: var(--_bad);
    font-size: 0.8667em;
  }

  .card ul + .quiet {
    margin-block-start: 0.5rem;
  }
`;
