import { createServer } from 'node:http';
import { Room, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { answerOf, changeNow } from './words.ts';

/** Colyseus with one room that has no state, in a process of its own. */
class Lobby extends Room {
  onCreate() {
    this.setPatchRate(null);
    this.onMessage('said', (client, message) => {
      const answer = answerOf(message);
      if (answer === null) this.broadcast('told', changeNow());
      else client.send('told', answer);
    });
  }
}

const http = createServer();
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false });
server.define('lobby', Lobby);
await server.listen(0, '127.0.0.1');
process.send?.(http.address().port);
process.once('disconnect', () => process.exit());
