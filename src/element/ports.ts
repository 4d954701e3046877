import type { LitElement } from 'lit';
import type {
  BroadcastClient,
  ClientOptions,
  ClientProblem,
  ClientView,
  SettledReceipt,
} from '../client/index.js';
import type { Playback } from '../playback/playback.js';

/** The client and the picture as the element uses them; tests hand in their own. */
export type RoomClient = Pick<BroadcastClient, keyof BroadcastClient>;
export type RoomPlayback = Pick<Playback, keyof Playback>;

/** How one room stands and is reached, as it is when it is asked for. */
export interface RoomSource {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
  /** By what the room is reached; null while there is none to join. */
  readonly options: ClientOptions | null;
}

/** What the interface needs from the element around it. */
export interface RoomUiPort extends RoomSource {
  readonly locale: string;
  /** Sends a prompt, unless the page vetoes; null when it did. */
  send(text: string): Promise<SettledReceipt> | null;
  problemFound(problem: ClientProblem): void;
}

/** The element that the interface is drawn into. */
export type RoomUiHost = LitElement & Pick<RoomUiPort, 'locale'>;
