import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** Verifies webhooks as the library's users do, and prints the type of each; "refused" otherwise. */

const [secret = '', format] = process.argv.slice(2);
const webhook = new Webhook(secret, format === 'raw' ? { format } : {});
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  try {
    const event = webhook.verify(body, request.headers);
    console.log(event.type);
    response.writeHead(204).end();
  } catch {
    console.log('refused');
    response.writeHead(401).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
