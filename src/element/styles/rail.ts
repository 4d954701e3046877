import { type CSSResult, css, unsafeCSS } from 'lit';

/** As many as `HUES`, evenly spread, so that twelve people can be told apart. */
const hues = unsafeCSS(
  Array.from({ length: 12 }, (_, hue) => `.h${hue}{--_hue:${(hue * 30 + 15) % 360}}`).join(''),
);

/** Faces, and the rail that they are in. */
export const crowd = css`
  ${hues}

  .face {
    flex: none;
    display: grid;
    place-content: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border-radius: 50%;
    background: light-dark(oklch(0.48 0.12 var(--_hue)), oklch(0.83 0.09 var(--_hue)));
    color: light-dark(#ffffff, #14161b);
    font-size: 0.6875rem;
    font-weight: 650;
    line-height: 1;
    letter-spacing: 0;
    white-space: nowrap;
    overflow: hidden;
  }

  .dock {
    padding: 0.5rem var(--_gap);
  }

  .face::before {
    content: attr(data-glyph);
  }

  .rail {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    /* Two lines of the bar end above the clock around a face. */
    padding: 0.625rem var(--_gap) 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) #0000;
    background: var(--_surface);
  }

  .rail:focus {
    outline: none;
  }

  .now {
    display: flex;
    flex-direction: column;
    flex: 0 1 auto;
    gap: 0.25rem;
    min-block-size: 2.75rem;
    /* As far as a face's clock reaches. */
    margin-inline: -0.5rem;
    padding-inline: 0.5rem;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) #0000;
  }

  .now > * {
    flex: none;
  }

  .rail > .story {
    flex: 1 1 10rem;
    min-block-size: 7rem;
  }

  /* In a round they share the rail, however much is proposed: what one is about to tap stays. */
  .rail:has(.ballot) > .now {
    flex: 1 1 72%;
  }

  .rail:has(.ballot) > .story {
    flex: 1 1 28%;
  }

  /* Where nobody lines up there is one face: what it is about stands beside it. */
  .now:has(.ballot) > .queue:not([part]) {
    inline-size: fit-content;
    margin-block-end: -3rem;
  }

  .queue:not([part]) ~ .ballot > .head {
    align-items: center;
    min-block-size: 2.75rem;
    padding-inline-start: 2.5rem;
    pointer-events: none;
  }

  .rail > .close {
    display: none;
  }

  slot[name='chat']::slotted(*) {
    flex: 1 1 12rem;
    min-block-size: 0;
  }

  /* One row, always: where they are many they move together. */
  .faces {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 2.25rem);
    align-items: center;
    margin-inline-start: -0.5rem;
    padding-inline-end: 0.5rem;
    block-size: 2.75rem;
  }

  .faces .more {
    padding-inline-start: 0.75rem;
    font-size: 0.8125rem;
    font-weight: 600;
    color: var(--_quiet);
  }

  .faces .person {
    position: relative;
    display: grid;
    place-content: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
  }

  .faces .person > * {
    grid-area: 1 / 1;
  }

  .faces .person:hover,
  .faces .person:focus-visible {
    z-index: 1;
  }

  .faces .person:focus-visible {
    outline-offset: -2px;
  }

  .faces .face {
    box-shadow: 0 0 0 2px var(--_surface);
  }

  .faces .me .face {
    box-shadow:
      0 0 0 2px var(--_surface),
      0 0 0 3.5px var(--_text);
  }

  .faces .holds {
    margin-inline-end: 0.25rem;
  }

  .faces .holds .face {
    inline-size: 2.125rem;
    block-size: 2.125rem;
    font-size: 0.8125rem;
    box-shadow: none;
  }

  /* Over the face, where it takes no room. */
  .dots {
    position: absolute;
    inset-block-end: 0.125rem;
    inset-inline-end: 0.125rem;
    display: flex;
    gap: 2px;
    padding: 3px 4px;
    border-radius: 1rem;
    background: var(--_text);
  }

  .dots i {
    inline-size: 3px;
    block-size: 3px;
    border-radius: 50%;
    background: var(--_surface);
    animation: dot 1.2s infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 160ms;
  }

  .dots i:nth-child(3) {
    animation-delay: 320ms;
  }

  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 1;
    }
    30% {
      opacity: 0.25;
    }
  }

  .clock {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    rotate: -90deg;
  }

  .clock circle {
    fill: none;
    stroke: var(--_line);
    stroke-width: 2.5;
  }

  .clock .left {
    stroke: var(--_quiet);
    stroke-linecap: round;
    transition: stroke-dashoffset 1s linear;
  }

  .me .clock .left {
    stroke: var(--_accent);
  }

  .tag {
    font-weight: 400;
    color: var(--_quiet);
  }

  .rail > .moderation {
    flex: none;
  }

  /* Picture, text field and the keyboard of a phone fit together. */
  @media (pointer: coarse) {
    .below:has(.input:focus) > .stage {
      max-block-size: 40dvh;
    }

    @container box (inline-size < 46rem) {
      :is(.auto, .side):has(.input:focus) > .stage {
        max-block-size: 40dvh;
      }
    }
  }

  /* Below a second line of the bar. */
  @container box (inline-size < 30rem) {
    .rail {
      padding-block-start: 0.75rem;
    }
  }

  @container box (inline-size >= 46rem) {
    :is(.auto, .side) > .rail {
      padding-block-start: 0.25rem;
      border-inline-start: 1px solid var(--_line);
    }
  }

  @media (forced-colors: active) {
    .face {
      border: 1px solid CanvasText;
      background: Canvas;
      color: CanvasText;
    }

    .me .face {
      outline: 2px solid Highlight;
    }

    .clock circle {
      stroke: GrayText;
    }

    .clock .left {
      stroke: Highlight;
    }
  }
`;

/** The rail as a drawer over the picture; the element knows that it is one by its position. */
const drawer = (frame: CSSResult) => css`
  ${frame} > .rail {
    position: relative;
    z-index: 3;
    justify-self: end;
    inline-size: min(21rem, 100% - 3rem);
    padding-block: 3.25rem var(--_bar);
    visibility: hidden;
  }

  ${frame} > .rail > .close {
    display: grid;
    position: absolute;
    inset-block-start: 0.25rem;
    inset-inline-end: 0.25rem;
  }

  /* Only what is asked for moves: a transition would also show it as the frame gets its size. */
  ${frame}[data-drawer] > .rail {
    visibility: visible;
    animation: draw 160ms ease-out;
  }
`;

/** The bar over the picture, and what makes room for it. */
const barOver = (frame: CSSResult) => css`
  ${frame} > .dock {
    z-index: 4;
    padding-inline: max(var(--_gap), env(safe-area-inset-left))
      max(var(--_gap), env(safe-area-inset-right));
    color-scheme: dark;
    background: #000c;
    color: var(--_text);
  }

  ${frame} > .rail {
    color-scheme: dark;
    background: #0a0d14e6;
    color: var(--_text);
  }

  ${frame} .tells p {
    background: none;
  }

  ${frame} .caption {
    padding-block-end: calc(var(--_bar) + 0.75rem);
  }

  ${frame} .strip {
    margin-block-end: var(--_bar);
  }

  ${frame} .reactions {
    margin-block-end: calc(var(--_bar) + 1.5rem);
  }

  ${frame} .overlay {
    padding-block-end: calc(var(--_bar) + 0.5rem);
  }
`;

/** Where the rail lies over the picture, and where it or the picture is not. */
export const drawers = css`
  .screen .stage > :is(.controls, .reactions, .strip) {
    display: none;
  }

  .screen .caption {
    font-size: max(1rem, 4vh);
  }

  @keyframes draw {
    from {
      opacity: 0;
      translate: 1.5rem 0;
    }
  }

  ${drawer(css`.theatre`)}

  .theatre > .rail {
    padding-block-end: 0;
  }

  ${drawer(css`.frame.over`)} ${barOver(css`.frame.over`)}

  @container box (block-size < 500px) and (aspect-ratio > 2/1) {
    ${drawer(css`.frame.auto`)} ${barOver(css`.frame.auto`)}
  }

  @media (height < 500px) and (orientation: landscape) {
    @container box (block-size < 500px) and (orientation: landscape) {
      ${drawer(css`.frame.auto`)} ${barOver(css`.frame.auto`)}
    }
  }

  @media (prefers-reduced-transparency: reduce) {
    .stage :is(.pill, .breath, .overlay) {
      background: #0a0d14;
    }

    .frame > .dock,
    .frame > .rail {
      background: var(--_surface);
    }

    .caption {
      background: #060910;
      padding-block-start: 0.75rem;
    }
  }
`;
