import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { moderatorView } from '../../party/room/view/moderator-view.js';
import { Publisher } from '../../party/room/view/publisher.js';
import { byteLength, MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import { type Desk, DeskSchema } from '../../src/protocol/moderation.js';
import type { Role } from '../../src/protocol/view.js';
import { auditLog, moderatedRoom, restart } from '../support/moderation.js';
import type { TestRoom } from '../support/test-room.js';

function desk(room: TestRoom, role: Role = 'moderator'): Desk {
  return v.parse(DeskSchema, moderatorView(room, role));
}

function openDesk(room: TestRoom, connection: string, open = true) {
  room.say(connection, { type: 'desk', id: 'q', open });
  return room.lastAnswer(connection);
}

/** The room with a publisher over it: what each connection is told of its desk, and when. */
function published(room: TestRoom) {
  const publisher = new Publisher();
  const publish = (): string[] =>
    publisher
      .publish(room.state, room.now, [])
      .each.filter(({ text }) => text.startsWith('{"type":"desk"'))
      .map(({ connection }) => connection);
  publish();
  return { publisher, publish };
}

test('[MO23] every act that was done is in the log with who, what, whom and why; a refused one is not', () => {
  const [room, host, moderator] = moderatedRoom(1);
  room.act(host, { act: 'rules', rules: { turnSeconds: 20 } });
  room.act(moderator, { act: 'mute', who: 'a-1', seconds: 60, why: 'shouting' });
  room.act(moderator, { act: 'mute', who: 'a-host' });
  room.act(moderator, { act: 'announce', text: 'hello' });
  room.act(host, { act: 'stop' });
  room.act(host, { act: 'start' });
  const log = auditLog(room);
  assert.deepEqual(
    log.map(({ no, act, by, about }) => [no, act, by?.name, about]),
    [
      [1, 'rules', 'Hope', '{"turnSeconds":20}'],
      [2, 'mute', 'Mo', null],
      [3, 'announce', 'Mo', 'hello'],
      [4, 'stop', 'Hope', null],
      [5, 'start', 'Hope', null],
    ],
  );
  assert.deepEqual(log[1], {
    no: 2,
    at: room.now,
    by: { id: 'a-mod', name: 'Mo', role: 'moderator' },
    act: 'mute',
    to: { id: 'a-1', name: 'V1' },
    about: null,
    why: 'shouting',
    until: room.now + 60_000,
  });
  assert.deepEqual(desk(room).audit, log);
});

test('[MO23] the desk has the last twenty entries, over restarts, shortened where they are long', () => {
  const [room, host, moderator] = moderatedRoom(0);
  room.act(host, { act: 'rules', rules: { opening: 'x'.repeat(2_000) } });
  for (let index = 0; index < 19; index += 1)
    room.act(moderator, { act: 'announce', text: `${index}` });
  assert.equal(desk(room).audit[0]?.about?.length, 200);
  assert.equal(auditLog(room)[0]?.about?.length, 2_014);
  room.act(moderator, { act: 'announce', text: 'last' });
  restart(room, 1_000);
  assert.equal(desk(room).audit.length, 20);
  assert.equal(desk(room).audit.at(-1)?.about, 'last');
});

test('[HS2] the desk says how many wait in all, when the stream ends, and when it all closes', () => {
  const [room, ...visitors] = moderatedRoom(25);
  const people = visitors.slice(2);
  assert.equal(desk(room).show?.closes, null);
  room.act(visitors[0]!, { act: 'rules', rules: { approval: 'all', turns: 'open' } });
  for (const visitor of people) room.prompt(visitor, `a wish of ${visitor}`);
  const at = room.now + 5 * 3_600_000;
  room.apply({ type: 'usage-reported', sessions: [], closes: { at, reason: 'budget-day' } });
  const { show, held } = desk(room);
  const { life } = room.view();
  const startedAt = 'startedAt' in life ? life.startedAt : 0;
  assert.equal(held.length, 20);
  assert.deepEqual(show, {
    heldInAll: 25,
    streamEndsAt: startedAt + 150_000,
    closes: { at, reason: 'budget-day' },
  });
});

test('[MO24] everybody sees what was done last, and of what concerns one person neither who nor why', () => {
  const [room, , moderator] = moderatedRoom(1);
  room.act(moderator, { act: 'lock', what: 'queue', why: 'a pause' });
  room.act(moderator, { act: 'mute', who: 'a-1', why: 'V1 shouts' });
  room.act(moderator, { act: 'ban', who: 'a-1', why: 'V1 shouts' });
  const shown = room.view().moderation;
  assert.deepEqual(
    shown.map(({ act, what, why }) => [act, what, why]),
    [
      ['lock', 'queue', 'a pause'],
      ['mute', null, ''],
      ['ban', null, ''],
    ],
  );
  assert.equal(/V1|a-1|Mo/.test(JSON.stringify(shown)), false);
  for (let index = 0; index < 9; index += 1) room.act(moderator, { act: 'announce', text: 'x' });
  assert.equal(room.view().moderation.length, 3, 'what concerns nobody does not push it out');
  for (let index = 0; index < 9; index += 1) room.act(moderator, { act: 'lock' });
  assert.equal(room.view().moderation.length, 5);
});

test('[MO25] a desk is opened by moderators and hosts alone, told at once, and no more once closed', () => {
  const [room, host, moderator, visitor] = moderatedRoom(1);
  const { publish } = published(room);
  assert.equal(openDesk(room, visitor!).reason, 'not-allowed');
  assert.deepEqual(publish(), []);
  assert.equal(openDesk(room, moderator).ok, true);
  assert.deepEqual(publish(), [moderator]);
  assert.equal(openDesk(room, host).ok, true);
  assert.deepEqual(publish(), [host], 'although the other was told a moment ago');
  openDesk(room, moderator, false);
  room.passAlive(2_000);
  room.act(host, { act: 'lock' });
  assert.deepEqual(publish(), [host]);
  openDesk(room, moderator);
  assert.deepEqual(publish(), [moderator], 'opened again, it is told again');
});

test('[MO25] with the role the desk is gone, and so it is with the connection', () => {
  const [room, host, moderator] = moderatedRoom(0);
  const { publish } = published(room);
  openDesk(room, moderator);
  publish();
  room.renew(moderator, { id: 'a-mod', role: 'prompter' });
  room.act(host, { act: 'lock' });
  room.passAlive(2_000);
  assert.deepEqual(publish(), []);
  room.renew(moderator, { id: 'a-mod', role: 'moderator' });
  assert.deepEqual(publish(), [moderator]);
  room.leave(moderator);
  room.act(host, { act: 'unlock' });
  room.passAlive(2_000);
  assert.deepEqual(publish(), []);
});

test('[MO26] a desk that changes all the time is told once a second, and its last change is not lost', () => {
  const [room, , moderator] = moderatedRoom(0);
  const { publisher, publish } = published(room);
  openDesk(room, moderator);
  publish();
  room.passAlive(5_000);
  publish();
  let told = 0;
  for (let index = 0; index < 50; index += 1) {
    room.act(moderator, { act: 'announce', text: `${index}` });
    told += publish().length;
    room.now += 100;
  }
  assert.ok(told >= 5 && told <= 6, `${told} times in five seconds`);
  const { dueAt } = publisher;
  assert.ok(dueAt !== null && dueAt - room.now <= 1_000);
  room.now = dueAt;
  assert.deepEqual(publish(), [moderator]);
  assert.equal(publisher.dueAt, null);
  room.apply({ type: 'woke' });
  assert.deepEqual(publish(), []);
});

test('[MO27] the desk names the people of note: holder, line, authors, muted; with roles and presence', () => {
  const [room, , moderator, one, other, third, fourth] = moderatedRoom(5);
  room.prompt(fourth!, 'earlier');
  room.performed();
  room.passAlive(3_000);
  room.ask(one!, 'request-turn');
  room.ask(other!, 'request-turn');
  room.act(moderator, { act: 'mute', who: 'a-3', seconds: 60 });
  room.leave(third!);
  const people = desk(room).people.map(({ id, present, mutedUntil }) => [id, present, mutedUntil]);
  assert.deepEqual(people, [
    ['a-1', true, null],
    ['a-2', true, null],
    ['a-4', true, null],
    ['a-3', false, room.now + 60_000],
  ]);
  room.act(moderator, { act: 'panic' });
  assert.equal(
    desk(room).people.some(({ id }) => id === 'room'),
    false,
  );
});

test('[MO27] of the queue the first twenty are of note, of authors and of the muted the last twenty', () => {
  const [room, , moderator] = moderatedRoom(0, { turns: 'open', maxQueue: 100 });
  const people = (kind: string) =>
    Array.from({ length: 25 }, (_, index) => {
      const id = `a-${kind}${index}`;
      return { id, connection: room.join({ id, mayConduct: false }) };
    });
  const [authors, muted, queue] = [people('author'), people('muted'), people('queue')];
  for (const { connection } of authors) room.prompt(connection, `wish of ${connection}`);
  for (const { id } of muted) room.act(moderator, { act: 'mute', who: id });
  const ids = () => desk(room).people.map(({ id }) => id);
  const noted = [...authors.slice(5).reverse(), ...muted.slice(5)].map(({ id }) => id);
  assert.deepEqual(ids(), noted);
  room.setRules('c1', { turns: 'queue' });
  // The prompt of the first one is on its way already.
  const [, holder, ...waiting] = [...authors, ...queue].map(({ id }) => id);
  for (const { connection } of queue) room.ask(connection, 'request-turn');
  const first = [holder, ...waiting.slice(0, 20)];
  assert.deepEqual(ids().slice(0, 21), first);
  assert.deepEqual(ids(), [...new Set([...first, ...noted])]);
});

test('[MO27] bans come newest first and hide the address; invitations are for hosts', () => {
  const [room, , moderator] = moderatedRoom(0);
  for (let index = 0; index < 60; index += 1) {
    room.join({ id: `a-${index}`, address: `secret${index}`, mayConduct: false });
    room.act(moderator, { act: 'ban', who: `a-${index}`, address: true });
  }
  const invite = { id: 'i1', role: 'prompter', usesLeft: 2, until: null, usedBy: ['a-9'] } as const;
  const { moderation } = room.state;
  room.state = {
    ...room.state,
    moderation: { ...moderation, invites: [{ ...invite, usedBy: [...invite.usedBy] }] },
  };
  const { bans } = desk(room);
  assert.equal(bans.length, 50);
  assert.equal(bans[0]?.id, room.state.moderation.bans.at(-1)?.id);
  assert.equal(JSON.stringify(desk(room)).includes('secret'), false);
  assert.deepEqual(desk(room).invites, []);
  assert.deepEqual(
    desk(room, 'host').invites.map(({ id }) => id),
    ['i1'],
  );
});

test('[MO28] a desk fits one message, with the longest texts of any script, and does not grow', () => {
  const [room, host, moderator] = moderatedRoom(0, { maxLength: 2_000, maxQueue: 1_000 });
  const why = '海'.repeat(200);
  for (let index = 0; index < 1_000; index += 1) {
    const visitor = room.join({ id: `a-${index}`, name: '海'.repeat(32), mayConduct: false });
    room.ask(visitor, 'request-turn');
    if (index % 5 === 0) room.act(moderator, { act: 'ban', who: `a-${index}`, why });
    if (index % 5 === 1) room.act(moderator, { act: 'mute', who: `a-${index}`, why });
  }
  room.act(host, { act: 'rules', rules: { opening: '海'.repeat(2_000) } });
  const held = Array.from({ length: 40 }, (_, index) => ({
    ...{ id: `h${index}`, by: 'a-2', name: '海'.repeat(32), via: 'crowd' as const, at: index },
    ...{ text: '𠀀'.repeat(2_000), status: 'held' as const, appliedText: null, reason: null },
    ...{ retryAt: null, limit: null },
    review: { for: 'approval' as const, flag: why, since: 0, until: 5 },
  }));
  room.state = { ...room.state, prompts: held };
  const full = desk(room, 'host');
  const size = byteLength(JSON.stringify({ type: 'desk', now: room.now, desk: full }));
  assert.ok(size <= MESSAGE_BYTES_MAX, `${size} bytes`);
  assert.equal(full.held[0]?.id, 'h0');
  assert.equal([...(full.held[0]?.text ?? '')].length, 2_000, 'the first to decide on is whole');
  for (const list of [full.people, full.bans, full.audit]) assert.ok(list.length > 1);
  assert.equal(full.audit.at(-1)?.act, 'rules', 'the newest is kept');
});

test('[MO28] of forty short held prompts the first twenty are on the desk', () => {
  const [room] = moderatedRoom(0);
  const prompts = Array.from({ length: 40 }, (_, index) => ({
    ...{ id: `h${index}`, by: 'a-2', name: 'Ada', via: 'crowd' as const, at: index },
    ...{ text: 'a kite', status: 'held' as const, appliedText: null, reason: null },
    ...{ retryAt: null, limit: null },
    review: {
      for: index === 0 ? ('check' as const) : ('approval' as const),
      flag: null,
      since: 0,
      until: 5,
    },
  }));
  room.state = { ...room.state, prompts };
  const { held } = desk(room);
  assert.deepEqual([held.length, held[0]?.id], [20, 'h1'], 'what is only being checked is not');
});
