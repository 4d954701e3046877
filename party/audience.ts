import type * as Party from 'partykit/server';
import { type AudienceConnection, AudienceServer } from './audience/audience-server.js';
import { admitSocket, refuseOutsider } from './server/admission.js';

/**
 * The party `audience` on PartyKit: `odyssey-broadcast/party/partykit/audience`. Its objects serve the
 * viewers of a room's large audience; rooms open links to them inside the project.
 *
 * @example
 * // partykit.json: { "main": "party.ts", "parties": { "audience": "audience.ts" } }
 * // audience.ts:
 * export { default } from 'odyssey-broadcast/party/partykit/audience';
 */
export default class Audience implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: true };
  private readonly room: Party.Room;
  private readonly server: AudienceServer;

  constructor(room: Party.Room) {
    this.room = room;
    this.server = new AudienceServer({
      storage: room.storage,
      env: room.env,
      log: (line) => console.log(line),
      rouse: async ({ party, room: name }) =>
        room.context.parties[party]?.get(encodeURIComponent(name)).fetch('/state'),
    });
  }

  static onBeforeConnect(request: Party.Request): Admitted {
    return admitSocket(request as unknown as Request) as unknown as Admitted;
  }

  static onBeforeRequest(request: Party.Request): Admitted {
    return refuseOutsider(request as unknown as Request) as unknown as Admitted;
  }

  onStart(): Promise<void> {
    return this.room.blockConcurrencyWhile(() =>
      this.server.start([...this.room.getConnections()].map(withKept)),
    );
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): Promise<void> {
    return this.server.opened(withKept(connection), request as unknown as Request);
  }

  onMessage(message: unknown, sender: Party.Connection): Promise<void> {
    return this.server.said(withKept(sender), message);
  }

  onClose(connection: Party.Connection): void {
    this.server.closed(withKept(connection));
  }

  onError(connection: Party.Connection): void {
    this.server.closed(withKept(connection));
  }
}

type Admitted = Promise<Party.Request | Response>;

function withKept(connection: Party.Connection): AudienceConnection {
  return {
    id: connection.id,
    send: (text) => connection.send(text),
    close: (code, reason) => connection.close(code, reason),
    kept: () => connection.state,
    keep: (value) => void connection.setState(value),
  };
}
