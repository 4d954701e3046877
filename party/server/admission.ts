import { drainRequest } from './body.js';

/**
 * The admission of requests, before they reach a room's object: both platforms have static hooks for
 * it. Only the address and the headers are looked at here; who is allowed to do what is decided in
 * the room, from the context in `request-context.ts`.
 */

/** The longest address that a page may connect with. */
const URL_LENGTH_MAX = 1_500;

/** Set by the platform's own router for its objects; from outside they are forged. */
const ROUTER_HEADERS = ['x-partykit-props', 'x-partykit-room', 'x-partykit-namespace'] as const;

/**
 * Admits an HTTP request to a room.
 *
 * @param request - As the platform got it.
 * @returns The request to pass on, or the response that refuses it: 404 for an address that names no
 * room, 414 for one of more than 1,500 characters.
 * @example
 * static onBeforeRequest(request) {
 *   return admitRequest(request);
 * }
 */
export async function admitRequest(request: Request): Promise<Request | Response> {
  const refused = refusalOf(request.url);
  if (refused !== null) {
    await drainRequest(request);
    return refused;
  }
  const headers = new Headers(request.headers);
  for (const name of ROUTER_HEADERS) headers.delete(name);
  return new Request(request, { headers });
}

/**
 * Admits a socket to a room, under the same conditions as `admitRequest`. The connection's id is made
 * here: a page that chose its own could take another page's.
 */
export async function admitSocket(request: Request): Promise<Request | Response> {
  const admitted = await admitRequest(request);
  if (admitted instanceof Response) return admitted;
  const url = new URL(admitted.url);
  url.searchParams.set('_pk', crypto.randomUUID());
  return new Request(url.href, admitted);
}

/** Refuses a request to what exists for the platform's own objects alone. */
export async function refuseOutsider(request: Request): Promise<Response> {
  await drainRequest(request);
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

/** `/parties/{party}/{room}`; PartyKit also takes `/party/{room}` for its main party. */
const PATH = /^\/(?:parties\/[^/]+|party)\/([^/]+)/;

/**
 * The name of the room that an address means. Both platforms keep one object per spelling of a name,
 * so only the spelling of `encodeURIComponent` is accepted: another one would be a second room with
 * the same name.
 *
 * @returns Null for an address that names no room, or not in that spelling.
 * @example
 * roomName('https://rooms.example/parties/main/my%20lobby/state'); // 'my lobby'
 */
export function roomName(url: string): string | null {
  const spelled = PATH.exec(new URL(url).pathname)?.[1];
  if (spelled === undefined) return null;
  try {
    const name = decodeURIComponent(spelled);
    return encodeURIComponent(name) === spelled ? name : null;
  } catch {
    return null;
  }
}
