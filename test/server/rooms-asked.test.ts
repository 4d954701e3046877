import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitRequest, admitSocket, RoomsAsked } from '../../party/server/admission.js';
import { BOUNDS } from '../../party/server/bounds.js';

const { max } = BOUNDS.roomsPerAddress;

test('[OP40] of 100,000 rooms that one address asks for it gets a bounded number; others notice nothing', () => {
  const asked = new RoomsAsked();
  let got = 0;
  for (let room = 0; room < 100_000; room += 1) {
    if (asked.takes('203.0.113.1', `room-${room}`, 1_000 + room)) got += 1;
  }
  assert.ok(got >= max && got <= max + 10, `${got}`);
  assert.equal(
    asked.takes('203.0.113.1', 'room-150', 101_000),
    true,
    'one that it asked for before',
  );
  assert.equal(asked.takes('203.0.113.2', 'room-new', 101_000), true);
  assert.equal(asked.takes('203.0.113.1', 'room-new', 101_000), false);
  assert.equal(asked.takes('203.0.113.1', 'room-new', 101_000 + 3_600_000), true);
  for (let at = 0; at < 3 * BOUNDS.addresses.max; at += 1) {
    assert.equal(asked.takes(`n${at}`, 'lobby', 5_000_000), true);
  }
});

test('[OP40] it is refused with 429 before the platform starts the room’s object, an address of 10 kB with 414', async () => {
  const ask = (room: string, address = '198.51.100.7') =>
    new Request(`https://rooms.example/parties/main/${room}/state`, {
      headers: { 'x-real-ip': address },
    });
  const env = { ADDRESS_HEADER: 'x-real-ip' };
  const statuses = new Map<number, number>();
  for (let room = 0; room < max + 20; room += 1) {
    const admitted = await (room % 2 ? admitRequest : admitSocket)(ask(`r-${room}`), env);
    const status = admitted instanceof Response ? admitted.status : 200;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual(
    [...statuses],
    [
      [200, max],
      [429, 20],
    ],
  );
  assert.ok((await admitRequest(ask('r-other', '198.51.100.8'), env)) instanceof Request);
  assert.ok((await admitRequest(ask('r-other'))) instanceof Request, 'nobody says who asks');
  const long = await admitSocket(new Request(`${ask('lobby').url}?${'x'.repeat(10_000)}`), env);
  assert.equal(long instanceof Response && long.status, 414);
});
