import { css } from 'lit';

/** Buttons, big enough for a thumb. */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    padding: 0.45rem 1rem;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    font-weight: 550;
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    transition: background-color 120ms;
  }

  button:hover {
    background: color-mix(in oklab, var(--_raised), var(--_text) 8%);
  }

  button:active {
    background: color-mix(in oklab, var(--_raised), var(--_text) 15%);
  }

  button.primary {
    border-color: #0000;
    background: var(--_text);
    color: var(--_surface);
  }

  button.primary:hover {
    background: color-mix(in oklab, var(--_text), var(--_surface) 18%);
  }

  button.call {
    border-color: #0000;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 650;
  }

  button.call:hover {
    background: color-mix(in oklab, var(--_accent), var(--_text) 14%);
  }

  button.plain {
    border-color: #0000;
    background: none;
    color: var(--_quiet);
    padding-inline: 0.6rem;
    font-size: 0.875em;
  }

  button.plain:hover {
    color: var(--_text);
    background: color-mix(in oklab, var(--_surface), var(--_text) 7%);
  }

  .problem {
    color: var(--_bad);
  }

  button[aria-disabled='true'][aria-disabled='true'] {
    border-color: var(--_line);
    background: none;
    color: var(--_quiet);
    cursor: default;
  }
`;

/** What the room has to say on the picture. */
export const onStage = css`
  .top {
    z-index: 3;
    align-self: start;
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 0.25rem;
    min-block-size: 3.25rem;
    padding: 0.25rem 0.625rem;
    pointer-events: none;
  }

  .top > * {
    pointer-events: auto;
  }

  .pill {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    padding: 0.2rem 0.65rem;
    border-radius: 2rem;
    background: #0a0d14b8;
    color: #f3f1ec;
    font-size: 0.8125rem;
    font-weight: 550;
    line-height: 1.4;
  }

  .pill .dot {
    forced-color-adjust: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: #8a8f9b;
  }

  .pill.on .dot {
    background: #ff6b4a;
  }

  .pill.closes {
    display: block;
    border-radius: 0.75rem;
    background: #6b1d12e6;
  }

  button.crowd,
  button.crowd:is(:hover, :active) {
    padding: 0;
    border: 0;
    background: none;
  }

  .crowd:hover .pill {
    background: #0a0d14;
  }

  .announcement {
    flex: 0 1 auto;
    margin-block-start: 0.125rem;
    padding: 0.5rem 0.875rem;
    border-radius: 0.75rem;
    background: #f3f1ecf2;
    color: #10131a;
    font-weight: 550;
    overflow-wrap: anywhere;
  }

  .announcement:empty {
    /* It takes no room, and is there to be filled: only then is it read out. */
    position: absolute;
    padding: 0;
  }

  .caption {
    z-index: 2;
    align-self: end;
    display: flex;
    align-items: center;
    gap: 0.625rem;
    padding-block: 2.5rem 0.875rem;
    /* The end is for what one reacts with. */
    padding-inline: 0.875rem 3.75rem;
    background: linear-gradient(#0000, #060910e0);
    pointer-events: none;
    animation: lift 240ms ease-out;
  }

  /* What is told of the picture itself needs the room. */
  .overlay:has(p) ~ .caption {
    display: none;
  }

  .caption .lines {
    min-inline-size: 0;
  }

  .caption .who {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    font-size: 0.8125rem;
    color: #dcd9d2;
  }

  .caption .said {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    font-weight: 550;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  .caption.coming .said {
    background: linear-gradient(90deg, #f3f1ec 40%, #f3f1ec80 50%, #f3f1ec 60%) 0 0 / 300% 100%;
    background-clip: text;
    color: #0000;
    animation: shimmer 1.6s linear infinite;
  }

  .caption .tick {
    inline-size: 1rem;
    block-size: 1rem;
    fill: none;
    stroke: #7fd8a4;
    stroke-width: 2.25;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @keyframes lift {
    from {
      opacity: 0;
      translate: 0 2rem;
    }
  }

  @keyframes shimmer {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: 0 0;
    }
  }

  @container box (inline-size < 20rem) or (block-size < 26rem) {
    .pill {
      padding-inline: 0.5rem;
      font-size: 0.75rem;
    }
  }

  .breath {
    z-index: 2;
    align-self: center;
    justify-self: center;
    display: flex;
    align-items: center;
    gap: 0.75rem;
    margin: 0.75rem;
    padding: 0.625rem 1rem;
    border-radius: var(--_radius);
    background: #0a0d14d9;
  }

  .breath .ring {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 3.25rem;
    block-size: 3.25rem;
    font-size: 0.8667em;
    font-weight: 600;
  }

  .breath .what {
    font-weight: 600;
  }

  .breath .why {
    color: #dcd9d2;
    font-size: 0.8667em;
  }

  @keyframes fade {
    from {
      opacity: 0;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    /* It does not move; nothing else is animated then. */
    .stage > .caption.caption {
      animation: fade 240ms !important;
    }

    .caption.coming .said {
      background: none;
      color: inherit;
    }
  }

  @media (forced-colors: active) {
    .caption.coming .said {
      background: none;
      color: CanvasText;
    }
  }
`;
