import { css } from 'lit';

/** The parts and their prompts. */
export const timelineStyles = css`
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
