import { expect } from '@open-wc/testing';
import { tellMoves } from '../../src/element/viewing.js';
import { FakeClient } from './support/fake-room.js';
import { clearPage, mount } from './support/mount.js';
import { LIVE, RENEWING, roomView, SCENES, view } from './support/views.js';

const NEXT = { webrtcUrl: 'https://media.test/two', hlsUrl: null, token: 'spectator' };
const NEXT_LIFE = { ...LIVE, streamId: 'stream-2', watch: NEXT };
const LOST = { status: 'reconnecting', attempt: 1, retryAt: null } as const;

function telling() {
  const client = new FakeClient({ host: 'rooms.test', room: 'lobby' });
  client.show(view({ room: roomView({ life: LIVE }) }));
  const tell = tellMoves(client);
  return { client, tell };
}

describe('what a page tells the room of its picture', () => {
  afterEach(clearPage);

  it('[EL80] which stream is shown, by the id that the room has given it; null for none', () => {
    const { client, tell } = telling();
    tell(LIVE.watch);
    client.show(view({ room: roomView({ life: RENEWING }) }));
    client.show(view({ room: roomView({ life: NEXT_LIFE }) }));
    expect(client.moves).to.deep.equal([LIVE.streamId]);
    tell(NEXT);
    tell(null);
    expect(client.moves).to.deep.equal([LIVE.streamId, 'stream-2', null]);
  });

  it('[EL80] again after a reconnect, when the room has forgotten it', () => {
    const { client, tell } = telling();
    tell(LIVE.watch);
    const shown = view({ room: roomView({ life: NEXT_LIFE }) });
    client.show({ ...shown, connection: LOST });
    client.show(shown);
    client.show({ ...shown });
    expect(client.moves).to.deep.equal([LIVE.streamId, LIVE.streamId]);
  });

  it('[EL80] nothing while there is nothing to say, or of a stream that the room never named', () => {
    const { client, tell } = telling();
    client.show({ ...client.view, connection: LOST });
    client.show(view({ room: roomView({ life: LIVE }) }));
    tell(NEXT);
    expect(client.moves).to.deep.equal([]);
  });

  it('[EL81] [OP16] the picture is told over how long to spread its join, and its share of that', async () => {
    const { ports, show } = await mount({ scene: 'watching' });
    await show(SCENES['renewing']!);
    ports.client.joinShare = 0.25;
    await show(view({ room: roomView({ life: { ...NEXT_LIFE, spreadMs: 700 } }) }));
    await show(view({ room: roomView({ life: { ...NEXT_LIFE, spreadMs: 700 } }) }));
    expect(ports.playback.watched).to.deep.equal([LIVE.watch, NEXT]);
    expect(ports.playback.spreads).to.deep.equal([undefined, 700]);
    expect(ports.playback.shares).to.deep.equal([null, 0.25]);
  });
});
