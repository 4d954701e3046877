import { roomUrl } from '../../client/client-options.js';
import { DOCS, type Embed, serverOf } from './wrong.js';

interface PolicyHint {
  readonly sentence: string;
  readonly directive: string;
  readonly server: string;
}

/** What is blocked by the page's own policy, when that concerns the element. */
export function policyHint(
  element: Embed,
  { effectiveDirective, blockedURI, sourceFile }: SecurityPolicyViolationEvent,
): PolicyHint | null {
  const server = hostOf(blockedURI);
  const ours = [ownScript(), hostOf(roomUrl(serverOf(element), 'main', 'x'))];
  const isOurs = ours.includes(server) || hostOf(sourceFile) === ownScript();
  if (!isOurs || server === null) return null;
  const source = /^(blob|data)/.exec(blockedURI)?.[0];
  const blocked = source === undefined ? new URL(blockedURI).origin : `${source}:`;
  const wanted =
    source === undefined ? originsOf(server, blockedURI, effectiveDirective) : `${source}:`;
  return {
    server,
    directive: effectiveDirective,
    sentence:
      `the page's Content-Security-Policy blocks ${blocked}: add ${wanted} to its ${effectiveDirective}. ` +
      `${DOCS}#content-security-policy`,
  };
}

/** A room is reached by HTTP and by a socket. */
function originsOf(server: string, blockedURI: string, directive: string): string {
  const isPlain = /^(http|ws):/.test(blockedURI);
  const schemes = isPlain ? ['http', 'ws'] : ['https', 'wss'];
  return directive === 'connect-src'
    ? schemes.map((scheme) => `${scheme}://${server}`).join(' ')
    : `${schemes[0]}://${server}`;
}

function ownScript(): string | null {
  return hostOf(import.meta.url);
}

/** Null for what is no address, as `inline`. */
function hostOf(address: string | null): string | null {
  try {
    return new URL(address ?? '').host;
  } catch {
    return null;
  }
}
