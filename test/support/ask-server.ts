/** An answer takes milliseconds; after this the request counts as lost. */
const ANSWER_LIMIT_MS = 20_000;

/**
 * Asks a room server over HTTP. In one of many runs `wrangler dev` never answers a request: one that only
 * reads is asked once more then, and it is said.
 */
export async function askServer(url: string, init: RequestInit = {}): Promise<Response> {
  const { method = 'GET', signal } = init;
  const onlyReads = method === 'GET' || method === 'HEAD';
  if (!onlyReads || signal != null) return fetch(url, init);
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), ANSWER_LIMIT_MS);
  try {
    return await fetch(url, { ...init, signal: abort.signal });
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    console.log(`${url} was not answered within ${ANSWER_LIMIT_MS} ms: asked again`);
    return await fetch(url, init);
  } finally {
    clearTimeout(limit);
  }
}
