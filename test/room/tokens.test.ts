import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestRoom } from '../support/test-room.js';

function closes(room: TestRoom): string[] {
  return room.effects.flatMap((effect) =>
    effect.type === 'close' ? [`${effect.connection} ${effect.code} ${effect.reason}`] : [],
  );
}

test('[ID8] a connection ends with its token, and with it what that token alone allowed', () => {
  const room = new TestRoom();
  const expiresAt = room.now + 30_000;
  const host = room.join({ id: 't-1', role: 'host', expiresAt });
  const plain = room.join({ id: 't-1', role: 'prompter', expiresAt: room.now + 60_000 });
  assert.equal(room.act(plain, { act: 'lock' }).ok, true, 'one person, one role');
  room.now = expiresAt;
  assert.equal(room.state.connections[host]?.who, 't-1');
  room.prompt(host, 'too late', 'late');
  assert.deepEqual(closes(room), [`${host} 4106 token-expired`]);
  assert.equal(
    room.state.prompts.some(({ id }) => id === 'late'),
    false,
  );
  assert.equal(room.you('t-1').role, 'prompter');
  assert.equal(room.act(plain, { act: 'unlock' }).reason, 'not-allowed');
  room.pass(30_000);
  assert.deepEqual(closes(room), [`${host} 4106 token-expired`, `${plain} 4106 token-expired`]);
});

test('[ID9] a fresh token of the same person goes on with its role and name', () => {
  const room = new TestRoom();
  const one = room.join({ id: 't-1', role: 'host', name: 'Ada', expiresAt: room.now + 30_000 });
  room.join({ id: 'a-1', name: 'Augusta' });
  const fresh = { name: 'Augusta', isNamed: true, expiresAt: room.now + 60_000 } as const;
  assert.equal(room.renew(one, { id: 't-1', ...fresh, role: 'moderator' }).ok, true);
  const { name, role } = room.you('t-1');
  assert.deepEqual(
    [name, role, room.you('a-1').name === 'Augusta'],
    ['Augusta', 'moderator', false],
  );
  assert.equal(room.act(one, { act: 'stop' }).reason, 'not-allowed');
  room.pass(59_999);
  assert.deepEqual(closes(room), []);
  room.pass(1);
  assert.deepEqual(closes(room), [`${one} 4106 token-expired`]);
});

test('[ID9] a token of anybody else is refused, and changes nothing', () => {
  const room = new TestRoom();
  const one = room.join({ id: 't-1', expiresAt: room.now + 30_000 });
  const anonymous = room.join({ id: 'a-1' });
  for (const connection of [one, anonymous]) {
    const { reason } = room.renew(connection, {
      id: 't-2',
      role: 'host',
      expiresAt: room.now + 99_000,
    });
    assert.equal(reason, 'not-allowed');
  }
  assert.deepEqual([room.you('t-1').role, room.you('a-1').role], ['prompter', 'prompter']);
  assert.equal(room.renew('early', { id: 't-1', role: 'host' }).reason, 'hello-first');
  room.pass(30_000);
  assert.ok(closes(room).includes(`${one} 4106 token-expired`));
});
