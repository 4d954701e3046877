import { EMPTY_VIEW } from '../client/index.js';
import type { RoomController, RoomParts } from './controller.js';
import type { PageNews } from './page-events.js';
import type { RoomUi } from './room-ui.js';
import type { RoomUiHost, RoomUiPort } from './room-ui-port.js';
import { firstWordsFor } from './words/first-words.js';

interface RoomUiLoaderPort extends Pick<RoomUiPort, 'send'> {
  readonly controller: RoomController;
  readonly news: PageNews;
  bring(): Promise<RoomParts>;
}

/** Brings the interface and the picture's player as soon as there is a room to join. */
export class RoomUiLoader {
  /** Null until it is there. */
  ui: RoomUi | null = null;
  /** Whether it was asked for in vain. */
  isMissing = false;
  private readonly host: RoomUiHost;
  private readonly port: RoomUiLoaderPort;

  constructor(host: RoomUiHost, port: RoomUiLoaderPort) {
    this.host = host;
    this.port = port;
  }

  async load(): Promise<void> {
    const { host } = this;
    const { controller, news, bring, send } = this.port;
    if (this.ui !== null) return;
    let parts: RoomParts;
    try {
      parts = await bring();
    } catch {
      this.isMissing = true;
      const message = firstWordsFor(host.locale).chunkMissing;
      news.problemFound({ reason: 'unreachable', message });
      return host.requestUpdate();
    }
    // Another change of the setup may have loaded them meanwhile.
    if (this.ui !== null || host.shadowRoot === null) return;
    this.ui = parts.roomUi(host, { controller, news, send });
    controller.supply(parts.play);
    news.interfaceChanged(EMPTY_VIEW, controller.view);
    host.requestUpdate();
  }
}
