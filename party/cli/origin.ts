/** `https` unless the address says otherwise or is on this computer. */
export function originOf(host: string): string {
  if (/^https?:\/\//.test(host)) return host.replace(/\/+$/, '');
  return /^(localhost|127\.|\[::1\])/.test(host) ? `http://${host}` : `https://${host}`;
}
