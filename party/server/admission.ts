import { LINK_HEADER, readPartyName } from '../audience/places.js';
import { PLAIN_HEADERS } from '../http/problem.js';
import { cleanText } from '../room/text/visible.js';
import { drainRequest } from './body.js';
import { BOUNDS } from './bounds.js';
import { Bucket } from './bucket.js';
import { addressOf, networkOf } from './origins.js';

/**
 * The admission of requests, before they reach a room's object: both platforms have static hooks for
 * it. Only the address and the headers are looked at here; who is allowed to do what is decided in
 * the room, from the context in `request-context.ts`.
 */

/** What of the environment counts before a room is reached. */
interface AdmissionEnv {
  readonly ADDRESS_HEADER?: unknown;
}

/** Set by the platform's own router for its objects; from outside they are forged. */
const ROUTER_HEADERS = [
  'x-partykit-props',
  'x-partykit-room',
  'x-partykit-namespace',
  LINK_HEADER,
] as const;

/**
 * Admits an HTTP request to a room.
 *
 * @param request - As the platform got it.
 * @param env - The environment, where the platform gives it to its hooks: so that one address asks for a
 * bounded number of rooms.
 * @returns The request to pass on, or the response that refuses it: 404 for an address that names no
 * room, 414 for one of more than 1,500 characters, 429 for one room too many.
 * @example
 * static onBeforeRequest(request) {
 *   return admitRequest(request);
 * }
 */
export async function admitRequest(
  request: Request,
  env: AdmissionEnv = {},
): Promise<Request | Response> {
  const refused = refusalOf(request.url) ?? oneTooMany(request, env);
  if (refused !== null) {
    await drainRequest(request);
    return refused;
  }
  const headers = new Headers(request.headers);
  for (const name of ROUTER_HEADERS) headers.delete(name);
  return new Request(request, { headers });
}

/**
 * Admits a socket to a room, under the same conditions as `admitRequest`. The connection's id is made
 * here: a page that chose its own could take another page's.
 */
export async function admitSocket(
  request: Request,
  env: AdmissionEnv = {},
): Promise<Request | Response> {
  const admitted = await admitRequest(request, env);
  if (admitted instanceof Response) return admitted;
  const url = new URL(admitted.url);
  url.searchParams.set('_pk', crypto.randomUUID());
  return new Request(url.href, admitted);
}

/** Refuses a request to what exists for the platform's own objects alone. */
export async function refuseOutsider(request: Request): Promise<Response> {
  await drainRequest(request);
  return refusal(404, 'Not found');
}

/** What one network has asked for lately. */
interface Asked {
  readonly rooms: Set<string>;
  readonly more: Bucket;
}

/**
 * How many different rooms each network asks for: every room is an object that the platform starts, for any
 * request. It is counted where requests come in, on each machine for itself.
 */
export class RoomsAsked {
  private readonly byNetwork = new Map<string, Asked>();

  /** Whether a network may ask for this room: it has before, or not for too many others. */
  takes(network: string, room: string, now: number): boolean {
    const { max } = BOUNDS.roomsPerAddress;
    const asked = this.byNetwork.get(network) ?? {
      rooms: new Set(),
      more: new Bucket(max / 3_600, max, now),
    };
    // The longest unheard comes first.
    this.byNetwork.delete(network);
    this.byNetwork.set(network, asked);
    const [oldest] = this.byNetwork.keys();
    if (this.byNetwork.size > BOUNDS.addresses.max && oldest !== undefined) {
      this.byNetwork.delete(oldest);
    }
    if (asked.rooms.has(room)) return true;
    if (!asked.more.take(now)) return false;
    const [first] = asked.rooms;
    if (asked.rooms.size >= max && first !== undefined) asked.rooms.delete(first);
    asked.rooms.add(room);
    return true;
  }
}

const roomsAsked = new RoomsAsked();

function oneTooMany(request: Request, { ADDRESS_HEADER: header }: AdmissionEnv): Response | null {
  const address = addressOf(request, typeof header === 'string' && header !== '' ? header : null);
  const room = PATH.exec(new URL(request.url).pathname)?.[0] ?? '';
  if (address === null || roomsAsked.takes(networkOf(address), room, Date.now())) return null;
  return refusal(429, 'Your network has asked for more rooms than one may.');
}

function refusalOf(url: string): Response | null {
  if (url.length > BOUNDS.addressLength.max) return refusal(414, 'The address is too long.');
  if (roomName(url) !== null) return null;
  return refusal(
    404,
    `No room has this address: a name has at most ${BOUNDS.roomNameLength.max} characters, in Unicode's form NFC and without control or invisible characters, written as encodeURIComponent does.`,
  );
}

function refusal(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: PLAIN_HEADERS });
}

/** `/parties/{party}/{room}`; PartyKit also takes `/party/{room}` for its main party. */
const PATH = /^\/(?:parties\/[^/]+|party)\/([^/]+)/;

/** The party in an address: `main`, unless a project calls its rooms otherwise. */
export function partyOf(url: string): string {
  return /^\/parties\/([^/]+)\//.exec(new URL(url).pathname)?.[1] ?? 'main';
}

/** What may stand in no address, though it may be white space. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * The name of the room that an address means. Both platforms keep one object per spelling of a name,
 * so only one is accepted, NFC as `encodeURIComponent` writes it: another one would be a second room
 * with the same name. It is refused rather than redirected, since a socket follows no redirect.
 *
 * @returns Null for an address that names no room, not in that spelling, or by a name that none may have.
 * @example
 * roomName('https://rooms.example/parties/main/my%20lobby/state'); // 'my lobby'
 */
export function roomName(url: string): string | null {
  const spelled = PATH.exec(new URL(url).pathname)?.[1];
  if (spelled === undefined) return null;
  try {
    const name = decodeURIComponent(spelled);
    // An audience party has the name of its room, and which one it is before that.
    const room = partyOf(url) === 'audience' ? (readPartyName(name)?.room ?? '') : name;
    return encodeURIComponent(name) === spelled && mayBeName(room) ? name : null;
  } catch {
    return null;
  }
}

/** Whether a room can have this name, in NFC: short enough, and with nothing in it that is not seen. */
export function mayBeName(name: string): boolean {
  const isShort = [...name].length <= BOUNDS.roomNameLength.max;
  const isSeen = withoutSpaces(cleanText(name)) === withoutSpaces(name);
  return isShort && isSeen && name.normalize('NFC') === name && !CONTROLS.test(name);
}

/** Whether any room can have a name like this pattern, in which `*` stands for any characters. */
export function isRoomPattern(pattern: string): boolean {
  return mayBeName(pattern.replaceAll('*', '').normalize('NFC')) && !pattern.includes('/');
}

/** What was probably meant by a pattern that is none: the name in an address, without what is not seen. */
export function nearestRoomPattern(pattern: string): string | null {
  const [name = ''] = pattern.replace(/[/?#]+$/, '').split(/[?#]/);
  const seen = cleanText(name.split('/').at(-1) ?? '');
  return seen !== '' && isRoomPattern(seen) ? seen : null;
}

function withoutSpaces(name: string): string {
  return name.replace(/\s/gu, '');
}
