import type {
  BroadcastClient,
  ClientOptions,
  ClientProblem,
  ClientView,
  SettledReceipt,
} from '../client/index.js';
import type { OpenSession } from '../conductor/conductor-session.js';
import type { Playback } from '../playback/playback.js';
import type { ConnectPort } from '../playback/whep.js';
import type { Language } from './words/language.js';

/** What the page lets be told outside the element. */
export interface AlertSettings {
  /** Nothing is. */
  readonly isOff: boolean;
  /** Never any sound. */
  readonly isSilent: boolean;
}

/** A service that streams worlds, as the element needs it. */
export interface StreamService {
  /** How this page holds a session with the credentials that the room lends. */
  readonly openSession?: OpenSession;
  /** How streams are watched at the address and with the token that the session named. */
  readonly connect?: ConnectPort;
}

/** The client and the picture as the element uses them; tests replace them. */
export type RoomClient = Pick<BroadcastClient, keyof BroadcastClient>;
export type RoomPlayback = Pick<Playback, keyof Playback>;

/** One room's state and the parts that reach it, always current. */
export interface RoomSource {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
  /** The client's options; null while there is no room to join. */
  readonly options: ClientOptions | null;
}

/** What the interface needs from the element around it. */
export interface RoomUiPort extends RoomSource {
  /** What the element speaks now. */
  readonly language: Language;
  /** What may be told outside the element. */
  readonly alerts: AlertSettings;
  /** Loads the words for moderators and hosts. */
  loadStaffWords(): Promise<void>;
  /** Ideas for prompts from the page, with `|` between them. */
  readonly suggestions: string | null;
  /** Where others take part, as the page says; null for the page's own address. */
  readonly joinUrl: string | null;
  /** Sends a prompt, unless the page vetoes; null when it did. */
  send(text: string): Promise<SettledReceipt> | null;
  problemFound(problem: ClientProblem): void;
}
