import type { ConductOffer } from '../protocol/messages.js';
import type { Reason } from '../protocol/reasons.js';
import type { Receipt } from '../protocol/receipt.js';
import type { RulesPatch } from '../protocol/rules.js';

/** Time, as everything with timers here is given it: real in a page, by hand in tests. */
export interface Clock {
  /** This machine's time, ms since 1970. */
  now(): number;
  /** Runs once after `ms`; the returned function calls it off. */
  setTimer(run: () => void, ms: number): () => void;
}

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
  /** The line is lost or could not be made. Answers how long to wait (ms), or null to give up. */
  lost(code: number, reason: string): number | null;
}

/** The client's narrow view of a socket that reconnects by itself. */
export interface RoomSocket {
  /** False when there is no open line; nothing is kept to be sent later. */
  send(text: string): boolean;
  /** Drops the line, which counts as lost, and makes a new one. */
  reconnect(): void;
  /** The end: no event follows, no timer and no listener stays. */
  close(): void;
}

export type OpenSocket = (url: string, on: SocketEvents, clock: Clock) => RoomSocket;

/** Where the identity that the room issued is kept, so that a reload is the same visitor. */
export interface IdentityStore {
  load(): string | null;
  save(identity: string): void;
  /** The client is closed; another one on this page may use the same place. */
  release?(): void;
}

/** A site's token, or how the page gets one: it is asked whenever a fresh one is needed. */
export type TokenSource = string | null | (() => string | null | Promise<string | null>);

export interface ClientOptions {
  /** The room server: a host, with or without `https://` before it. */
  readonly host: string;
  readonly room: string;
  /** The server's party; `main` unless told otherwise. */
  readonly party?: string;
  /** A token signed by the site, or how to get one: then it is renewed before it runs out. */
  readonly token?: TokenSource;
  /** An invitation that the visitor followed. */
  readonly invite?: string | null;
  /** The name to be shown to others. */
  readonly name?: string | null;
  /** The rules that this embed asks for. */
  readonly rules?: RulesPatch | null;
  /** Whether this client could hold the Odyssey session; `no` unless told otherwise. */
  readonly conduct?: ConductOffer;
  /** Whether somebody watches here; a conductor without a screen says no. */
  readonly watching?: boolean;
  readonly identity?: IdentityStore;
  readonly openSocket?: OpenSocket;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly log?: Log;
}

/** How one prompt ended. Its status is one of the settled ones; what does not apply is absent. */
export interface SettledReceipt extends Pick<Receipt, 'id' | 'status' | 'text'> {
  readonly appliedText?: string;
  readonly reason?: Reason;
  /** When it makes sense to try again (room time, ms). */
  readonly retryAt?: number;
  /** The limit that was hit. */
  readonly limit?: number;
}

/** Something for the site's developer; visitors need not see it. */
export interface ClientProblem {
  readonly reason: Reason;
  readonly message: string;
}

/** The address of a room's socket. A host without a scheme is taken as secure, unless it is near. */
export function roomUrl(host: string, party: string, room: string): string {
  const [, scheme, bare] = /^(?:(\w+):\/\/)?(.*?)\/*$/.exec(host.trim()) ?? [];
  const name = bare ?? '';
  const plain = scheme === undefined ? isNear(name) : scheme === 'http' || scheme === 'ws';
  // The server takes the path segment as it stands, so every client has to write it the same way.
  return `${plain ? 'ws' : 'wss'}://${name}/parties/${party}/${encodeURIComponent(room)}`;
}

const NEAR =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)(:\d+)?(\/|$)/;

function isNear(host: string): boolean {
  return NEAR.test(host);
}

/** Life-cycle steps, for whoever wants to follow them; nothing is printed unless someone does. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  name: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export const silent: Log = () => {};
