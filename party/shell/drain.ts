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
