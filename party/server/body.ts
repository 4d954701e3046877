/** More of a body than this is never read; its sender may wait for the next answer. */
const DISCARDED_BYTES_MAX = 64 * 1024;

/**
 * A body as text; null when it has more than `bytesMax` bytes. Up to `readMax` bytes are read all
 * the same and discarded.
 */
export async function readText(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
  readMax = bytesMax,
): Promise<string | null> {
  if (body === null) return '';
  const reader = body.getReader();
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

/**
 * A request's body as text; null when it has more than `bytesMax` bytes. It is read to its end, within
 * limits: a local runtime (workerd under `wrangler dev`) that answers before it has the whole body
 * never answers the next request on that connection.
 */
export function readRequest(request: Request, bytesMax: number): Promise<string | null> {
  return readText(request.body, bytesMax, DISCARDED_BYTES_MAX);
}

/** Reads and discards what nobody has read of a request's body, for the same reason. */
export async function drainRequest(request: Request): Promise<void> {
  if (request.bodyUsed) return;
  // A sender that is gone reads no answer.
  await readRequest(request, 0).catch(() => undefined);
}
