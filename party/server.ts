import type * as Party from 'partykit/server';
import { admitRequest, admitSocket } from './server/admission.js';
import type { BudgetAccess } from './server/budget-client.js';
import { LEDGER_NAME } from './server/budget-host.js';
import { RoomServer } from './server/room-server.js';
import type { OwnPolicies } from './turns/policies.js';

/**
 * The room on PartyKit. Its types are the platform's own, older than those of Workers: the two
 * casts are where they meet.
 */
export default class Server implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: false };
  /** Turn policies of your own, by name, beside those of the package: for a subclass to say. */
  readonly policies: OwnPolicies = {};
  private readonly room: Party.Room;
  private readonly shell: RoomServer;

  constructor(room: Party.Room) {
    this.room = room;
    this.shell = new RoomServer({
      storage: room.storage,
      env: room.env,
      log: (line) => console.log(line),
      policies: () => this.policies,
      ledger: () => ledgerOf(room),
    });
  }

  static onBeforeConnect(request: Party.Request): Admitted {
    return admitSocket(ours(request)) as unknown as Admitted;
  }

  static onBeforeRequest(request: Party.Request): Admitted {
    return admitRequest(ours(request)) as unknown as Admitted;
  }

  onStart(): Promise<void> {
    // Nothing may come in before the stored state is there; a throw starts the room afresh.
    return this.room.blockConcurrencyWhile(() => this.shell.start());
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): void {
    this.shell.opened(connection, ours(request));
  }

  onMessage(message: unknown, sender: Party.Connection): Promise<void> {
    return this.shell.said(sender, message);
  }

  onClose(connection: Party.Connection): void {
    this.shell.closed(connection);
  }

  onError(connection: Party.Connection): void {
    this.shell.lost(connection);
  }

  onRequest(request: Party.Request): Promise<Response> {
    return this.shell.answer(ours(request));
  }
}

/** The party "ledger" of the same project; null where there is none. */
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

type Admitted = Promise<Party.Request | Response>;

function ours(request: Party.Request): Request {
  return request as unknown as Request;
}
