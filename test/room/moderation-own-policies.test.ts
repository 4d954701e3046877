import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moderatorView } from '../../party/room/view/moderator-view.js';
import { open } from '../../party/turns/open.js';
import type { TurnPolicy } from '../../party/turns/policy.js';
import { queue } from '../../party/turns/queue.js';
import { auditLog } from '../support/moderation.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** A room with a mode of the site's own, its host (c1), and two visitors. */
function roomWith(policy: Partial<TurnPolicy>, base: unknown = queue): [TestRoom, ...string[]] {
  const mine = { ...(base as TurnPolicy), ...policy };
  const [room, ...visitors] = liveRoom(2, { turns: 'mine', repeatSeconds: 0 }, { mine });
  return [room, room.join({ id: 'a-host', role: 'host' }), ...visitors];
}

test('[MO29] a policy of one’s own may leave out what moderation asks of it', () => {
  const [room, host, one, other] = roomWith({}, { ...(open as TurnPolicy), skip: undefined });
  room.prompt(one!, 'a kite');
  const waits = room.prompt(other!, 'a boat');
  assert.equal(room.act(host!, { act: 'skip' }).reason, 'wrong-mode');
  assert.equal(room.act(host!, { act: 'remove', who: 'a-2' }).ok, true);
  assert.equal(room.receipt(other!, waits).reason, 'removed');
  assert.equal(room.act(host!, { act: 'panic' }).ok, true);
  assert.equal(room.view().turns.mode, 'mine');
});

test('[MO29] what it has is used: its turn is skipped, and its line is on the desk', () => {
  const [room, host, one, other] = roomWith({});
  room.ask(one!, 'request-turn');
  room.ask(other!, 'request-turn');
  assert.deepEqual(
    moderatorView(room, 'host').people.map(({ id }) => id),
    ['a-1', 'a-2'],
  );
  assert.equal(room.act(host!, { act: 'skip' }).ok, true);
  assert.equal(room.holder, 'offered a-2');
});

for (const name of ['skip', 'remove'] as const) {
  test(`[MO29] one that throws in ${name} gives way to the queue; the act is done, and the log says so`, () => {
    const boom = () => {
      throw new Error('boom');
    };
    const [room, host, one] = roomWith({ [name]: boom });
    room.ask(one!, 'request-turn');
    room.act(host!, name === 'skip' ? { act: 'skip' } : { act: 'remove', who: 'a-1' });
    assert.equal(room.view().turns.mode, 'queue');
    assert.equal(room.state.participants['a-1'] === undefined, name === 'remove');
    assert.ok(auditLog(room).some(({ act, by }) => act === 'mode-gone' && by === null));
  });
}

test('[MO29] a line that is none shows nobody', () => {
  const [room, , one, other] = roomWith({ line: () => [1, null] as never });
  room.ask(one!, 'request-turn');
  room.ask(other!, 'request-turn');
  assert.deepEqual(
    moderatorView(room, 'host').people.map(({ id }) => id),
    ['a-1'],
  );
});
