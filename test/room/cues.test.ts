import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moderatorView } from '../../party/room/view/moderator-view.js';
import type { CueView } from '../../src/protocol/moderation.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { auditLog, moderatedRoom, performedTexts, restart } from '../support/moderation.js';
import type { TestRoom } from '../support/test-room.js';

function cues(room: TestRoom): CueView[] {
  return moderatorView(room, 'host').cues;
}

/** A live room whose host has prepared these; whoever takes turns prompts without a pause. */
function prepared(texts: readonly string[], rules: RulesPatch = {}, visitors = 2) {
  const [room, host, moderator, ...others] = moderatedRoom(visitors, {
    ...{ gapSeconds: 3, idleSeconds: 0, turnSeconds: 60, ...rules },
  });
  for (const text of texts) assert.ok(room.act(host, { act: 'cue-add', text }).ok);
  const ids = cues(room).map(({ id }) => id);
  const runCue = (index: number, by = host) =>
    room.act(by, { act: 'cue-run', cueId: ids[index] ?? '' });
  return { room, host, moderator, others, ids, runCue };
}

const sent = (room: TestRoom) => performedTexts(room, 'c1');

test('[CE1] a host prepares prompts, changes them and takes them away; only staff see them', () => {
  const { room, host, moderator, ids } = prepared(['Snow  falls', 'A red kite']);
  assert.deepEqual(
    cues(room).map(({ text, at, fallback, state, by }) => [text, at, fallback, state, by.name]),
    [
      ['Snow falls', null, false, 'ready', 'Hope'],
      ['A red kite', null, false, 'ready', 'Hope'],
    ],
  );
  const [first = '', second = ''] = ids;
  room.act(host, { act: 'cue-change', cueId: first, text: 'Heavy snow', at: room.now + 60_000 });
  room.act(host, { act: 'cue-change', cueId: first, fallback: true });
  const [changed] = cues(room);
  assert.deepEqual(
    [changed?.text, changed?.at, changed?.fallback],
    ['Heavy snow', room.now + 60_000, true],
  );
  room.act(host, { act: 'cue-remove', cueId: second });
  assert.deepEqual(
    cues(room).map(({ id }) => id),
    [first],
  );
  assert.equal(room.act(host, { act: 'cue-remove', cueId: second }).reason, 'no-such-thing');
  const ofModerator = room.act(moderator, { act: 'cue-add', text: 'Mine' });
  assert.equal(ofModerator.reason, 'not-allowed');
  assert.doesNotMatch(JSON.stringify([room.view(), room.you('a-1')]), /Heavy snow/);
  assert.deepEqual(
    auditLog(room).map(({ act, about }) => [act, about]),
    [
      ['cue-add', 'Snow falls'],
      ['cue-add', 'A red kite'],
      ['cue-change', 'Heavy snow'],
      ['cue-change', 'Heavy snow'],
      ['cue-remove', 'A red kite'],
    ],
  );
});

test('[CE2] a cue passes the checks that read a text, when it is prepared and when it runs', () => {
  const { room, host, runCue } = prepared(['A paper boat'], { maxLength: 40 });
  const refusals = {
    ' \u200b ': 'empty',
    [`A ${'very '.repeat(20)}long cue`]: 'too-long',
    'Visit www.example.com now': 'links',
    'what the fuck': 'words',
  };
  for (const [text, reason] of Object.entries(refusals)) {
    assert.equal(room.act(host, { act: 'cue-add', text }).reason, reason, text);
  }
  room.setRules(host, { blockedWords: 'boat' });
  assert.equal(runCue(0).reason, 'words');
  assert.deepEqual(sent(room), []);
});

test('[CE3] a room has at most 50 cues', () => {
  const { room, host, ids } = prepared(Array.from({ length: 50 }, (_, no) => `Cue ${no}`));
  assert.equal(new Set(ids).size, 50);
  const { reason, limit } = room.act(host, { act: 'cue-add', text: 'One more' });
  assert.deepEqual([reason, limit], ['too-many-cues', 50]);
});

test('[CE4] a tap runs a cue at once, under the name of the host who prepared it', () => {
  const { room, moderator, runCue } = prepared(['Snow falls']);
  assert.ok(runCue(0, moderator).ok);
  assert.deepEqual(sent(room), ['Snow falls']);
  assert.deepEqual(room.view().performing, {
    ...{ id: 'a-host', name: 'Hope', text: 'Snow falls' },
  });
  assert.equal(cues(room)[0]?.state, 'performing');
  assert.equal(runCue(0).reason, 'already-waiting');
  room.performed();
  const [cue] = cues(room);
  assert.deepEqual([cue?.state, cue?.ranAt], ['ready', room.now]);
  assert.deepEqual(
    room.view().changes.map(({ name, text }) => [name, text]),
    [['Hope', 'Snow falls']],
  );
  assert.equal(auditLog(room).at(-1)?.act, 'cue-run');
});

test('[CE5] a cue respects the prompt in flight and the gap after it', () => {
  const { room, others, runCue } = prepared(['Snow falls']);
  const [a = ''] = others;
  room.prompt(a, 'A dog barks');
  assert.ok(runCue(0).ok);
  assert.deepEqual(sent(room), ['A dog barks']);
  room.performed();
  room.pass(2_900);
  assert.equal(cues(room)[0]?.state, 'waiting');
  room.pass(200);
  assert.deepEqual(sent(room), ['A dog barks', 'Snow falls']);
});

test('[CE6] a cue takes nobody’s turn: the holder goes on, and one prompt of a busy crowd goes first', () => {
  const { room, others, runCue } = prepared(['Snow falls', 'Rain falls'], { promptsPerTurn: 3 });
  const [a = '', b = ''] = others;
  room.ask(a, 'request-turn');
  runCue(0);
  assert.deepEqual(sent(room), ['Snow falls'], 'the holder is still writing');
  assert.equal(room.holder, 'active a-1');
  const left = room.turns.holder?.promptsLeft;
  room.prompt(a, 'A dog barks');
  room.prompt(b, 'A cat runs');
  runCue(1);
  for (let count = 0; count < 4; count += 1) {
    room.performed();
    room.passAlive(3_100);
    if (count === 1) assert.equal(room.turns.holder?.promptsLeft, (left ?? 0) - 1);
    if (count === 1) room.ask(a, 'release-turn');
  }
  assert.deepEqual(sent(room), ['Snow falls', 'A dog barks', 'Rain falls', 'A cat runs']);
});

test('[CE6] a prompt that was accepted in time runs, although a cue holds it up beyond the turn’s end', () => {
  const { room, others, runCue } = prepared(['Snow falls'], { turnSeconds: 5 });
  const [a = ''] = others;
  room.ask(a, 'request-turn');
  runCue(0);
  const id = room.prompt(a, 'A dog barks');
  room.passAlive(8_000);
  room.performed();
  room.passAlive(3_100);
  room.performed();
  assert.equal(room.receipt(a, id).status, 'applied');
});

test('[CE7] a cue runs at its time, once', () => {
  const { room, host, ids } = prepared(['Snow falls']);
  const [cueId = ''] = ids;
  room.act(host, { act: 'cue-change', cueId, at: room.now + 90_000 });
  room.passAlive(89_900);
  assert.deepEqual(sent(room), []);
  room.passAlive(200);
  room.performed();
  room.passAlive(100_000);
  assert.deepEqual(sent(room), ['Snow falls']);
  assert.equal(cues(room)[0]?.at, null);
});

test('[CE8] a cue that the world cannot take for a minute is missed, and the log says so', () => {
  const { room, host, ids, runCue } = prepared(['Snow falls']);
  const [cueId = ''] = ids;
  room.act(host, { act: 'cue-change', cueId, at: room.now + 1_000 });
  room.act(host, { act: 'lock', seconds: 0 });
  assert.equal(runCue(0).reason, 'locked');
  room.passAlive(62_000);
  assert.deepEqual([cues(room)[0]?.state, auditLog(room).at(-1)?.act], ['ready', 'cue-missed']);
  room.act(host, { act: 'unlock' });
  room.passAlive(5_000);
  assert.deepEqual(sent(room), []);
});

test('[CE8] an emergency stop takes back what waits', () => {
  const { room, host, others, runCue } = prepared(['Snow falls']);
  room.prompt(others[0] ?? '', 'A dog barks');
  runCue(0);
  room.act(host, { act: 'panic', seconds: 60 });
  room.performed();
  room.passAlive(70_000);
  assert.ok(!sent(room).includes('Snow falls'));
});

test('[CE9] when nobody prompts for cue-idle-seconds the fallback list runs, one after the other', () => {
  const { room, host, others, ids } = prepared(['Snow falls', 'Rain falls', 'Never'], {
    cueIdleSeconds: 30,
  });
  for (const cueId of ids.slice(0, 2)) room.act(host, { act: 'cue-change', cueId, fallback: true });
  room.passAlive(29_900);
  assert.deepEqual(sent(room), []);
  room.passAlive(200);
  assert.deepEqual(sent(room), ['Snow falls']);
  room.performed();
  room.passAlive(20_000);
  room.prompt(others[0] ?? '', 'A dog barks');
  room.performed();
  room.passAlive(29_900);
  assert.deepEqual(sent(room), ['Snow falls', 'A dog barks'], 'counts from the last prompt');
  room.passAlive(200);
  room.performed();
  room.passAlive(30_100);
  room.performed();
  assert.deepEqual(sent(room).slice(2), ['Rain falls', 'Snow falls']);
});

test('[CE9] it does not run while somebody has the turn, nor where it is switched off', () => {
  for (const cueIdleSeconds of [0, 30]) {
    const { room, host, others, ids } = prepared(['Snow falls'], { cueIdleSeconds });
    room.act(host, { act: 'cue-change', cueId: ids[0] ?? '', fallback: true });
    if (cueIdleSeconds > 0) room.ask(others[0] ?? '', 'request-turn');
    room.passAlive(55_000);
    assert.deepEqual(sent(room), []);
  }
});

test('[CE10] cues are there after a restart', () => {
  const { room, host } = prepared(['Snow falls']);
  room.act(host, { act: 'cue-add', text: 'Rain falls', at: room.now + 90_000, fallback: true });
  const before = cues(room);
  restart(room, 5_000);
  assert.deepEqual(cues(room), before);
});

test('[CE11] its author has no receipt of it, and the world’s refusal is in the log', () => {
  const { room, host, runCue } = prepared(['Snow falls']);
  runCue(0);
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.ok(!(room.heard.get(host) ?? []).some(({ type }) => type === 'receipt'));
  const { act, about } = auditLog(room).at(-1) ?? {};
  assert.deepEqual([act, about], ['cue-failed', 'world-refused']);
});
