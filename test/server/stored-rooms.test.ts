import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Visitor } from '../../party/room/input.js';
import { Records } from '../../party/server/records.js';
import { RoomStorage } from '../../party/server/storage.js';
import { STORED_FORMAT } from '../../party/server/stored-format.js';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { allOf } from '../support/turns.js';

/** Storage as a released version left it, written by that version's own room host. */
interface StoredRoom {
  readonly format: number;
  /** The instant it was written. */
  readonly at: number;
  readonly entries: Record<string, string>;
}

/** Starts this version's room host on a stored room, some seconds after it was written. */
async function reopened(format: number, downMs = 5_000) {
  const file = new URL(`stored-rooms/format-${format}.json`, import.meta.url);
  const stored = JSON.parse(await readFile(file, 'utf8')) as StoredRoom;
  assert.equal(stored.entries['room/format'], String(format));
  const storage = new MemoryStorage();
  await storage.put(stored.entries);
  const clock = new FakeClock(stored.at + downMs);
  const records = new Records(storage, (error) => assert.fail(String(error)));
  const host = hostOn(clock, { storage, observers: [records] });
  await host.start();

  let connections = 0;
  const enter = async (id: string, also: Partial<Visitor> = {}) => {
    connections += 1;
    const connection = `again-${connections}`;
    const heard: ServerMessage[] = [];
    const closes: string[] = [];
    const visitor: Visitor = {
      ...{ id, role: 'prompter', name: null, isNamed: false, identity: null, address: null },
      ...{ mayConduct: false, isSignedConductor: false, mayOpen: true, setsRulesAs: null },
      ...{ isProgram: false },
      ...{ expiresAt: null, ...also },
    };
    const socket = {
      send: (text: string) => heard.push(JSON.parse(text) as ServerMessage),
      close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
    };
    host.opened(connection, socket, async () => ({ ok: true, visitor }));
    const say = async (message: object) => {
      await host.said(connection, JSON.stringify(message));
      await settle();
    };
    await say({
      ...{ type: 'hello', version: PROTOCOL_VERSION, identity: null, token: null, invite: null },
      ...{ name: null, rules: null, conduct: 'no', epochs: [], watching: true },
    });
    const welcome = heard.find((message) => message.type === 'welcome');
    const { you, receipts = [] } = welcome?.snapshot ?? {};
    const statuses = Object.fromEntries(receipts.map((receipt) => [receipt.id, receipt.status]));
    return { heard, closes, say, you, statuses };
  };
  return { stored, storage, clock, records, host, enter };
}

test('[ST11] a room that format 4 left opens with its turn, queue, prompts and votes', async () => {
  const { host, enter, storage } = await reopened(4);
  const { life, changes, performing } = host.view();
  const turns = allOf(host.view().turns);
  assert.equal(life.phase, 'live');
  assert.deepEqual(
    [turns.holder?.id, turns.holder?.phase, turns.holder?.name],
    [...['a-1', 'active', 'Ada']],
  );
  assert.deepEqual(performing, { id: 'a-1', name: 'Ada', text: 'A lighthouse wakes' });
  assert.deepEqual(
    changes.map(({ name, text, appliedText }) => [name, text, appliedText]),
    [['Ada', 'It begins to snow', 'A harbour at dusk, in the snow']],
  );
  const [ada, ben, cy, dee] = [
    await enter('a-1', { name: 'Ada' }),
    await enter('a-2', { name: 'Ben' }),
    await enter('a-3', { name: 'Cy' }),
    await enter('a-4', { name: 'Dee' }),
  ];
  assert.deepEqual(allOf(host.view().turns).next, [
    { id: 'a-2', name: 'Ben' },
    { id: 'a-3', name: 'Cy' },
    { id: 'a-4', name: 'Dee' },
  ]);
  assert.deepEqual(ada.statuses, {
    ...{ 'p-applied': 'applied', 'p-performing': 'performing', 'p-review': 'held' },
  });
  assert.deepEqual(ben.statuses, { 'p-waiting': 'waiting' });
  assert.deepEqual(cy.statuses, { 'p-withdrawn': 'withdrawn', 'p-review-2': 'held' });
  assert.equal(ada.you?.standing.state, 'active');
  assert.equal(dee.you?.standing.state, 'waiting');
  assert.deepEqual(host.view().turns.switching?.[0]?.votes, 1);
  // An id that was used once is not used again.
  await ada.say({ type: 'prompt', id: 'p-applied', text: 'It begins to snow' });
  assert.equal(ada.heard.findLast(({ type }) => type === 'receipt')?.type, 'receipt');
  assert.equal(host.current.prompts.filter(({ id }) => id === 'p-applied').length, 1);
  assert.equal(storage.values.get('room/format'), String(STORED_FORMAT));
});

test('[CE10] a room that a version without cues left opens without any', async () => {
  const { stored, host } = await reopened(4);
  assert.equal(stored.entries['room/cues/000'], undefined);
  assert.deepEqual(host.current.cues.list, []);
});

test('[ST11] it opens with its locks, mutes, bans, invitations and announcement', async () => {
  const { stored, host, enter, clock } = await reopened(4);
  const { at } = stored;
  assert.deepEqual(host.view().locks, {
    prompts: null,
    queue: { until: 0, why: 'the line is long enough' },
    joins: { until: at - 1_000 + 1_800_000, why: 'full' },
  });
  assert.equal(host.view().announcement?.text, 'Welcome aboard');

  const muted = await enter('a-5');
  assert.deepEqual(muted.you?.muted, { until: 0, why: 'too loud' });
  await muted.say({ type: 'request-turn', id: 'q' });
  const answer = muted.heard.findLast((message) => message.type === 'answer');
  assert.deepEqual([answer?.reason, answer?.retryAt], ['muted', null]);
  const forNow = await enter('a-6');
  assert.deepEqual(forNow.you?.muted, { until: at - 1_000 + 600_000, why: 'ten minutes' });

  assert.deepEqual((await enter('a-7')).closes, ['4105 banned: spam']);
  assert.deepEqual((await enter('a-new', { address: 'net-a-8' })).closes, [
    ...['4105 banned: an hour'],
  ]);
  assert.deepEqual((await enter('a-9')).closes, ['4105 removed: take a break']);

  const moderator = await enter('a-mo');
  assert.equal(moderator.you?.role, 'moderator', 'what the invitation gave lasts');
  const owner = await enter('t-hope', { role: 'host', isNamed: true, name: 'Hope' });
  await owner.say({ type: 'desk', id: 'd', open: true });
  const desk = owner.heard.findLast((message) => message.type === 'desk')?.desk;
  assert.deepEqual(
    desk?.bans.map(({ name, until, address }) => [name, until, address]),
    [
      ['Hal', at - 1_000 + 3_600_000, true],
      ['Gus', 0, false],
    ],
  );
  assert.deepEqual(
    desk?.invites.map(({ role, usesLeft, until }) => [role, usesLeft, until]),
    [
      ['prompter', 5, at - 3_000 + 86_400_000],
      ['moderator', 1, 0],
    ],
  );
  assert.deepEqual(
    desk?.held.map(({ id, by }) => [id, by.name]),
    [
      ['p-review', 'Ada'],
      ['p-review-2', 'Cy'],
    ],
  );
  const mutedUntil = Object.fromEntries(desk?.people.map((one) => [one.id, one.mutedUntil]) ?? []);
  assert.deepEqual(
    [mutedUntil['a-5'], mutedUntil['a-6'], mutedUntil['a-1']],
    [0, at - 1_000 + 600_000, null],
  );

  // What ends, ends at its time; what has no end goes on.
  await clock.advance(3_700_000);
  assert.equal(host.view().locks.joins, null);
  assert.equal(host.view().locks.queue?.until, 0);
  assert.deepEqual((await enter('a-7')).closes, ['4105 banned: spam']);
  assert.deepEqual((await enter('a-8')).closes, []);
  assert.equal((await enter('a-6')).you?.muted, null);
  assert.deepEqual((await enter('a-5')).you?.muted, { until: 0, why: 'too loud' });
});

test('[ST11] its records are read, and numbered on without a gap', async () => {
  const { records, enter } = await reopened(4);
  const page = { after: null, limit: 20, newestFirst: false };
  const history = await records.read('history', page);
  assert.deepEqual(
    history.entries.map(({ no, id, by, status }) => [no, id, by.name, status]),
    [
      [1, 'p-applied', 'Ada', 'applied'],
      [2, 'p-refused', 'Ada', 'refused'],
      [3, 'p-withdrawn', 'Cy', 'withdrawn'],
    ],
  );
  const owner = await enter('t-hope', { role: 'host', isNamed: true, name: 'Hope' });
  await owner.say({ type: 'act', id: 'q', act: { act: 'unmute', who: 'a-5' } });
  const audit = await records.read('audit', page);
  assert.deepEqual(
    audit.entries.map(({ no, act, until }) => [no, act, until === 0]),
    [
      [1, 'invite', true],
      [2, 'invite', false],
      [3, 'mute', true],
      [4, 'mute', false],
      [5, 'ban', true],
      [6, 'ban', false],
      [7, 'remove', false],
      [8, 'announce', false],
      [9, 'lock', true],
      [10, 'lock', false],
      [11, 'unmute', false],
    ],
  );
});

test('[ST5] a room of format 4 whose sections are not what that format had is left as it is', async () => {
  const file = new URL('stored-rooms/format-4.json', import.meta.url);
  const { entries } = JSON.parse(await readFile(file, 'utf8')) as StoredRoom;
  for (const [section, damaged] of [
    ['moderation', '{"bans":7}'],
    ['prompts', '{"p1":{}}'],
    ['participants', '{"a-1":null}'],
  ] as const) {
    const storage = new MemoryStorage();
    await storage.put({ ...entries, [`room/${section}/000`]: damaged });
    const before = new Map(storage.values);
    await assert.rejects(
      new RoomStorage(storage).load(),
      /format 4\) and could not be brought to format 5 .* left as it is/,
      section,
    );
    assert.deepEqual(storage.values, before);
  }
});
