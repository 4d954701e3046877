import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';

/** The parts and their prompts. */
const timelineStyles = css`
  .replay .part {
    padding-block-end: 0.75rem;
  }

  .replay .part > p {
    padding-inline: 0.6rem;
    font-size: 0.8667em;
  }

  .replay .begins {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .replay .head {
    min-block-size: 2.25rem;
    justify-content: start;
    font-weight: 600;
  }

  .replay .head[aria-current] {
    color: var(--_text);
  }

  .replay .moment {
    display: grid;
    grid-template-columns: 5.5rem minmax(0, 1fr);
    align-items: start;
    gap: 0.75rem;
    inline-size: 100%;
    padding: 0.375rem 0.5rem;
    border-color: #0000;
    background: none;
    font-weight: 400;
    text-align: start;
  }

  .replay .moment:hover {
    background: var(--_raised);
  }

  .replay .moment[aria-current] {
    border-color: var(--_accent);
    background: var(--_raised);
  }

  .replay .frame-of {
    display: grid;
    inline-size: 5.5rem;
    aspect-ratio: var(--odyssey-aspect-ratio, 832 / 480);
    border-radius: calc(var(--_radius) / 3);
    background: var(--_raised);
    overflow: hidden;
  }

  .replay .moment[aria-current] .frame-of {
    background: var(--_surface);
  }

  .replay.portrait .frame-of {
    inline-size: 3.5rem;
    aspect-ratio: var(--odyssey-aspect-ratio, 480 / 832);
  }

  .replay.portrait .moment {
    grid-template-columns: 3.5rem minmax(0, 1fr);
  }

  .replay img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .replay .tell {
    display: grid;
    gap: 0.1rem;
    min-inline-size: 0;
    line-height: 1.35;
  }

  .replay .who {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .replay .who > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .replay time {
    flex: none;
    font-variant-numeric: tabular-nums;
  }

  .replay .words {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow-wrap: anywhere;
  }
`;

const dialog = css`
  .replay {
    inline-size: min(72rem, 100vw - 2rem);
    max-inline-size: none;
    block-size: min(46rem, 100dvh - 2rem);
    max-block-size: none;
    margin: auto;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    overflow: hidden;
    overscroll-behavior: contain;
  }

  .replay[open] {
    display: grid;
    grid-template:
      'head head' auto
      'screen track' minmax(0, 1fr)
      'screen foot' auto / minmax(0, 5fr) minmax(16rem, 3fr);
  }

  .replay::backdrop {
    background: #0a0c10b8;
  }

  .replay header {
    grid-area: head;
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-inline: var(--_gap) 0.25rem;
    border-block-end: 1px solid var(--_line);
  }

  .replay h2 {
    font-size: 1.0667em;
    color: var(--_text);
  }

  .replay .close {
    font-size: 1em;
  }

  .replay .close:focus-visible {
    outline-offset: -4px;
  }

  /* The picture has all the room that what is below it leaves. */
  .replay .screen {
    grid-area: screen;
    display: grid;
    grid-template: minmax(12rem, 1fr) / minmax(0, 1fr);
    grid-auto-rows: auto;
    gap: 0.5rem;
    padding: var(--_gap);
    overflow-y: auto;
  }

  .replay .video {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    border-radius: calc(var(--_radius) / 2);
    background: var(--odyssey-stage-background, #0d1017);
    overflow: hidden;
    cursor: pointer;
  }

  .replay video:focus-visible {
    outline-color: #f3f1ec;
    outline-offset: -4px;
  }

  .replay .transport {
    display: flex;
    align-items: center;
    gap: 0.375rem;
  }

  .replay .transport .number {
    flex: none;
    font-size: 0.8667em;
  }

  .replay .transport .control {
    flex: none;
    padding: 0;
    color: var(--_text);
  }

  .replay .seek {
    position: relative;
    flex: 1;
    display: grid;
    min-inline-size: 4rem;
    /* Time runs as in every player. */
    direction: ltr;
  }

  .replay .seek > * {
    grid-area: 1 / 1;
  }

  .replay .seek input {
    inline-size: 100%;
    min-block-size: 2.75rem;
    margin: 0;
    accent-color: var(--_text);
    cursor: pointer;
  }

  .replay .seek svg {
    align-self: start;
    /* Where the middle of the thumb is at either end. */
    margin-inline: 8px;
    inline-size: calc(100% - 16px);
    block-size: 0.5rem;
    margin-block-start: 0.25rem;
  }

  .replay .seek rect {
    fill: light-dark(oklch(0.48 0.12 var(--_hue)), oklch(0.83 0.09 var(--_hue)));
  }

  .replay .seek .loved {
    fill: var(--_accent);
  }

  .replay .chapters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    padding: 0.25rem 0.5rem 0.75rem;
  }

  .replay .chapters p {
    flex-basis: 100%;
    font-size: 0.8667em;
  }

  .replay .chapters button {
    max-inline-size: 100%;
    padding-inline: 0.75rem;
    font-size: 0.8667em;
  }

  .replay .chapter {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
    font-weight: 400;
  }

  .replay .moment .loved {
    font-size: 0.8667em;
  }

  .replay video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    opacity: 1;
  }

  .replay .video.none video {
    visibility: hidden;
  }

  .replay .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  .replay .status:not(:has(input, button, p:not(:empty))) {
    /* It takes no room, and is there to be filled: only then is it read out. */
    position: absolute;
  }

  .replay .now {
    display: grid;
    gap: 0.25rem;
  }

  .replay .now .said {
    font-size: 1.0667em;
    font-weight: 600;
  }

  .replay .now .made {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    font-size: 0.9333em;
    color: var(--_quiet);
  }

  .replay .status input {
    flex: 1 1 12rem;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding-inline: 0.75rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) / 2);
    background: none;
    color: inherit;
    font: inherit;
  }

  .replay .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .replay .track {
    grid-area: track;
    padding: 0.5rem var(--_gap) var(--_gap) 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .replay .track:focus-visible {
    outline-offset: -2px;
  }

  .replay footer {
    grid-area: foot;
    padding: 0.25rem var(--_gap) 0.5rem 0;
    font-size: 0.8667em;
  }

  .replay footer a {
    display: inline-flex;
    align-items: center;
    min-block-size: 2.75rem;
    color: inherit;
  }

  @media (width < 46rem) {
    .replay {
      inline-size: 100vw;
      block-size: 100dvh;
      border: 0;
      border-radius: 0;
    }

    .replay[open] {
      grid-template:
        'head' auto
        'screen' auto
        'track' minmax(0, 1fr)
        'foot' auto / minmax(0, 1fr);
    }

    .replay .screen {
      grid-template-rows: auto;
      padding: 0 0 0.5rem;
      overflow: visible;
    }

    .replay .video {
      border-radius: 0;
      aspect-ratio: var(--odyssey-aspect-ratio, 832 / 480);
      max-block-size: 42dvh;
    }

    .replay.portrait .video {
      aspect-ratio: auto;
      block-size: 42dvh;
    }

    .replay .transport {
      padding-inline: 0.25rem;
    }

    .replay .status,
    .replay .tools {
      padding-inline: var(--_gap);
    }

    .replay .tools {
      gap: 0.25rem;
    }

    .replay .tools button {
      flex: 1 1 auto;
      padding-inline: 0.5rem;
    }

    /* The timeline has the words, too, and the room that they need. */
    .replay .now {
      display: none;
    }

    .replay .track {
      padding-inline: 0.5rem;
      border-block-start: 1px solid var(--_line);
    }

    .replay footer {
      padding-inline: var(--_gap);
    }
  }
`;

/** The replay's own look; the preferences once more, to have the last word. */
export const replayStyles: readonly CSSResult[] = [dialog, timelineStyles, preferences];
