import { expect } from '@open-wc/testing';
import { CLOSE_CODE, type Go } from '../../src/protocol/messages.js';
import { connected, setUp } from '../support/connected-client.js';
import { ROOM, welcome } from '../support/room-words.js';

const GO: Go = {
  ...{ type: 'go', party: 'audience', room: '1.main.lobby' },
  ...{ ticket: 'let in', identity: 'id-2' },
};
const THERE = 'ws://localhost:1999/parties/audience/1.main.lobby';

const watched = (watching: number) => ({ ...ROOM, audience: { watching } });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('broadcast client: another place', () => {
  it('[AU26] goes where the room sends it, with the ticket, and leaves only once it is welcome there', async () => {
    const { client, sockets } = setUp();
    const statuses: string[] = [];
    client.subscribe(({ connection }) => statuses.push(connection.status));
    client.connect();
    const room = sockets.last();
    room.open();
    room.say(GO);
    const party = sockets.last();
    expect(party.url).to.equal(THERE);
    party.open();
    await settled();
    expect(party.said('hello')[0]).to.include({ ticket: 'let in', identity: 'id-2', moves: true });
    expect(room.isClosed).to.equal(false);
    party.say(welcome({ identity: null }));
    expect(room.isClosed).to.equal(true);
    expect([...new Set(statuses)]).to.deep.equal(['connecting', 'connected']);
    // It comes back to the same place with the same ticket, and to the room if that does not serve it.
    party.lose();
    party.open();
    expect(party.said('hello')[0]).to.include({ ticket: 'let in' });
    party.lose(CLOSE_CODE.elsewhere);
    expect(party.isClosed).to.equal(true);
    client.close();
  });

  it('[AU26] never shows the room as it was before, and still takes answers of the place that it left', async () => {
    const { client, sockets, socket, clock } = connected();
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: { audience: { watching: 8 } } });
    const asked = client.requestTurn();
    const [request] = socket.said('request-turn');
    socket.say(GO);
    const party = sockets.last();
    party.open();
    await settled();
    const { snapshot } = welcome();
    party.say(welcome({ seq: 6, snapshot: { ...snapshot, room: watched(6) } }));
    expect(client.view.room?.audience.watching).to.equal(8);
    party.say({
      type: 'delta',
      seq: 8,
      from: 6,
      now: 1_000_000,
      room: { audience: { watching: 7 } },
    });
    expect(client.view.room?.audience.watching).to.equal(8);
    party.say({
      type: 'delta',
      seq: 11,
      from: 8,
      now: 1_000_000,
      room: { audience: { watching: 9 } },
    });
    expect(client.view.room?.audience.watching).to.equal(9);
    const refusal = { reason: null, retryAt: null, limit: null };
    socket.say({ type: 'answer', id: request?.id ?? '', ok: true, ...refusal });
    expect(await asked).to.deep.equal({ ok: true });
    expect(socket.isClosed).to.equal(false);
    await clock.advance(2_000);
    expect(socket.isClosed).to.equal(true);
    expect(client.view.connection.status).to.equal('connected');
    client.close();
  });

  it('[AU26] stays where it is when the other place cannot be reached', async () => {
    const { client, sockets, socket } = connected();
    socket.say(GO);
    const party = sockets.last();
    party.lose();
    expect(party.delay).to.equal(null);
    expect(client.view.connection.status).to.equal('connected');
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: { audience: { watching: 8 } } });
    expect(client.view.room?.audience.watching).to.equal(8);
    client.close();
  });
});
