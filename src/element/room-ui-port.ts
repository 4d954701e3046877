import type { LitElement } from 'lit';
import type { ClientOptions, ClientProblem, ClientView, SettledReceipt } from '../client/index.js';
import type { RoomClient, RoomController, RoomPlayback } from './controller.js';

/** What the interface needs from the element around it. */
export interface RoomUiPort {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
  /** By what the room is reached. */
  readonly options: ClientOptions | null;
  readonly locale: string;
  /** Sends a prompt, unless the page vetoes; null when it did. */
  send(text: string): Promise<SettledReceipt> | null;
  problemFound(problem: ClientProblem): void;
}

/** The element that the interface is drawn into. */
export type RoomUiHost = LitElement & Pick<RoomUiPort, 'locale'>;

export interface RoomUiSources extends Pick<RoomUiPort, 'send'> {
  readonly controller: RoomController;
  readonly news: Pick<RoomUiPort, 'problemFound'>;
}

/** All of it as it is when it is asked for. */
export function roomUiPort(
  host: RoomUiHost,
  { controller, news, send }: RoomUiSources,
): RoomUiPort {
  return {
    get view() {
      return controller.view;
    },
    get client() {
      return controller.client;
    },
    get picture() {
      return controller.picture;
    },
    get options() {
      return controller.options;
    },
    get locale() {
      return host.locale;
    },
    send,
    problemFound: (problem) => news.problemFound(problem),
  };
}
