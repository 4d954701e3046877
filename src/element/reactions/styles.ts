import { type CSSResult, css, unsafeCSS } from 'lit';
import { preferences } from '../styles/base.js';
import { EMOJI_FONTS } from './floats.js';

/** At the foot of the picture, where its end is: whatever comes and goes there moves nothing. */
const reactions = css`
  .floats,
  .reactions {
    position: relative;
    z-index: 2;
    align-self: stretch;
    justify-self: stretch;
    pointer-events: none;
  }

  .floats {
    container-type: size;
    overflow: clip;
  }

  .float {
    position: absolute;
    inset-block-end: 12%;
    font-size: clamp(1.375rem, 7cqb, 3rem);
    line-height: 1;
    will-change: transform, opacity;
  }

  .float.name,
  .react .name {
    font-size: 0.75rem;
    font-weight: 650;
  }

  .emoji {
    font-family: ${unsafeCSS(EMOJI_FONTS)};
    font-variant-emoji: emoji;
  }

  .reactions {
    z-index: 3;
    align-self: end;
    container: reactions / inline-size;
    display: grid;
    justify-items: end;
    /* Above the line of the broadcast so far. */
    margin-block-end: 1.5rem;
    padding: 0 0.375rem;
  }

  .reactions > * {
    grid-area: 1 / 1;
    align-self: end;
    pointer-events: auto;
  }

  .emoji-row {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    visibility: hidden;
    border-radius: 1.5rem;
    background: #0a0d14b8;
  }

  .reactions.open .emoji-row {
    visibility: visible;
    margin-inline-end: 3rem;
  }

  .react {
    display: grid;
    grid-template-rows: 1fr auto;
    gap: 0;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0.25rem 0;
    border: 0;
    border-radius: 2rem;
    background: none;
    color: #f3f1ec;
  }

  .react:hover {
    background: #ffffff26;
  }

  .react:active {
    background: #ffffff40;
  }

  .react:active .emoji {
    scale: 1.25;
  }

  .react:focus-visible {
    outline-color: #f3f1ec;
    outline-offset: -2px;
  }

  .react .emoji {
    font-size: 1.25rem;
    line-height: 1.1;
    transition: scale 120ms;
  }

  /* A word in place of a picture. */
  .react .name.name {
    font-size: 0.6875rem;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }

  .react.all:has(.name) {
    inline-size: auto;
    min-inline-size: 2.75rem;
    padding-inline: 0.75rem;
  }

  .react:has(.name) {
    grid-template-rows: auto auto;
    align-content: center;
  }

  .react:has(.name) .sum:empty {
    display: none;
  }

  .sum {
    min-block-size: 0.75rem;
    font-size: 0.6875rem;
    font-weight: 600;
    line-height: 0.75rem;
  }

  .react.all,
  .react.all:hover {
    background: #0a0d14b8;
  }

  .reactions.alone {
    display: flex;
    justify-content: end;
    align-items: center;
    gap: 0.375rem;
    padding: 0.625rem;
    font-size: 1.125rem;
    text-shadow: 0 0 4px #0a0d14;
  }

  .reactions.alone .sum {
    font-size: 0.8125rem;
  }

  /* What is said at the foot ends before the buttons. */
  .caption {
    container: caption / inline-size;
    padding-inline-end: 3.75rem;
  }

  .stage:has(.react .name) .caption {
    padding-inline-end: 7rem;
  }

  @container caption (inline-size >= 31rem) {
    .caption .lines {
      margin-inline-end: 14rem;
    }
  }

  @container reactions (inline-size >= 36rem) {
    .emoji-row,
    .reactions.open .emoji-row {
      visibility: visible;
      margin-inline-end: 0;
    }

    .emoji-row:has(.name) {
      gap: 0.375rem;
      padding-inline: 0.375rem;
    }

    .react.all {
      visibility: hidden;
    }
  }

  .sums {
    display: inline-flex;
    gap: 0.375rem;
    color: var(--_text);
  }

  /* A phone beside a large screen: the thumb is at its lower edge, and the picture elsewhere. */
  .remote > .reactions {
    flex: none;
    align-self: stretch;
    justify-items: center;
    margin: 0;
    padding: 0.5rem;
  }

  .remote > .reactions .emoji-row {
    visibility: visible;
    margin: 0;
    background: none;
  }

  .remote > .reactions .react {
    color: inherit;
  }

  .remote > .floats,
  .remote > .reactions .all {
    display: none;
  }

  @media (forced-colors: active) {
    .emoji-row,
    .react,
    .react:hover,
    .react:active,
    .react.all {
      background: ButtonFace;
      color: ButtonText;
    }
  }
`;

/** The preferences once more, since they have to override these styles, too. */
export const reactionStyles: readonly CSSResult[] = [reactions, preferences];
