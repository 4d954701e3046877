import { DurableObject } from 'cloudflare:workers';
import { type Connection, type ConnectionContext, routePartykitRequest, Server } from 'partyserver';
import { type AudienceConnection, AudienceServer, PING, PONG } from './audience/audience-server.js';
import { type LineEvents, lineOf } from './audience/party-link.js';
import { LINK_HEADER } from './audience/places.js';
import type { BudgetCall } from './budget/messages.js';
import { admitRequest, admitSocket, refuseOutsider } from './server/admission.js';
import type { BudgetAccess } from './server/budget-client.js';
import { BudgetHost, LEDGER_NAME } from './server/budget-host.js';
import { errorText } from './server/log.js';
import { RoomServer } from './server/room-server.js';
import type { OwnPolicies } from './turns/policies.js';

/**
 * The room on Cloudflare Workers, one object per room: `odyssey-broadcast/party/workers`. The name of
 * its binding is the party's name in the address: bound as `Main` it is at `/parties/main/{room}`.
 * Its settings are environment variables; limits need an object bound as `Ledger`.
 *
 * @example
 * import { Ledger, Main, routeRooms } from 'odyssey-broadcast/party/workers';
 *
 * export { Ledger, Main };
 * export default {
 *   fetch: async (request, env) => (await routeRooms(request, env)) ?? new Response('My own page'),
 * };
 */
export class Main extends Server<Cloudflare.Env> {
  static override options = { hibernate: false };
  /** Turn policies of your own, by the name that `turns` has for them; for a subclass to override. */
  readonly policies: OwnPolicies = {};
  private readonly server = new RoomServer({
    storage: this.ctx.storage,
    env: { ...this.env },
    log: (line) => console.log(line),
    policies: () => this.policies,
    ledger: () => this.ledger(),
    dial: (name, proof, on) => dial(this.env, name, proof, on),
    container: () => this.ctx.container ?? null,
  });

  /** The platform lets nothing in before this has ended. */
  override async onStart(): Promise<void> {
    // The name that partyserver stores is for alarms of old, which no room has: a room that nobody has
    // come to stores nothing.
    await this.ctx.storage.delete('__ps_name');
    await this.server.start();
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    this.server.opened(connection, request);
  }

  override onMessage(connection: Connection, message: unknown): Promise<void> {
    return this.server.said(connection, message);
  }

  override onClose(connection: Connection): void {
    this.server.closed(connection);
  }

  override onError(connection: Connection): void {
    this.server.lost(connection);
  }

  override onRequest(request: Request): Promise<Response> {
    return this.server.answer(request);
  }

  /** The way to the object bound as `Ledger` in the same project; null where there is none. */
  private ledger(): BudgetAccess | null {
    const { Ledger: objects } = this.env as { Ledger?: DurableObjectNamespace<Ledger> };
    if (objects === undefined) return null;
    const ledger = objects.get(objects.idFromName(LEDGER_NAME));
    return { room: this.ctx.id.toString(), ask: (call) => ledger.ask(call) };
  }
}

/**
 * Viewers of a room's large audience, to be bound as `Audience`. It sleeps under its sockets while nothing
 * happens; the platform answers their pings without waking it.
 */
export class Audience extends Server<Cloudflare.Env> {
  static override options = { hibernate: true };
  private readonly server = new AudienceServer({
    storage: this.ctx.storage,
    env: { ...this.env },
    log: (line) => console.log(line),
    rouse: ({ party, room }) => {
      const rooms = bindingOf(this.env, party);
      const url = `https://room/parties/${party}/${encodeURIComponent(room)}/state`;
      const headers = { 'x-partykit-room': room };
      return rooms.get(rooms.idFromName(room)).fetch(url, { headers });
    },
    pingedAt: (id) => {
      const connection = this.getConnection(id);
      const at = connection && this.ctx.getWebSocketAutoResponseTimestamp(connection);
      return at?.getTime() ?? null;
    },
  });

  override async onStart(): Promise<void> {
    this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    await this.ctx.storage.delete('__ps_name');
    await this.server.start([...this.getConnections()].map(withKept));
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): Promise<void> {
    return this.server.opened(withKept(connection), request);
  }

  override onMessage(connection: Connection, message: unknown): Promise<void> {
    return this.server.said(withKept(connection), message);
  }

  override onClose(connection: Connection): void {
    this.server.closed(withKept(connection));
  }

  override onError(connection: Connection): void {
    this.server.closed(withKept(connection));
  }

  override onRequest(request: Request): Promise<Response> {
    return refuseOutsider(request);
  }
}

function withKept(connection: Connection): AudienceConnection {
  return {
    id: connection.id,
    send: (text) => connection.send(text),
    close: (code, reason) => connection.close(code, reason),
    kept: () => connection.state,
    keep: (value) => void connection.setState(value),
  };
}

/** Opens a link to the object of this name that is bound as `Audience`. */
async function dial(env: Cloudflare.Env, name: string, proof: string, on: LineEvents) {
  const parties = bindingOf(env, 'audience');
  const headers = { Upgrade: 'websocket', [LINK_HEADER]: proof, 'x-partykit-room': name };
  const url = `https://room/parties/audience/${encodeURIComponent(name)}`;
  const { webSocket, status } = await parties.get(parties.idFromName(name)).fetch(url, { headers });
  if (webSocket == null) throw new Error(`the audience party answers ${status}`);
  webSocket.accept();
  return lineOf(webSocket, on);
}

/** The objects that are reached under a party's name, as the addresses have it. */
function bindingOf(env: Cloudflare.Env, party: string): DurableObjectNamespace {
  const asBinding = (name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
  const found = Object.entries(env).find(([name]) => asBinding(name) === party)?.[1];
  if (found === undefined) throw new Error(`nothing is bound as the party "${party}"`);
  return found as DurableObjectNamespace;
}

/**
 * The budget of all rooms, one object, to be bound as `Ledger`. Rooms call its method, which only
 * objects of the same Worker can; a request from outside gets 404.
 */
export class Ledger extends DurableObject<Cloudflare.Env> {
  private readonly budget = new BudgetHost({ storage: this.ctx.storage, env: { ...this.env } });

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    // After a throw the object starts again, and the caller gets no answer.
    void ctx.blockConcurrencyWhile(() => this.budget.start());
  }

  ask(call: BudgetCall) {
    return this.budget.ask(call);
  }

  override fetch(request: Request): Promise<Response> {
    return refuseOutsider(request);
  }
}

/**
 * Passes a request on to its room.
 *
 * @param request - Any request to the Worker.
 * @param env - The Worker's environment, with the bindings of the rooms' classes.
 * @returns The room's answer; null when the address is not under `/parties/`.
 */
export async function routeRooms(request: Request, env: Cloudflare.Env): Promise<Response | null> {
  const [, party = ''] = /^\/parties\/([^/]+)/.exec(new URL(request.url).pathname) ?? [];
  // The router takes what every object has, like `constructor`, for a binding.
  if (party in Object.prototype) return refuseOutsider(request);
  try {
    return await routePartykitRequest(request, env, {
      onBeforeConnect: (asking, { className }) => admit(asking, className, admitSocket, env),
      onBeforeRequest: (asking, { className }) => admit(asking, className, admitRequest, env),
    });
  } catch (error) {
    // The object is being replaced, or overloaded. The platform's own page would show the code.
    console.log(JSON.stringify({ event: 'request-failed', error: errorText(error) }));
    return new Response('The room is not to be reached. Try again.', { status: 503 });
  }
}

function admit(
  request: Request,
  binding: string,
  admitOne: typeof admitRequest,
  env: Cloudflare.Env,
) {
  return binding === 'Ledger' ? refuseOutsider(request) : admitOne(request, { ...env });
}

/** The Worker of this project: files are served by the platform, all other requests go to rooms. */
export default {
  async fetch(request, env) {
    return (await routeRooms(request, env)) ?? new Response('Not found', { status: 404 });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
