import { type Connection, type ConnectionContext, routePartykitRequest, Server } from 'partyserver';
import { admitRequest, admitSocket } from './shell/admit.js';
import { RoomShell } from './shell/room-shell.js';
import type { OwnPolicies } from './turns/policies.js';

/**
 * The room on Cloudflare Workers: one object per room. The binding's name is the party's name in
 * the address, `/parties/main/{room}`, so it has to be `Main` in the project's configuration.
 */
export class Main extends Server<Cloudflare.Env> {
  static override options = { hibernate: false };
  /** Turn policies of your own, by name, beside those of the package: for a subclass to say. */
  readonly policies: OwnPolicies = {};
  private readonly shell = new RoomShell({
    storage: this.ctx.storage,
    env: { ...this.env },
    log: (line) => console.log(line),
    policies: () => this.policies,
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
}

/** Hands a request to its room; null when it is for no room. */
export function routeRooms(request: Request, env: Cloudflare.Env): Promise<Response | null> {
  return routePartykitRequest(request, env, {
    onBeforeConnect: admitSocket,
    onBeforeRequest: admitRequest,
  });
}

/** What is no file is a room's, and what is no room's does not exist. */
export default {
  async fetch(request, env) {
    return (await routeRooms(request, env)) ?? new Response('Not found', { status: 404 });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
