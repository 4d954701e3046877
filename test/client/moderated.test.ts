import { expect } from '@open-wc/testing';
import type { Desk } from '../../src/protocol/moderation.js';
import { connected } from '../support/connected-client.js';
import { settle } from '../support/fake-clock.js';
import { YOU } from '../support/room-words.js';

const DESK: Desk = { held: [], people: [], bans: [], invites: [], cues: [], audit: [] };

describe('the client of somebody who is moderated, or moderates', () => {
  it('[MP24] whoever is put out hears why, in the moderator’s words, and does not come back', () => {
    const cases = [
      { code: 4105, text: 'removed', says: { reason: 'removed' } },
      {
        code: 4105,
        text: 'banned: Kept shouting',
        says: { reason: 'banned', why: 'Kept shouting' },
      },
      { code: 4105, text: '', says: { reason: 'removed' } },
      { code: 4106, text: 'token-expired', says: { reason: 'token-expired' } },
      {
        code: 4103,
        text: 'not-configured: A secret is missing',
        says: { reason: 'not-configured' },
      },
    ];
    for (const { code, text, says } of cases) {
      const { client, socket } = connected();
      socket.lose(code, text);
      expect(client.view.connection).to.deep.equal({ status: 'refused', ...says });
      expect(socket.delay).to.equal(null);
    }
  });

  it('[MP24] a locked room is asked again, slowly, and until it lets one in it is said why', () => {
    const { client, clock, socket } = connected();
    socket.lose(4002, 'room-locked: A raid');
    const lockedOut = { reason: 'room-locked', why: 'A raid' } as const;
    const status = { status: 'reconnecting', attempt: 1, lockedOut } as const;
    const retryAt = clock.now() + 30_000;
    expect(client.view.connection).to.deep.equal({ ...status, retryAt });
    expect(socket.delay).to.equal(30_000);
    socket.open();
    expect(client.view.connection).to.deep.equal({ ...status, retryAt: null });
    socket.lose(1006);
    expect(client.view.connection).not.to.have.property('lockedOut');
    expect(socket.delay).to.be.below(5_000);
  });

  it('[MP25] the desk is in the view only while it is open, on a line, and one’s to see', async () => {
    const { client, socket } = connected();
    const agree = () => {
      const id = socket.said('desk').at(-1)?.id ?? null;
      socket.say({ type: 'answer', id, ok: true, reason: null, retryAt: null, limit: null });
    };
    const open = async () => {
      const opened = client.openDesk(true);
      agree();
      await opened;
      socket.say({ type: 'desk', now: 1_000_000, desk: DESK });
      expect(client.view.desk).to.deep.equal(DESK);
    };
    await open();
    const closed = client.openDesk(false);
    expect(client.view.desk, 'the room has not agreed yet').to.deep.equal(DESK);
    agree();
    await closed;
    expect(client.view.desk).to.equal(null);

    await open();
    socket.say({ type: 'you', now: 1_000_000, you: { ...YOU, role: 'moderator' } });
    expect(client.view.desk).to.deep.equal(DESK);
    socket.say({ type: 'you', now: 1_000_000, you: { ...YOU, role: 'prompter' } });
    expect(client.view.desk).to.equal(null);

    await open();
    socket.lose(1006);
    await settle();
    expect(client.view.desk).to.equal(null);
  });
});
