import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import { problem } from '../http/problem.js';
import { roomName } from './admission.js';
import { type Environment, isAllowedOrigin } from './environment.js';
import { addressOf, type IdentityContext } from './identity.js';
import type { Recordings } from './recordings.js';
import type { RoomSocket } from './sockets.js';

/** Whether a room can run; if not, a sentence says why, to whoever comes. */
export type Standing =
  | {
      readonly ok: true;
      readonly environment: Environment;
      readonly key: Uint8Array;
      readonly recordings: Recordings;
    }
  | { readonly ok: false; readonly problem: string };

/** Why nobody comes in this way. */
interface Barred {
  readonly ok: false;
  readonly reason: keyof typeof STATUS;
  readonly why: string;
}

/** All by which a visitor or caller is known; or why he is turned away, whoever he is. */
type Entrance =
  | { readonly ok: true; readonly context: IdentityContext; readonly recordings: Recordings }
  | Barred;

const STATUS = { 'not-configured': 500, 'not-found': 404, 'wrong-origin': 403 } as const;

/** The one way into a room, over a socket as over HTTP. */
export function entrance(request: Request, standing: Standing): Entrance {
  const room = roomName(request.url);
  if (!standing.ok) return barred('not-configured', standing.problem);
  if (room === null) return barred('not-found', 'The address names no room.');
  const { environment, key, recordings } = standing;
  const origin = request.headers.get('Origin');
  const ownHost = new URL(request.url).host;
  if (!isAllowedOrigin(origin, ownHost, environment.origins)) {
    return barred('wrong-origin', 'Pages from this origin may not talk to this room.');
  }
  const context: IdentityContext = {
    ...{ room, environment, key, origin, ownHost },
    address: addressOf(request),
    now: () => Date.now(),
    newId: () => crypto.randomUUID().slice(-12),
  };
  return { ok: true, context, recordings };
}

/** A page that is turned away does not come again by itself. */
export function turnAway(socket: RoomSocket, { reason, why }: Barred): void {
  if (reason === 'wrong-origin') return socket.close(CLOSE_CODE.wrongOrigin, reason);
  socket.close(CLOSE_CODE.notConfigured, `not-configured: ${why}`);
}

export function refusalOf({ reason, why }: Barred): Response {
  return problem(STATUS[reason], reason, why);
}

function barred(reason: Barred['reason'], why: string): Barred {
  return { ok: false, reason, why };
}
