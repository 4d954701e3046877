import { roomUrl } from '../../client/client-options.js';
import { DOCS, type Embed, quoted, serverOf } from './wrong.js';

/** Why a room cannot be reached, as far as a page can find out; null when that is known already. */
export async function whyUnreachable(
  element: Embed,
  blocked: ReadonlyMap<string, unknown>,
): Promise<string | null> {
  const { room, party, host } = element;
  const path = /^(?:\w+:\/\/)?[^/]*\w(\/.+)$/.exec(host?.trim() ?? '')?.[1];
  if (path !== undefined) {
    const server = quoted(host?.slice(0, -path.length) ?? '');
    return `host="${quoted(host ?? '')}" has a path: give the server alone, host="${server}". ${DOCS}`;
  }
  const name = party?.trim() || 'main';
  const socket = roomUrl(serverOf(element), name, room ?? '');
  if (!URL.canParse(socket)) {
    return (
      `host="${quoted(host ?? '')}" is no address: give the name of the room server, as ` +
      `host="rooms.example.com". ${DOCS}`
    );
  }
  const address = new URL(socket);
  if (blocked.has(address.host)) return null;
  const { protocol } = address;
  if (location.protocol === 'https:' && protocol === 'ws:') {
    return (
      `a page with https may not talk to http://${address.host}: give the room server a certificate and write ` +
      `host="https://${address.host}", or load the script from there. ${DOCS}`
    );
  }
  address.protocol = protocol === 'ws:' ? 'http:' : 'https:';
  const server = address.origin;
  const given = quoted(host ?? server);
  if (await isRoom(address.href)) {
    return (
      `${server} answers, but its sockets cannot be opened: something between, such as a proxy, does not pass ` +
      `WebSockets on. ${DOCS.replace('embedding', 'deployment')}`
    );
  }
  if (
    name !== 'main' &&
    (await isRoom(address.href.replace(`/parties/${name}/`, '/parties/main/')))
  ) {
    return `party="${quoted(name)}" is not there on ${server}: leave it out for the usual "main". ${DOCS}`;
  }
  if (await answers(server)) {
    return `${server} answers, and is no room server: correct host="${given}". ${DOCS}`;
  }
  return `${server} does not answer: start the room server, or correct host="${given}". ${DOCS}`;
}

/** Whether a room is there: it answers in JSON, if only with a refusal. */
async function isRoom(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/state`);
    return (response.headers.get('content-type') ?? '').includes('json');
  } catch {
    return false;
  }
}

async function answers(server: string): Promise<boolean> {
  try {
    await fetch(server, { mode: 'no-cors' });
    return true;
  } catch {
    return false;
  }
}
