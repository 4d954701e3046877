import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDraw } from '../../src/client/check-draw.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom } from '../support/test-room.js';

/** Six visitors who have all proposed. */
function entered(rules: RulesPatch = {}) {
  const [room, ...visitors] = liveRoom(6, { turns: 'raffle', ...rules });
  const entries = visitors.map((visitor, index) => room.prompt(visitor, `idea ${index}`));
  return { room, visitors, entries };
}

test('[RA1] rounds: propose, then one of the proposals is drawn and runs', () => {
  const { room, visitors, entries } = entered({ submitSeconds: 15 });
  assert.equal(room.round.phase, 'propose');
  room.passAlive(15_000);
  assert.equal(room.round.phase, 'draw');
  assert.equal(room.receipt(visitors[0], room.prompt(visitors[0], 'late')).reason, 'voting-now');
  room.passAlive(2_999);
  assert.equal(room.round.phase, 'draw');
  room.passAlive(1);
  const winner = room.round.result?.winner;
  const at = entries.indexOf(winner!);
  assert.ok(at >= 0);
  for (const [index, id] of entries.entries()) {
    const { status, reason } = room.receipt(visitors[index]!, id);
    const wanted = index === at ? ['performing', null] : ['expired', 'not-chosen'];
    assert.deepEqual([status, reason], wanted);
  }
});

test('[VO14] what is drawn from is shown without votes, before and after the draw', () => {
  const { room } = entered();
  for (const phase of ['propose', 'draw', 'result']) {
    assert.equal(room.round.phase, phase);
    assert.deepEqual(
      room.round.choices.map(({ votes }) => votes),
      [0, 0, 0, 0, 0, 0],
    );
    room.passAlive(phase === 'propose' ? 15_000 : 3_000);
  }
});

test('[RA2] the hash of the seed is shown while entries are taken, the seed only after the draw', async () => {
  const { room, entries } = entered();
  const before = room.round.fairness!;
  assert.match(before.commitment, /^[0-9a-f]{64}$/);
  assert.equal(before.seed, null);
  room.passAlive(16_000);
  assert.deepEqual([room.round.phase, room.round.fairness?.seed], ['draw', null]);
  room.passAlive(3_000);
  const { fairness, result } = room.round;
  assert.equal(fairness?.commitment, before.commitment);
  assert.deepEqual(
    fairness.entries.map(({ id }) => id),
    entries,
  );
  assert.ok(!JSON.stringify(room.view()).includes(room.state.entropy));
  assert.ok(result?.winner);
});

test('[RA3] anyone can check a draw; another winner, seed, entry or commitment is found out', async () => {
  const { room, entries } = entered();
  room.passAlive(19_000);
  const { fairness, result } = room.round;
  const draw = { ...fairness!, seed: fairness!.seed!, winner: result!.winner! };
  assert.equal(await checkDraw(draw), true);
  const other = entries.find((id) => id !== draw.winner)!;
  assert.equal(await checkDraw({ ...draw, winner: other }), false);
  assert.equal(await checkDraw({ ...draw, seed: `${draw.seed}0` }), false);
  assert.equal(await checkDraw({ ...draw, commitment: '0'.repeat(64) }), false);
  assert.equal(
    await checkDraw({ ...draw, entries: draw.entries.filter(({ id }) => id !== draw.winner) }),
    false,
  );
  assert.equal(await checkDraw({ ...draw, entries: [] }), false);
});

test('[RA4] every round has a seed of its own, and every entry about the same chance', () => {
  const { room, visitors } = entered({ repeatSeconds: 0, promptsPerMinute: 120 });
  const commitments = new Set<string>();
  const won = new Map<string, number>();
  for (let round = 0; round < 120; round += 1) {
    room.passAlive(19_000);
    commitments.add(room.round.fairness!.commitment);
    const by = room.state.prompts.find(({ id }) => id === room.round.result?.winner)!.by;
    won.set(by, (won.get(by) ?? 0) + 1);
    room.performed();
    room.passAlive(4_000);
    for (const visitor of visitors) room.prompt(visitor, `idea ${round}`);
  }
  assert.equal(commitments.size, 120);
  for (const times of won.values()) assert.ok(times > 6 && times < 40, `${times} of 120`);
});

test('[RA5] what is taken back is not drawn; an empty draw has no winner', () => {
  const { room, visitors, entries } = entered();
  for (const [index, id] of entries.entries()) {
    room.say(visitors[index]!, { type: 'withdraw', id: 'w', promptId: id });
    if (index === 4) break;
  }
  room.passAlive(15_000);
  room.passAlive(3_000);
  assert.equal(room.round.result?.winner, entries[5]);
  const empty = entered();
  empty.room.passAlive(15_000);
  for (const [index, id] of empty.entries.entries())
    empty.room.say(empty.visitors[index]!, { type: 'withdraw', id: 'w', promptId: id });
  empty.room.passAlive(3_000);
  assert.deepEqual(empty.room.round.result?.winner, null);
});

test('[RA6] with carry-over the losers are in the next draw', () => {
  const { room, entries } = entered({ carryOver: 'yes' });
  room.passAlive(19_000);
  const winner = room.round.result?.winner;
  room.performed();
  room.passAlive(4_000);
  assert.deepEqual(
    room.round.choices.map(({ id }) => id),
    entries.filter((id) => id !== winner),
  );
});
