import type { LitElement } from 'lit';
import type { ClientView } from '../../client/index.js';

/** So long what lies over the picture stays after the last movement of pointer or keyboard. */
const STAYS_MS = 4_000;

const MOVEMENTS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/**
 * Where everything lies over the picture, it fades when nobody moves; not in the visitor's own turn, nor
 * while they write or look at the rail.
 */
export class Quiet {
  private readonly host: LitElement;
  private isOwnTurn = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement) {
    this.host = host;
  }

  listen(signal: AbortSignal): void {
    for (const name of MOVEMENTS) this.host.addEventListener(name, this.moved, { signal });
    this.moved();
  }

  viewChanged({ you }: ClientView): void {
    const state = you?.standing.state;
    this.isOwnTurn = state === 'offered' || state === 'active';
    if (this.isOwnTurn) this.moved();
  }

  leave(): void {
    clearTimeout(this.timer);
  }

  /** Also called when the layout may have changed. */
  readonly moved = (): void => {
    const { frame } = this;
    frame?.removeAttribute('data-quiet');
    clearTimeout(this.timer);
    if (frame?.matches('.over')) this.timer = setTimeout(this.fade, STAYS_MS);
  };

  private readonly fade = (): void => {
    const { frame } = this;
    const writes = this.host.shadowRoot?.activeElement?.matches('textarea, input') === true;
    if (frame === null || !frame.matches('.over')) return;
    if (this.isOwnTurn || writes || frame.hasAttribute('data-drawer')) return this.moved();
    frame.setAttribute('data-quiet', '');
  };

  private get frame(): Element | null {
    return this.host.renderRoot.querySelector('.frame');
  }
}
