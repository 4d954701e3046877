/** Longer than any address. */
const ADDRESS_LENGTH_MAX = 64;

/**
 * The address that a request comes from, by the header that the owner says their platform sets; null
 * where they name none, since anybody can send any other. Proxies add to a list: the last entry is the
 * nearest one's.
 */
export function addressOf(request: Request, header: string | null): string | null {
  if (header === null) return null;
  const address = request.headers.get(header)?.split(',').at(-1)?.trim() ?? '';
  return address === '' || address.length > ADDRESS_LENGTH_MAX ? null : address;
}

/** What counts as one address: a household has many of IPv6, which share the first four groups. */
export function networkOf(address: string): string {
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
