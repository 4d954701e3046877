import { WebSocket } from 'ws';
import { helloOf } from '../support/people.js';

/** A hostile crowd in a process of its own, so that what it costs here delays nobody who is measured. */
export interface CrowdOptions {
  readonly url: string;
  readonly header: string;
  readonly addresses: readonly string[];
  /** What each socket says a second. */
  readonly perSecond: number;
}

const { url, header, addresses, perSecond } = JSON.parse(process.argv[2] ?? '') as CrowdOptions;
const OPENED_AT_ONCE = 50;
/** Who is closed for talking gets no place before. */
const AGAIN_MS = 10_000;

const open = new Set<WebSocket>();
let isOver = false;
let said = 0;

/** Comes, says as much as it may, and comes again when it is closed. */
function come(address: string): Promise<void> {
  const socket = new WebSocket(url, { headers: { [header]: address } });
  return new Promise((resolve) => {
    socket.once('open', () => {
      open.add(socket);
      socket.send(JSON.stringify(helloOf()));
      resolve();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      resolve();
      setTimeout(() => isOver || void come(address), AGAIN_MS);
    });
  });
}

function talk(): void {
  said += 1;
  const type = said % 2 === 0 ? 'request-turn' : 'release-turn';
  const words = JSON.stringify({ type, id: `t-${said}` });
  for (const socket of open) if (socket.readyState === WebSocket.OPEN) socket.send(words);
}

for (let index = 0; index < addresses.length; index += OPENED_AT_ONCE) {
  await Promise.all(addresses.slice(index, index + OPENED_AT_ONCE).map(come));
}
process.send?.(open.size);
const timer = setInterval(talk, 1_000 / perSecond);
process.once('message', () => {
  isOver = true;
  clearInterval(timer);
  process.send?.(open.size);
  for (const socket of open) socket.terminate();
  process.disconnect();
});
