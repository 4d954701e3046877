import { css } from 'lit';

/** What happened so far. */
export const storyStyles = css`
  .story {
    container: story / inline-size;
    display: flex;
    flex-direction: column;
  }

  .story .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    min-block-size: 2.75rem;
  }

  .timeline {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) #0000;
  }

  .timeline:focus-visible {
    outline-offset: -2px;
  }

  li.change:not(:has(details)),
  .change summary {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-block-size: 3.25rem;
    padding-block: 0.375rem;
  }

  .change summary {
    border-radius: 0.5rem;
    cursor: pointer;
    list-style: none;
  }

  .change summary::-webkit-details-marker {
    display: none;
  }

  .change summary:hover .said {
    text-decoration: underline dotted;
    text-underline-offset: 0.2em;
  }

  .thumb {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 37px;
    border-radius: 0.375rem;
    overflow: hidden;
    background: var(--_raised);
  }

  .thumb img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .change .lines {
    flex: 1;
    min-inline-size: 0;
  }

  li.change {
    position: relative;
  }

  /* Not drawn while nobody has scrolled there. Nearer ones would count as moved when they make room. */
  .change.far {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 3.25rem;
  }

  /* Over the end of its row, where the pointer or the keyboard is; a touch screen has no such place. */
  .change .share {
    position: absolute;
    inset-block-start: 0.25rem;
    inset-inline-end: 0;
    padding: 0;
    background: var(--_surface);
  }

  @media (hover: hover) {
    .change:not(:hover, :focus-within) .share {
      opacity: 0;
    }
  }

  @media (hover: none) {
    .change {
      padding-inline-end: 2.75rem;
    }
  }

  .change .who {
    display: flex;
    gap: 0.375rem;
    font-size: 0.8125rem;
    white-space: nowrap;
    color: var(--_quiet);
  }

  .change .who bdi {
    min-inline-size: 2rem;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  /* It gives way to a name, which would not be known by three letters. */
  .change time {
    flex: 0 9 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  @container story (inline-size < 12rem) {
    .thumb {
      inline-size: 2.5rem;
      block-size: 1.75rem;
    }

    li.change:not(:has(details)),
    .change summary {
      gap: 0.5rem;
    }

    .understood {
      padding-inline-start: 3rem;
    }
  }

  .change time::before {
    content: '· ';
  }

  .change .said {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }

  .understood {
    padding-block: 0.125rem 0.625rem;
    padding-inline-start: calc(64px + 0.625rem);
    font-size: 0.8667em;
    color: var(--_quiet);
    overflow-wrap: anywhere;
  }

  .understood ins {
    color: var(--_text);
    text-decoration: none;
    background: color-mix(in oklab, var(--_surface), var(--_accent) 16%);
    border-radius: 0.2em;
  }
`;
