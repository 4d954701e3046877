import { drain } from './drain.js';
import { roomName } from './room-name.js';

/** The longest address a page may connect with. */
const URL_LENGTH_MAX = 1_500;

/** What the platform's own router tells an object; from outside it would be a forgery. */
const ROUTER_HEADERS = ['x-partykit-props', 'x-partykit-room', 'x-partykit-namespace'] as const;

/** A request as the room may see it, or why it goes no further. */
export async function admitRequest(request: Request): Promise<Request | Response> {
  const refusal = refusalOf(request.url);
  if (refusal !== null) {
    await drain(request);
    return refusal;
  }
  const headers = new Headers(request.headers);
  for (const name of ROUTER_HEADERS) headers.delete(name);
  return new Request(request, { headers });
}

/** The same for a socket. Its id is never taken from the page, which could copy another's. */
export async function admitSocket(request: Request): Promise<Request | Response> {
  const admitted = await admitRequest(request);
  if (admitted instanceof Response) return admitted;
  const url = new URL(admitted.url);
  url.searchParams.set('_pk', crypto.randomUUID());
  return new Request(url.href, admitted);
}

/** For an address that nobody outside is to know of. */
export async function nowhere(request: Request): Promise<Response> {
  await drain(request);
  return refusal(404, 'Not found');
}

function refusalOf(url: string): Response | null {
  if (url.length > URL_LENGTH_MAX) return refusal(414, 'The address is too long.');
  if (roomName(url) !== null) return null;
  return refusal(404, 'No room has this address: write its name as encodeURIComponent does.');
}

function refusal(status: number, sentence: string): Response {
  return new Response(sentence, { status });
}
