import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Visitor } from '../../party/room/input.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';
import { helloOf, visitorOf } from '../support/people.js';

/** A room host over memory, whose visitors are who they say they are. */
async function startHost() {
  const clock = new FakeClock();
  const host = hostOn(clock);
  await host.start();
  const enter = async (id: string, role: Visitor['role']) => {
    const heard: ServerMessage[] = [];
    const closes: string[] = [];
    const visitor = visitorOf(id, { role, name: id, isNamed: true, mayConduct: false });
    const connection = `c-${id}`;
    const socket = {
      send: (text: string) => heard.push(JSON.parse(text)),
      close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
    };
    host.opened(connection, socket, async () => ({ ok: true, visitor }));
    await host.said(connection, JSON.stringify(helloOf()));
    await settle();
    const say = (message: object) => host.said(connection, JSON.stringify({ id: 'q', ...message }));
    return { heard, closes, say };
  };
  return { clock, enter };
}

test('[MO26] the room wakes by itself for the last change of a desk, and for nothing after it', async () => {
  const { clock, enter } = await startHost();
  const moderator = await enter('a-mod', 'moderator');
  await moderator.say({ type: 'desk', open: true });
  const told = () => moderator.heard.filter(({ type }) => type === 'desk').length;
  assert.equal(told(), 1);
  await clock.advance(5_000);
  for (const text of ['one', 'two', 'three'])
    await moderator.say({ type: 'act', act: { act: 'announce', text } });
  assert.equal(told(), 2, 'the first at once');
  await clock.advance(1_000);
  assert.equal(told(), 3, 'the others together');
  const last = moderator.heard.findLast((message) => message.type === 'desk');
  assert.equal(last?.type === 'desk' && last.desk.audit.at(-1)?.about, 'three');
  await clock.advance(30_000);
  assert.equal(told(), 3);
});

test('[MO8] the banned are closed with the reason and the words, and so they are when they come back', async () => {
  const { enter } = await startHost();
  const moderator = await enter('a-mod', 'moderator');
  const visitor = await enter('a-1', 'prompter');
  await moderator.say({ type: 'act', act: { act: 'ban', who: 'a-1', why: 'spam' } });
  assert.deepEqual(visitor.closes, ['4105 banned: spam']);
  const again = await enter('a-1', 'prompter');
  assert.deepEqual(again.closes, ['4105 banned: spam']);
  assert.deepEqual(
    again.heard.map(({ type }) => type),
    [],
    'nothing of the room is shown',
  );
});
