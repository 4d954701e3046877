import { type CSSResult, css } from 'lit';
import { preferences } from '../styles/base.js';

const strip = css`
  .rewind {
    display: contents;
  }

  .rewind > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .strip {
    z-index: 3;
    position: relative;
    align-self: end;
    block-size: 1.5rem;
    cursor: pointer;
    touch-action: none;
  }

  .strip::before,
  .strip svg {
    position: absolute;
    inset: auto 0 0;
    inline-size: 100%;
    block-size: 4px;
    transition: block-size 120ms;
  }

  .strip::before {
    content: '';
    background: #0a0d14a6;
  }

  .strip:is(:hover, :focus-visible)::before,
  .strip:is(:hover, :focus-visible) svg,
  .away .strip::before,
  .away .strip svg {
    block-size: 1.5rem;
  }

  .strip:focus-visible {
    outline-color: #f3f1ec;
    outline-offset: -2px;
  }

  .strip rect {
    fill: oklch(0.83 0.09 var(--_hue, 60));
    translate: -1.5px 0;
  }

  .strip .here {
    fill: #f3f1ec40;
    translate: 0 0;
  }

  .peek {
    z-index: 4;
    align-self: end;
    display: grid;
    gap: 0.25rem;
    --_wide: clamp(8rem, 24cqi, 13rem);

    inline-size: var(--_wide);
    margin-block-end: 2rem;
    margin-inline-start: clamp(
      0.5rem,
      calc(var(--_at) * 100% - var(--_wide) / 2),
      calc(100% - var(--_wide) - 0.5rem)
    );
    padding: 0.375rem;
    border-radius: calc(var(--_radius) / 2);
    background: #0a0d14e6;
    color: #f3f1ec;
    font-size: 0.8125rem;
    line-height: 1.35;
    pointer-events: none;
  }

  .peek img {
    display: block;
    inline-size: 100%;
    border-radius: calc(var(--_radius) / 3);
  }

  .peek .who {
    display: flex;
    justify-content: space-between;
    gap: 0.5rem;
    color: #dcd9d2;
  }

  .peek bdi {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }

  .peek .said {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }

  .rewound {
    z-index: 2;
    position: relative;
    display: grid;
    background: #0d1017;
    color: #f3f1ec;
  }

  .rewound > * {
    grid-area: 1 / 1;
  }

  .rewound :is(video, img) {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    opacity: 1;
  }

  .portrait .rewound :is(video, img) {
    object-fit: contain;
  }

  .rewound .told:not(:empty) {
    position: relative;
    place-self: start center;
    max-inline-size: 30rem;
    margin: 3.25rem 1rem 0;
    padding: 0.375rem 0.75rem;
    font-size: 0.8667em;
    border-radius: var(--_radius);
    background: #0a0d14d9;
    text-align: center;
    text-wrap: balance;
  }

  .rewound .change {
    position: relative;
    align-self: end;
    padding: 2.25rem 0.9rem 4.75rem;
    background: linear-gradient(#0000, #060910d9);
    font-weight: 550;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .rewound .change bdi {
    display: block;
    font-size: 0.8125rem;
    font-weight: 400;
    color: #dcd9d2;
  }

  .rewind .back {
    z-index: 3;
    place-self: end start;
    margin: 0 0.625rem 1.875rem;
    border-color: #0000;
    border-radius: 2rem;
    background: #f3f1ec;
    color: #10131a;
  }

  .rewind .back:hover {
    background: #ffffff;
  }

  /* What is said of the live picture does not belong to this one. */
  .stage:has(.rewound) > :is(.caption, .breath, .overlay) {
    display: none;
  }

  .stage:has(.rewound) .pill.on .dot {
    background: #8a8f9b;
  }

  @media (forced-colors: active) {
    .strip::before {
      border-block-start: 1px solid CanvasText;
    }

    .strip rect {
      fill: Highlight;
    }

    .rewind .back,
    .peek,
    .rewound .told {
      background: Canvas;
      color: CanvasText;
    }
  }
`;

export const stripStyles: readonly CSSResult[] = [strip, preferences];
