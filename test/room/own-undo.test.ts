import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { moderatedRoom, performedTexts } from '../support/moderation.js';
import type { TestRoom } from '../support/test-room.js';

const OPENING = 'the world';
const UNDO_MS = 10_000;

function undo(room: TestRoom, connection: string, promptId: string) {
  room.say(connection, { type: 'undo', id: 'u', promptId });
  const { ok, reason } = room.lastAnswer(connection);
  return ok ? 'ok' : reason;
}

/** Two visitors; what the first one asked for is in the world. */
function withChange(rules: Parameters<typeof moderatedRoom>[1] = {}) {
  const [room, host, moderator, one, other] = moderatedRoom(2, {
    opening: OPENING,
    promptsPerTurn: 3,
    ...rules,
  });
  const id = room.prompt(one!, 'snow');
  room.performed({ status: 'applied', appliedText: 'world: snow' });
  return { room, host, moderator, one: one!, other: other!, id };
}

test('[CR6] an author takes their newest change back, once, and before all that waits', () => {
  const { room, host, one, other, id } = withChange();
  assert.equal(room.receipt(one, id).undoUntil, room.now + UNDO_MS);
  const next = room.prompt(other, 'rain');
  room.passAlive(1_000);
  assert.equal(undo(room, other, id), 'nothing-to-undo', 'another’s');
  assert.equal(undo(room, one, 'unknown'), 'nothing-to-undo');
  assert.equal(undo(room, one, id), 'ok');
  assert.equal(undo(room, one, id), 'nothing-to-undo', 'under way');
  room.passAlive(2_000);
  assert.equal(performedTexts(room, host).at(-1), OPENING);
  room.performed({ status: 'applied', appliedText: OPENING });
  assert.equal(room.state.world.prompt, OPENING);
  assert.equal(undo(room, one, id), 'nothing-to-undo', 'done');
  assert.notEqual(room.receipt(other, next).status, 'expired');
});

test('[CR11] what an author takes back is told as theirs, on its way and afterwards', () => {
  const { room, one, id } = withChange();
  assert.equal(room.view().changes.at(-1)?.by, 'a-1');
  room.passAlive(1_000);
  undo(room, one, id);
  room.passAlive(2_000);
  const told = { name: 'V1', takesBack: 'snow' };
  assert.deepEqual(room.view().performing, { id: 'a-1', ...told, text: OPENING });
  room.performed({ status: 'applied', appliedText: OPENING });
  const { by, name, takesBack } = room.view().changes.at(-1)!;
  assert.deepEqual({ by, name, takesBack }, { by: 'a-1', ...told });
});

test('[CR6] not after ten seconds, nor once something has come after it', () => {
  const late = withChange();
  late.room.passAlive(UNDO_MS + 1_001);
  assert.equal(undo(late.room, late.one, late.id), 'nothing-to-undo');

  const { room, one, moderator, id } = withChange({ gapSeconds: 0 });
  const second = room.prompt(one, 'hail');
  assert.equal(undo(room, one, id), 'nothing-to-undo', 'another is on its way');
  room.performed({ status: 'applied', appliedText: 'world: hail' });
  assert.equal(undo(room, one, id), 'nothing-to-undo', 'not the newest');
  room.act(moderator, { act: 'lock', why: 'calm' });
  assert.equal(undo(room, one, second), 'locked');
  room.act(moderator, { act: 'unlock', what: 'prompts' });
  assert.equal(undo(room, one, second), 'ok');
});

test('[CR6] a world that refuses to go back stays as it is', () => {
  const { room, one, id } = withChange();
  undo(room, one, id);
  room.passAlive(3_000);
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.equal(room.state.world.prompt, 'world: snow');
});

test('[CR6] only what its author alone decided, and where the rule `undo` allows it', () => {
  const { room, one, id } = withChange({ undo: 'no' });
  assert.equal(room.receipt(one, id).undoUntil, undefined);
  assert.equal(undo(room, one, id), 'nothing-to-undo');

  const offered = TURN_MODES.filter((turns) => {
    const [room, , moderator, one] = moderatedRoom(1, { turns, submitSeconds: 5, voteSeconds: 5 });
    const author = turns === 'stage' ? moderator : one!;
    const id = room.prompt(author, 'snow');
    if (turns === 'curated') room.direct(moderator, 'choose', id);
    if (turns === 'vote') room.passAlive(5_000);
    if (turns === 'vote') room.vote(author, id);
    room.passAlive(12_000);
    room.performed({ status: 'applied', appliedText: 'snow' });
    assert.equal(room.receipt(author, id).status, 'applied', turns);
    return room.receipt(author, id).undoUntil !== undefined;
  });
  assert.deepEqual(offered, ['queue', 'open', 'baton', 'stage']);
});
