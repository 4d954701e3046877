import type { Watch } from '../../../src/protocol/view.js';
import type { Broadcast } from './state.js';

/**
 * Where viewers may be sent. A host is written `name`, `name:port` or `*.name`, which stands for all
 * below that name; with `http://` before it, it need not have TLS.
 */

/** What the room learned: of the service's answers and of conductors that the site signed for. */
const LEARNED_MAX = 16;

/** Whether viewers may be sent where a conductor says that they can watch. */
type WatchJudgement =
  /** As it may be told; `refused` is a host that was left out. */
  | { readonly ok: true; readonly watch: Watch; readonly refused: string | null }
  | { readonly ok: false; readonly refused: string };

/**
 * Judges what a conductor reported. HLS alone may be at a host of its own: where that is not allowed
 * there is no HLS.
 */
export function judgeWatch(
  hosts: Broadcast['streamHosts'],
  watch: Watch,
  isSigned: boolean,
): WatchJudgement {
  const allowed = [...hosts.set, ...hosts.learned];
  const judge = (address: string) => judgeAddress(allowed, address, isSigned);
  const webrtc = judge(watch.webrtcUrl);
  if (!webrtc.ok) return { ok: false, refused: webrtc.host };
  const hls = watch.hlsUrl === null ? null : judge(watch.hlsUrl);
  if (hls === null || hls.ok) return { ok: true, watch, refused: null };
  if (!hls.isAddress) return { ok: false, refused: hls.host };
  return { ok: true, watch: { ...watch, hlsUrl: null }, refused: hls.host };
}

/** The hosts of what was judged good, by which the service is known from now on. */
export function learnHosts(
  { learned }: Broadcast['streamHosts'],
  addresses: readonly (string | null)[],
): string[] {
  const hosts = addresses.flatMap((address) => hostOf(address) ?? []);
  const known = learned.filter((host) => !hosts.includes(host));
  return [...known, ...new Set(hosts)].slice(-LEARNED_MAX);
}

/** The host of an address, as `learned` has it; null where it is none. */
export function hostOf(address: string | null): string | null {
  const url = parsed(address);
  if (url === null) return null;
  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:';
  // On this computer every port is another program.
  const name = isLoopback(url.hostname) ? url.host : url.hostname;
  return isSecure || isLoopback(url.hostname) ? name : `http://${name}`;
}

type AddressJudgement =
  | { readonly ok: true }
  /** `isAddress`: an address like any other, only not one of the service's. */
  | { readonly ok: false; readonly host: string; readonly isAddress: boolean };

function judgeAddress(
  allowed: readonly string[],
  address: string,
  isSigned: boolean,
): AddressJudgement {
  const url = parsed(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.username !== '' || url.password !== '') {
    return { ok: false, host: (url?.protocol ?? 'no address').slice(0, 100), isAddress: false };
  }
  const isOpen = url.protocol === 'http:' && !isLoopback(url.hostname);
  if (isSigned && url.protocol === 'https:') return { ok: true };
  const isNamed = allowed.some(
    (host) => (!isOpen || host.startsWith('http://')) && isAt(url, host.replace('http://', '')),
  );
  return isNamed ? { ok: true } : { ok: false, host: url.host, isAddress: true };
}

/** Only what every reader takes for the same address: a space, say, is taken out by some. */
function parsed(address: string | null): URL | null {
  if (address === null || !/^[a-z]+:[!-[\]-~]+$/.test(address)) return null;
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function isAt({ hostname, port }: URL, host: string): boolean {
  const [, name = host, itsPort] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  if (itsPort !== undefined && itsPort !== port) return false;
  if (name.startsWith('*.')) return hostname.endsWith(name.slice(1));
  return name === hostname || (isLoopback(name) && isLoopback(hostname) && itsPort !== undefined);
}

function isLoopback(hostname: string): boolean {
  return /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
