import { expect } from '@open-wc/testing';
import { ConnectError } from '../../src/playback/playback-state.js';
import { OFFER_KEPT_MS, type StreamConnection, Whep } from '../../src/playback/whep.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeWhep, type Manner } from '../support/fake-whep.js';
import { poll } from '../support/playing.js';

const servers: FakeWhep[] = [];

/** A server of its own origin, since what was learnt of one stays with the page. */
function server(name: string): FakeWhep {
  const whep = new FakeWhep(`https://${name}.whep.test`);
  servers.push(whep);
  return whep;
}

async function troubleOf(attempt: Promise<StreamConnection>): Promise<string> {
  try {
    (await attempt).disconnect();
    return 'connected';
  } catch (error) {
    return error instanceof ConnectError ? error.trouble : String(error);
  }
}

describe('watching by WHEP', () => {
  let left: AbortController;
  beforeEach(() => {
    left = new AbortController();
  });
  afterEach(() => {
    left.abort();
    for (const whep of servers.splice(0)) whep.remove();
  });

  it('[WP1] the offer waits for no candidate, and connects all the same', async () => {
    const whep = server('early');
    const connection = await new Whep().connect(whep.watch('one'), left.signal);
    expect(whep.bodies[0]).to.match(/^v=0/).and.not.contain('a=candidate');
    const video = document.createElement('video');
    connection.attach(video);
    expect((video.srcObject as MediaStream).getVideoTracks()).to.have.length(1);
    expect(whep.count(/^POST/)).to.equal(1);
    connection.disconnect();
    expect(whep.requests.at(-1)).to.equal('DELETE /session/1');
    expect(whep.open).to.equal(0);
    connection.detach();
    expect(video.srcObject).to.equal(null);
  });

  it('[WP9] an offer that was made before the address was known is sent as soon as that is', async () => {
    const whep = server('prepared');
    const client = new Whep();
    client.prepare();
    await poll(() => whep.made.length === 1);
    expect(whep.requests).to.deep.equal([]);
    await poll(() => whep.made[0]?.iceGatheringState === 'complete');
    const connection = await client.connect(whep.watch('one'), left.signal);
    expect(whep.made).to.have.length(1);
    expect(whep.bodies[0]).to.match(/^v=0/).and.not.contain('a=candidate');
    client.close();
    expect(whep.open).to.equal(1);
    connection.disconnect();
    await client.connect(whep.watch('two'), left.signal);
    expect(whep.made).to.have.length(2);
  });

  it('[WP9] an offer that no stream comes for is closed after 10 s, and with its player', async () => {
    const whep = server('unused');
    const clock = new FakeClock();
    const client = new Whep(clock);
    client.prepare();
    await clock.advance(1_000);
    expect(whep.open).to.equal(1);
    await clock.advance(OFFER_KEPT_MS);
    expect(whep.open).to.equal(0);
    client.prepare();
    await clock.advance(1_000);
    expect(whep.open).to.equal(1);
    client.close();
    expect(whep.open).to.equal(0);
    client.prepare();
    client.close();
    await clock.advance(1_000);
    expect(whep.open).to.equal(0);
    expect(clock.pending).to.equal(0);
  });

  it('[WP2] what does not get through is tried with the servers that the service names', async () => {
    const whep = server('firewall');
    whep.manner = 'behind-firewall';
    whep.iceServers = [{ urls: 'stun:127.0.0.1:9' }];
    const connection = await new Whep().connect(whep.watch('one'), left.signal);
    const offers = whep.bodies.filter((body) => body.startsWith('v=0'));
    expect(offers.map((offer) => offer.includes('a=candidate'))).to.deep.equal([false, true]);
    expect(whep.count(/^DELETE \/session\/1$/)).to.equal(1);
    expect(whep.open).to.equal(1);
    connection.close();
    expect(whep.open).to.equal(0);
  });

  it('[PF17] what connects at once asks the service for no such servers', async () => {
    const whep = server('at-once');
    const connection = await new Whep().connect(whep.watch('one'), left.signal);
    connection.disconnect();
    expect(whep.configAsked).to.equal(0);
    whep.manner = 'behind-firewall';
    const attempt = troubleOf(new Whep().connect(whep.watch('two'), left.signal));
    await poll(() => whep.configAsked === 1);
    left.abort();
    expect(await attempt).to.equal('unreachable');
  });

  it('[PF16] with the answer the stream can be given to a video; what gets through takes its place', async () => {
    const whep = server('answered');
    const given: StreamConnection[] = [];
    const video = document.createElement('video');
    const answered = (connection: StreamConnection) => {
      given.push(connection);
      connection.attach(video);
      expect((video.srcObject as MediaStream).getVideoTracks()).to.have.length(1);
      expect(whep.made.map(({ connectionState }) => connectionState)).not.to.include('connected');
    };
    const direct = await new Whep().connect(whep.watch('one'), left.signal, answered);
    expect(given).to.deep.equal([direct]);
    direct.disconnect();
    direct.detach();
    whep.manner = 'behind-firewall';
    whep.iceServers = [{ urls: 'stun:127.0.0.1:9' }];
    given.length = 0;
    const relayed = await new Whep().connect(whep.watch('two'), left.signal, (one) =>
      given.push(one),
    );
    expect(given).to.have.length(1).and.not.to.include(relayed);
    relayed.disconnect();
    expect(whep.open).to.equal(0);
  });

  it('[WP2] without such servers the direct way has all the time that it needs', async () => {
    const whep = server('no-servers');
    whep.manner = 'behind-firewall';
    const attempt = troubleOf(new Whep().connect(whep.watch('one'), left.signal));
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(whep.count(/^POST/)).to.equal(1);
    left.abort();
    expect(await attempt).to.equal('unreachable');
    expect(whep.open).to.equal(0);
    expect(whep.count(/^DELETE/)).to.equal(1);
  });

  it('[WP3] a server that never answers such a candidate keeps no picture waiting', async () => {
    const whep = server('silent-patch');
    whep.patchStatus = 'hang';
    const connection = await new Whep().connect(whep.watch('one'), left.signal);
    await poll(() => whep.count(/^PATCH/) > 0);
    connection.disconnect();
    expect(whep.open).to.equal(0);
  });

  it('[WP3] candidates that come after the offer are told where the server takes them', async () => {
    const whep = server('trickle');
    whep.patchStatus = 204;
    await new Whep().connect(whep.watch('one'), left.signal);
    await poll(() => whep.count(/^PATCH \/session\/1$/) > 0);
    const at = whep.requests.findIndex((made) => made.startsWith('PATCH'));
    expect(whep.bodies[at]).to.match(/^a=ice-ufrag:\S+\r\na=mid:0\r\na=candidate:/);
  });

  it('[WP3] where it takes none it is asked once', async () => {
    const whep = server('no-trickle');
    for (const name of ['one', 'two', 'three']) {
      await new Whep().connect(whep.watch(name), left.signal);
      await poll(() => whep.count(/^PATCH/) === 1);
    }
    expect(whep.count(/^POST/)).to.equal(3);
  });

  it('[WP4] whatever the answer is, nothing is left open', async () => {
    const whep = server('odd');
    const expected = [
      ['no-sdp', 'unreachable'],
      ['no-location', 'connected'],
      ['foreign-location', 'connected'],
      [401, 'bad-token'],
      [403, 'bad-token'],
      [404, 'no-stream'],
      [410, 'no-stream'],
      [500, 'unreachable'],
      ['break', 'unreachable'],
    ] as const satisfies readonly (readonly [Manner, string])[];
    for (const [manner, trouble] of expected) {
      whep.manner = manner;
      const attempt = new Whep().connect(whep.watch(String(manner)), left.signal);
      expect(await troubleOf(attempt), String(manner)).to.equal(trouble);
      expect(whep.open, String(manner)).to.equal(0);
    }
    expect(whep.count(/^foreign/)).to.equal(0);
    expect(whep.count(/^DELETE/), 'only what has an address is told').to.equal(1);
  });
});
