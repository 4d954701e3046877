import type { LitElement } from 'lit';

/** Whether the element fills the screen, or the window where a browser knows no full screen (iPhone). */
export class FullScreen {
  private readonly host: LitElement;
  private pageOverflow = '';

  constructor(host: LitElement) {
    this.host = host;
  }

  get isOn(): boolean {
    return this.host.matches(':fullscreen') || this.fills;
  }

  async toggle(): Promise<void> {
    if (this.fills) return this.fill(false);
    if (this.isOn) return document.exitFullscreen();
    if (!document.fullscreenEnabled) return this.fill(true);
    await this.host.requestFullscreen().catch(() => this.fill(true));
  }

  /** Ends what only this page shows; the browser ends its own. */
  leave(): void {
    if (this.fills) this.fill(false);
  }

  private get fills(): boolean {
    return this.host.hasAttribute('data-fills');
  }

  private fill(on: boolean): void {
    const { style } = document.documentElement;
    if (on) this.pageOverflow = style.overflow;
    // The page beneath does not scroll with it.
    style.overflow = on ? 'hidden' : this.pageOverflow;
    this.host.toggleAttribute('data-fills', on);
    this.host.requestUpdate();
  }
}

/** The picture in a window of its own, across the change from one video to the other. */
export class OwnWindow {
  private readonly host: LitElement;
  private readonly frontChanged = new MutationObserver(() => void this.follow());
  private isRefused = false;

  constructor(host: LitElement) {
    this.host = host;
  }

  get isOffered(): boolean {
    return document.pictureInPictureEnabled === true && !this.isRefused;
  }

  get isOn(): boolean {
    return this.shown !== null;
  }

  async toggle(): Promise<void> {
    if (this.isOn) await document.exitPictureInPicture().catch(() => undefined);
    else await this.enter();
  }

  /** Whether it is there now; false when the browser refuses, as without a tap or a picture. */
  async enter(): Promise<boolean> {
    const { front } = this;
    if (front === null || !this.isOffered) return false;
    try {
      // Else Firefox has a button of its own over every video.
      front.disablePictureInPicture = false;
      await front.requestPictureInPicture();
    } catch (error) {
      this.isRefused = (error as Error).name === 'NotSupportedError';
      return false;
    } finally {
      this.host.requestUpdate();
    }
    for (const video of this.host.renderRoot.querySelectorAll('video')) {
      this.frontChanged.observe(video, { attributeFilter: ['data-front'] });
    }
    return true;
  }

  left(): void {
    if (!this.isOn) this.frontChanged.disconnect();
  }

  /** The next stream is in front: the window, which is open, may take it without a tap. */
  private async follow(): Promise<void> {
    const { front, shown } = this;
    if (front !== null && shown !== null && front !== shown) await this.enter();
  }

  private get shown(): Element | null {
    return this.host.shadowRoot?.pictureInPictureElement ?? null;
  }

  private get front(): HTMLVideoElement | null {
    return this.host.renderRoot.querySelector<HTMLVideoElement>('video[data-front]');
  }
}
