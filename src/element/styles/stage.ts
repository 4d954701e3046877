import { css } from 'lit';

/** The picture and what lies over it. It is dark by day, too: pictures look best that way. */
export const stage = css`
  .stage {
    position: relative;
    isolation: isolate;
    display: grid;
    overflow: clip;
    color-scheme: dark;
    aspect-ratio: var(--odyssey-aspect-ratio, 832 / 480);
    background: var(--odyssey-stage-background, #0d1017);
    color: #f3f1ec;
  }

  .stage.portrait {
    aspect-ratio: var(--odyssey-aspect-ratio, 480 / 832);
    max-block-size: min(80vh, 44rem);
    inline-size: 100%;
  }

  .stage > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .poster {
    background: var(
      --odyssey-poster,
      radial-gradient(60% 42% at 50% 68%, #f3a66a59, #0000 70%),
      linear-gradient(#10182c 0%, #2a2c4a 46%, #6b4a56 66%, #1a1a2a 68%, #0c0e17 100%)
    );
    background-size: cover;
    background-position: center;
  }

  .busy .poster {
    animation: breathe 4s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    from {
      filter: brightness(0.82);
    }
    to {
      filter: brightness(1.18);
    }
  }

  video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    z-index: 0;
    opacity: 0;
  }

  .portrait video {
    object-fit: contain;
  }

  /* The old picture stays whole beneath the new one: were both half there, the dark would show. */
  video[data-beneath] {
    opacity: 1;
  }

  video[data-front] {
    z-index: 1;
    opacity: 1;
    transition: opacity var(--_fade) linear;
  }

  video[data-front='whole'] {
    transition: none;
  }

  .overlay {
    z-index: 2;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.5rem;
    padding: 2.75rem 1.25rem;
    text-align: center;
    text-wrap: balance;
    background: #0a0d1499;
  }

  .overlay p {
    max-inline-size: 34rem;
  }

  @container (width < 22rem) {
    .overlay {
      padding: 2.5rem 0.5rem 0.25rem;
      gap: 0.125rem;
      font-size: 0.8125em;
    }
  }

  .overlay .what {
    font-size: 1.2em;
    font-weight: 600;
  }

  .overlay .why {
    color: #dcd9d2;
  }

  .spinner {
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border: 3px solid #ffffff40;
    border-block-start-color: #ffb37d;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`;
