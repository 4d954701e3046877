import * as v from 'valibot';

/**
 * The origins whose pages may connect, as the owner lists them: `https://example.org`, a pattern
 * `https://*.example.org` for all below a domain, `http://localhost:*` for every port, or `*`.
 */

/** A scheme, a host that may begin with `*.`, and a port that may be `*`. */
const PATTERN = /^(https?):\/\/(\*\.)?([^/?#@:*[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}|\*))?$/i;

/** Browsers send no origin that is longer. */
const ORIGIN_LENGTH_MAX = 300;

/** One entry in the spelling that browsers use; null where no page can ever be of such an origin. */
function normalized(entry: string): string | null {
  if (entry === '*') return entry;
  const [, scheme, below = '', host, port] = PATTERN.exec(entry) ?? [];
  if (scheme === undefined || host === undefined) return null;
  // The parser lowers letters, writes foreign ones as ASCII, and drops a default port.
  const address = `${scheme}://${host}${port === undefined || port === '*' ? '' : `:${port}`}`;
  try {
    const url = new URL(address);
    return `${url.protocol}//${below}${url.host}${port === '*' ? ':*' : ''}`;
  } catch {
    return null;
  }
}

const EXAMPLE = 'https://example.org';

/** What the owner most likely meant by an entry that cannot be read: its scheme, host and port alone. */
function nearestOrigin(entry: string): string {
  const [first = ''] = typedAsAscii(entry)
    .replace(/["'`<>]/g, '')
    .trim()
    .split(/[\s;]/);
  if (/^https?:\/\/\*$/i.test(first)) return '*';
  if (!/[.:]|localhost/i.test(first)) return EXAMPLE;
  const [, written = '', rest = ''] =
    /^(?:([a-z*][a-z+.-]*)(?::\/+|\/\/+))?(.*)$/i.exec(first) ?? [];
  const isNear = /^(?:[^/?#]*\.)?localhost\b|^127\.|^\[|^[^/?#:]*\.local\b/i.test(rest);
  const scheme = /^(?:http|ws)$/i.test(written) || (written === '' && isNear) ? 'http' : 'https';
  const [host = ''] = /^[^/?#]*/.exec(rest) ?? [];
  const tries = [
    host,
    host.replace(/:\d*\*$/, ':*'),
    host.replace(/\*+\.?/, '*.').replace(/\.{2,}/g, '.'),
    host.replace(/:[^:\]]*$/, ''),
  ];
  for (const one of tries) {
    const origin = normalized(`${scheme}://${one}`);
    if (origin !== null) return origin;
  }
  return EXAMPLE;
}

/** With the signs of an address as keyboards of all scripts mean them: full-width ones, and every dot. */
export function typedAsAscii(address: string): string {
  return address.normalize('NFKC').replace(/。/g, '.');
}

/** Reads one entry of the list; its issue says what to write instead. */
export const OriginSchema = v.pipe(
  v.string(),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const origin = normalized(value);
    if (origin !== null) return origin;
    addIssue({
      message: `has "${value.slice(0, 80)}", which is the origin of no page: write ${nearestOrigin(value)}, without a path`,
    });
    return NEVER;
  }),
);

/** Whether an origin, as a browser sends it, is on the list. */
export function isListedOrigin(origin: string, listed: readonly string[]): boolean {
  return listed.includes('*') || listed.includes(origin) || listed.some((one) => fits(origin, one));
}

function fits(origin: string, listed: string): boolean {
  if (!listed.includes('*') || origin.length > ORIGIN_LENGTH_MAX) return false;
  const pattern = listed
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace('*\\.', '(?:[a-z\\d_-]+\\.)+')
    .replace(/:\*$/, '(?::\\d{1,5})?');
  return new RegExp(`^${pattern}$`).test(origin);
}

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
