import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homeOf, partiesFor, partyName, readPartyName } from '../../party/audience/places.js';

const PEOPLE = Array.from({ length: 20_000 }, (_, index) => `a-${index.toString(36)}`);

test('[AU2] identities are spread evenly, and only those move who belong to a party that is new or given up', () => {
  for (const parties of [1, 2, 7, 20]) {
    const counts = Array<number>(parties + 1).fill(0);
    for (const who of PEOPLE)
      counts[homeOf(who, parties)] = (counts[homeOf(who, parties)] ?? 0) + 1;
    const [atRoom = 0, ...each] = counts;
    const mean = (PEOPLE.length - atRoom) / parties;
    for (const count of each) assert.equal(Math.abs(count / mean - 1) < 0.15, true, `${counts}`);
    // The room keeps a few, whose pages can conduct.
    assert.equal(atRoom > 0 && atRoom < mean / 2, true, `${counts}`);
    const moved = PEOPLE.filter((who) => homeOf(who, parties) !== homeOf(who, parties + 1));
    assert.equal(
      moved.every((who) => homeOf(who, parties + 1) === parties + 1),
      true,
    );
  }
  assert.equal(homeOf('a-1', 0), 0);
  for (const name of ['2.main.lobby', '15.games.a.b c']) {
    const read = readPartyName(name);
    assert.equal(read && partyName(read.no, read), name);
  }
  for (const name of ['lobby', '0.main.lobby', '1.main.', 'x.main.lobby', '1.Main!.x']) {
    assert.equal(readPartyName(name), null, name);
  }
});

test('[AU3] parties come at a threshold, grow before they are full, and go at half of that', () => {
  const bounds = { from: 1_000, capacity: 2_000, partiesMax: 4 };
  const cases: [
    parties: number,
    atRoom: number,
    inParties: number,
    isVoting: boolean,
    now: number,
  ][] = [
    [0, 999, 0, false, 0],
    [0, 1_000, 0, false, 1],
    [0, 1_000, 0, true, 1],
    [1, 1_000, 1_500, false, 1],
    [1, 1_000, 1_501, false, 2],
    [1, 1_000, 1_501, true, 1],
    [2, 900, 1_400, false, 2],
    [2, 900, 750, false, 1],
    [2, 900, 751, false, 2],
    [2, 900, 750, true, 2],
    [1, 300, 201, false, 1],
    [1, 300, 200, false, 0],
    [1, 1_000, 90_000, false, 4],
    [3, 0, 0, false, 0],
  ];
  for (const [parties, atRoom, inParties, isVoting, expected] of cases) {
    const crowd = { parties, atRoom, inParties, isVoting };
    assert.equal(partiesFor(crowd, bounds).parties, expected, JSON.stringify(crowd));
  }
  const many = { parties: 4, atRoom: 0, inParties: 6_001, isVoting: false };
  assert.equal(partiesFor(many, bounds).isFull, true);
  assert.equal(partiesFor({ ...many, inParties: 6_000 }, bounds).isFull, false);
  const off = { parties: 0, atRoom: 5_000, inParties: 0, isVoting: false };
  assert.equal(partiesFor(off, { ...bounds, from: 0 }).parties, 0);
  assert.equal(partiesFor(off, { ...bounds, partiesMax: 0 }).parties, 0);
});
