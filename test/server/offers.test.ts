import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import type { Visitor } from '../../party/room/input.js';
import { newRoom } from '../../party/room/state.js';
import { BOUNDS } from '../../party/server/bounds.js';
import { Offers } from '../../party/server/offers.js';
import type { PassedOffer } from '../../src/protocol/offers.js';
import type { LifeView } from '../../src/protocol/view.js';
import { ApiRoom } from '../support/api-room.js';
import { visitorOf } from '../support/people.js';
import { serving } from '../support/serving.js';
import { TestRoom } from '../support/test-room.js';
import { tokenOf } from '../support/tokens.js';

const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n';

const answers =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

const STREAM = answers(201, 'v=0 answer', { Location: '/whep/1' });

function liveAt(url: string): LifeView {
  const watch = { webrtcUrl: `${url}/one`, hlsUrl: null, token: 'a+b' };
  return { phase: 'live', streamId: 's', startedAt: 0, lastCall: null, watch };
}

function offersTo(life: LifeView, state = newRoom(), log: string[] = [], limitMs = 3_000): Offers {
  return new Offers(
    { now: () => 10 ** 13, state: () => state, life: () => life, log: (e) => log.push(e) },
    limitMs,
  );
}

/** What somebody gets by way of the room, and how often the service was asked. */
async function passed(
  answer: RequestListener,
  who: Visitor = visitorOf('a-1'),
  state = newRoom(),
): Promise<[PassedOffer | null, number]> {
  let got: PassedOffer | null = null;
  const heard = await serving(answer, async (url) => {
    got = await offersTo(liveAt(url), state).pass(who, null, OFFER);
  });
  return [got, heard.length];
}

test('[PF1] the offer goes to the stream as it is, and its answer comes back with where it is', async () => {
  let got: PassedOffer | null = null;
  const [heard] = await serving(STREAM, async (url) => {
    const life = liveAt(url);
    got = await offersTo(life).pass(visitorOf('a-1'), null, OFFER);
    assert.deepEqual(got, {
      watch: 'watch' in life && life.watch,
      answer: 'v=0 answer',
      location: '/whep/1',
    });
  });
  assert.equal(heard?.body, OFFER);
  assert.equal(heard?.headers['content-type'], 'application/sdp');
});

test('[PF2] those whom the room would turn away get nothing, and the service is not asked', async () => {
  const room = new TestRoom();
  const host = room.join({ id: 't-host', role: 'host' });
  room.join({ id: 'a-ann' });
  room.act(host, { act: 'ban', who: 'a-ann', seconds: 0, why: '' });
  assert.deepEqual(await passed(STREAM, visitorOf('a-ann'), room.state), [null, 0]);
  room.act(host, { act: 'lock', what: 'joins', seconds: 0, why: '' });
  assert.deepEqual(await passed(STREAM, visitorOf('a-new'), room.state), [null, 0]);
  const [forHost] = await passed(STREAM, visitorOf('t-host', { role: 'host' }), room.state);
  assert.equal(forHost?.answer, 'v=0 answer');
});

test('[PF2] without a stream, or while its last frame stands, nobody is asked', async () => {
  const dark = { phase: 'dark', reason: null, until: null } as const;
  assert.equal(await offersTo(dark).pass(visitorOf('a-1'), null, OFFER), null);
  const { phase: _live, ...stream } = liveAt('http://127.0.0.1:1') as Extract<
    LifeView,
    { phase: 'live' }
  >;
  const held = { ...stream, phase: 'renewing', held: true, expectedAt: 2 } as const;
  assert.equal(await offersTo(held).pass(visitorOf('a-1'), null, OFFER), null);
});

test('[PF3] a service that refuses, sends elsewhere or says too much gives nothing', async () => {
  for (const answer of [
    answers(401, 'no'),
    answers(503, 'full'),
    answers(307, '', { Location: 'http://127.0.0.1:1/' }),
    answers(201, 'x'.repeat(70_000)),
  ]) {
    assert.deepEqual(await passed(answer), [null, 1]);
  }
});

test('[PF3] a service that cannot be reached stands in the log, without an address', async () => {
  const log: string[] = [];
  const offers = offersTo(liveAt('http://127.0.0.1:1'), newRoom(), log);
  assert.equal(await offers.pass(visitorOf('a-1'), null, OFFER), null);
  assert.deepEqual(log, ['offer-failed']);
});

test('[PF3] a service that is silent is waited for no longer than that', async () => {
  const [heard] = await serving(
    () => undefined,
    async (url) => {
      const offers = offersTo(liveAt(url), newRoom(), [], 50);
      assert.equal(await offers.pass(visitorOf('a-1'), null, OFFER), null);
    },
  );
  assert.ok(heard);
});

test('[PF3] beyond as many at once as the bound says the service is not asked', async () => {
  const waiting: (() => void)[] = [];
  const { max } = BOUNDS.offers;
  const slow: RequestListener = (_request, response) => {
    waiting.push(() => void response.writeHead(201).end('v=0'));
    if (waiting.length === max) for (const answer of waiting) answer();
  };
  const heard = await serving(slow, async (url) => {
    const offers = offersTo(liveAt(url));
    const all = Array.from({ length: max + 5 }, () => offers.pass(visitorOf('a-1'), null, OFFER));
    const got = await Promise.all(all);
    assert.equal(got.filter((one) => one !== null).length, max);
  });
  assert.equal(heard.length, max);
});

test('[PF2] over HTTP a dark room answers 204, also to plain text; a bad token is 401, nonsense 422', async () => {
  const room = await ApiRoom.start();
  const ask = (body: unknown, headers = {}, token?: string) =>
    room.ask('/offer', { method: 'POST', body, headers, ...(token && { token }) });
  const offer = { identity: null, invite: null, offer: OFFER };
  const plain = { 'Content-Type': 'text/plain;charset=UTF-8' };
  assert.equal((await ask(offer)).status, 204);
  assert.equal((await ask(offer, plain)).status, 204);
  assert.equal((await ask(offer, plain, await tokenOf('ann'))).status, 204);
  assert.equal((await ask(offer, plain, 'nonsense')).status, 401);
  assert.equal((await ask({ ...offer, offer: 'hello' }, plain)).status, 422);
  assert.equal((await ask('{', plain)).status, 400);
  assert.equal((await ask(offer, { 'Content-Type': 'text/html' })).status, 415);
});
