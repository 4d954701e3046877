import { css } from 'lit';

/** Phone first: one column. Where the element itself is wide, the line stands beside the picture. */
export const layout = css`
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_gap);
    padding-block-end: var(--_gap);
  }

  .dock,
  .aside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.75rem;
    padding-inline: var(--_gap);
  }

  .dock {
    container: dock / inline-size;
  }

  .dock.to-come {
    min-block-size: 9rem;
  }

  .aside {
    gap: var(--_gap);
  }

  .aside h2 {
    margin-block-end: 0.375rem;
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

  @container odyssey (inline-size >= 30rem) {
    .aside {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    }
  }

  @container odyssey (inline-size >= 46rem) {
    .frame.auto,
    .frame.side {
      grid-template:
        'stage aside' auto
        'dock aside' 1fr / minmax(0, 1fr) var(--odyssey-panel-size, clamp(15rem, 27cqi, 21rem));
      padding-inline-end: var(--_gap);
    }

    .frame.auto .dock,
    .frame.side .dock {
      grid-area: dock;
      padding-inline-end: 0;
    }

    .frame.auto .aside,
    .frame.side .aside {
      grid-area: aside;
      /* The picture's side decides the height; the transcript scrolls within it. */
      block-size: 0;
      min-block-size: 100%;
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
      padding-inline: 0;
      padding-block-start: var(--_gap);
    }

    .frame.auto .stage,
    .frame.side .stage {
      grid-area: stage;
      border-end-end-radius: calc(var(--_radius) / 2);
    }

    .frame.auto .story,
    .frame.side .story {
      min-block-size: 0;
    }

    .frame.auto .timeline,
    .frame.side .timeline {
      max-block-size: none;
      block-size: 100%;
    }
  }
`;
