import { WebSocket } from 'ws';
import { helloOf } from '../../support/people.js';

/** As many as one address may have. */
const PER_ADDRESS = 100;
const AT_ONCE = 25;

/**
 * Viewers who are let in and then only hear, from addresses that the header names. What they are told is
 * not read: that would cost as much as the room does. Resolves with what makes them leave.
 */
export async function crowdOf(
  count: number,
  { host, room, header }: { host: string; room: string; header: string },
): Promise<() => void> {
  const sockets: WebSocket[] = [];
  const enter = (index: number) =>
    new Promise<void>((resolve, reject) => {
      const address = `10.1.${Math.floor(index / PER_ADDRESS)}.1`;
      const headers = { Origin: `http://${host}`, [header]: address };
      const socket = new WebSocket(`ws://${host}/parties/main/${room}`, { headers });
      sockets.push(socket);
      socket.once('open', () => socket.send(JSON.stringify(helloOf())));
      socket.once('message', () => resolve());
      socket.once('close', (code) => reject(new Error(`A viewer was sent away: ${code}.`)));
      socket.on('error', () => undefined);
    });
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - from);
    await Promise.all(Array.from({ length: some }, (_, index) => enter(from + index)));
  }
  return () => {
    for (const socket of sockets) socket.terminate();
  };
}
