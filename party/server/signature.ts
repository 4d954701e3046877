/** Signs what the room sends to its owner's servers, as Standard Webhooks has it. */

/** The headers that prove where a message comes from, and that it is fresh and unchanged. */
export async function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly at: number; readonly body: string },
): Promise<Record<string, string>> {
  const { id, at, body } = message;
  const seconds = String(Math.floor(at / 1000));
  const use = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', new Uint8Array(keyBytes(secret)), use, false, [
    'sign',
  ]);
  const text = new TextEncoder().encode(`${id}.${seconds}.${body}`);
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, text));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${btoa(String.fromCharCode(...signed))}`,
  };
}

/** `whsec_` and base64, as the standard writes keys; any other secret is taken as it is. */
function keyBytes(secret: string): Uint8Array {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  if (base64 === undefined) return new TextEncoder().encode(secret);
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
