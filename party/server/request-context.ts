import { CLOSE_CODE } from '../../src/protocol/messages.js';
import { problem } from '../http/problem.js';
import { roomName } from './admission.js';
import { type Environment, isAllowedOrigin } from './environment.js';
import type { RoomSocket } from './hearing.js';
import type { IdentityContext } from './identity.js';
import { addressOf, networkOf } from './origins.js';
import type { Recordings } from './recordings.js';

/**
 * The context of a request, read inside its room: which room, which origin, which address. It is the
 * same for a socket and for HTTP, and comes before anybody says who they are. What a request must
 * pass before it reaches the room's object is in `admission.ts`.
 */

/** Whether a room can run; if not, a sentence that everybody gets who comes. */
export type Readiness =
  | {
      readonly ok: true;
      readonly environment: Environment;
      readonly key: Uint8Array;
      readonly recordings: Recordings;
    }
  | { readonly ok: false; readonly problem: string };

/** Why a request goes no further, and a sentence for people. */
interface Rejected {
  readonly ok: false;
  readonly reason: keyof typeof STATUS;
  readonly detail: string;
}

export type RequestContext =
  | {
      readonly ok: true;
      readonly context: IdentityContext;
      /** Which network counts for its share; null where the owner names no header for addresses. */
      readonly network: string | null;
      readonly recordings: Recordings;
    }
  | Rejected;

const STATUS = { 'not-configured': 500, 'not-found': 404, 'wrong-origin': 403 } as const;

export function requestContext(request: Request, readiness: Readiness): RequestContext {
  const room = roomName(request.url);
  if (!readiness.ok) return rejected('not-configured', readiness.problem);
  if (room === null) return rejected('not-found', 'The address names no room.');
  const { environment, key, recordings } = readiness;
  const origin = request.headers.get('Origin');
  const ownHost = new URL(request.url).host;
  if (!isAllowedOrigin(origin, ownHost, environment.origins)) {
    return rejected('wrong-origin', 'Pages from this origin may not talk to this room.');
  }
  const address = addressOf(request, environment.addressHeader);
  const context: IdentityContext = {
    ...{ room, environment, key, origin, ownHost, address },
    now: () => Date.now(),
    newId: () => crypto.randomUUID().slice(-12),
  };
  return { ok: true, context, network: address && networkOf(address), recordings };
}

/** Closes a socket with a code after which the page does not reconnect by itself. */
export function rejectSocket(socket: RoomSocket, { reason, detail }: Rejected): void {
  if (reason === 'wrong-origin') return socket.close(CLOSE_CODE.wrongOrigin, reason);
  socket.close(CLOSE_CODE.notConfigured, `not-configured: ${detail}`);
}

export function rejection({ reason, detail }: Rejected): Response {
  return problem(STATUS[reason], reason, detail);
}

function rejected(reason: Rejected['reason'], detail: string): Rejected {
  return { ok: false, reason, detail };
}
