/** Whoever sends more than this is cut off. */
const READ_AT_MOST = 64 * 1024;

/**
 * A body as text; null when it has more bytes than `limit`. A little more than that is read all the
 * same: some runtimes answer the next request on the line only when this one's body was read.
 */
export async function readBody(request: Request, limit: number): Promise<string | null> {
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes <= READ_AT_MOST) {
    const { done, value } = await reader.read();
    if (done) return bytes > limit ? null : text + decoder.decode();
    bytes += value.byteLength;
    if (bytes <= limit) text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return null;
}
