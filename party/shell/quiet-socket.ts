import type { RoomSocket } from './room-host.js';

/** What both platforms' connections can do. */
export interface Connection {
  readonly id: string;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** The bytes a close frame has for its reason. */
const REASON_LENGTH_MAX = 120;

/** A socket that never throws: what cannot be sent is lost, and its close event tells. */
export function quietSocket(connection: Connection): RoomSocket {
  return {
    send: (text) => {
      try {
        connection.send(text);
      } catch {}
    },
    close: (code, reason) => {
      try {
        connection.close(code, reason.slice(0, REASON_LENGTH_MAX));
      } catch {}
    },
  };
}
