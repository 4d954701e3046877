import { css } from 'lit';

/**
 * The host, its public variables, and what they mean when the page sets none. The public ones
 * (`--odyssey-*`) are only read here; the parts use the private ones.
 */
export const tokens = css`
  :host {
    --_accent: var(--odyssey-accent, light-dark(#b93c0a, #ffa468));
    --_on-accent: var(--odyssey-on-accent, light-dark(#ffffff, #2a1002));
    --_surface: var(--odyssey-surface, light-dark(#ffffff, #15171c));
    --_raised: var(--odyssey-raised, light-dark(#f5f4f1, #1f2229));
    --_text: var(--odyssey-text, light-dark(#1b1d22, #eceae6));
    --_quiet: var(--odyssey-quiet, light-dark(#5b5f69, #a6abb7));
    --_line: var(--odyssey-line, light-dark(#1b1d221f, #eceae624));
    --_field: var(--odyssey-field, light-dark(#7d818b, #767c89));
    --_good: var(--odyssey-good, light-dark(#17693c, #7fd8a4));
    --_bad: var(--odyssey-bad, light-dark(#b3261e, #ffaba3));
    --_focus: var(--odyssey-focus, light-dark(#1258c9, #8fbcff));
    --_radius: var(--odyssey-radius, 0.875rem);
    --_gap: var(--odyssey-gap, 1rem);
    --_fade: var(--odyssey-fade, 300ms);

    display: block;
    container: odyssey / inline-size;
    box-sizing: border-box;
    overflow: clip;
    /* An inline-size container has no width of its own: in a flex row it would collapse. */
    inline-size: 100%;
    min-inline-size: min(100%, 15rem);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-family: var(--odyssey-font, system-ui, sans-serif);
    font-size: var(--odyssey-font-size, 0.9375rem);
    font-weight: 400;
    line-height: 1.45;
    text-align: start;
    overflow-wrap: break-word;
  }

  :host([hidden]) {
    display: none;
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  p,
  ol,
  ul,
  h2 {
    margin: 0;
    padding: 0;
  }

  ol,
  ul {
    list-style: none;
  }

  h2 {
    font-size: 0.8125em;
    font-weight: 600;
    letter-spacing: 0.01em;
    color: var(--_quiet);
  }

  .quiet {
    color: var(--_quiet);
  }

  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
`;
