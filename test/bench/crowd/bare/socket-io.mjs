import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { answerOf, changeNow } from './words.ts';

/** Socket.IO with nothing else, in a process of its own. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
  socket.on('said', (message) => {
    const answer = answerOf(message);
    if (answer === null) io.emit('told', changeNow());
    else socket.emit('told', answer);
  });
});

http.listen(0, '127.0.0.1', () => process.send?.(http.address().port));
process.once('disconnect', () => process.exit());
