import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountedSession } from '../../party/room/input.js';
import { CREDENTIALS, TestRoom } from '../support/test-room.js';

const MINUTE = 60_000;

/** A room with a ledger that hears everything, unless the test says otherwise. */
function roomWithLedger(): TestRoom {
  const room = new TestRoom();
  room.apply({ type: 'restarted', entropy: 'a secret', hasLedger: true });
  return room;
}

/** What the room has last told of each session, by epoch. */
function told(room: TestRoom): AccountedSession[] {
  const latest = new Map<number, AccountedSession>();
  for (const effect of room.effects) {
    if (effect.type !== 'account') continue;
    for (const session of effect.sessions) latest.set(session.epoch, session);
  }
  return [...latest.values()];
}

/** The ledger answers what it was told last. */
function hear(room: TestRoom): void {
  room.apply({ type: 'accounted', sessions: told(room), closes: null });
}

test('[LG16] a room tells of a session until the ledger has heard the last of it', () => {
  const room = roomWithLedger();
  const page = room.join();
  const epoch = room.connect();
  room.apply({ type: 'unaccounted' });
  room.passAlive(6_000);
  const asked = room.effects.filter(({ type }) => type === 'account').length;
  assert.ok(asked >= 2, 'asked again after five seconds');
  hear(room);
  const startedAt = room.now;
  room.broadcasting(epoch);
  hear(room);
  assert.deepEqual(told(room)[0]?.streams, [{ no: 1, startedAt, endedAt: null }]);
  room.passAlive(20_000);
  room.report({ report: 'ended', epoch, reason: 'closed' }, page);
  room.apply({ type: 'unaccounted' });
  room.pass(6_000);
  const [session] = told(room);
  assert.equal(session?.over, true);
  assert.equal(session?.streams[0]?.endedAt, startedAt + 20_000);
  hear(room);
  assert.deepEqual(
    room.state.accounts.list.filter((account) => account.epoch === epoch),
    [],
  );
});

test('[LG17] the stream of a lost conductor counts no longer than the service lets it run', () => {
  const room = roomWithLedger();
  const page = room.join();
  const epoch = room.goLive();
  const startedAt = room.now;
  room.leave(page);
  room.pass(12 * MINUTE);
  const [session] = told(room);
  assert.equal(session?.epoch, epoch);
  assert.equal(session?.over, true, 'its place is free when its credentials are over');
  assert.equal(session?.streams[0]?.endedAt, startedAt + 150_000);
});

test('[LG18] a session whose conductor is at work keeps its place, however old its credentials', () => {
  const room = roomWithLedger();
  room.join();
  const { epoch } = room.state.meta;
  room.apply({ type: 'minted', epoch, credentials: { ...CREDENTIALS, expiresIn: 20 } });
  for (let minute = 0; minute < 3; minute += 1) {
    room.report({ report: 'heartbeat', epoch });
    room.passAlive(15_000);
    hear(room);
    const mine = room.state.accounts.list.find((account) => account.epoch === epoch);
    assert.equal(mine?.over, false);
    assert.ok((mine?.until ?? 0) > room.now + 5_000);
  }
});

test('[LG19] what was not minted holds no place, and is no minting', () => {
  const room = roomWithLedger();
  room.join();
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const { epoch } = room.state.meta;
    assert.equal(room.view().life.phase, 'opening', `attempt ${attempt}`);
    const retryAt = room.now + 1_000;
    room.apply({ type: 'mint-failed', epoch, reason: 'budget-rooms', retryAt });
    hear(room);
    assert.equal(told(room).find((session) => session.epoch === epoch)?.over, true);
    assert.deepEqual(room.view().life, { phase: 'dark', reason: 'budget-rooms', until: retryAt });
    room.passAlive(1_000);
  }
});
