import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { votingIn } from '../../src/protocol/view.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** Four visitors; the first two have proposed, and the ballot is open. */
function ballot(rules: RulesPatch = {}) {
  const [room, a, b, c, d] = liveRoom(4, { turns: 'vote', ...rules }) as [
    TestRoom,
    string,
    string,
    string,
    string,
  ];
  const rain = room.prompt(a, 'it rains');
  const snow = room.prompt(b, 'it snows');
  room.passAlive(15_000);
  return { room, a, b, c, d, rain, snow };
}

test('[VO1] the first proposal begins a round; then there is a vote, and the winner runs', () => {
  const [room, a, b, c] = liveRoom(3, { turns: 'vote', submitSeconds: 15, voteSeconds: 20 });
  assert.deepEqual([room.round.phase, room.round.clock], ['propose', null]);
  room.passAlive(60_000);
  const rain = room.prompt(a, 'it rains');
  assert.deepEqual(room.round.clock, { endsAt: room.now + 15_000 });
  const snow = room.prompt(b, 'it snows');
  assert.deepEqual(room.you('a-2').standing, { state: 'proposed', promptId: snow });
  room.passAlive(15_000);
  assert.deepEqual([room.round.phase, room.you('a-3').standing.state], ['vote', 'none']);
  room.vote(c, snow);
  room.passAlive(20_000);
  assert.equal(room.receipt(b, snow).status, 'performing');
  assert.deepEqual(room.round.result, { winner: snow, votes: 1, tieBreak: 'none', reason: null });
  const { status, reason } = room.receipt(a, rain);
  assert.deepEqual([status, reason], ['expired', 'not-chosen']);
});

test('[VO2] one vote per identity, changeable: a thousand connections count once', () => {
  const { room, c, d, rain, snow } = ballot();
  for (let tab = 0; tab < 1_000; tab += 1) room.vote(room.join({ id: 'a-3' }), rain);
  room.vote(d, snow);
  assert.deepEqual(
    room.round.choices.map(({ votes }) => votes),
    [1, 1],
  );
  room.vote(c, snow);
  assert.deepEqual([room.you('a-3').vote, room.round.choices[1]?.votes], [snow, 2]);
});

test('[VO3] a vote names its round: one for another round, or outside a ballot, does not count', () => {
  const { room, c, rain } = ballot();
  assert.equal(room.vote(c, rain, 'r0').reason, 'round-over');
  assert.equal(room.vote(c, 'nothing').reason, 'no-such-choice');
  room.passAlive(20_000);
  assert.equal(room.vote(c, rain).reason, 'round-over');
});

test('[VO3] what a vote names is in the view: the round of a vote, the mode where there are none', () => {
  const named = (turns: string) => {
    const [room, a, b] = liveRoom(2, { turns });
    const rain = room.prompt(a, 'it rains');
    room.prompt(b, 'it snows');
    if (turns === 'vote') room.passAlive(15_000);
    const roundId = votingIn(room.view().turns);
    return roundId === null ? null : room.vote(b, rain, roundId).ok;
  };
  assert.deepEqual(['vote', 'curated', 'raffle', 'queue'].map(named), [true, true, null, null]);
});

test('[VO4] one proposal each, max-proposals in all, and none while a ballot is open', () => {
  const [room, a, b, c] = liveRoom(3, { turns: 'vote', maxProposals: 2 });
  room.prompt(a, 'it rains');
  assert.equal(room.receipt(a, room.prompt(a, 'it pours')).reason, 'already-proposed');
  room.prompt(b, 'it snows');
  const full = room.receipt(c, room.prompt(c, 'it hails'));
  assert.deepEqual([full.reason, full.limit], ['proposals-full', 2]);
  room.passAlive(15_000);
  const late = room.receipt(c, room.prompt(c, 'it storms'));
  assert.deepEqual([late.reason, late.retryAt], ['voting-now', room.now + 20_000]);
});

test('[VO5] a single proposal runs without a vote', () => {
  const [room, a] = liveRoom(2, { turns: 'vote' });
  const rain = room.prompt(a, 'it rains');
  room.passAlive(15_000);
  assert.equal(room.receipt(a, rain).status, 'performing');
  assert.equal(room.round.result?.winner, rain);
});

test('[VO6] fewer voters than the quorum decide nothing', () => {
  const { room, a, b, c, rain, snow } = ballot({ quorum: 2 });
  room.vote(c, snow);
  room.passAlive(20_000);
  assert.deepEqual(room.round.result, {
    winner: null,
    votes: 0,
    tieBreak: 'none',
    reason: 'no-quorum',
  });
  assert.deepEqual(
    [room.receipt(a, rain).reason, room.receipt(b, snow).reason],
    ['no-quorum', 'no-quorum'],
  );
});

test('[VO7] a tie: the earliest, or one by lot that is the same for the same seed', () => {
  const early = ballot({ tie: 'earliest' });
  early.room.vote(early.c, early.snow);
  early.room.vote(early.d, early.rain);
  early.room.passAlive(20_000);
  assert.deepEqual(
    [early.room.round.result?.winner, early.room.round.result?.tieBreak],
    [early.rain, 'earliest'],
  );
  const drawn = [ballot({ tie: 'random' }), ballot({ tie: 'random' })].map((one) => {
    one.room.vote(one.c, one.snow);
    one.room.vote(one.d, one.rain);
    one.room.passAlive(20_000);
    assert.equal(one.room.round.result?.tieBreak, 'random');
    return one.room.round.result?.winner;
  });
  assert.equal(drawn[0], drawn[1]);
});

test('[VO8] a tie: a runoff between the level ones, as a round of its own', () => {
  const { room, a, b, c, d, rain, snow } = ballot({ tie: 'runoff' });
  const first = room.round.id;
  room.vote(c, snow);
  room.vote(d, rain);
  room.passAlive(20_000);
  assert.equal(room.round.phase, 'vote');
  assert.equal(room.vote(a, snow, first).reason, 'round-over');
  assert.equal(room.you('a-3').vote, null, 'everyone votes anew');
  room.vote(b, snow);
  room.passAlive(20_000);
  assert.deepEqual(room.round.result, { winner: snow, votes: 1, tieBreak: 'runoff', reason: null });
});

test('[VO9] a tie: a host decides, and after vote-seconds the earliest', () => {
  for (const answers of [true, false]) {
    const { room, c, d, rain, snow } = ballot({ tie: 'host' });
    const host = room.join({ role: 'host' });
    room.vote(c, snow);
    room.vote(d, rain);
    room.passAlive(20_000);
    assert.deepEqual([room.round.result?.winner, room.round.result?.tieBreak], [null, 'host']);
    assert.equal(room.direct(c, 'choose', snow).reason, 'not-allowed');
    assert.equal(room.direct(host, 'choose', 'nothing').reason, 'no-such-choice');
    if (answers) room.direct(host, 'choose', snow);
    else room.passAlive(20_000);
    const { winner, tieBreak } = room.round.result!;
    assert.deepEqual([winner, tieBreak], answers ? [snow, 'host'] : [rain, 'earliest']);
  }
});

test('[VO10] with carry-over the losers are in the next round; after five they are let go', () => {
  const { room, a, b, c, rain, snow } = ballot({ carryOver: 'yes' });
  room.vote(c, snow);
  room.passAlive(20_000);
  room.performed();
  assert.equal(room.receipt(a, rain).status, 'waiting');
  room.passAlive(4_000);
  assert.deepEqual([room.round.phase, room.round.choices[0]?.id], ['propose', rain]);
  const never = ballot({ carryOver: 'yes' });
  const round = 15_000 + 20_000 + 4_000;
  never.room.passAlive(20_000 + 4 * round - 1);
  assert.equal(never.room.receipt(never.a, never.rain).status, 'waiting');
  never.room.passAlive(1);
  assert.equal(never.room.receipt(never.a, never.rain).reason, 'no-quorum');
  assert.equal(b, 'c2');
});

test('[VO11] the result stays until somebody proposes; proposals meanwhile are for the next round', () => {
  const { room, c, d, snow } = ballot();
  room.vote(c, snow);
  room.passAlive(20_000);
  const next = room.prompt(d, 'it hails');
  assert.equal(room.round.phase, 'result');
  room.performed();
  room.passAlive(3_999);
  assert.equal(room.round.phase, 'result');
  room.passAlive(1);
  assert.deepEqual([room.round.phase, room.round.choices[0]?.id], ['propose', next]);
  room.passAlive(15_000);
  room.performed();
  room.passAlive(60_000);
  assert.equal(room.round.result?.winner, next);
});

test('[VO12] the clock of a round stands still while the world cannot listen', () => {
  const { room, c, snow } = ballot();
  const host = room.join({ role: 'host' });
  room.vote(c, snow);
  room.act(host, { act: 'lock', seconds: 60 });
  room.passAlive(50_000);
  assert.deepEqual(room.round.clock, { leftMs: 20_000 });
  room.passAlive(30_000);
  assert.equal(room.round.result?.winner, snow);
});

test('[VO14] a proposal that nobody voted for is shown without votes', () => {
  const [room, a, b] = liveRoom(2, { turns: 'vote' });
  const shown = () => [room.round.phase, ...room.round.choices.map(({ votes }) => votes)];
  room.prompt(a, 'it rains');
  room.prompt(b, 'it snows');
  assert.deepEqual(shown(), ['propose', 0, 0]);
  room.passAlive(15_000);
  assert.deepEqual(shown(), ['vote', 0, 0]);
});

test('[VO13] twelve choices are shown at most, shortened, and the others counted', () => {
  const [room, ...all] = liveRoom(20, { turns: 'vote', maxProposals: 20, maxLength: 2_000 });
  for (const [index, visitor] of all.entries()) room.prompt(visitor, `${index} ${'x'.repeat(999)}`);
  assert.deepEqual([room.round.choices.length, room.round.more], [12, 8]);
  assert.equal(room.round.choices[0]?.text.length, 240);
});

test('[VO13] in 5,000 bytes of the view: long texts of a large script are fewer', () => {
  const [room, ...all] = liveRoom(6, { turns: 'vote', maxLength: 2_000 });
  for (const [index, visitor] of all.entries())
    room.prompt(visitor, `${index} ${'🐋'.repeat(300)}`);
  // A thousand bytes each, and a little for its author.
  assert.deepEqual([room.round.choices.length, room.round.more], [4, 2]);
});
