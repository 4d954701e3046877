import type { Clock } from './clock.js';

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
