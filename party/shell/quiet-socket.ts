import { byteLength } from '../../src/protocol/limits.js';
import type { RoomSocket } from './guests.js';

/** What both platforms' connections can do. */
export interface Connection {
  readonly id: string;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** The bytes a close frame has for its reason. */
const REASON_BYTES_MAX = 123;

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
        connection.close(code, cut(reason));
      } catch {}
    },
  };
}

/** Never within a character, which would make the frame invalid. */
function cut(text: string): string {
  const letters = [...text];
  while (byteLength(letters.join('')) > REASON_BYTES_MAX) letters.pop();
  return letters.join('');
}
