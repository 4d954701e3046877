import { roomName } from './room-name.js';

/** The longest address a page may connect with. */
const URL_LENGTH_MAX = 1_500;

/** What the platform's own router tells an object; from outside it would be a forgery. */
const ROUTER_HEADERS = ['x-partykit-props', 'x-partykit-room', 'x-partykit-namespace'] as const;

/** A request as the room may see it, or why it goes no further. */
export function admitRequest(request: Request): Request | Response {
  if (request.url.length > URL_LENGTH_MAX) return refusal(414, 'The address is too long.');
  if (roomName(request.url) === null) {
    return refusal(404, 'No room has this address: write its name as encodeURIComponent does.');
  }
  const headers = new Headers(request.headers);
  for (const name of ROUTER_HEADERS) headers.delete(name);
  return new Request(request, { headers });
}

/** The same for a socket. Its id is never taken from the page, which could copy another's. */
export function admitSocket(request: Request): Request | Response {
  const admitted = admitRequest(request);
  if (admitted instanceof Response) return admitted;
  const url = new URL(admitted.url);
  url.searchParams.set('_pk', crypto.randomUUID());
  return new Request(url.href, admitted);
}

function refusal(status: number, sentence: string): Response {
  return new Response(sentence, { status });
}
