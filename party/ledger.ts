import type * as Party from 'partykit/server';
import { nowhere } from './server/admission.js';
import { BudgetHost } from './server/budget-host.js';

/**
 * The ledger on PartyKit, one for all rooms. What comes from outside passes the two static hooks, and
 * goes no further; what rooms ask goes past them.
 */
export default class Ledger implements Party.Server {
  private readonly room: Party.Room;
  private readonly shell: BudgetHost;

  constructor(room: Party.Room) {
    this.room = room;
    this.shell = new BudgetHost(room);
  }

  static onBeforeConnect(request: Party.Request): Refused {
    return refuse(request);
  }

  static onBeforeRequest(request: Party.Request): Refused {
    return refuse(request);
  }

  onStart(): Promise<void> {
    return this.room.blockConcurrencyWhile(() => this.shell.start());
  }

  async onRequest(request: Party.Request): Promise<Response> {
    try {
      return Response.json(await this.shell.ask(await request.json()));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}

type Refused = ReturnType<NonNullable<Party.Worker['onBeforeRequest']>>;

function refuse(request: Party.Request): Refused {
  return nowhere(request as unknown as Request) as unknown as Refused;
}
