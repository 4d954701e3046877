import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACT_ROLES, type ActInput } from '../../src/protocol/moderation.js';
import { auditLog, closing, isIn, moderatedRoom, restart } from '../support/moderation.js';

/** What one moderator may do to somebody. */
const AGAINST = ['mute', 'remove', 'ban'] as const;

test('[MO1] only moderators and hosts act, each within his role; a refused act changes nothing', () => {
  const [room, host, moderator, visitor] = moderatedRoom(2);
  const acts: ActInput[] = [
    { act: 'skip' },
    { act: 'lock' },
    { act: 'unlock' },
    { act: 'panic' },
    { act: 'undo' },
    { act: 'announce', text: 'hello' },
    { act: 'remove', who: 'a-2' },
    { act: 'mute', who: 'a-2' },
    { act: 'unmute', who: 'a-2' },
    { act: 'ban', who: 'a-2' },
    { act: 'unban', banId: 'ban-1' },
    { act: 'start' },
    { act: 'stop' },
    { act: 'pause' },
    { act: 'resume' },
    { act: 'rules', rules: { turnSeconds: 20 } },
  ];
  const before = room.state;
  for (const act of acts) {
    assert.equal(room.act(visitor!, act).reason, 'not-allowed', act.act);
    if (!ACT_ROLES[act.act].includes('moderator')) {
      assert.equal(room.act(moderator, act).reason, 'not-allowed', act.act);
    }
  }
  for (const section of ['moderation', 'locks', 'rules', 'prompts', 'participants'] as const) {
    assert.deepEqual(room.state[section], before[section], section);
  }
  assert.equal(room.act(host, { act: 'stop' }).ok, true);
});

test('[MO2] nobody acts against his own kind: only a host against a moderator, none against a host', () => {
  const [room, host, moderator] = moderatedRoom(1);
  room.join({ id: 'a-mod2', role: 'moderator' });
  room.join({ id: 'a-host2', role: 'host' });
  for (const act of AGAINST) {
    for (const who of ['a-mod', 'a-mod2', 'a-host']) {
      assert.equal(room.act(moderator, { act, who }).reason, 'not-allowed', `${act} ${who}`);
    }
    for (const who of ['a-host', 'a-host2']) {
      assert.equal(room.act(host, { act, who }).reason, 'not-allowed', `${act} ${who}`);
    }
  }
  assert.equal(room.act(host, { act: 'remove', who: 'a-mod' }).ok, true);
  assert.match(closing(room, moderator), /^4105 removed/);
});

test('[MO3] the unknown are `no-such-person`; those away, or known by a prompt alone, can be acted on', () => {
  const [room, host, moderator, visitor] = moderatedRoom(2, { keepSeconds: 60 });
  for (const act of [...AGAINST, 'unmute'] as const) {
    assert.equal(room.act(moderator, { act, who: 'a-nobody' }).reason, 'no-such-person', act);
  }
  assert.equal(room.act(moderator, { act: 'unmute', who: 'a-1' }).reason, 'no-such-thing');
  assert.equal(room.act(moderator, { act: 'unban', banId: 'ban-9' }).reason, 'no-such-thing');
  room.prompt(visitor!, 'a red kite');
  room.performed();
  room.leave(visitor!);
  assert.equal(room.act(moderator, { act: 'mute', who: 'a-1', seconds: 30 }).ok, true);
  room.passAlive(100_000);
  room.apply({ type: 'woke' });
  assert.equal(room.state.participants['a-1'], undefined, 'forgotten, but for the prompt');
  assert.equal(room.act(moderator, { act: 'mute', who: 'a-1', seconds: 600 }).ok, true);
  assert.equal(room.act(host, { act: 'ban', who: 'a-1', why: 'spam' }).ok, true);
  assert.equal(auditLog(room).at(-1)?.to?.name, 'V1');
  assert.equal(closing(room, room.join({ id: 'a-1' })), '4105 banned spam');
});

test('[MO4] to mute settles what waits, ends turn and place, and is told with reason and end', () => {
  const [room, , moderator, holder, waiting] = moderatedRoom(3, { promptsPerTurn: 3 });
  const first = room.prompt(holder!, 'one');
  const second = room.prompt(holder!, 'two');
  const third = room.prompt(waiting!, 'three');
  assert.equal(
    room.act(moderator, { act: 'mute', who: 'a-2', seconds: 60, why: 'shouting' }).ok,
    true,
  );
  assert.deepEqual(
    [room.receipt(waiting!, third).status, room.receipt(waiting!, third).reason],
    ['expired', 'muted'],
  );
  assert.deepEqual(room.you('a-2').standing, { state: 'none' });
  assert.deepEqual(room.you('a-2').muted, { until: room.now + 60_000, why: 'shouting' });
  assert.equal(room.act(moderator, { act: 'mute', who: 'a-1' }).ok, true);
  assert.equal(room.receipt(holder!, second).reason, 'muted');
  assert.equal(room.receipt(holder!, first).status, 'performing', 'what is on its way arrives');
  room.performed();
  assert.equal(room.receipt(holder!, first).status, 'applied');
  assert.equal(room.holder, '');
  assert.equal(room.view().turns.last?.reason, 'skipped-by-moderator', 'not said to everybody');
});

test('[MO5] one who is muted does not line up; it ends by itself, or when a moderator says so', () => {
  const [room, , moderator, one, other] = moderatedRoom(2);
  room.act(moderator, { act: 'mute', who: 'a-1', seconds: 60 });
  room.act(moderator, { act: 'mute', who: 'a-2' });
  const refused = room.ask(one!, 'request-turn');
  assert.deepEqual([refused.reason, refused.retryAt], ['muted', room.now + 60_000]);
  assert.deepEqual(room.ask(other!, 'request-turn').retryAt, null);
  assert.deepEqual(
    auditLog(room).map(({ until }) => until),
    [room.now + 60_000, 0],
    'in the log 0 is without an end',
  );
  room.passAlive(59_000);
  assert.equal(room.ask(one!, 'request-turn').reason, 'muted');
  room.passAlive(1_000);
  assert.equal(room.you('a-1').muted, null);
  assert.equal(room.ask(one!, 'request-turn').ok, true);
  room.passAlive(60_000);
  assert.equal(room.ask(other!, 'request-turn').reason, 'muted');
  assert.equal(room.act(moderator, { act: 'unmute', who: 'a-2' }).ok, true);
  assert.equal(room.ask(other!, 'request-turn').ok, true);
});

test('[MO6] neither a reload nor a restart ends a mute; time that passed meanwhile counts', () => {
  const [room, , moderator, visitor] = moderatedRoom(1, { keepSeconds: 5 });
  room.act(moderator, { act: 'mute', who: 'a-1', seconds: 600, why: 'later' });
  room.leave(visitor!);
  room.passAlive(30_000);
  restart(room, 60_000);
  room.join({ id: 'a-1' });
  assert.equal(room.you('a-1').muted?.why, 'later');
  restart(room, 600_000);
  room.join({ id: 'a-1' });
  assert.equal(room.you('a-1').muted, null);
});

test('[MO7] who is removed loses place and connections, is told why, and may come back after a minute', () => {
  const [room, , moderator, visitor, next] = moderatedRoom(2, { promptsPerTurn: 2 });
  const tab = room.join({ id: 'a-1' });
  room.prompt(visitor!, 'one');
  const second = room.prompt(visitor!, 'two');
  room.ask(next!, 'request-turn');
  assert.equal(room.act(moderator, { act: 'remove', who: 'a-1', why: 'calm down' }).ok, true);
  assert.equal(room.receipt(visitor!, second).reason, 'removed');
  for (const connection of [visitor!, tab]) {
    assert.equal(closing(room, connection), '4105 removed calm down');
    assert.equal(isIn(room, connection), false);
  }
  room.performed();
  assert.equal(room.holder, 'offered a-2', 'the next one goes');
  assert.equal(closing(room, room.join({ id: 'a-1' })), '4105 removed calm down');
  restart(room, 30_000);
  assert.equal(isIn(room, room.join({ id: 'a-1' })), false);
  room.now += 31_000;
  assert.equal(isIn(room, room.join({ id: 'a-1' })), true);
});

test('[MO7] each of several who are removed stays out for a minute of their own', () => {
  const [room, , moderator] = moderatedRoom(2);
  room.act(moderator, { act: 'remove', who: 'a-1' });
  room.pass(20_000);
  room.act(moderator, { act: 'remove', who: 'a-2' });
  const stayOut = () => ['a-1', 'a-2'].filter((id) => !isIn(room, room.join({ id })));
  assert.deepEqual(stayOut(), ['a-1', 'a-2']);
  room.pass(40_000);
  assert.deepEqual(stayOut(), ['a-2']);
  room.act(moderator, { act: 'remove', who: 'a-1' });
  room.pass(20_000);
  assert.deepEqual(stayOut(), ['a-1'], 'the minute begins with the last removal');
});

test('[MO7] with who is removed their skip vote goes, and nobody else’s', () => {
  const [room, , moderator, holder, one, other] = moderatedRoom(5, { skipMin: 3 });
  room.ask(holder!, 'request-turn');
  room.passAlive(5_000);
  for (const voter of [one!, other!]) assert.equal(room.ask(voter, 'skip-vote').ok, true);
  assert.equal(room.turns.skip?.votes, 2);
  room.act(moderator, { act: 'remove', who: 'a-2' });
  assert.equal(room.turns.skip?.votes, 1);
  assert.equal(room.you('a-3').skipVoted, true);
});

test('[MO8] who is banned is kept out until the ban ends or is lifted, over restarts', () => {
  const [room, , moderator, one, other] = moderatedRoom(2);
  room.act(moderator, { act: 'ban', who: 'a-1', seconds: 3_600, why: 'no' });
  room.act(moderator, { act: 'ban', who: 'a-2' });
  assert.equal(closing(room, one!), '4105 banned no');
  assert.equal(closing(room, other!), '4105 banned');
  restart(room, 3_000_000);
  for (const id of ['a-1', 'a-2']) assert.equal(isIn(room, room.join({ id })), false);
  const lifted = room.state.moderation.bans.find(({ who }) => who === 'a-2')!;
  const host = room.join({ id: 'a-host', role: 'host' });
  assert.equal(room.act(host, { act: 'unban', banId: lifted.id }).ok, true);
  assert.equal(isIn(room, room.join({ id: 'a-2' })), true);
  room.pass(600_000);
  assert.equal(isIn(room, room.join({ id: 'a-1' })), true);
  assert.deepEqual(room.state.moderation.bans, []);
  const ended = auditLog(room).find(({ act, by }) => act === 'unban' && by === null);
  assert.equal(ended?.to?.id, 'a-1', 'the log says that it ended by itself');
});

test('[MO9] with the address, a ban keeps out whoever comes from there, but no moderator or host', () => {
  const [room, host, moderator] = moderatedRoom(0);
  const here = room.join({ id: 'a-1', address: 'h1' });
  const neighbour = room.join({ id: 'a-2', address: 'h1' });
  const colleague = room.join({ id: 'a-mod2', role: 'moderator', address: 'h1' });
  const stranger = room.join({ id: 'a-3', address: 'h2' });
  assert.equal(room.act(moderator, { act: 'ban', who: 'a-1', address: true }).ok, true);
  assert.deepEqual(
    [here, neighbour, colleague, stranger].map((connection) => isIn(room, connection)),
    [false, false, true, true],
  );
  const comes = (id: string, address: string | undefined, role: 'prompter' | 'host' = 'prompter') =>
    isIn(room, room.join({ id, role, ...(address === undefined ? {} : { address }) }));
  assert.deepEqual(
    [comes('a-4', 'h1'), comes('a-1', 'h9'), comes('a-5', undefined), comes('a-h2', 'h1', 'host')],
    [false, false, true, true],
  );
  room.act(host, { act: 'ban', who: 'a-5', address: true });
  assert.deepEqual(
    room.state.moderation.bans.map(({ address }) => address),
    [true, false],
    'an address that is not known is not banned',
  );
});

test('[MO10] at most 500 bans are kept; beyond, those that end first make room', () => {
  const [room, , moderator] = moderatedRoom(0);
  for (let index = 0; index <= 500; index += 1) {
    const id = `a-${index}`;
    room.join({ id, mayConduct: false });
    const seconds = index === 7 ? 60 : index % 2 === 0 ? 0 : 5_000;
    assert.equal(room.act(moderator, { act: 'ban', who: id, seconds }).ok, true);
  }
  const { bans } = room.state.moderation;
  assert.equal(bans.length, 500);
  assert.equal(
    bans.some(({ who }) => who === 'a-7'),
    false,
  );
  assert.equal(new Set(bans.map(({ id }) => id)).size, 500);
});

test('[MO10] a second ban of the same person takes the place of the first', () => {
  const [room, , moderator] = moderatedRoom(1);
  room.act(moderator, { act: 'ban', who: 'a-1', seconds: 60 });
  room.join({ id: 'a-1' });
  room.pass(61_000);
  room.prompt(room.join({ id: 'a-1' }), 'again');
  room.act(moderator, { act: 'ban', who: 'a-1', seconds: 60 });
  room.act(moderator, { act: 'ban', who: 'a-1', seconds: 600 });
  assert.deepEqual(
    room.state.moderation.bans.map(({ until }) => until),
    [room.now + 600_000],
  );
});

test('[MO11] a conductor who is put out ends its session, and the next one takes over', () => {
  const [room, host] = moderatedRoom(0);
  const conductor = room.join({ id: 'a-1', conduct: 'prefer' });
  room.act(host, { act: 'stop' });
  room.report({ report: 'ended', reason: 'stopped', epoch: room.state.broadcast.epoch });
  room.act(host, { act: 'start' });
  room.goLive();
  const id = room.prompt(host, 'snow');
  assert.equal(room.state.lease?.connection, conductor);
  const { epoch } = room.state.broadcast;
  room.act(host, { act: 'ban', who: 'a-1' });
  assert.deepEqual(room.commands(conductor).at(-1), { command: 'end', epoch });
  assert.equal(room.receipt(host, id).reason, 'conductor-gone');
  room.goLive();
  assert.equal(room.state.lease?.connection, host);
});

test('[MO12] a ban holds over HTTP too', () => {
  const [room, host] = moderatedRoom(1);
  room.act(host, { act: 'ban', who: 'a-1' });
  const nothing = { name: null, isNamed: false, identity: null, address: null, expiresAt: null };
  const may = {
    mayConduct: false,
    isSignedConductor: false,
    mayOpen: true,
    setsRulesAs: null,
    isProgram: true,
  };
  const caller = { id: 'a-1', role: 'moderator', ...nothing, ...may } as const;
  room.apply({
    type: 'asked',
    request: 'http-1',
    caller,
    message: { type: 'act', id: 'q', act: { act: 'skip', why: '' } },
  });
  assert.equal(room.lastAnswer('http-1').reason, 'banned');
});

test('[MO30] no id reaches anything but people of the room', () => {
  const [room, , moderator] = moderatedRoom(1);
  for (const who of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    for (const act of [...AGAINST, 'unmute'] as const) {
      assert.equal(room.act(moderator, { act, who }).reason, 'no-such-person', `${act} ${who}`);
    }
    room.say(moderator, { type: 'pass-turn', id: 'q', to: who });
    assert.equal(room.lastAnswer(moderator).ok, false);
  }
  assert.equal('muted' in {}, false, 'no other object has changed');
});

test('[MO31] a host is neither muted nor kept out, even by a word spoken while he was forgotten', () => {
  const [room, , moderator] = moderatedRoom(0, { turns: 'open', keepSeconds: 1 });
  const host = { id: 't-owner', name: 'Olga', role: 'host', mayConduct: false } as const;
  const first = room.join(host);
  room.prompt(first, 'a lighthouse');
  room.performed();
  room.leave(first);
  room.passAlive(5_000);
  assert.equal(room.state.participants['t-owner'], undefined, 'only the prompt is known');
  for (const act of AGAINST) {
    assert.equal(room.act(moderator, { act, who: 't-owner' }).ok, true, act);
    const back = room.join(host);
    assert.ok(isIn(room, back), act);
    assert.equal(room.you('t-owner').muted, null, act);
    room.leave(back);
    room.passAlive(5_000);
  }
});

test('[MO32] why something was done is one line without characters that mislead', () => {
  const [room, , moderator, visitor] = moderatedRoom(1);
  room.act(moderator, { act: 'lock', what: 'queue', why: 'so\n\u202eit\u0007 goes' });
  room.act(moderator, { act: 'remove', who: 'a-1', why: 'too\u0000 loud' });
  assert.equal(room.view().locks.queue?.why, 'so it goes');
  assert.equal(closing(room, visitor ?? ''), '4105 removed too loud');
  assert.equal(auditLog(room).at(-1)?.why, 'too loud');
});
