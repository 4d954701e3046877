import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldSessions } from '../../src/headless/conductors.js';
import { FakeClock } from '../support/fake-clock.js';
import { CREDENTIALS, fakeSessions, STREAM } from '../support/fake-session.js';

const OPENING = { prompt: 'a harbour', portrait: false, image: null };

test('[HL11] a session is held from its opening to its disconnection, with the stream that runs', async () => {
  const fakes = fakeSessions();
  const sessions = new HeldSessions(fakes.open, new FakeClock(5_000));
  assert.deepEqual(sessions.list(), []);
  const session = sessions.open({ answered: () => undefined, ended: () => undefined });
  const [fake] = fakes.all;
  void session.connect(CREDENTIALS);
  assert.deepEqual(sessions.list(), [{ openedAt: 5_000, stream: null }]);

  const starting = session.start(OPENING);
  fake?.started.resolve(STREAM);
  assert.equal(await starting, STREAM);
  const stream = { id: 'stream-1', startedAt: 5_000 };
  assert.deepEqual(sessions.list(), [{ openedAt: 5_000, stream }]);

  session.interact('a balloon');
  const ending = session.endStream();
  fake?.ended.resolve();
  await ending;
  assert.deepEqual(sessions.list(), [{ openedAt: 5_000, stream: null }]);
  session.disconnect();
  assert.deepEqual(sessions.list(), []);
  assert.equal(sessions.count, 1);
  assert.deepEqual(fake?.calls, ['connect s1', 'start a harbour landscape', 'end', 'disconnect']);
  assert.deepEqual(fake?.texts, ['a balloon']);
});

test('[HL11] two are held while one takes over from the other', () => {
  const sessions = new HeldSessions(fakeSessions().open, new FakeClock());
  const nothing = { answered: () => undefined, ended: () => undefined };
  const first = sessions.open(nothing);
  sessions.open(nothing);
  assert.equal(sessions.list().length, 2);
  first.disconnect();
  assert.equal(sessions.list().length, 1);
  assert.equal(sessions.count, 2);
});
