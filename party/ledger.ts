import type * as Party from 'partykit/server';
import { refuseOutsider } from './server/admission.js';
import { BudgetHost } from './server/budget-host.js';

/**
 * The party `ledger` on PartyKit: `odyssey-broadcast/party/partykit/ledger`. One object keeps the
 * budget of all rooms of a project: `MAX_LIVE_ROOMS`, `MAX_HOURS_PER_DAY` and `MAX_HOURS_PER_MONTH`.
 * Rooms reach it inside the project; a request from outside gets 404 from the two static hooks.
 *
 * @example
 * // partykit.json: { "main": "party.ts", "parties": { "ledger": "ledger.ts" } }
 * // ledger.ts:
 * export { default } from 'odyssey-broadcast/party/partykit/ledger';
 */
export default class Ledger implements Party.Server {
  private readonly room: Party.Room;
  private readonly budget: BudgetHost;

  constructor(room: Party.Room) {
    this.room = room;
    this.budget = new BudgetHost(room);
  }

  static onBeforeConnect(request: Party.Request): Refused {
    return refuse(request);
  }

  static onBeforeRequest(request: Party.Request): Refused {
    return refuse(request);
  }

  onStart(): Promise<void> {
    return this.room.blockConcurrencyWhile(() => this.budget.start());
  }

  async onRequest(request: Party.Request): Promise<Response> {
    try {
      return Response.json(await this.budget.ask(await request.json()));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}

type Refused = ReturnType<NonNullable<Party.Worker['onBeforeRequest']>>;

function refuse(request: Party.Request): Refused {
  return refuseOutsider(request as unknown as Request) as unknown as Refused;
}
