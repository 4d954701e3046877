import { DurableObject } from 'cloudflare:workers';
import { type Connection, type ConnectionContext, routePartykitRequest, Server } from 'partyserver';
import type { BudgetCall } from './budget/messages.js';
import { admitRequest, admitSocket, nowhere } from './server/admission.js';
import type { BudgetAccess } from './server/budget-client.js';
import { BudgetHost, LEDGER_NAME } from './server/budget-host.js';
import { RoomServer } from './server/room-server.js';
import type { OwnPolicies } from './turns/policies.js';

/**
 * The room on Cloudflare Workers: one object per room. The binding's name is the party's name in
 * the address, `/parties/main/{room}`, so it has to be `Main` in the project's configuration.
 */
export class Main extends Server<Cloudflare.Env> {
  static override options = { hibernate: false };
  /** Turn policies of your own, by name, beside those of the package: for a subclass to say. */
  readonly policies: OwnPolicies = {};
  private readonly shell = new RoomServer({
    storage: this.ctx.storage,
    env: { ...this.env },
    log: (line) => console.log(line),
    policies: () => this.policies,
    ledger: () => this.ledger(),
  });

  /** The platform lets nothing in before this has ended. */
  override onStart(): Promise<void> {
    return this.shell.start();
  }

  override onConnect(connection: Connection, { request }: ConnectionContext): void {
    this.shell.opened(connection, request);
  }

  override onMessage(connection: Connection, message: unknown): Promise<void> {
    return this.shell.said(connection, message);
  }

  override onClose(connection: Connection): void {
    this.shell.closed(connection);
  }

  override onError(connection: Connection): void {
    this.shell.lost(connection);
  }

  override onRequest(request: Request): Promise<Response> {
    return this.shell.answer(request);
  }

  /** The object bound as `Ledger` in the same project; null where there is none. */
  private ledger(): BudgetAccess | null {
    const { Ledger: objects } = this.env as { Ledger?: DurableObjectNamespace<Ledger> };
    if (objects === undefined) return null;
    const ledger = objects.get(objects.idFromName(LEDGER_NAME));
    return { room: this.ctx.id.toString(), ask: (call) => ledger.ask(call) };
  }
}

/**
 * The ledger, one object for all rooms. Rooms call its method, as only this Worker's own objects can;
 * to whatever comes as a request it does not exist.
 */
export class Ledger extends DurableObject<Cloudflare.Env> {
  private readonly shell = new BudgetHost({ storage: this.ctx.storage, env: { ...this.env } });

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    // A throw here starts the object afresh, and leaves the caller without an answer.
    void ctx.blockConcurrencyWhile(() => this.shell.start());
  }

  ask(call: BudgetCall) {
    return this.shell.ask(call);
  }

  override fetch(request: Request): Promise<Response> {
    return nowhere(request);
  }
}

/** Hands a request to its room; null when it is for no room. */
export function routeRooms(request: Request, env: Cloudflare.Env): Promise<Response | null> {
  return routePartykitRequest(request, env, {
    onBeforeConnect: (asking, { className }) => admitted(asking, className, admitSocket),
    onBeforeRequest: (asking, { className }) => admitted(asking, className, admitRequest),
  });
}

/** Nobody outside talks to the ledger. */
function admitted(request: Request, binding: string, admit: typeof admitRequest) {
  return binding === 'Ledger' ? nowhere(request) : admit(request);
}

/** What is no file is a room's, and what is no room's does not exist. */
export default {
  async fetch(request, env) {
    return (await routeRooms(request, env)) ?? new Response('Not found', { status: 404 });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
