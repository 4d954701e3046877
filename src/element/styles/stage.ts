import { css } from 'lit';

/** The picture and what lies over it. It is dark by day, too: pictures look best that way. */
export const stage = css`
  .stage {
    isolation: isolate;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    overflow: clip;
    color-scheme: dark;
    background: var(--odyssey-stage-background, #0d1017);
    color: #f3f1ec;
  }

  .stage:focus-visible {
    outline-offset: -2px;
  }

  .stage > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .poster {
    --_sky:
      radial-gradient(60% 42% at 50% 68%, #f3a66a59, #0000 70%),
      linear-gradient(#10182c 0%, #2a2c4a 46%, #6b4a56 66%, #1a1a2a 68%, #0c0e17 100%);

    background: var(--odyssey-poster, var(--_sky));
    background-size: cover;
    background-position: center;
  }

  /* A page's own may be an image, which is not to be asked for yet. */
  .ask .poster {
    background: var(--_sky);
  }

  .poster img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .ask button {
    min-block-size: 2.75rem;
    padding: 0.5rem 1.5rem;
    border: 1px solid #0000;
    border-radius: 2rem;
    background: #f3f1ec;
    color: #10131a;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    touch-action: manipulation;
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

  /* Beside a picture of another shape is dark, not the poster. */
  video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    z-index: 0;
    opacity: 0;
  }

  /* The old picture stays whole beneath the new one: were both half there, the dark would show. */
  video[data-beneath] {
    opacity: 1;
  }

  video[data-front] {
    z-index: 1;
    opacity: 1;
    transition: opacity var(--_fade) linear;
    background: var(--odyssey-stage-background, #0d1017);
  }

  video[data-front='whole'] {
    transition: none;
  }

  .overlay {
    z-index: 2;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.375rem;
    padding: 3rem 1.25rem 1rem;
    text-align: center;
    text-wrap: balance;
    background: #0a0d14a6;
  }

  .overlay p {
    max-inline-size: 30rem;
  }

  @container box (inline-size < 22rem) or (block-size < 20rem) {
    .overlay {
      padding: 2.5rem 0.75rem 0.25rem;
      font-size: 0.8667em;
    }
  }

  .overlay .what {
    font-size: 1.2em;
    font-weight: 600;
  }

  .overlay .why {
    color: #dcd9d2;
  }

  .sign {
    inline-size: 1.75rem;
    block-size: 1.75rem;
    fill: none;
    stroke: #ffb37d;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @container box (block-size < 20rem) {
    .sign {
      display: none;
    }
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
