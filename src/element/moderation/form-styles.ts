import { css } from 'lit';

/** What is filled in, in the panel and in its dialog. */
export const formStyles = css`
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
