import { css } from 'lit';

/** Where one acts, and the line that tells: 56 px and 20 px in every state, 40 px in a column of a page. */
export const bar = css`
  .bar {
    position: relative;
    container: bar / inline-size;
    display: grid;
    --_told: calc(var(--_bar) - 4.5rem);

    grid-template: 3.5rem var(--_told) / minmax(0, 1fr);
    font-size: 0.9375rem;
  }

  /* What is written grows upwards, over the picture, and moves nothing. */
  .composer {
    position: absolute;
    inset: auto 0 var(--_told);
    z-index: 3;
    display: flex;
    align-items: end;
    gap: 0.25rem;
    min-block-size: 3.5rem;
    padding: 0.3125rem;
    border: 1px solid var(--_field);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .composer:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }

  .bar.mine .composer {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    max-block-size: 8.5rem;
    field-sizing: content;
    resize: none;
    margin: 0;
    padding: 0.65rem;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
    /* Smaller, and a phone zooms the page on focus. */
    font-size: max(16px, 1em);
    line-height: 1.4;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  /* Its words would break the line in a narrow field: there they fade. */
  .input:placeholder-shown {
    white-space: nowrap;
    overflow: hidden;
    mask-image: linear-gradient(to left, #0000, #000 1rem);
  }

  .input:placeholder-shown:dir(rtl) {
    mask-image: linear-gradient(to right, #0000, #000 1rem);
  }

  .input::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }

  .input[hidden] {
    display: none;
  }

  .send {
    position: relative;
    flex: none;
    /* As wide whatever it says: a button that grows is one that moves. */
    inline-size: 8.75rem;
    padding: 0 0.5rem;
    overflow: clip;
    text-wrap: balance;
  }

  @container bar (inline-size < 26rem) {
    .send {
      inline-size: 7.25rem;
      font-size: 0.875rem;
    }
  }

  /* A column of a page: there is to be a field, too. */
  @container bar (inline-size < 15rem) {
    .send {
      inline-size: 4.75rem;
      padding: 0 0.25rem;
      font-size: 0.8125rem;
    }
  }

  .send > :not(.fill) {
    position: relative;
  }

  .send[aria-disabled='true'] {
    border-color: #0000;
  }

  .send.call[aria-disabled='true'][aria-disabled='true'] {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  /* The tick stands for what was sent; the next verb comes when it goes. */
  .send.applied.applied {
    border-color: var(--_line);
    background: none;
    color: var(--_good);
  }

  .send.applied span {
    position: absolute;
    opacity: 0;
  }

  .fill {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    fill: color-mix(in oklab, var(--_surface), var(--_text) 14%);
  }

  .fill:dir(rtl) {
    scale: -1 1;
  }

  .fill rect {
    transition: width 1s linear;
  }

  /* What has run out is darker by day and lighter by night: the words stand out from both. */
  .send.call:has(.fill),
  .send.call.call:has(.fill)[aria-disabled='true'] {
    background: color-mix(in oklab, var(--_accent), light-dark(#000000, #ffffff) 35%);
  }

  .send.call .fill {
    fill: var(--_accent);
  }

  .chip,
  .composer .what {
    flex: 1;
    min-inline-size: 0;
    align-self: center;
    padding-inline: 0.65rem;
  }

  .composer .what {
    font-weight: 550;
    line-height: 1.25;
  }

  .bar.closed .composer {
    border-color: var(--_line);
    background: var(--_raised);
  }

  .chip {
    display: flex;
    align-items: center;
    padding-inline-end: 0;
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
  }

  .chip .text {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .chip .close {
    font-size: 1.25em;
  }

  .progress {
    position: absolute;
    inset: auto 1rem 0;
    block-size: 2px;
    overflow: clip;
  }

  .progress::before {
    content: '';
    display: block;
    inline-size: 40%;
    block-size: 100%;
    background: var(--_accent);
    animation: passing 1.2s ease-in-out infinite alternate;
  }

  @keyframes passing {
    to {
      translate: 150% 0;
    }
  }

  /* A sentence that needs a second line lays it over what is below; a longer one scrolls. */
  .tells {
    grid-row: 2;
    position: relative;
    display: flex;
    justify-content: end;
    gap: 0.75rem;
    padding-inline: 0.25rem;
    font-size: 0.8125rem;
    line-height: 1.25rem;
    color: var(--_quiet);
  }

  .tells p {
    flex: 1;
    block-size: fit-content;
    max-block-size: 2.5rem;
    overflow-y: auto;
    scrollbar-width: thin;
    z-index: 2;
    border-radius: 0 0 calc(var(--_radius) / 2) calc(var(--_radius) / 2);
    background: var(--_surface);
    text-wrap: pretty;
  }

  /* There the bar is the last thing: nothing is below it. */
  @container bar (inline-size >= 44rem) {
    .tells p {
      max-block-size: 1.25rem;
    }
  }

  /* A sentence of one line stays one on a phone. */
  @container bar (inline-size < 26rem) {
    .tells p {
      font-size: 0.75rem;
    }
  }

  .tells p.problem {
    color: var(--_bad);
  }

  .bar.mine .tells {
    color: var(--_text);
  }

  .tells > span {
    flex: none;
  }

  /* In the line, and large enough for a thumb all the same: what is below gives way to it. */
  .tells .own {
    flex: none;
    block-size: 2.75rem;
    min-inline-size: 2.75rem;
    margin-block: -0.25rem -1.25rem;
    padding: 0.25rem 0.25rem 1.25rem;
    z-index: 2;
    background: none;
    color: var(--_text);
    font-size: inherit;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .starters {
    position: absolute;
    /* The picture's end belongs to the reactions. */
    inset: auto 3.25rem calc(100% + 1rem) 0;
    z-index: 3;
    display: flex;
    gap: 0.375rem;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scrollbar-width: none;
    visibility: hidden;
    /* One that goes on beyond the end fades there. */
    padding-inline-end: 1.5rem;
    mask-image: linear-gradient(to left, #0000, #000 1.5rem);
  }

  .starters:dir(rtl) {
    mask-image: linear-gradient(to right, #0000, #000 1.5rem);
  }

  /* As high as two lines of a caption. */
  .starters.raised {
    inset-block-end: calc(100% + 5.5rem);
  }

  /* Beside the rail, and above the row of reactions. */
  @container bar (inline-size >= 44rem) {
    .starters.starters {
      inset-block-end: calc(100% + 5.5rem);
      inset-inline-end: var(--_panel);
    }
  }

  .bar.mine .starters,
  .bar:focus-within .starters {
    visibility: visible;
  }

  /* Over a low picture they would lie on what is told of it. */
  .frame:has(.breath) .starters {
    display: none;
  }

  .starters button {
    flex: none;
    max-inline-size: 85cqi;
    border-color: #0000;
    border-radius: 2rem;
    background: #0a0d14d9;
    color: #f3f1ec;
    font-weight: 500;
  }

  .starters button:hover {
    background: #0a0d14;
  }

  .more summary {
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    border-radius: calc(var(--_radius) * 0.75);
    color: var(--_quiet);
    list-style: none;
    cursor: pointer;
  }

  .more summary::-webkit-details-marker {
    display: none;
  }

  .more summary:hover {
    color: var(--_text);
    background: color-mix(in oklab, var(--_surface), var(--_text) 7%);
  }

  .acts {
    position: absolute;
    inset: auto 0 calc(100% + 0.375rem) auto;
    z-index: 4;
    display: grid;
    min-inline-size: min(100%, 14rem);
    max-inline-size: 100%;
    max-block-size: 20rem;
    overflow-y: auto;
    padding: 0.25rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: 0 0.5rem 1.5rem #0003;
  }

  .acts button {
    justify-content: start;
    border-color: #0000;
    background: none;
    font-weight: 400;
    text-align: start;
  }

  .acts button:hover {
    background: color-mix(in oklab, var(--_surface), var(--_text) 7%);
  }

  @media (forced-colors: active) {
    .bar.mine .composer {
      outline: 3px solid Highlight;
    }

    .fill {
      display: none;
    }
  }
`;
