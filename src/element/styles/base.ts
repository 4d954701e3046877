import { type CSSResult, css } from 'lit';
import { stage } from './stage.js';

/**
 * The host, its public variables, and what they mean when the page sets none. The public ones
 * (`--odyssey-*`) are only read here; the parts use the private ones.
 */
const tokens = css`
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

    display: flex;
    flex-direction: column;
    /* In case a page makes it a grid. */
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
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

  :host([theme='transparent']) {
    border-color: #0000;
    background: none;
  }

  /* What a page puts in keeps the page's direction, whatever the element's own words have. */
  :host(:dir(ltr)) slot {
    direction: ltr;
  }

  :host(:dir(rtl)) slot {
    direction: rtl;
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

/**
 * The frame is as high as its width says, whatever is in it, so that nothing ever moves the page; in a
 * host of another height it takes that. It is a container in both directions, which its content cannot
 * stretch: what is given up first, where there is too little, is the picture, then the rail scrolls.
 */
const size = css`
  .fit {
    --_ratio: var(--odyssey-aspect-ratio, 832 / 480);
    /* The composer and its line. */
    --_bar: 5.75rem;
    --_rail: var(--odyssey-timeline-size, 20rem);
    --_panel: var(--odyssey-panel-size, clamp(15rem, 27cqi, 21rem));
    /* Picture and text field can be seen at once, wherever the browser's own bars are. */
    --_most: max(9rem, 100svh - 2px - var(--_bar));
    --_picture: min(100cqi / (var(--_ratio)), var(--_most));

    flex: 1 1 auto;
    /* Also in a host that a page has made a block; in one without a height of its own they mean nothing. */
    min-block-size: 100%;
    max-block-size: 100%;
    container: box / size;
    block-size: calc(var(--_picture) + var(--_bar) + var(--_rail));
  }

  /* Nothing to act with, and no room for it. */
  :host([watch-only]) .fit {
    --_bar: 0rem;
  }

  :host([watch-only]) .dock {
    display: none;
  }

  .fit.portrait {
    --_ratio: var(--odyssey-aspect-ratio, 480 / 832);
    --_most: max(9rem, min(100svh - 2px - var(--_bar), 80svh, 44rem));
  }

  .fit:is(.theatre, .screen) {
    block-size: calc(var(--_picture) + var(--_bar));
  }

  .fit:is(.over, .screen) {
    --_most: calc(100svh - 2px);

    block-size: var(--_picture);
  }

  .fit.remote {
    block-size: calc(var(--_bar) + 24rem);
  }

  /* In a column of a page what the bar says takes two lines. */
  @container odyssey (inline-size < 20rem) {
    .fit {
      --_bar: 7rem;
    }
  }

  /* Nor is there anything below it that a second line could lie on. */
  @container odyssey (inline-size < 46rem) {
    .fit:is(.over, .theatre) {
      --_bar: 7rem;
    }
  }

  @container odyssey (inline-size >= 46rem) {
    .fit:is(.auto, .side) {
      --_picture: min((100cqi - var(--_panel)) / (var(--_ratio)), var(--_most));

      block-size: calc(var(--_picture) + var(--_bar));
    }

    .fit.portrait:is(.auto, .side) {
      --_panel: var(--odyssey-panel-size, clamp(15rem, 40cqi, 34rem));
    }
  }

  @media (height < 500px) and (orientation: landscape) {
    .fit.auto {
      --_most: calc(100svh - 2px);
      --_picture: min(100cqi / (var(--_ratio)), var(--_most));

      block-size: var(--_picture);
    }
  }
`;

/** All over the picture: the bar at its foot, the rail behind a button. */
const over = (frame: CSSResult) => css`
  ${frame} {
    display: grid;
    grid-template: 'stage' minmax(0, 1fr) / minmax(0, 1fr);
  }

  ${frame} > * {
    grid-area: stage;
  }

  ${frame} > .dock {
    align-self: end;
  }
`;

/** Where picture, bar and rail are: one below the other, unless there is room to be side by side. */
const layout = css`
  .frame {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: clip;
  }

  .stage {
    flex: 0 9999 var(--_picture);
    min-block-size: 3.5rem;
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
  }

  .dock {
    flex: none;
    position: relative;
    z-index: 1;
    min-block-size: var(--_bar);
  }

  /* Scrolled, it passes beneath the picture; only what is being written lies over that. */
  .dock:is(:focus-within, :has(.mine, .input:not(:placeholder-shown))) {
    z-index: 3;
  }

  /* Where the bar will be, before the room has said anything. */
  .dock:empty {
    padding: 0.5rem var(--_gap);
  }

  .dock:empty::before {
    content: '';
    display: block;
    block-size: 3.5rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .rail {
    flex: 1 1 6rem;
    isolation: isolate;
    min-block-size: 0;
  }

  .remote > .stage,
  .remote > .rail > .story,
  .screen > :is(.dock, .rail) {
    display: none;
  }

  .screen > .stage {
    flex: 1;
  }

  .frame.theatre {
    display: grid;
    grid-template: 'stage' minmax(0, 1fr) 'dock' auto / minmax(0, 1fr);
  }

  .theatre > :not(.dock) {
    grid-area: stage;
  }

  ${over(css`.frame.over`)}

  @container box (inline-size >= 46rem) {
    .frame:is(.auto, .side) {
      display: grid;
      grid-template: 'stage rail' minmax(0, 1fr) 'dock dock' auto / minmax(0, 1fr) var(--_panel);
    }

    :is(.auto, .side) > .rail {
      grid-area: rail;
    }

    :is(.auto, .side) > .dock {
      grid-area: dock;
    }
  }

  /* A phone held sideways; by the shape alone a frame is one only if none is that flat of itself. */
  @container box (block-size < 500px) and (aspect-ratio > 2/1) {
    ${over(css`.frame.auto`)}
  }

  @media (height < 500px) and (orientation: landscape) {
    @container box (block-size < 500px) and (orientation: landscape) {
      ${over(css`.frame.auto`)}
    }
  }

  .note {
    padding: 0 var(--_gap) var(--_gap);
    font-size: 0.8125em;
    color: var(--_quiet);
  }

  .note summary {
    inline-size: fit-content;
    cursor: pointer;
    min-block-size: 2.75rem;
    align-content: center;
  }

  .note li {
    overflow-wrap: anywhere;
  }
`;

/** What the visitor has asked of every page: less motion, own colours. */
export const preferences = css`
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      /* Important, or every rule that moves something would have the last word. */
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .stage,
    .composer,
    button,
    .pill {
      border: 1px solid CanvasText;
    }

    .overlay,
    .breath,
    .caption,
    .pill {
      background: Canvas;
      color: CanvasText;
    }

    .overlay .why,
    .breath .why,
    .caption .who {
      color: CanvasText;
    }

    .ring circle {
      stroke: GrayText;
    }

    .ring .left {
      stroke: Highlight;
    }

    button[aria-disabled='true'] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;

/** What the picture needs to begin with; the room brings its own. In the order of their say. */
export const styles: readonly CSSResult[] = [tokens, size, layout, stage, preferences];
