import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_RULES, TURN_MODES } from '../../src/protocol/rules.js';
import { auditLog, moderatedRoom, performedTexts, restart } from '../support/moderation.js';
import { TestRoom } from '../support/test-room.js';

const SAFE = DEFAULT_RULES.safePrompt;
/** A world of few words: what describes it has one of them. */
const OPENING = 'the world';

for (const turns of TURN_MODES) {
  test(`[MO13] ${turns}: panic locks, lets all that waits expire, and performs the safe prompt next`, () => {
    const [room, host, moderator, one, other] = moderatedRoom(2, {
      turns,
      promptsPerTurn: 3,
      cooldownSeconds: 0,
    });
    const from = turns === 'stage' ? [moderator, host] : [one!, other!];
    const sent = from.flatMap((connection) =>
      ['a', 'b'].map(
        (text) => [connection, room.prompt(connection, `${text} ${connection}`)] as const,
      ),
    );
    const open = room.state.prompts.filter(({ status }) => status === 'waiting').length;
    const inFlight = room.state.dispatch.phase === 'inFlight';
    assert.ok(open > 0, 'something waits');
    assert.equal(room.act(moderator, { act: 'panic', seconds: 60, why: 'flood' }).ok, true);
    const reasons = sent.map(([connection, id]) => room.receipt(connection, id));
    assert.equal(reasons.filter(({ reason }) => reason === 'panic').length, open);
    if (inFlight) {
      room.performed({ status: 'applied', appliedText: 'a bad world' });
      room.passAlive(3_000);
    }
    assert.equal(performedTexts(room, host).at(-1), SAFE);
    room.performed({ status: 'applied', appliedText: `${SAFE}, soft waves` });
    assert.equal(room.state.world.prompt, `${SAFE}, soft waves`);
    assert.deepEqual(room.view().locks.prompts, { until: 1_060_000, why: 'flood' });
    assert.equal(room.receipt(one!, room.prompt(one!, 'again')).status, 'refused');
    const before = performedTexts(room, host).length;
    room.passAlive(50_000);
    assert.equal(performedTexts(room, host).length, before, 'once');
    room.passAlive(10_000);
    assert.equal(room.view().locks.prompts, null);
    const author = turns === 'stage' ? moderator : other!;
    const late = room.prompt(author, 'and now?');
    assert.notEqual(room.receipt(author, late).reason, 'locked');
  });
}

test('[MO13] what the room itself has performed has an id that nobody can foresee', () => {
  const [room, host, moderator] = moderatedRoom(0);
  room.act(moderator, { act: 'panic', seconds: 30 });
  const ids = room.commands(host).flatMap((one) => ('promptId' in one ? one.promptId : []));
  assert.match(ids.at(-1) ?? '', /^room-[\da-f]{16}$/);
});

test('[MO13] panic overtakes a longer lock, and a second panic the safe prompt of the first', () => {
  const [room, host, moderator] = moderatedRoom(0);
  room.prompt(moderator, 'in flight');
  room.act(moderator, { act: 'lock', why: 'pause' });
  room.act(moderator, { act: 'panic', seconds: 30 });
  room.act(host, { act: 'rules', rules: { safePrompt: 'a white room' } });
  room.act(host, { act: 'panic', seconds: 60 });
  assert.equal(room.view().locks.prompts?.until, room.now + 60_000);
  room.performed();
  room.passAlive(3_000);
  room.performed();
  room.passAlive(10_000);
  assert.deepEqual(performedTexts(room, host), ['in flight', 'a white room']);
});

test('[MO14] a panic in the dark, or one whose stream is lost, begins the next stream safely', () => {
  const dark = new TestRoom();
  const host = dark.join({ role: 'host', id: 'a-host' });
  dark.act(host, { act: 'panic' });
  dark.goLive();
  const opened = dark.commands(host).find(({ command }) => command === 'start');
  assert.equal(opened?.command === 'start' && opened.prompt, SAFE);

  const [room, conductor, moderator, visitor] = moderatedRoom(1);
  room.prompt(visitor!, 'a bad idea');
  room.act(moderator, { act: 'panic' });
  room.performed({ status: 'applied', appliedText: 'a bad world' });
  room.passAlive(3_000);
  assert.equal(performedTexts(room, conductor).at(-1), SAFE);
  room.report({ report: 'ended', reason: 'model-crash', epoch: room.state.broadcast.epoch });
  room.goLive();
  const again = room.commands(conductor).findLast(({ command }) => command === 'start');
  assert.equal(again?.command === 'start' && again.prompt, SAFE);
});

test('[MO14] the room’s own prompts count for nobody’s turn, and moderators read when one fails', () => {
  const [room, , moderator, visitor] = moderatedRoom(1, { promptsPerTurn: 2 });
  room.ask(visitor!, 'request-turn');
  room.act(moderator, { act: 'panic' });
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.equal(room.turns.holder?.promptsLeft, 2);
  const note = auditLog(room).at(-1);
  assert.deepEqual([note?.by, note?.act, note?.about], [null, 'prompt-failed', 'world-refused']);
  assert.equal(room.view().changes.length, 0);
});

test('[MO15] undo performs what the world was before its last change; again, one step more', () => {
  const [room, host, moderator] = moderatedRoom(0, { promptsPerTurn: 9, opening: OPENING });
  const change = (text: string) => {
    room.prompt(moderator, text);
    room.performed({ status: 'applied', appliedText: `world: ${text}` });
    room.passAlive(3_000);
  };
  const undo = () => room.act(moderator, { act: 'undo' });
  assert.equal(undo().reason, 'nothing-to-undo');
  for (const text of ['one', 'two', 'three']) change(text);
  assert.equal(undo().ok, true);
  assert.equal(performedTexts(room, host).at(-1), 'world: two');
  room.performed({ status: 'applied', appliedText: 'two once more' });
  assert.equal(room.state.world.prompt, 'two once more');
  assert.deepEqual(room.view().changes.at(-1)?.name, 'The room');
  room.passAlive(3_000);
  undo();
  assert.equal(performedTexts(room, host).at(-1), 'world: one');
  room.performed();
  room.passAlive(3_000);
  change('four');
  undo();
  room.performed();
  room.passAlive(3_000);
  undo();
  assert.equal(performedTexts(room, host).at(-1), OPENING);
  room.performed();
  assert.equal(undo().reason, 'nothing-to-undo');
});

test('[MO15] it goes at most ten steps back, over restarts too', () => {
  const [room, , moderator] = moderatedRoom(0, {
    promptsPerTurn: 10,
    opening: OPENING,
    maxLength: 300,
  });
  for (let index = 0; index < 12; index += 1) {
    room.prompt(moderator, `change ${index}`);
    room.performed({ status: 'applied', appliedText: `world ${index}` });
    room.passAlive(9_000);
  }
  restart(room, 1_000);
  const host = room.join({ id: 'a-host', role: 'host', epoch: room.state.lease?.epoch ?? 0 });
  for (let steps = 0; steps < 10; steps += 1) {
    assert.equal(room.act(host, { act: 'undo' }).ok, true);
    room.passAlive(3_000);
    assert.equal(performedTexts(room, host).at(-1), `world ${10 - steps}`);
    room.performed({ status: 'applied', appliedText: '' });
    room.passAlive(3_000);
  }
  assert.equal(room.act(host, { act: 'undo' }).reason, 'nothing-to-undo');
});

test('[MO16] two undos at once go two steps back; what lands meanwhile goes with them', () => {
  const [room, host, moderator] = moderatedRoom(0, { promptsPerTurn: 9, opening: OPENING });
  for (const text of ['one', 'two', 'three']) {
    room.prompt(moderator, text);
    room.performed({ status: 'applied', appliedText: `world: ${text}` });
    room.passAlive(3_000);
  }
  room.prompt(moderator, 'four');
  room.act(moderator, { act: 'undo' });
  room.act(moderator, { act: 'undo' });
  room.performed({ status: 'applied', appliedText: 'world: four' });
  room.passAlive(3_000);
  assert.equal(performedTexts(room, host).at(-1), 'world: one');
  room.performed({ status: 'applied', appliedText: '' });
  room.passAlive(10_000);
  assert.deepEqual(performedTexts(room, host).slice(-2), ['four', 'world: one']);
  room.act(moderator, { act: 'undo' });
  assert.equal(performedTexts(room, host).at(-1), OPENING);
});

test('[MO16] an undo that the world refuses takes nothing back, and can be tried again', () => {
  const [room, host, moderator] = moderatedRoom(0, { promptsPerTurn: 9, opening: OPENING });
  room.prompt(moderator, 'one');
  room.performed({ status: 'applied', appliedText: 'world: one' });
  room.passAlive(3_000);
  room.act(moderator, { act: 'undo' });
  room.performed({ status: 'refused', reason: 'world-refused' });
  room.passAlive(3_000);
  assert.equal(room.state.world.prompt, 'world: one');
  assert.equal(room.act(moderator, { act: 'undo' }).ok, true);
  room.passAlive(3_000);
  assert.equal(performedTexts(room, host).filter((text) => text === OPENING).length, 2);
});

test('[MO17] skip ends the turn, or the round without a winner; where there is none it says so', () => {
  for (const turns of ['queue', 'baton'] as const) {
    const [room, , moderator, one, other] = moderatedRoom(2, { turns });
    assert.equal(room.act(moderator, { act: 'skip' }).reason, 'no-such-thing');
    room.ask(one!, 'request-turn');
    room.ask(other!, 'request-turn');
    assert.equal(room.act(moderator, { act: 'skip', why: 'asleep' }).ok, true, turns);
    assert.equal(room.view().turns.last?.reason, 'skipped-by-moderator');
    assert.equal(room.turns.holder?.id, 'a-2');
    assert.equal(auditLog(room).at(-1)?.to?.id, 'a-1');
  }
  for (const turns of ['vote', 'raffle'] as const) {
    const [room, host, moderator, one, other] = moderatedRoom(2, { turns });
    assert.equal(room.act(moderator, { act: 'skip' }).reason, 'no-such-thing');
    const ids = [room.prompt(one!, 'a kite'), room.prompt(other!, 'a boat')];
    room.passAlive(turns === 'vote' ? 16_000 : 1_000);
    assert.equal(room.act(moderator, { act: 'skip' }).ok, true, turns);
    assert.equal(room.round.result?.reason, 'skipped-by-moderator');
    assert.equal(room.receipt(one!, ids[0]!).reason, 'skipped-by-moderator');
    room.passAlive(60_000);
    assert.deepEqual(performedTexts(room, host), []);
    assert.equal(room.act(moderator, { act: 'skip' }).reason, 'no-such-thing');
  }
  for (const turns of ['open', 'curated', 'stage'] as const) {
    const [room, , moderator] = moderatedRoom(0, { turns });
    room.prompt(moderator, 'a kite');
    assert.equal(room.act(moderator, { act: 'skip' }).reason, 'wrong-mode', turns);
  }
});

test('[MO17] what has won a round and was not sent can be skipped too', () => {
  const [room, host, moderator, one] = moderatedRoom(1, { turns: 'vote', gapSeconds: 30 });
  room.prompt(one!, 'first');
  room.passAlive(15_000);
  room.performed();
  room.passAlive(6_000);
  const id = room.prompt(one!, 'second');
  room.passAlive(16_000);
  assert.equal(room.receipt(one!, id).status, 'waiting');
  assert.equal(room.act(moderator, { act: 'skip' }).ok, true);
  assert.equal(room.receipt(one!, id).reason, 'skipped-by-moderator');
  room.passAlive(60_000);
  assert.deepEqual(performedTexts(room, host), ['first']);
});
