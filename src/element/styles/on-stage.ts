import { css } from 'lit';

/** What the room has to say on the picture. */
export const onStage = css`
  .top,
  .caption {
    z-index: 2;
    display: flex;
    gap: 0.375rem;
    padding: 0.625rem;
    pointer-events: none;
  }

  .top {
    align-self: start;
    align-items: center;
    flex-wrap: wrap;
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

  .sound {
    margin-inline-start: auto;
  }

  .caption {
    align-self: end;
    flex-direction: column;
    gap: 0;
    padding: 2.25rem 0.9rem 0.75rem;
    background: linear-gradient(#0000, #060910d9);
  }

  .caption .who {
    font-size: 0.8125rem;
    color: #dcd9d2;
  }

  .caption .said {
    font-weight: 550;
    text-wrap: pretty;
  }

  .pill.closes {
    display: block;
    border-radius: 0.75rem;
    background: #6b1d12e6;
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

  .breath .what {
    font-weight: 600;
  }

  .breath .why {
    color: #dcd9d2;
    font-size: 0.8667em;
  }
`;
