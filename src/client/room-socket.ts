import ReconnectingSocket from 'partysocket/ws';
import { CLOSE_CODE } from '../protocol/close-codes.js';
import type { OpenSocket } from './client-options.js';

/** How long one attempt to connect may take. */
const ATTEMPT_LIMIT_MS = 8_000;

/**
 * PartyKit's own socket behind our port. It reconnects by itself. The client decides when: the
 * delay is spent in the address callback, which partysocket calls before every attempt.
 *
 * @param options - `WebSocket`: the `ws` package's class, for a Node without its own.
 * @example new BroadcastClient({ host, room, openSocket: partySocket({ WebSocket }) });
 */
export function partySocket(
  options: {
    /** For a Node without its own: the `ws` package's class. */
    readonly WebSocket?: unknown;
  } = {},
): OpenSocket {
  return (url, on, clock) => {
    let closed = false;
    let delay: number | null = 0;
    let stopWaiting = () => {};
    const address = () =>
      new Promise<string>((resolve) => {
        stopWaiting = clock.setTimer(() => {
          on.trying();
          resolve(url);
        }, delay ?? 0);
      });
    const socket = new ReconnectingSocket(address, undefined, {
      ...options,
      connectionTimeout: ATTEMPT_LIMIT_MS,
      minReconnectionDelay: 0,
      // A message queued for a lost connection would be sent on the next one before its hello.
      maxEnqueuedMessages: 0,
      shouldReconnectOnClose({ code, reason }: { code: number; reason?: string }) {
        if (closed) return false;
        delay = on.lost(code, reason ?? '');
        return delay !== null;
      },
    });
    socket.onopen = () => on.opened();
    socket.onmessage = ({ data }) => on.heard(data);
    return {
      send: (text) => socket.readyState === socket.OPEN && socket.send(text),
      reconnect() {
        // A socket that is closing reports no close any more.
        if (socket.readyState !== socket.OPEN) delay = on.lost(CLOSE_CODE.silent, '');
        socket.reconnect(CLOSE_CODE.silent);
      },
      close() {
        closed = true;
        stopWaiting();
        socket.onopen = null;
        socket.onmessage = null;
        socket.close();
      },
    };
  };
}
