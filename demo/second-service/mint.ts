import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRouter, json } from '../world/http/router.js';

/**
 * The room server asks Odyssey's API for a session's credentials, at `ODYSSEY_API_URL`. This answers it in its
 * words with a client token of Decart's; Decart's key stays here. Pages of the site get theirs at `/viewer-key`.
 */
export async function startMint(decartUrl: string, apiKey: string) {
  const clientToken = async (): Promise<string> => {
    const response = await fetch(`${decartUrl}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ expiresIn: 600 }),
    });
    if (!response.ok) throw new Error(`The service refuses its key: ${response.status}`);
    return ((await response.json()) as { apiKey: string }).apiKey;
  };
  let sessions = 0;
  const handle = createRouter([
    {
      method: 'POST',
      path: '/auth/token',
      answer: () => json(200, { access_token: 'mint', token_type: 'bearer', expires_in: 3600 }),
    },
    { method: 'GET', path: '/regions', answer: () => json(200, { regions: [] }) },
    {
      method: 'POST',
      path: '/sessions/request',
      answer: () => {
        sessions += 1;
        return json(200, { session_id: String(sessions), signalling_url: decartUrl });
      },
    },
    {
      method: 'POST',
      path: '/sessions/token',
      answer: async (request) => {
        const claims = { ...((await request.json()) as object), key: await clientToken() };
        // The SDK, with which the room server asks, reads the session's id out of a JWT's middle.
        const session_token = `.${Buffer.from(JSON.stringify(claims)).toString('base64')}.`;
        return json(200, { session_token, expires_in: 600 });
      },
    },
    {
      method: 'GET',
      path: '/viewer-key',
      answer: async () => ({ status: 200, body: await clientToken() }),
    },
  ]);
  const server = createServer((request, response) => void handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}
