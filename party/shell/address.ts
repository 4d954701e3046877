import { keyedHash } from './token.js';

/**
 * The sender's network address, by the one header that a sender cannot set: Cloudflare's own, which
 * overwrites whatever came in. `X-Forwarded-For` is anybody's to forge. Null anywhere else.
 */
export function addressOf(request: Request): string | null {
  return request.headers.get('CF-Connecting-IP')?.trim() || null;
}

/** What the room knows of it: the same for the same address, and of no use to anybody else. */
export async function addressHash(address: string | null, key: Uint8Array): Promise<string | null> {
  if (address === null) return null;
  return (await keyedHash(`address ${network(address)}`, key)).slice(0, 22);
}

/** One household has many addresses of the long kind: the first half is what they share. */
function network(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = tail.split(':').filter((group) => group !== '');
  const missing = Math.max(0, 8 - first.length - last.length);
  const groups = address.includes('::') ? [...first, ...Array(missing).fill('0'), ...last] : first;
  return groups
    .slice(0, 4)
    .map((group) => String(group).replace(/^0+(?=.)/, ''))
    .join(':');
}
