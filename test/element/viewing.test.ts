import { expect } from '@open-wc/testing';
import { Viewing } from '../../src/element/viewing.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeClient } from './support/fake-room.js';

function setUp() {
  const clock = new FakeClock();
  const client = new FakeClient({ host: 'rooms.test', room: 'lobby' });
  const viewing = new Viewing({ client, clock, random: () => 0 });
  const play = async (ms: number, everyMs = 50) => {
    for (let passed = 0; passed < ms; passed += everyMs) {
      await clock.advance(everyMs);
      viewing.frame();
    }
  };
  return { clock, client, viewing, play };
}

describe('what a page tells of its picture', () => {
  it('[VS7] the first report after ten seconds, then one a minute, and none without a picture', async () => {
    const { clock, client, viewing, play } = setUp();
    viewing.state({ status: 'connecting' });
    await clock.advance(220);
    viewing.state({ status: 'playing' });
    await play(10_000);
    expect(client.told).to.deep.equal([
      {
        ...{ transport: 'webrtc', watchedMs: 10_000, freezes: 0, frozenMs: 0 },
        ...{ firstFrameMs: 220, delayMs: null },
      },
    ]);
    await play(30_000);
    await play(900, 900);
    await play(29_100);
    expect(client.told).to.have.length(2);
    expect(client.told[1]).to.deep.include({
      ...{ watchedMs: 60_000, freezes: 1, frozenMs: 900, firstFrameMs: null },
    });
    viewing.state({ status: 'resting' });
    expect(clock.pending).to.equal(0);
    viewing.state({ status: 'playing', behindSeconds: 6 });
    await play(60_000);
    expect(client.told).to.have.length(3);
    expect(client.told[2]).to.deep.include({ transport: 'hls', delayMs: 6_000 });
    viewing.state({ status: 'idle' });
    expect(clock.pending).to.equal(0);
  });

  it('[VS7] what a hidden page does not show is no freeze', async () => {
    const { clock, client, viewing, play } = setUp();
    viewing.state({ status: 'playing' });
    await play(1_000);
    document.dispatchEvent(new Event('visibilitychange'));
    await clock.advance(5_000);
    await play(4_000);
    expect(client.told[0]).to.deep.include({ freezes: 0, frozenMs: 0 });
    viewing.state({ status: 'idle' });
  });
});
