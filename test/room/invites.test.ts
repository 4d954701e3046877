import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestRoom } from '../support/test-room.js';

/** A room with its host, who makes an invitation. */
function invited(also: { role?: 'prompter' | 'moderator'; uses?: number; seconds?: number } = {}) {
  const room = new TestRoom();
  const host = room.join({ id: 't-host', role: 'host', name: 'Ada', isNamed: true });
  assert.equal(room.act(host, { act: 'invite', role: 'moderator', ...also }).ok, true);
  return { room, host, id: newest(room) };
}

function newest(room: TestRoom): string {
  return room.state.moderation.invites.at(-1)?.id ?? '';
}

/** The reasons of what a connection was told without having asked. */
function told(room: TestRoom, connection: string): (string | null)[] {
  const heard = room.heard.get(connection) ?? [];
  return heard.flatMap((message) =>
    message.type === 'answer' && message.id === null ? [message.reason] : [],
  );
}

test('[IN1] only hosts invite and revoke, and the log says so without the invitation itself', () => {
  const { room, host, id } = invited();
  const moderator = room.join({ id: 't-mod', role: 'moderator' });
  const anybody = room.join({ id: 'a-1' });
  for (const connection of [moderator, anybody]) {
    assert.equal(room.act(connection, { act: 'invite' }).reason, 'not-allowed');
    assert.equal(room.act(connection, { act: 'revoke', inviteId: id }).reason, 'not-allowed');
  }
  assert.equal(room.act(host, { act: 'revoke', inviteId: 'guess' }).reason, 'no-such-thing');
  assert.equal(room.act(host, { act: 'revoke', inviteId: id }).ok, true);
  const records = JSON.stringify(room.effects.filter(({ type }) => type === 'record'));
  assert.match(records, /"act":"invite".*"act":"revoke"/);
  assert.doesNotMatch(records, new RegExp(id));
});

test('[IN2] an invitation cannot be guessed: of the room’s secret, and no two alike', () => {
  const { room, host, id } = invited();
  room.act(host, { act: 'revoke', inviteId: id });
  room.act(host, { act: 'invite' });
  assert.match(id, /^[\da-f]{32}$/);
  assert.notEqual(newest(room), id);
  const other = new TestRoom();
  other.state = { ...other.state, entropy: 'another secret' };
  other.act(other.join({ id: 't-host', role: 'host' }), { act: 'invite' });
  assert.notEqual(newest(other), id);
});

test('[IN3] whoever follows one has its role, over any number of reconnects for one use', () => {
  const { room, id } = invited({ uses: 2 });
  const first = room.join({ id: 'a-1', invite: id });
  assert.equal(room.you('a-1').role, 'moderator');
  const second = room.join({ id: 'a-1', invite: id });
  assert.deepEqual([told(room, first), told(room, second)], [[], []], 'it is not called bad');
  room.leave(first);
  assert.equal(room.state.moderation.invites[0]?.usesLeft, 1);
  room.apply({ type: 'restarted', entropy: 'x' });
  const again = room.join({ id: 'a-1' });
  assert.equal(room.you('a-1').role, 'moderator', 'without the link, after a reload');
  assert.equal(room.act(again, { act: 'lock' }).ok, true);
  room.join({ id: 'a-2', invite: id });
  const late = room.join({ id: 'a-3', invite: id });
  assert.deepEqual([room.you('a-2').role, room.you('a-3').role], ['moderator', 'prompter']);
  assert.deepEqual(told(room, late), ['bad-invite']);
});

test('[IN4] an unknown, ended or revoked one is told, and gives nothing', () => {
  const { room, host, id } = invited({ seconds: 60, uses: 9 });
  const guessed = room.join({ id: 'a-1', invite: 'f'.repeat(32) });
  assert.deepEqual([told(room, guessed), room.you('a-1').role], [['bad-invite'], 'prompter']);
  room.join({ id: 'a-2', invite: id });
  room.pass(60_000);
  assert.equal(room.you('a-2').role, 'prompter', 'what it gave ends with it');
  assert.deepEqual(room.state.moderation.invites, []);
  const late = room.join({ id: 'a-3', invite: id });
  assert.deepEqual([told(room, late), room.you('a-3').role], [['bad-invite'], 'prompter']);
  room.act(host, { act: 'invite', role: 'moderator' });
  const revoked = newest(room);
  const was = room.join({ id: 'a-4', invite: revoked });
  assert.equal(room.you('a-4').role, 'moderator');
  room.act(host, { act: 'revoke', inviteId: revoked });
  assert.equal(room.you('a-4').role, 'prompter');
  assert.equal(room.act(was, { act: 'lock' }).reason, 'not-allowed');
});

test('[IN4] one who is away when it is revoked is a visitor like any other', () => {
  const { room, host, id } = invited();
  const invitee = room.join({ id: 'a-1', invite: id });
  room.goLive();
  room.prompt(invitee, 'it rains');
  room.leave(invitee);
  room.act(host, { act: 'revoke', inviteId: id });
  assert.equal(room.you('a-1').role, 'prompter');
});

test('[IN5] whom the site sends keeps the role from there', () => {
  const { room, id } = invited();
  const viewer = room.join({ id: 't-1', role: 'viewer', invite: id });
  assert.equal(room.you('t-1').role, 'viewer');
  assert.deepEqual(told(room, viewer), ['bad-invite']);
  assert.equal(room.state.moderation.invites[0]?.usesLeft, 1);
});

test('[IN6] there are a hundred at most, for two thousand people; ended ones make room', () => {
  const { room, host } = invited({ seconds: 60 });
  for (let made = 1; made < 100; made += 1) room.act(host, { act: 'invite' });
  const refused = room.act(host, { act: 'invite' });
  assert.deepEqual([refused.reason, refused.limit], ['too-many-invites', 100]);
  room.pass(60_000);
  assert.equal(room.act(host, { act: 'invite', uses: 1000 }).ok, true);
  const crowd = new TestRoom();
  const theirs = crowd.join({ id: 't-host', role: 'host' });
  const answers = [1000, 1000, 1].map((uses) => crowd.act(theirs, { act: 'invite', uses }));
  assert.deepEqual(
    answers.map(({ reason }) => reason),
    [null, null, 'too-many-invites'],
  );
});
