import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real server on this computer, for as long as `use` takes; returns what it heard. */
export async function serving(
  answer: RequestListener,
  use: (url: string) => Promise<void>,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ path: request.url ?? '', headers: request.headers, body });
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/judge`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return heard;
}
