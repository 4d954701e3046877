/** The address of a room's socket. A host without a scheme is taken as secure, unless it is near. */
export function roomUrl(host: string, party: string, room: string): string {
  const [, scheme, bare] = /^(?:(\w+):\/\/)?(.*?)\/*$/.exec(host.trim()) ?? [];
  const name = bare ?? '';
  const plain = scheme === undefined ? isNear(name) : scheme === 'http' || scheme === 'ws';
  // The server takes the path segment as it stands, so every client has to write it the same way.
  return `${plain ? 'ws' : 'wss'}://${name}/parties/${party}/${encodeURIComponent(room)}`;
}

const NEAR =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)(:\d+)?(\/|$)/;

function isNear(host: string): boolean {
  return NEAR.test(host);
}
