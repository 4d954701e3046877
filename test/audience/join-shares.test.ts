import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JoinShares } from '../../party/audience/join-shares.js';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import { Random } from '../support/random.js';

/** The most of them in one of so many slots, beside the mean. */
function peakOf(shares: readonly number[], slots: number): number {
  const counts = Array<number>(slots).fill(0);
  for (const share of shares) {
    const slot = Math.min(slots - 1, Math.floor(share * slots));
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return (Math.max(...counts) * slots) / shares.length;
}

test('[OP15] the viewers of a party join at a flat rate, also after many left and others came', () => {
  const random = new Random(5);
  const places = new JoinShares(3);
  const taken = Array.from({ length: 1_600 }, () => places.take());
  const shares = () => taken.map((place) => places.shareOf(place));
  assert.ok(peakOf(shares(), 50) < 1.2, `${peakOf(shares(), 50)}`);
  for (let round = 0; round < 4; round += 1) {
    for (let left = 0; left < 900; left += 1) {
      const [place = 0] = taken.splice(random.below(taken.length), 1);
      places.giveUp(place);
    }
    for (let come = 0; come < 880; come += 1) taken.push(places.take());
  }
  assert.equal(new Set(taken).size, taken.length);
  assert.ok(peakOf(shares(), 50) < 1.3, `${peakOf(shares(), 50)}`);
  // As after a sleep, when those who are there come one after another.
  const again = new JoinShares(3);
  for (const place of taken) again.taken(place);
  const next = Array.from({ length: 120 }, () => again.take());
  assert.equal(new Set([...taken, ...next]).size, taken.length + next.length);
});

test('[OP15] several parties do not have theirs join at the same instants', () => {
  const all = Array.from({ length: 60 }, (_, party) => {
    const places = new JoinShares(party + 1);
    return Array.from({ length: 20 }, () => places.shareOf(places.take()));
  });
  assert.ok(peakOf(all.flat(), 100) < 1.5, `${peakOf(all.flat(), 100)}`);
});

test('[OP15] each of the room’s own viewers is told one of its own, and the next has one that was given up', async () => {
  const world = await crowd(8, { rules: { audienceFrom: 0 } });
  const shares = world.viewers.map(({ client }) => client.joinShare);
  assert.equal(shares.filter((share) => share !== null).length, 8);
  assert.ok(peakOf(shares.map(Number), 8) <= 1);
  world.viewers[3]?.leave();
  await world.pass(3_000);
  world.enter('late-1');
  await world.pass(3_000);
  assert.equal(world.viewers.at(-1)?.client.joinShare, shares[3]);
  await leaveAll(world);
});

test('[OP15] each viewer of a party is told one of its own, and keeps it while the party sleeps', async () => {
  const world = await crowd(24);
  const party = world.party(1);
  const there = world.viewers.filter(({ who }) => party.serves(who));
  const shares = () => there.map(({ client }) => client.joinShare);
  const before = shares();
  assert.ok(there.length > 8 && before.every((share) => share !== null));
  assert.equal(new Set(before).size, there.length);
  await party.sleep();
  world.enter('late-1');
  await world.pass(3_000);
  const all = [...before, ...world.viewers.slice(-1).map(({ client }) => client.joinShare)];
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(shares(), before);
  await leaveAll(world);
});
