import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOCKABLE } from '../../src/protocol/moderation.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import {
  auditLog,
  closing,
  isIn,
  moderatedRoom,
  performedTexts,
  restart,
} from '../support/moderation.js';
import { TestRoom } from '../support/test-room.js';

test('[MO18] a lock shows its reason and end, ends by itself or by hand, and the log has it all', () => {
  const [room, , moderator] = moderatedRoom(0);
  for (const what of LOCKABLE) {
    assert.equal(room.act(moderator, { act: 'unlock', what }).reason, 'no-such-thing');
    room.act(moderator, { act: 'lock', what, seconds: 60, why: 'a pause' });
    assert.deepEqual(room.view().locks[what], { until: room.now + 60_000, why: 'a pause' });
    room.act(moderator, { act: 'lock', what, why: 'longer' });
    assert.deepEqual(room.view().locks[what], { until: 0, why: 'longer' });
    room.passAlive(120_000);
    assert.notEqual(room.view().locks[what], null, '0 has no end of its own');
    assert.equal(room.act(moderator, { act: 'unlock', what }).ok, true);
    room.act(moderator, { act: 'lock', what, seconds: 5 });
    room.passAlive(5_000);
    assert.equal(room.view().locks[what], null);
  }
  const log = auditLog(room).map(({ act, about, by }) => `${act} ${about} ${by?.id ?? 'itself'}`);
  assert.deepEqual(log.slice(0, 5), [
    'lock prompts a-mod',
    'lock prompts a-mod',
    'unlock prompts a-mod',
    'lock prompts a-mod',
    'unlock prompts itself',
  ]);
});

test('[MO18] a lock that ended while the room was down has ended; one without an end holds', () => {
  const [room, , moderator] = moderatedRoom(0);
  room.act(moderator, { act: 'lock', what: 'prompts', seconds: 60 });
  room.act(moderator, { act: 'lock', what: 'queue', why: 'for good' });
  restart(room, 61_000);
  assert.equal(room.view().locks.prompts, null);
  assert.deepEqual(room.view().locks.queue, { until: 0, why: 'for good' });
});

test('[MO19] a clock that is set back ends nothing early; one that jumps ahead ends all that is due', () => {
  const [room, , moderator] = moderatedRoom(1);
  room.act(moderator, { act: 'lock', what: 'queue', seconds: 60 });
  room.act(moderator, { act: 'mute', who: 'a-1', seconds: 60 });
  room.now -= 3_600_000;
  room.apply({ type: 'woke' });
  assert.notEqual(room.view().locks.queue, null);
  assert.notEqual(room.you('a-1').muted, null);
  room.now += 7_200_000;
  room.apply({ type: 'woke' });
  assert.equal(room.view().locks.queue, null);
  assert.equal(room.you('a-1').muted, null);
});

for (const turns of TURN_MODES.filter((mode) => mode !== 'stage')) {
  test(`[MO20] ${turns}: while the line is locked nobody new comes in, and those inside stay`, () => {
    const [room, host, moderator, one, other] = moderatedRoom(2, { turns, cooldownSeconds: 0 });
    const inside = room.prompt(one!, 'a kite');
    room.act(moderator, { act: 'lock', what: 'queue', seconds: 60, why: 'full' });
    const late = room.receipt(other!, room.prompt(other!, 'a boat'));
    const locked = turns === 'baton' ? ['not-your-turn', null] : ['queue-locked', 1_060_000];
    assert.deepEqual([late.reason, late.retryAt], locked);
    const asked = room.ask(other!, 'request-turn').reason;
    assert.ok(asked === 'queue-locked' || asked === 'wrong-mode', `${asked}`);
    assert.notEqual(room.ask(other!, 'take-turn').ok, true);
    if (turns === 'curated') room.direct(moderator, 'choose', inside);
    room.passAlive(45_000);
    assert.deepEqual(performedTexts(room, host), ['a kite']);
    room.passAlive(20_000);
    assert.notEqual(room.receipt(other!, room.prompt(other!, 'now?')).reason, 'queue-locked');
  });
}

test('[MO20] in the line, who waits is served, and a change of mode takes along whom it would', () => {
  const [room, host, moderator, one, other, third] = moderatedRoom(3);
  room.prompt(one!, 'one');
  const two = room.prompt(other!, 'two');
  room.act(moderator, { act: 'lock', what: 'queue' });
  room.performed();
  room.passAlive(3_000);
  assert.equal(room.receipt(other!, two).status, 'performing');
  room.performed();
  assert.equal(room.ask(third!, 'request-turn').reason, 'queue-locked');
  room.act(moderator, { act: 'unlock', what: 'queue' });
  room.act(moderator, { act: 'lock', what: 'prompts' });
  room.act(moderator, { act: 'unlock', what: 'prompts' });
  room.prompt(one!, 'three');
  const kept = room.prompt(third!, 'four');
  room.act(moderator, { act: 'lock', what: 'queue' });
  room.setRules(host, { turns: 'open' });
  assert.equal(room.receipt(third!, kept).status, 'waiting');
});

test('[MO21] while the room is locked newcomers are turned away, and may try again', () => {
  const [room, host, moderator, watcher] = moderatedRoom(2);
  room.act(moderator, { act: 'lock', what: 'joins', seconds: 600, why: 'full house' });
  const newcomer = room.join({ id: 'a-new' });
  assert.equal(closing(room, newcomer), '4002 room-locked full house');
  assert.equal(isIn(room, newcomer), false);
  assert.equal(room.state.participants['a-new'], undefined);
  room.leave(watcher!);
  room.passAlive(60_000);
  assert.equal(isIn(room, room.join({ id: 'a-1' })), true, 'who was here comes back');
  assert.equal(isIn(room, room.join({ id: 'a-m2', role: 'moderator' })), true);
  assert.equal(isIn(room, room.join({ id: 'a-h2', role: 'host' })), true);
  room.leave(host);
  const conductor = room.join({ id: 'a-c', conduct: 'prefer', watching: false });
  assert.equal(isIn(room, conductor), true, 'the room needs a conductor');
  room.passAlive(600_000);
  assert.equal(isIn(room, room.join({ id: 'a-new' })), true);
});

test('[MO21] one who is away longer than `keep-seconds` is a newcomer again', () => {
  const [room, , moderator, watcher] = moderatedRoom(1, { keepSeconds: 30 });
  room.act(moderator, { act: 'lock', what: 'joins' });
  room.leave(watcher!);
  room.passAlive(31_000);
  assert.equal(isIn(room, room.join({ id: 'a-1' })), false);
});

test('[MO21] an invited moderator comes in, the first time and again; nobody else by such a link', () => {
  const [room, , moderator] = moderatedRoom(0);
  room.act(moderator, { act: 'lock', what: 'joins' });
  const invite = (id: string, usesLeft: number, usedBy: string[], role: 'moderator' | 'prompter') =>
    ({ id, role, usesLeft, until: null, usedBy }) as const;
  const invites = [
    { ...invite('i1', 1, [], 'moderator') },
    { ...invite('i2', 0, ['a-used'], 'moderator') },
    { ...invite('i3', 1, [], 'prompter') },
  ];
  room.state = { ...room.state, moderation: { ...room.state.moderation, invites } };
  assert.deepEqual(
    [
      isIn(room, room.join({ id: 'a-x', invite: 'i2' })),
      isIn(room, room.join({ id: 'a-y', invite: 'i3' })),
      isIn(room, room.join({ id: 'a-used' })),
      isIn(room, room.join({ id: 'a-z', invite: 'i1' })),
    ],
    [false, false, true, true],
  );
});

test('[MO21] after a restart all who were here have time to come back, although the room is locked', () => {
  const [room, , moderator] = moderatedRoom(1);
  room.act(moderator, { act: 'lock', what: 'joins' });
  restart(room, 60_000);
  assert.equal(isIn(room, room.join({ id: 'a-1' })), true);
  room.pass(13_000);
  assert.equal(isIn(room, room.join({ id: 'a-new' })), false);
});

test('[MO22] with require-moderator nothing is sent and no time lost while none is here', () => {
  const room = new TestRoom({ requireModerator: 'yes', gapSeconds: 3, repeatSeconds: 0 });
  const visitor = room.join({ id: 'a-1' });
  room.goLive();
  assert.equal(room.view().unattended, true);
  assert.equal(room.ask(visitor, 'request-turn').ok, true);
  assert.equal(room.holder, '');
  let moderator = room.join({ id: 'a-mod', role: 'moderator' });
  assert.equal(room.view().unattended, false);
  assert.equal(room.holder, 'offered a-1');
  const id = room.prompt(visitor, 'a kite');
  room.performed();
  room.passAlive(3_000);
  room.ask(visitor, 'request-turn');
  room.leave(moderator);
  room.passAlive(9_000);
  assert.equal(room.view().unattended, false, 'he may only be loading the page anew');
  moderator = room.join({ id: 'a-mod', role: 'moderator' });
  room.passAlive(30_000);
  assert.equal(room.view().unattended, false);
  room.ask(visitor, 'request-turn');
  room.leave(moderator);
  room.passAlive(10_000);
  assert.equal(room.view().unattended, true);
  const { holder } = room.turns;
  assert.ok(holder?.clock && 'leftMs' in holder.clock, 'the turn’s clock stands still');
  room.passAlive(600_000);
  assert.equal(room.holder, 'active a-1');
  assert.equal(performedTexts(room, visitor).length, 1);
  assert.equal(room.receipt(visitor, id).status, 'applied');
});

test('[MO22] the room’s own prompt is performed all the same, and the rule can be switched off', () => {
  const [room, host, moderator] = moderatedRoom(0, { requireModerator: 'yes' });
  const watcher = room.join({ id: 'a-1', conduct: 'no' });
  room.prompt(moderator, 'a kite');
  room.act(moderator, { act: 'panic', seconds: 1 });
  room.leave(moderator);
  room.passAlive(11_000);
  assert.equal(room.view().unattended, false, 'the host is here');
  room.setRules(host, { requireModerator: 'no' });
  assert.equal(room.view().unattended, false);
  assert.equal(isIn(room, watcher), true);
});

test('[MO22] that no moderator is left shows ten seconds later, although nothing else happens', () => {
  const room = new TestRoom({ requireModerator: 'yes', opens: 'host' });
  room.join({ id: 'a-1', conduct: 'no' });
  const moderator = room.join({ id: 'a-mod', role: 'moderator', conduct: 'no' });
  room.leave(moderator);
  room.pass(9_999);
  assert.equal(room.view().unattended, false);
  room.pass(1);
  assert.equal(room.view().unattended, true);
});

test('[MO22] after a restart moderators have time to come back; who was missing before is missing still', () => {
  const [room, host, moderator] = moderatedRoom(0, { requireModerator: 'yes' });
  restart(room, 300_000);
  assert.equal(room.view().unattended, false);
  room.pass(13_000);
  assert.equal(room.view().unattended, true);
  restart(room, 1_000);
  assert.equal(room.view().unattended, true);
  room.join({ id: 'a-mod', role: 'moderator' });
  assert.equal(room.view().unattended, false);
  assert.equal([host, moderator].length, 2);
});
