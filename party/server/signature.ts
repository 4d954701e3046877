import { base64url } from 'jose';
import { fromBase64, toBase64 } from '../../src/protocol/encoding.js';

/** A hash that only the holder of the key can make, in letters that are allowed in an address. */
export async function keyedHash(text: string, key: Uint8Array): Promise<string> {
  return base64url.encode(await hmac(text, key));
}

/**
 * The headers that prove to the owner's server where a message comes from, and that it is fresh and
 * unchanged, as Standard Webhooks has them. The secret is `whsec_` and base64, or any other text.
 */
export async function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly at: number; readonly body: string },
): Promise<Record<string, string>> {
  const { id, at, body } = message;
  const seconds = String(Math.floor(at / 1000));
  const signed = await hmac(`${id}.${seconds}.${body}`, keyBytes(secret));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${toBase64(signed)}`,
  };
}

function keyBytes(secret: string): Uint8Array {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  return base64 === undefined ? new TextEncoder().encode(secret) : fromBase64(base64);
}

async function hmac(text: string, key: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, [
    'sign',
  ]);
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytes));
}
