import type { LitElement, ReactiveController } from 'lit';

/** When an element begins to load its room: as it comes near the viewport, at once, or at a click. */
export const LOADINGS = ['visible', 'eager', 'click'] as const;

/** So near to the viewport counts as visible, so that the picture is there before it is seen. */
export const NEAR = '200px';

/** Before it is open the element makes no request: no room, no picture, no further script, no poster. */
export class LoadGate implements ReactiveController {
  isOpen = false;
  private readonly host: LitElement & { readonly loading: string };
  private observer: IntersectionObserver | null = null;

  constructor(host: LoadGate['host']) {
    this.host = host;
    host.addController(this);
  }

  /** Whether it waits for a click: the page wants that, or the visitor saves data. */
  get asks(): boolean {
    const { loading } = this.host;
    return !this.isOpen && (loading === 'click' || (loading !== 'eager' && savesData()));
  }

  readonly open = (): void => {
    if (this.isOpen) return;
    this.isOpen = true;
    this.hostDisconnected();
    this.host.requestUpdate();
  };

  hostUpdate(): void {
    if (this.host.loading === 'eager') this.isOpen = true;
    if (this.isOpen || this.asks) return this.hostDisconnected();
    this.observer ??= this.observe();
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
    this.observer = null;
  }

  private observe(): IntersectionObserver {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.open();
      },
      { rootMargin: NEAR },
    );
    observer.observe(this.host);
    return observer;
  }
}

function savesData(): boolean {
  // A server knows neither.
  const { connection } = (globalThis.navigator ?? {}) as Navigator & {
    connection?: { readonly saveData?: boolean };
  };
  return connection?.saveData === true;
}
