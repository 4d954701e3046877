import type { Credentials } from '../../src/protocol/conducting.js';

/** The part of a WebSocket that is needed here. */
interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  send(text: string): void;
  close(): void;
}

const ANSWER_LIMIT_MS = 10_000;

/**
 * Gives the place of a session back that nobody will use. The service has no request for that, but
 * frees the place of a client that says goodbye: so this is one for as long as that takes. Resolves
 * with whether it was said; never rejects.
 */
export function handBack(
  { signalingUrl, sessionId, sessionToken }: Credentials,
  openSocket: (url: string) => Socket = (url) => new WebSocket(url),
): Promise<boolean> {
  const address = signalingUrl.replace(/^http/, 'ws').replace(/\/+$/, '');
  const url = `${address}/client/${sessionId}?token=${encodeURIComponent(sessionToken)}`;
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const settle = (isSaid: boolean) => {
      if (timer !== null) clearTimeout(timer);
      resolve(isSaid);
    };
    try {
      const socket = openSocket(url);
      timer = setTimeout(() => {
        settle(false);
        socket.close();
      }, ANSWER_LIMIT_MS);
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ type: 'client_disconnecting' }));
        settle(true);
        socket.close();
      });
      for (const failed of ['close', 'error'] as const) {
        socket.addEventListener(failed, () => settle(false));
      }
    } catch {
      settle(false);
    }
  });
}
