import type * as v from 'valibot';
import { toHex } from '../../src/protocol/encoding.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import type { Offer, PassedOffer } from '../../src/protocol/offers.js';
import type { Role, RoomView } from '../../src/protocol/view.js';
import type { BudgetTotals } from '../budget/messages.js';
import type { Asked, Visitor } from '../room/input.js';
import type { RoomState } from '../room/state.js';
import type { EventStreams, PromptWaits } from '../server/event-streams.js';
import type { ReactionTally } from '../server/reactions.js';
import type { Recordings } from '../server/recordings.js';
import type { Records, Refusals } from '../server/records.js';
import type { Thumbnails } from '../server/thumbnails.js';
import type { ViewerSums } from '../server/viewer-stats.js';

/** Everything that routes may do with a room: read it, and ask it for what it decides. */
export interface RoomPort {
  readonly now: () => number;
  readonly state: () => RoomState;
  readonly view: () => RoomView;
  readonly ask: (caller: Visitor, message: Asked) => readonly ServerMessage[];
  /** An observer is due at another instant than before. */
  readonly reschedule: () => void;
  readonly records: Records;
  readonly refusals: Refusals;
  /** How many prompts were refused before the room heard of them, since the server started. */
  readonly slowed: () => number;
  /** What viewers have, since the server started; null where the rules do not want it known. */
  readonly viewers: () => ViewerSums | null;
  /** How many reactions counted, and how many did not, since the server started. */
  readonly reactions: () => Pick<ReactionTally, 'counted' | 'refused'>;
  /** Passes an offer on to the stream; the caller by their token, else by the identity. */
  readonly pass: (caller: Visitor | null, offer: Offer) => Promise<PassedOffer | null>;
  readonly recordings: Recordings;
  readonly thumbnails: Thumbnails;
  readonly streams: EventStreams;
  readonly waits: PromptWaits;
  /** What all rooms together hold and have used; null where no budget is kept, or without an answer. */
  readonly budget: () => Promise<BudgetTotals | null>;
}

/**
 * Who may call a route: anybody, anybody with a token, a program, those who read the metrics (staff, or by
 * `METRICS_TOKEN`), or the roles that are listed.
 */
export type Access = 'anyone' | 'token' | 'program' | 'metrics' | readonly Role[];

/** A request that was read and fits its route. */
export interface Call<Body, Query> {
  readonly room: RoomPort;
  readonly caller: Visitor | null;
  /** The network that asks, where the platform tells. */
  readonly address: string | null;
  readonly id: string;
  readonly body: Body;
  readonly query: Query;
  readonly request: Request;
  /** The path of the room's address. */
  readonly base: string;
  readonly routes: readonly Route[];
}

export interface Described {
  readonly description: string;
  /** The body's schema; without one there is no body, or only its `type` is described. */
  readonly schema?: v.GenericSchema;
  readonly type?: readonly string[];
}

/** One route: all that the router and the OpenAPI description know of it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{id}` is the only part that varies. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query: Entries | null;
  readonly body: v.GenericSchema | null;
  /** Whether its JSON may come as `text/plain`, which browsers send elsewhere without asking first. */
  readonly isPlain: boolean;
  /** The headers that it reads, with their meaning. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<number, Described>>;
  /** Statuses of refusals, besides those that follow from access, query and body. */
  readonly refusals: readonly number[];
  readonly handle: (call: Call<unknown, unknown>) => Response | Promise<Response>;
}

type Entries = v.ObjectSchema<v.ObjectEntries, undefined>;
type Output<Schema> = Schema extends v.GenericSchema ? v.InferOutput<Schema> : null;

/** Makes a route whose handler gets a query and a body of its schemas' types. */
export function route<
  const Query extends Entries | null = null,
  const Body extends v.GenericSchema | null = null,
>(
  spec: Pick<Route, 'method' | 'path' | 'summary' | 'access' | 'answers'> & {
    readonly query?: Query;
    readonly body?: Body;
    readonly isPlain?: boolean;
    readonly headers?: Route['headers'];
    readonly refusals?: readonly number[];
    readonly handle: (call: Call<Output<Body>, Output<Query>>) => Response | Promise<Response>;
  },
): Route {
  const nothing = { query: null, body: null, isPlain: false, headers: {}, refusals: [] };
  return { ...nothing, ...spec } as Route;
}

/** A random id for a message or a prompt that came without one. */
export function newMessageId(): string {
  return crypto.randomUUID();
}

/** A prompt's id by its author's idempotency key: the same every time, and nobody else's. */
export async function idFromKey(who: string, key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${who}\n${key}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `k-${toHex(hash.slice(0, 16))}`;
}
