import { expect, nextFrame } from '@open-wc/testing';
import { makePatch, WrittenView } from '../../party/room/view/patch.js';
import { patchText } from '../../src/protocol/messages.js';
import { PATCHES, USUAL } from '../../src/protocol/patch.js';
import { connected, connecting, setUp } from '../support/connected-client.js';
import { ROOM, welcome } from '../support/room-words.js';

const NOW = 1_000_500;
const FIVE = { ...ROOM, audience: { watching: 5 } };

function patch(seq: number, from: object, to: object): string {
  return patchText(seq, makePatch(JSON.stringify(from), `${NOW}${JSON.stringify(to)}`), seq - 1);
}

/** The welcome of `welcome()` in its short form. */
function short(): string {
  const { snapshot, ...head } = welcome();
  const { room, you, receipts } = snapshot;
  return new WrittenView(JSON.stringify(room)).welcome({ head, you, receipts }, true);
}

describe('broadcast client: changes as patches', () => {
  it('[OP10] reads them, and keeps the sections that are the same', () => {
    const { client, socket } = connected();
    expect(socket.said('hello')[0]).to.include({ patches: PATCHES, usual: USUAL });
    const { rules } = client.view.room ?? {};
    socket.queueRaw(patch(8, ROOM, FIVE));
    socket.flush();
    expect(client.view.room).to.deep.equal(FIVE);
    expect(client.view.room?.rules).to.equal(rules);
    const before = client.view;
    socket.queueRaw(patch(8, ROOM, FIVE));
    socket.flush();
    expect(client.view).to.equal(before);
    // Whole sections may come between.
    socket.say({ type: 'delta', seq: 9, now: NOW, room: { unattended: true } });
    const last = { ...FIVE, unattended: true };
    socket.queueRaw(patch(10, last, { ...last, audience: { watching: 6 } }));
    socket.flush();
    expect(client.view.room?.audience.watching).to.equal(6);
    expect(socket.reconnects).to.equal(0);
  });

  it('[OP10] follows a later room, that says what is not understood here', () => {
    const { client, sockets } = setUp();
    client.connect();
    const socket = sockets.last();
    socket.open();
    const later = { ...ROOM, audience: { watching: 1, dancing: 3 }, weather: { wind: 2 } };
    const { snapshot, ...head } = welcome();
    socket.queueRaw(JSON.stringify({ ...head, snapshot: { ...snapshot, room: later } }));
    const next = { ...later, audience: { watching: 2, dancing: 4 }, weather: { wind: 3 } };
    socket.queueRaw(patch(8, later, next));
    socket.flush();
    expect(client.view.room).to.deep.equal({ ...ROOM, audience: { watching: 2 } });
    expect(socket.reconnects).to.equal(0);
  });

  it('[AQ2] a welcome says only what is not as usual, and is the same; what follows is read as ever', () => {
    const { client, socket } = connecting();
    socket.open();
    socket.queueRaw(short());
    socket.flush();
    const whole = connected().client.view;
    expect(client.view).to.deep.equal(whole);
    expect(short().length).to.be.below(JSON.stringify(welcome()).length / 2);
    socket.queueRaw(patch(8, ROOM, FIVE));
    socket.flush();
    expect(client.view.room).to.deep.equal(FIVE);
  });

  it('[AQ2] one of another usual view has it say hello again, and be told the whole, also where it was sent', async () => {
    for (const wrong of [
      short().replace('"room":"', '"room":"x'),
      short().replace(/"room":"../, '"room":"zz'),
    ]) {
      const { client, socket, sockets } = connecting();
      socket.open();
      socket.queueRaw(wrong);
      socket.flush();
      expect(client.view.room).to.equal(null);
      expect(socket.reconnects).to.equal(1);
      socket.open();
      expect(socket.said('hello').at(-1)).not.to.have.any.keys('usual', 'patches');
      socket.say(welcome());
      expect(client.view.room).to.deep.equal(ROOM);
      socket.say({
        type: 'go',
        party: 'audience',
        room: '1.main.lobby',
        ticket: 'x',
        identity: null,
      });
      const there = sockets.last();
      there.open();
      await nextFrame();
      expect(there.said('hello')[0]).to.include({ usual: USUAL });
      there.queueRaw(wrong);
      there.flush();
      expect(there.isClosed).to.equal(true);
      sockets.last().open();
      await nextFrame();
      expect(sockets.last().said('hello')[0]).not.to.have.any.keys('usual', 'patches');
      sockets.last().say(welcome({ seq: 8 }));
      expect(client.view.connection.status).to.equal('connected');
      expect(client.requestTurn()).to.be.a('promise');
      expect(sockets.last().said('request-turn')).to.have.length(1);
    }
  });

  it('[OP14] one that makes no sense has it begin again, and be told whole sections', () => {
    for (const wrong of [
      patch(8, { ...ROOM, typing: ['a-1'] }, FIVE),
      patchText(9, makePatch(JSON.stringify(ROOM), `${NOW}${JSON.stringify(FIVE)}`), 8),
      patchText(8, 'nonsense', 7),
      patchText(8, makePatch(JSON.stringify(ROOM), `${NOW}no JSON {`), 7),
    ]) {
      const { client, socket } = connected();
      socket.queueRaw(wrong);
      socket.flush();
      expect(socket.reconnects).to.equal(1);
      expect(client.view.room).to.deep.equal(ROOM);
      socket.open();
      expect(socket.said('hello')[0]).not.to.have.property('patches');
      socket.say(welcome({ seq: 40 }));
      socket.say({ type: 'delta', seq: 41, now: NOW, room: { audience: { watching: 5 } } });
      expect(client.view.room).to.deep.equal(FIVE);
    }
  });
});
