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

/** More than this is nobody's honest body; whoever sends it may wait for his next answer. */
const BYTES_MAX = 64 * 1024;

/**
 * Reads what nobody has read of a request's body. A local runtime (workerd under `wrangler dev`)
 * that answers before it has the whole body never answers the next request on that connection.
 */
export async function drain(request: Request): Promise<void> {
  if (request.bodyUsed || request.body === null) return;
  const reader = request.body.getReader();
  try {
    for (let bytes = 0; bytes < BYTES_MAX; ) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // Whoever sent it is gone, and reads no answer.
  }
}

/** `/parties/{party}/{room}`; PartyKit also takes `/party/{room}` for its main party. */
const PATH = /^\/(?:parties\/[^/]+|party)\/([^/]+)/;

/**
 * The room that an address means. Both platforms keep one object per spelling, so a name has one
 * spelling only; null for any other, which would be a room beside it with the same name and rights.
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
