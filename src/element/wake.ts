import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RoomSource } from './ports.js';

/**
 * The machine slept, the page was hidden or shown from the browser's cache, or the network is back:
 * connection and picture are tested at once instead of when their own time is up.
 */
export class Wake implements ReactiveController {
  private readonly port: Pick<RoomSource, 'client' | 'picture'>;
  private listening: AbortController | null = null;

  constructor(host: ReactiveControllerHost, port: Pick<RoomSource, 'client' | 'picture'>) {
    this.port = port;
    host.addController(this);
  }

  hostConnected(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    const { signal } = this.listening;
    const check = () => {
      if (document.hidden) return;
      this.port.client?.check();
      this.port.picture?.check();
    };
    document.addEventListener('visibilitychange', check, { signal });
    for (const name of ['online', 'pageshow']) window.addEventListener(name, check, { signal });
  }

  hostDisconnected(): void {
    this.listening?.abort();
  }
}
