import { WebSocket, WebSocketServer } from 'ws';
import { answerOf, changeNow } from './words.js';

/** The package `ws` on Node with nothing else, in a process of its own. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const answer = answerOf(String(data));
    if (answer !== null) return socket.send(answer);
    const change = changeNow();
    for (const other of server.clients) if (other.readyState === WebSocket.OPEN) other.send(change);
  });
});

server.on('listening', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.once('disconnect', () => process.exit());
