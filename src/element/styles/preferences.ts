import { css } from 'lit';

/** What the visitor has asked of every page: less motion, own colours. */
export const preferences = css`
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      /* Important, or every rule that moves something would have the last word. */
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .stage,
    .turn,
    button,
    .pill {
      border: 1px solid CanvasText;
    }

    .overlay,
    .breath,
    .caption,
    .pill {
      background: Canvas;
      color: CanvasText;
    }

    .overlay .why,
    .breath .why,
    .caption .who {
      color: CanvasText;
    }

    .ring circle {
      stroke: GrayText;
    }

    .ring .left {
      stroke: Highlight;
    }

    .turn.mine {
      outline: 3px solid Highlight;
    }

    button[aria-disabled='true'] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
