import { CLOSE_CODE } from '../protocol/messages.js';
import type { OpenSocket } from './client-options.js';

/** How long one attempt to connect may take. */
const ATTEMPT_LIMIT_MS = 8_000;

/** What browsers report of a connection that was never made, or broke. */
const BROKEN = 1006;

/**
 * A WebSocket that is made again whenever it is lost; the client says when. Nothing is kept to be sent
 * later: on the next connection it would come before the hello.
 *
 * @param options - `WebSocket`: the `ws` package's class, for a Node without its own; `first`: a socket to the
 *   same address that opens already.
 * @example new BroadcastClient({ host, room, openSocket: partySocket({ WebSocket }) });
 */
export function partySocket(
  options: {
    /** For a Node without its own: the `ws` package's class. */
    readonly WebSocket?: unknown;
    /** Opened before, to the same address: it is used once. */
    readonly first?: WebSocket | null;
  } = {},
): OpenSocket {
  // For one address alone: a page that is sent to an audience party opens another one.
  let { first = null } = options;
  return (url, on, clock) => {
    let socket: WebSocket | null = null;
    let cancel = () => {};
    let closed = false;

    const lose = (code: number, reason: string) => {
      drop(CLOSE_CODE.silent);
      const delay = on.lost(code, reason);
      if (delay !== null && !closed) cancel = clock.setTimer(attempt, delay);
    };
    const drop = (code?: number) => {
      cancel();
      const dropped = socket;
      socket = null;
      dropped?.close(code);
    };
    const attempt = () => {
      on.trying();
      if (closed) return;
      try {
        const Socket = (options.WebSocket ?? WebSocket) as typeof WebSocket;
        const opening = first ?? new Socket(url);
        first = null;
        listen(opening);
      } catch {
        // A secure page may not open it at all.
        lose(BROKEN, '');
      }
    };
    const listen = (opening: WebSocket) => {
      socket = opening;
      cancel = clock.setTimer(() => lose(CLOSE_CODE.silent, ''), ATTEMPT_LIMIT_MS);
      // What was dropped may still report something.
      const hear = <Name extends keyof WebSocketEventMap>(
        name: Name,
        heard: (event: WebSocketEventMap[Name]) => void,
      ) => opening.addEventListener(name, (event) => opening === socket && heard(event));
      const opened = () => {
        cancel();
        on.opened();
      };
      hear('open', opened);
      hear('message', ({ data }) => on.heard(data));
      hear('close', ({ code, reason }) => lose(code, reason ?? ''));
      // A close follows; in Node, an error that nobody listens to would end the process.
      hear('error', () => {});
      if (opening.readyState === 1) opened();
      else if (opening.readyState > 1) lose(BROKEN, '');
    };

    cancel = clock.setTimer(attempt, 0);
    return {
      send(text) {
        if (socket?.readyState !== 1) return false;
        socket.send(text);
        return true;
      },
      reconnect: () => lose(CLOSE_CODE.silent, ''),
      hurry() {
        if (socket !== null || closed) return;
        cancel();
        cancel = clock.setTimer(attempt, 0);
      },
      close() {
        closed = true;
        drop();
        first?.close();
      },
    };
  };
}
