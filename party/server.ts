import type * as Party from 'partykit/server';
import { type LineEvents, lineOf } from './audience/party-link.js';
import { LINK_HEADER } from './audience/places.js';
import { answerScript, type FileRequest } from './http/script-files.js';
import { admitRequest, admitSocket } from './server/admission.js';
import type { BudgetAccess } from './server/budget-client.js';
import { LEDGER_NAME } from './server/budget-host.js';
import { RoomServer } from './server/room-server.js';
import type { OwnPolicies } from './turns/policies.js';

/**
 * The room on PartyKit: `odyssey-broadcast/party/partykit`. Make it a party in `partykit.json`, as
 * `main` or under a name that the element's attribute `party` repeats. Its settings are environment
 * variables; limits need the party `ledger` beside it.
 *
 * PartyKit's types of requests are older than those of Workers: the casts here are where they meet.
 *
 * @example
 * // party.ts, with a turn policy of your own
 * import Server from 'odyssey-broadcast/party/partykit';
 *
 * export default class Room extends Server {
 *   override readonly policies = { teams };
 * }
 */
export default class Server implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: false };
  /** Turn policies of your own, by the name that `turns` has for them; for a subclass to override. */
  readonly policies: OwnPolicies = {};
  private readonly room: Party.Room;
  private readonly server: RoomServer;

  constructor(room: Party.Room) {
    this.room = room;
    this.server = new RoomServer({
      storage: room.storage,
      env: room.env,
      log: (line) => console.log(line),
      policies: () => this.policies,
      ledger: () => ledgerOf(room),
      dial: (name, proof, on) => dial(room, name, proof, on),
    });
  }

  static onBeforeConnect(request: Party.Request, { env }: Party.Lobby): Admitted {
    return admitSocket(asRequest(request), env) as unknown as Admitted;
  }

  static onBeforeRequest(request: Party.Request, { env }: Party.Lobby): Admitted {
    return admitRequest(asRequest(request), env) as unknown as Admitted;
  }

  /**
   * What is neither a room nor a file: the script under `/cdn/`, from the folder `cdn-files` of the served one. A
   * subclass with an `onFetch` of its own returns `super.onFetch(request, lobby)` for what it does not know, and so
   * does another party that is `main`, with `Server.onFetch`.
   */
  static onFetch(
    request: FileRequest,
    { assets }: Pick<Party.FetchLobby, 'assets'>,
  ): Response | Promise<Response> {
    return answerScript(request, assets).then((answer) => answer ?? elsewhere(request));
  }

  onStart(): Promise<void> {
    // Nothing may come in before the stored state is loaded; after a throw the room starts again.
    return this.room.blockConcurrencyWhile(() => this.server.start());
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): void {
    this.server.opened(connection, asRequest(request));
  }

  onMessage(message: unknown, sender: Party.Connection): Promise<void> {
    return this.server.said(sender, message);
  }

  onClose(connection: Party.Connection): void {
    this.server.closed(connection);
  }

  onError(connection: Party.Connection): void {
    this.server.lost(connection);
  }

  onRequest(request: Party.Request): Promise<Response> {
    return this.server.answer(asRequest(request));
  }
}

/** What is not there. `partykit dev` finds the page of a folder by its slash alone. */
function elsewhere({ url }: FileRequest): Response {
  const { pathname, search } = new URL(url);
  const isPage = pathname === '/embed' || pathname === '/gallery';
  return isPage
    ? new Response(null, { status: 302, headers: { Location: `${pathname}/${search}` } })
    : new Response('Not found', { status: 404 });
}

/** The way to the party `ledger` of the same project; null where there is none. */
function ledgerOf({ context, internalID }: Party.Room): BudgetAccess | null {
  const ledger = context.parties['ledger']?.get(LEDGER_NAME);
  if (ledger === undefined) return null;
  return {
    room: internalID,
    ask: async (call) => {
      const response = await ledger.fetch({ method: 'POST', body: JSON.stringify(call) });
      if (response.ok) return response.json();
      throw new Error(await response.text());
    },
  };
}

/** Opens a link to the party `audience` of the same project. */
async function dial({ context }: Party.Room, name: string, proof: string, on: LineEvents) {
  const party = context.parties['audience']?.get(encodeURIComponent(name));
  if (party === undefined) throw new Error('partykit.json has no party "audience"');
  return lineOf(await party.socket('/', { headers: { [LINK_HEADER]: proof } }), on);
}

type Admitted = Promise<Party.Request | Response>;

function asRequest(request: Party.Request): Request {
  return request as unknown as Request;
}
