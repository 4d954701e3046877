import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../../party/room/input.js';
import { moveOn } from '../../party/room/prompts/prompts.js';
import { cleanText } from '../../party/room/text/visible.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

const inFlight = (room: ReturnType<typeof liveRoom>[0]) => room.state.dispatch.phase === 'inFlight';

test('[DI1] one prompt is in flight at a time, and gap-seconds lie between two', () => {
  const [room, a] = liveRoom(1, { promptsPerTurn: 3, gapSeconds: 3, repeatSeconds: 0 });
  const ids = ['one', 'two', 'three'].map((text) => room.prompt(a, text));
  assert.equal(room.commands(a).filter(({ command }) => command === 'perform').length, 1);
  room.performed();
  assert.equal(inFlight(room), false);
  room.pass(2_900);
  assert.equal(inFlight(room), false);
  room.pass(200);
  assert.equal(room.receipt(a!, ids[1]!).status, 'performing');
});

test('[DI2] without an acknowledgement a prompt ends unconfirmed, and is never sent again', () => {
  const [room, a] = liveRoom(1, { acknowledgeSeconds: 10, idleSeconds: 0 });
  const id = room.prompt(a, 'it snows');
  room.passAlive(14_000);
  assert.deepEqual(
    [room.receipt(a, id).status, room.receipt(a, id).reason],
    ['unconfirmed', 'no-acknowledgement'],
  );
  room.passAlive(60_000);
  const sent = room.commands(a).filter((command) => command.command === 'perform');
  assert.equal(sent.length, 1);
});

test('[DI7] a prompt may be sent as long as its conductor surely holds the lease', () => {
  const [room, a, b] = liveRoom(2);
  room.passAlive(30_000);
  room.prompt(b, 'it snows');
  const [sent] = room.commands(a).flatMap((one) => (one.command === 'perform' ? [one] : []));
  assert.ok(sent!.until > room.now + 2_000);
  // Nothing is heard of it any more, and the others are there.
  while (room.now < sent!.until - 1_000) {
    room.pass(1_000);
    room.say(b, { type: 'ping' });
  }
  assert.equal(room.state.lease?.connection, a);
  room.pass(1_000);
  assert.notEqual(room.state.lease?.connection, a);
});

test('[DI3] a late word on a prompt that has settled changes nothing', () => {
  const [room, a] = liveRoom(1, { idleSeconds: 0 });
  const id = room.prompt(a, 'it snows');
  const { epoch } = room.state.broadcast;
  room.performed();
  const before = room.receipt(a, id);
  room.report({
    report: 'performed',
    epoch,
    promptId: id,
    outcome: { status: 'refused', reason: 'world-refused' },
  });
  assert.deepEqual(room.receipt(a, id), before);
});

test('[DI4] an applied prompt brings its author the rewritten words and everyone the change', () => {
  const [room, a] = liveRoom(1);
  const id = room.prompt(a, '  it   rains ');
  room.performed({ status: 'applied', appliedText: 'A harbour in the rain' });
  const receipt = room.receipt(a, id);
  assert.deepEqual(
    [receipt.status, receipt.text, receipt.appliedText],
    ['applied', 'it rains', 'A harbour in the rain'],
  );
  assert.deepEqual(
    room.view().changes.map(({ text, name }) => [text, name === '']),
    [['it rains', false]],
  );
  assert.match(room.state.world.prompt ?? '', /A harbour in the rain\.$/);
});

test("[DI5] the world's own refusal settles a prompt as refused with its reason", () => {
  for (const reason of ['world-refused', 'world-moderation-down'] as const) {
    const [room, a] = liveRoom(1);
    const id = room.prompt(a, 'something');
    room.performed({ status: 'refused', reason });
    assert.deepEqual([room.receipt(a, id).status, room.receipt(a, id).reason], ['refused', reason]);
  }
});

test('[RE1] the same id from its author is answered with its receipt and performed once', () => {
  const [room, a] = liveRoom(1);
  const id = room.prompt(a, 'a whale');
  room.prompt(a, 'a whale', id);
  room.prompt(a, 'something else', id);
  assert.equal(room.receipt(a, id).status, 'performing');
  room.performed();
  room.prompt(a, 'a whale', id);
  assert.equal(room.receipt(a, id).status, 'applied');
  assert.equal(room.commands(a).filter(({ command }) => command === 'perform').length, 1);
});

test("[RE2] another's id gets nothing but a refusal, and its owner is not disturbed", () => {
  const [room, a, b] = liveRoom(2);
  const id = room.prompt(a, 'a whale');
  room.prompt(b, 'a shark', id);
  const stolen = room.receipt(b, id);
  assert.deepEqual([stolen.status, stolen.reason, stolen.text], ['refused', 'id-taken', '']);
  assert.equal(room.receipt(a, id).status, 'performing');
});

test('[RE3] an id that was settled and forgotten long ago is still not performed twice', () => {
  const [room, a, b] = liveRoom(2, {
    gapSeconds: 0,
    repeatSeconds: 0,
    promptsPerMinute: 120,
    promptsPerTurn: 10,
    idleSeconds: 0,
  });
  const id = room.prompt(a, 'the first');
  room.performed();
  room.ask(a, 'release-turn');
  for (let index = 0; index < 60; index += 1) {
    room.prompt(b, `number ${index}`);
    room.performed();
  }
  const { prompts } = room.state;
  room.prompt(a, 'the first', id);
  assert.equal(room.state.prompts, prompts);
  const asked = room.effects.filter((effect) => effect.type === 'recall');
  assert.deepEqual(asked, [{ type: 'recall', connection: a, by: 'a-1', promptId: id }]);
});

test('[RE4] an author may withdraw what has not been sent, and only that', () => {
  const [room, a, b] = liveRoom(2);
  const sent = room.prompt(a, 'a whale');
  const waiting = room.prompt(b, 'a boat');
  room.say(b, { type: 'withdraw', id: 'w', promptId: waiting });
  assert.equal(room.receipt(b, waiting).status, 'withdrawn');
  room.say(a, { type: 'withdraw', id: 'w', promptId: sent });
  assert.deepEqual([room.lastAnswer(a).ok, room.lastAnswer(a).reason], [false, 'not-waiting']);
  room.say(a, { type: 'withdraw', id: 'w', promptId: waiting });
  assert.equal(room.lastAnswer(a).ok, false);
});

test('[RE5] more prompts than the turn allows are refused with the number', () => {
  const [room, a, b] = liveRoom(2, { promptsPerTurn: 1, repeatSeconds: 0 });
  room.prompt(a, 'one');
  const second = room.prompt(a, 'two');
  assert.deepEqual(
    [room.receipt(a, second).reason, room.receipt(a, second).limit],
    ['no-prompts-left', 1],
  );
  room.prompt(b, 'three');
  const riding = room.prompt(b, 'four');
  assert.equal(room.receipt(b, riding).reason, 'no-prompts-left');
});

test('[GA1] a prompt of spaces, of control or of invisible characters is empty', () => {
  const [room, a] = liveRoom(1);
  for (const text of ['', '   ', '\n\t', '\u0000\u0007\u001b', '\u200b\u2060\ufeff', '\u202e']) {
    assert.equal(room.receipt(a, room.prompt(a, text)).reason, 'empty', JSON.stringify(text));
  }
});

test('[GA2] length is counted in characters of any script, up to max-length', () => {
  for (const letter of ['a', 'ß', '海', '🦊', 'ك']) {
    const [room, a] = liveRoom(1, { maxLength: 20 });
    const long = room.receipt(a, room.prompt(a, letter.repeat(21)));
    assert.deepEqual([long.reason, long.limit], ['too-long', 20], letter);
    assert.equal(room.receipt(a, room.prompt(a, letter.repeat(20))).status, 'performing', letter);
  }
});

test('[GA3] text is cleaned: one line, no control or direction-changing characters', () => {
  const [room, a] = liveRoom(1);
  const id = room.prompt(a, ' a\u202e red\n\n balloon\u0007 ');
  assert.equal(room.receipt(a, id).text, 'a red balloon');
});

test('[GA3] marks that pile up are cut, in prompts and names; what scripts need of them stays', () => {
  const room = new TestRoom({ maxLength: 2_000 });
  const a = room.join({ name: `Z${'\u0336'.repeat(100)}oe` });
  room.goLive();
  const pile = `a k${'\u0301\u0489'.repeat(200)}ite`;
  const { text } = room.receipt(a, room.prompt(a, pile));
  assert.match(text, /^a \p{L}\p{M}{6}ite$/u);
  const [{ name } = { name: '' }] = Object.values(room.state.participants);
  assert.equal(name, `Z${'\u0336'.repeat(6)}oe`);
  for (const kept of ['क्षत्रिय', 'བསྒྲུབས', 'שָׁלוֹם', 'Việt Nam', '👩🏽\u200d🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
    assert.equal(cleanText(kept), kept.normalize('NFC'));
  }
});

test('[GA4] too many prompts in a minute are refused, with the instant to try again', () => {
  const [room, a] = liveRoom(1, { promptsPerMinute: 2, repeatSeconds: 0, promptsPerTurn: 10 });
  const first = room.now;
  room.prompt(a, 'one');
  room.passAlive(10_000);
  room.prompt(a, 'two');
  const third = room.receipt(a, room.prompt(a, 'three'));
  assert.deepEqual([third.reason, third.limit], ['too-many', 2]);
  assert.ok(third.retryAt! >= first + 60_000);
});

test('[GA5] what was just asked for is refused for repeat-seconds, however it is written', () => {
  const [room, a, b] = liveRoom(2, { repeatSeconds: 120 });
  room.prompt(a, 'A red balloon');
  const again = room.receipt(b, room.prompt(b, 'a RED, balloon!'));
  assert.deepEqual([again.reason, again.retryAt], ['repeat', room.now + 120_000]);
  room.performed();
  room.passAlive(119_999);
  assert.equal(room.receipt(b, room.prompt(b, 'a red balloon')).reason, 'repeat');
  room.passAlive(1);
  assert.equal(room.receipt(b, room.prompt(b, 'a red balloon')).status, 'performing');
});

test('[GA6] while prompts are locked they are refused, and nothing waiting is sent or lost', () => {
  const [room, a, b] = liveRoom(2, { gapSeconds: 5 });
  room.prompt(a, 'one');
  const waiting = room.prompt(b, 'two');
  const moderator = room.join({ role: 'moderator' });
  assert.equal(room.act(moderator, { act: 'lock', seconds: 30 }).ok, true);
  room.performed();
  const refused = room.receipt(a, room.prompt(a, 'three'));
  assert.deepEqual([refused.reason, refused.retryAt], ['locked', room.now + 30_000]);
  room.passAlive(29_000);
  assert.equal(room.receipt(b, waiting).status, 'waiting');
  room.passAlive(2_000);
  assert.equal(room.receipt(b, waiting).status, 'performing');
});

test('[GA7] only moderators lock, and only hosts start and stop', () => {
  const [room, a] = liveRoom(1);
  assert.equal(room.act(a, { act: 'lock', seconds: 5 }).reason, 'not-allowed');
  const moderator = room.join({ role: 'moderator' });
  assert.equal(room.act(moderator, { act: 'stop' }).reason, 'not-allowed');
  assert.equal(room.view().locks.prompts, null);
});

test('[GA8] whom the site lets only watch may neither prompt nor line up, and is told so', () => {
  const [room] = liveRoom(1);
  const viewer = room.join({ role: 'viewer' });
  assert.equal(room.receipt(viewer, room.prompt(viewer, 'a whale')).reason, 'not-allowed');
  assert.equal(room.ask(viewer, 'request-turn').reason, 'not-allowed');
  assert.equal(room.holder, '');
});

test('[GA9] what perhaps never reached the world may be asked for again by its author', () => {
  const [room, a, b] = liveRoom(2, { acknowledgeSeconds: 2, idleSeconds: 0 });
  room.prompt(a, 'a purple tower');
  room.passAlive(6_000);
  assert.equal(room.receipt(b, room.prompt(b, 'a purple tower')).reason, 'repeat');
  const again = room.prompt(a, 'a purple tower');
  assert.notEqual(room.receipt(a, again).reason, 'repeat');
});

test('[DI6] a clock that was put back holds up no prompt', () => {
  const [room, first, second] = liveRoom(2, { turns: 'open', gapSeconds: 3 });
  room.prompt(first, 'a lighthouse', 'p1');
  room.performed();
  room.now -= 300_000;
  room.prompt(second, 'a whale', 'p2');
  room.passAlive(3_000);
  assert.equal(room.receipt(second, 'p2').status, 'performing');
  room.now -= 300_000;
  room.passAlive(60_000);
  assert.equal(room.receipt(second, 'p2').status, 'unconfirmed');
});

const statusOf = ({ state }: TestRoom, id: string) =>
  state.prompts.find((prompt) => prompt.id === id)?.status;

test('[DI8] a room that was away for a minute hears what was performed meanwhile', () => {
  for (const [downMs, backMs] of [
    [1_000, 11_000],
    [30_000, 100],
    [60_000, 11_000],
  ] as const) {
    const [room, a] = liveRoom(1, { acknowledgeSeconds: 2, idleSeconds: 0 });
    const id = room.prompt(a, 'it snows');
    room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
    room.now += downMs;
    room.apply({ type: 'restarted', entropy: 'a secret' });
    room.pass(backMs);
    room.join({ id: 'a-1', epoch: 1 });
    assert.equal(statusOf(room, id), 'performing', `${downMs} and ${backMs} ms`);
    room.pass(500);
    room.performed();
    assert.equal(statusOf(room, id), 'applied');
  }
});

test('[DI8] a conductor that comes back late has a moment to tell, and not for ever', () => {
  const away = (room: TestRoom, connection: string, ms: number) => {
    room.leave(connection);
    room.pass(ms);
    return room.join({ id: 'a-1', epoch: 1 });
  };
  const late = () => {
    const [room, a] = liveRoom(1, { acknowledgeSeconds: 10, idleSeconds: 0 });
    const id = room.prompt(a!, 'it snows');
    room.passAlive(12_500);
    return { room, id, back: away(room, a!, 2_000) };
  };
  const told = late();
  told.room.pass(2_900);
  told.room.performed();
  assert.equal(statusOf(told.room, told.id), 'applied');
  const silent = late();
  silent.room.pass(3_100);
  assert.equal(statusOf(silent.room, silent.id), 'unconfirmed');
  const { room, id, back } = late();
  let connection = back;
  for (let times = 0; times < 8; times++) connection = away(room, connection, 2_000);
  assert.equal(statusOf(room, id), 'unconfirmed');
});

test('[DI3] a prompt settles once, whatever it is told afterwards', () => {
  const [room, a] = liveRoom(1);
  const id = room.prompt(a, 'it rains');
  room.performed();
  const state = structuredClone(room.state);
  const prompt = state.prompts.find((one) => one.id === id);
  assert.ok(prompt !== undefined);
  const effects: Effect[] = [];
  const step = { state, now: room.now + 1, effects, policies: room.policies };
  assert.equal(moveOn(step, prompt, { status: 'expired', reason: 'left' }), false);
  assert.deepEqual([state, effects], [room.state, []]);
});

test('[HI2] what was refused at the gate is counted with the next prompt that is written down', () => {
  const [room, a] = liveRoom(1);
  const refused = () => room.state.records.tally.refused;
  for (let times = 0; times < 2; times += 1) room.prompt(a, ' ');
  assert.equal(refused(), 0);
  room.prompt(a, 'it rains');
  room.performed();
  assert.equal(refused(), 2);
  room.passAlive(4_000);
  room.prompt(a, 'it snows');
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.equal(refused(), 3, 'and with what the world refuses');
});
