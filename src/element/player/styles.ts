import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';

const controls = css`
  .top {
    /* As much as all the buttons take: what appears moves nothing. */
    padding-inline-end: 9.25rem;
  }

  .controls {
    z-index: 3;
    align-self: start;
    justify-self: end;
    display: flex;
    gap: 0.125rem;
    padding: 0.25rem;
    transition: opacity 160ms;
  }

  .control {
    padding: 0;
    border-color: #0000;
    border-radius: 50%;
    background: #0a0d1480;
    color: #f3f1ec;
  }

  .control:hover {
    background: #0a0d14d9;
  }

  .control:active {
    background: #0a0d14;
  }

  .control:focus-visible {
    outline-color: #f3f1ec;
    outline-offset: -2px;
  }

  /* Where the picture has the full width anyway there is no other. */
  .control[aria-keyshortcuts='t'] {
    display: none;
  }

  @container box (inline-size < 20rem) {
    .top {
      padding-inline-end: 3.25rem;
    }

    .control[aria-keyshortcuts='p'] {
      display: none;
    }
  }

  @container box (inline-size >= 46rem) {
    .top {
      padding-inline-end: 12rem;
    }

    :is(.auto, .side, .theatre) .control[aria-keyshortcuts='t'] {
      display: inline-flex;
    }
  }

  .over > .dock,
  .over :is(.top, .controls, .strip) {
    transition: opacity 300ms;
  }

  .over[data-quiet] {
    cursor: none;
  }

  .over[data-quiet] > .dock,
  .over[data-quiet] :is(.top, .controls, .strip) {
    opacity: 0;
    /* The first tap only shows it again. */
    pointer-events: none;
  }

  .still {
    z-index: 1;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    background: var(--odyssey-stage-background, #0d1017);
  }

  /* With a pointer that can hover, the picture is bare until that is over it. What cannot be heard says so. */
  @media (hover: hover) {
    .stage:not(:hover, :focus-within) .controls:not(.asks) {
      opacity: 0;
    }

    .stage:not(:hover, :focus-within) .controls.asks .control:not(:first-child) {
      opacity: 0;
    }
  }

  @media (forced-colors: active) {
    .control,
    .control:hover,
    .control:active {
      background: ButtonFace;
      color: ButtonText;
    }
  }
`;

/** The screen, or the window where there is no full screen: the picture takes what the rest leaves. */
const fullScreen = css`
  :host(:fullscreen),
  :host([data-fills]) {
    inline-size: 100%;
    block-size: 100%;
    border: 0;
    border-radius: 0;
    overflow: auto;
  }

  :host([data-fills]) {
    position: fixed;
    inset: 0;
    z-index: 2147483647;
    block-size: 100dvh;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
  }
`;

/** The preferences once more, since they have to override these styles, too. */
export const playerStyles: readonly CSSResult[] = [controls, fullScreen, preferences];
