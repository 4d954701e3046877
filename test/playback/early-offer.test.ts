import { expect } from '@open-wc/testing';
import { EarlyOffer, offerEarly } from '../../src/playback/early-offer.js';
import { Whep } from '../../src/playback/whep.js';
import type { Watch } from '../../src/protocol/view.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeWhep } from '../support/fake-whep.js';
import { poll } from '../support/playing.js';

const OPTIONS = { host: 'rooms.test', room: 'lobby' };
const ADDRESS = 'https://rooms.test/parties/main/lobby/offer';

/** A room that passes offers on to a stream of a WHEP server within the page. */
class PassingRoom {
  readonly heard: { body: Record<string, unknown>; headers: Headers }[] = [];
  /** What it answers in place of the stream's answer. */
  answer: 'stream' | 'nothing' | 'no-sdp' | 'away' | Promise<void> = 'stream';
  private readonly fetchBefore = globalThis.fetch;

  constructor(watch: Watch) {
    const { fetchBefore } = this;
    globalThis.fetch = async (input, init) => {
      if (String(input) !== ADDRESS) return fetchBefore(input, init);
      const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
      this.heard.push({ body, headers: new Headers(init?.headers) });
      const { answer } = this;
      if (answer instanceof Promise) await answer;
      if (answer === 'away') throw new TypeError('Failed to fetch');
      if (answer === 'nothing') return new Response(null, { status: 204 });
      const url = `${watch.webrtcUrl}/whep`;
      const response = await fetchBefore(url, { method: 'POST', body: String(body['offer']) });
      const sdp = await response.text();
      const location = response.headers.get('Location');
      return Response.json({ watch, answer: answer === 'no-sdp' ? 'hello' : sdp, location });
    };
  }

  remove(): void {
    globalThis.fetch = this.fetchBefore;
  }
}

let servers = 0;

describe('an offer that the room passes on', () => {
  let whep: FakeWhep;
  let room: PassingRoom;
  let left: AbortController;
  beforeEach(() => {
    servers += 1;
    whep = new FakeWhep(`https://early-${servers}.whep.test`);
    room = new PassingRoom(whep.watch('one'));
    left = new AbortController();
  });
  afterEach(() => {
    left.abort();
    room.remove();
    whep.remove();
  });

  const posts = () => whep.count(/^POST/);

  it('[PF4] goes with one plain request, and the stream is watched by its answer', async () => {
    const identity = { load: () => 'known', save: () => undefined };
    const early = new EarlyOffer({ ...OPTIONS, identity, invite: 'i-1' });
    const player = new Whep();
    player.prepare(early);
    expect((await early.passed)?.watch).to.deep.equal(whep.watch('one'));
    const [heard] = room.heard;
    expect(heard?.body).to.include({ identity: 'known', invite: 'i-1' });
    expect(heard?.body['offer']).to.match(/^v=0/).and.not.contain('a=candidate');
    expect([...(heard?.headers.keys() ?? [])]).to.deep.equal([]);
    const connection = await player.connect(whep.watch('one'), left.signal);
    const video = document.createElement('video');
    connection.attach(video);
    expect((video.srcObject as MediaStream).getVideoTracks()).to.have.length(1);
    expect([posts(), whep.made.length]).to.deep.equal([1, 1]);
    connection.disconnect();
    expect(whep.requests.at(-1)).to.equal('DELETE /session/1');
    expect(whep.open).to.equal(0);
  });

  it('[PF4] is waited for when the room has said welcome before', async () => {
    let go = () => {};
    room.answer = new Promise((resolve) => {
      go = resolve;
    });
    const player = new Whep();
    player.prepare(new EarlyOffer(OPTIONS));
    const connecting = player.connect(whep.watch('one'), left.signal);
    go();
    (await connecting).disconnect();
    expect([posts(), whep.made.length]).to.deep.equal([1, 1]);
  });

  it('[PF5] that is not passed on is posted to the stream itself', async () => {
    for (const answer of ['nothing', 'away'] as const) {
      room.answer = answer;
      const before = [posts(), whep.made.length];
      const player = new Whep();
      player.prepare(new EarlyOffer(OPTIONS));
      (await player.connect(whep.watch('one'), left.signal)).disconnect();
      const after = [posts(), whep.made.length];
      expect(after, answer).to.deep.equal(before.map((count) => count + 1));
    }
    expect(whep.open).to.equal(0);
  });

  it('[PF5] whose answer is no session description is left, and made again', async () => {
    room.answer = 'no-sdp';
    const player = new Whep();
    player.prepare(new EarlyOffer(OPTIONS));
    const connection = await player.connect(whep.watch('one'), left.signal);
    await poll(() => whep.count(/^DELETE \/session\/1$/) === 1);
    expect(posts()).to.equal(2);
    connection.disconnect();
    expect(whep.open).to.equal(0);
  });

  it('[PF5] that went to another stream, or is late, is left; the stream that the room names is watched', async () => {
    const clock = new FakeClock();
    const player = new Whep(clock);
    const early = new EarlyOffer(OPTIONS);
    player.prepare(early);
    await early.passed;
    const connection = await player.connect(whep.watch('two'), left.signal);
    await poll(() => whep.count(/^DELETE \/session\/1$/) === 1);
    expect(whep.requests).to.include('POST /two/whep');
    let go = () => {};
    room.answer = new Promise((resolve) => {
      go = resolve;
    });
    const late = new Whep();
    late.prepare(new EarlyOffer(OPTIONS));
    const other = await late.connect(whep.watch('two'), left.signal);
    go();
    await poll(() => whep.count(/^DELETE \/session\/4$/) === 1);
    for (const one of [connection, other]) one.disconnect();
    expect(whep.open).to.equal(0);
  });

  it('[PF5] that no player takes is closed, and its session with it', async () => {
    const early = new EarlyOffer(OPTIONS);
    await early.passed;
    early.close();
    await poll(() => whep.count(/^DELETE \/session\/1$/) === 1);
    const player = new Whep();
    player.prepare(new EarlyOffer(OPTIONS));
    player.close();
    await poll(() => whep.count(/^POST/) === whep.count(/^DELETE/));
    expect(whep.open).to.equal(0);
  });

  it("[PF6] a site's token goes in the header; where a function gives it, there is no such offer", async () => {
    const early = offerEarly({ ...OPTIONS, token: 'signed' });
    await early?.passed;
    early?.close();
    expect(room.heard[0]?.headers.get('Authorization')).to.equal('Bearer signed');
    expect(room.heard[0]?.body).not.to.have.property('token');
    expect(offerEarly({ ...OPTIONS, token: () => 'signed' })).to.equal(null);
  });
});
