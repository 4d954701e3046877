import { BOUNDS } from './bounds.js';

/** A body as text; null when it has more than `bytesMax` bytes. */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<string | null> {
  return body === null ? '' : readFrom(body.getReader(), bytesMax, bytesMax);
}

/** What was read of a request's body, or why it was not. */
type Body =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'too-large' | 'too-late' };

/**
 * A request's body as text. It is read to its end, within limits: a local runtime (workerd under
 * `wrangler dev`) that answers before it has the whole body never answers the next request on that
 * connection. One whose sender stops halfway is given up.
 */
export async function readRequest(
  { body }: Pick<Request, 'body'>,
  bytesMax: number,
  limitMs: number = BOUNDS.bodyMs.max,
): Promise<Body> {
  if (body === null) return { ok: true, text: '' };
  const reader = body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    // Which ends the read under way.
    reader.cancel().catch(() => undefined);
  }, limitMs);
  try {
    const text = await readFrom(reader, bytesMax, BOUNDS.bodyBytes.max);
    if (isLate) return { ok: false, reason: 'too-late' };
    return text === null ? { ok: false, reason: 'too-large' } : { ok: true, text };
  } finally {
    clearTimeout(timer);
  }
}

/** Reads and discards what nobody has read of a request's body, for the same reason. */
export async function drainRequest(request: Request): Promise<void> {
  if (request.bodyUsed) return;
  // A sender that is gone reads no answer.
  await readRequest(request, 0).catch(() => undefined);
}

/** Null for more than `bytesMax` bytes; up to `readMax` are read all the same and discarded. */
async function readFrom(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  bytesMax: number,
  readMax: number,
): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes <= readMax) {
    const { done, value } = await reader.read();
    if (done) return bytes > bytesMax ? null : text + decoder.decode();
    bytes += value.byteLength;
    if (bytes <= bytesMax) text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return null;
}
