import { expect } from '@open-wc/testing';
import { makePatch } from '../../party/room/view/make-patch.js';
import { patchText } from '../../src/protocol/messages.js';
import { PATCHES } from '../../src/protocol/patch.js';
import { connected, setUp } from '../support/connected-client.js';
import { ROOM, welcome } from '../support/room-words.js';

const NOW = 1_000_500;
const FIVE = { ...ROOM, audience: { watching: 5 } };

function patch(seq: number, from: object, to: object): string {
  return patchText(seq, makePatch(JSON.stringify(from), `${NOW}${JSON.stringify(to)}`), seq - 1);
}

describe('broadcast client: changes as patches', () => {
  it('[OP10] reads them, and keeps the sections that are the same', () => {
    const { client, socket } = connected();
    expect(socket.said('hello')[0]).to.include({ patches: PATCHES });
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
