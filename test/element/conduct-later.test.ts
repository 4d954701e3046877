import { expect } from '@open-wc/testing';
import type { RoomChunk } from '../../src/element/controller.js';
import { conductLater } from '../../src/element/line.js';
import type { ConductorCommand } from '../../src/protocol/conducting.js';
import { CREDENTIALS } from '../support/fake-session.js';
import { FakeClient } from './support/fake-room.js';

const OPEN: ConductorCommand = { command: 'open', epoch: 4, credentials: CREDENTIALS };
const END: ConductorCommand = { command: 'end', epoch: 4 };

function setUp() {
  const client = new FakeClient({ host: 'localhost:1999', room: 'lobby' });
  let come: (parts: RoomChunk) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const parts = new Promise<RoomChunk>((resolve, reject) => {
    come = resolve;
    fail = reject;
  });
  const attached: (readonly ConductorCommand[])[] = [];
  let detached = 0;
  const end = conductLater(client, parts, (_parts, early) => {
    attached.push(early);
    return { detach: () => (detached += 1), drain: async () => {} };
  });
  return { client, come, fail, attached, end, detached: () => detached };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('the conductor beside the element', () => {
  it('[EL39] what the room says before its part of the script is there is done once it is', async () => {
    const { client, come, attached, end, detached } = setUp();
    client.commands.tell(OPEN);
    client.commands.tell(END);
    expect(attached).to.deep.equal([]);
    come({} as RoomChunk);
    await settle();
    expect(attached).to.deep.equal([[OPEN, END]]);
    expect(client.commands.all.size, 'it listens for itself').to.equal(0);
    end();
    end();
    expect(detached()).to.equal(1);
  });

  it('[EL39] a part that does not come is told the room at once, and each time', async () => {
    const { client, fail, attached, end } = setUp();
    client.commands.tell(OPEN);
    fail(new Error('404'));
    await settle();
    client.commands.tell({ ...OPEN, epoch: 5 });
    client.commands.tell(END);
    const declined = { report: 'ended', reason: 'no-conductor', agoMs: 0 };
    expect(client.reports).to.deep.equal([
      { ...declined, epoch: 4 },
      { ...declined, epoch: 5 },
    ]);
    expect(attached).to.deep.equal([]);
    end();
    expect(client.commands.all.size).to.equal(0);
  });

  it('[EL39] one who left meanwhile conducts nothing', async () => {
    const { come, attached, end } = setUp();
    end();
    come({} as RoomChunk);
    await settle();
    expect(attached).to.deep.equal([]);
  });
});
