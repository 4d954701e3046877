import type { ConductOffer } from '../protocol/messages.js';
import type { Desk } from '../protocol/moderation.js';
import type { Reason, Receipt } from '../protocol/reasons.js';
import type { RulesPatch } from '../protocol/rules.js';
import type { RoomView, You } from '../protocol/view.js';

/** Time, as everything with timers here is given it: real in a page, by hand in tests. */
export interface Clock {
  /** This machine's time, ms since 1970. */
  now(): number;
  /** Runs once after `ms`; the returned function calls it off. */
  setTimer(run: () => void, ms: number): () => void;
}

/** The machine's own time; what `clock` is unless told otherwise. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** What a socket tells its client. */
export interface SocketEvents {
  /** An attempt to connect begins. */
  trying(): void;
  opened(): void;
  heard(data: unknown): void;
  /** The connection is lost or could not be made. Returns how long to wait (ms), or null to give up. */
  lost(code: number, reason: string): number | null;
}

/** The client's narrow view of a socket that reconnects by itself. */
export interface RoomSocket {
  /** False when there is no open connection; nothing is kept to be sent later. */
  send(text: string): boolean;
  /** Drops the connection, which counts as lost, and makes a new one. */
  reconnect(): void;
  /** Ends a wait before the next attempt, which is made now; does nothing else. */
  hurry?(): void;
  /** The end: no event follows, no timer and no listener stays. */
  close(): void;
}

/**
 * Opens a socket that reconnects by itself. Give another one where there is no `WebSocket`.
 *
 * @param url - The room's address, `wss://…/parties/main/lobby`.
 * @param on - Told everything that happens, in order.
 * @param clock - Makes every timer of the socket.
 */
export type OpenSocket = (url: string, on: SocketEvents, clock: Clock) => RoomSocket;

/** Where the identity that the room issued is kept, so that a reload is the same visitor. */
export interface IdentityStore {
  /** The identity of before; null for a new visitor. */
  load(): string | null;
  save(identity: string): void;
  /** The name that the visitor chose here before; null without one. */
  loadName?(): string | null;
  saveName?(name: string): void;
  /** The client is closed; another one on this page may use the same place. */
  release?(): void;
}

/** A site's token, or a function that fetches one: called for every hello and before the token expires. */
export type TokenSource = string | null | (() => string | null | Promise<string | null>);

/**
 * Where the room is, who the visitor is, and what replaces the browser's own parts.
 *
 * @example
 * const options: ClientOptions = {
 *   host: 'rooms.example.com',
 *   room: 'lobby',
 *   token: () => fetch('/token').then((response) => response.text()),
 * };
 */
export interface ClientOptions {
  /** The room server: a host, with or without `https://` before it. */
  readonly host: string;
  /** The room's name, 1 to 64 characters as the server allows them. */
  readonly room: string;
  /** The server's party; `main` unless told otherwise. */
  readonly party?: string;
  /** A token signed by the site, or how to get one: then it is refreshed 30 s before it expires. */
  readonly token?: TokenSource;
  /** An invitation that the visitor followed. */
  readonly invite?: string | null;
  /** The name to be shown to others, at most 32 characters; the room draws one without it. */
  readonly name?: string | null;
  /** The rules that this embed asks for; a room that has rules already keeps its own. */
  readonly rules?: RulesPatch | null;
  /** Whether this client could hold the Odyssey session; `no` unless told otherwise. */
  readonly conduct?: ConductOffer;
  /** Whether somebody watches here; a conductor without a screen says no. */
  readonly watching?: boolean;
  /** Where the issued identity is kept; in memory unless told otherwise. See `storedIdentity`. */
  readonly identity?: IdentityStore;
  /** How the socket is opened; by `partySocket` unless told otherwise. */
  readonly openSocket?: OpenSocket;
  /** The source of time and timers; the machine's own unless told otherwise. */
  readonly clock?: Clock;
  /** A number from 0 to below 1, for the jitter of reconnects; `Math.random` unless told otherwise. */
  readonly random?: () => number;
  /** Told each step of the connection; nothing is logged unless told otherwise. */
  readonly log?: Log;
}

/** How one prompt ended: `applied`, `refused`, `expired`, `withdrawn` or `unconfirmed`. What does not apply is absent. */
export interface SettledReceipt extends Pick<Receipt, 'id' | 'status' | 'text'> {
  /** The prompt as the world performed it. */
  readonly appliedText?: string;
  readonly reason?: Reason;
  /** When it makes sense to try again (room time, ms). */
  readonly retryAt?: number;
  /** The limit that was hit: a count, characters, or seconds. */
  readonly limit?: number;
}

/** Something for the site's developer; visitors need not see it. */
export interface ClientProblem {
  readonly reason: Reason;
  readonly message: string;
  /** The rules of the embed that the room did not take, where it is about them. */
  readonly rules?: readonly string[];
}

/**
 * The address of a room's socket. A host without a scheme is taken as secure, unless it is this machine,
 * or one nearby and the page itself is not secure: what is local has no certificate.
 */
export function roomUrl(host: string, party: string, room: string): string {
  const [, scheme, name = ''] = /^(?:(\w+):\/\/)?(.*?)\/*$/.exec(host.trim()) ?? [];
  const plain = scheme === undefined ? isPlain(name) : scheme === 'http' || scheme === 'ws';
  // The server takes the path segment as it stands, so every client has to write it the same way.
  const spelled = encodeURIComponent(room.normalize('NFC'));
  return `${plain ? 'ws' : 'wss'}://${name}/parties/${party}/${spelled}`;
}

const OWN = /^(([\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])\.?$/;

/** A name without a dot or below `.local`, or an address of a private, shared or link-local network. */
const NEAR =
  /^([\w-]+|([\w-]+\.)+local\.?|(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))(\.\d+){2,3}|\[f([cd]|e80)[\da-f:]*\])$/;

function isPlain(host: string): boolean {
  const isSecurePage = globalThis.location?.protocol === 'https:';
  const name = asciiName(host);
  return OWN.test(name) || (!isSecurePage && NEAR.test(name));
}

/** As a browser looks it up: letters of other scripts as ASCII, a dot of any width as a dot. Empty for no host. */
function asciiName(host: string): string {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return '';
  }
}

/**
 * Gets each step of the life cycle, for a site's own logging.
 *
 * @param name - A word for the step, as `connection` or `session`.
 * @param fields - What belongs to it; no secrets and nobody's text.
 */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  name: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export const silent: Log = () => {};

/** Why the room does not let this visitor in. */
interface KeptOut {
  readonly reason: Reason;
  /** A moderator's own words on it. */
  readonly why?: string;
}

/** The connection to the room. Instants are this page's clock, ms. */
export type ConnectionStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** Lost; `retryAt` is when the next attempt begins, null while one is under way. */
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly retryAt: number | null;
      /** Said by a room that takes nobody in for now. */
      readonly lockedOut?: KeptOut;
    }
  /** The room said that coming back cannot help. */
  | ({ readonly status: 'refused' } & KeptOut)
  | { readonly status: 'closed' };

/**
 * A visitor's view of the room: what the room last said, and the state of the connection. Frozen
 * and replaced as a whole, so that `===` tells whether anything changed.
 */
export interface ClientView {
  readonly connection: ConnectionStatus;
  /** Null until the room has said welcome; kept, as last heard, while reconnecting. */
  readonly room: RoomView | null;
  readonly you: You | null;
  /** The visitor's own prompts, oldest first, the last ten. */
  readonly receipts: readonly Receipt[];
  /** What only moderators see; null unless they opened it and the room can be reached. */
  readonly desk: Desk | null;
  /** Add it to this page's clock to get room time (ms). */
  readonly clockOffsetMs: number;
}

export const EMPTY_VIEW: ClientView = Object.freeze<ClientView>({
  connection: { status: 'idle' },
  room: null,
  you: null,
  receipts: [],
  desk: null,
  clockOffsetMs: 0,
});
