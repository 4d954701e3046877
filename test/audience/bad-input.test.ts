import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signTicket } from '../../party/audience/link.js';
import { homeOf } from '../../party/audience/places.js';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import type { AudienceWorld } from '../support/audience-world.js';
import { helloOf } from '../support/people.js';

/** Somebody whose page is not the package's, served by the first party. */
async function stranger(world: AudienceWorld, no: number) {
  const who = Array.from({ length: 50 }, (_, index) => `x-${no}-${index}`).find(
    (one) => homeOf(one, 1) === 1,
  );
  const party = world.party(1);
  const ticket = await signTicket(
    {
      ...{ who: who ?? '', name: 'Eve', isNamed: false, role: 'prompter' },
      ...{ address: null, mayOpen: false, expiresAt: null, takesPart: false },
    },
    world.clock.now(),
    world.key,
  );
  const heard: string[] = [];
  const closed: number[] = [];
  const request = party.request({ Origin: 'https://rooms' });
  const connection = await party.connect(
    request,
    (text) => heard.push(text),
    (code) => closed.push(code),
  );
  const say = (text: string) => party.said(connection, text);
  await say(JSON.stringify(helloOf({ ticket })));
  await world.pass(1_500);
  return { say, heard, closed };
}

test('[OP41] 1,000 messages a second from one viewer of a party end that viewer’s line, and nobody else notices', async () => {
  const world = await crowd(24);
  const eve = await stranger(world, 1);
  assert.ok(eve.heard[0]?.startsWith('{"type":"welcome"'));
  const messages = world.viewers.map((viewer) => viewer.messages);
  for (let no = 0; no < 1_000; no += 1) {
    await eve.say(no % 2 === 0 ? '{"type":"ping"}' : `{"type":"request-turn","id":"r-${no}"}`);
  }
  assert.deepEqual(eve.closed, [4104]);
  assert.ok(eve.heard.length < 400, `${eve.heard.length}`);
  await world.pass(3_000);
  world.announce('5');
  await world.pass(1_000);
  for (const [index, viewer] of world.viewers.entries()) {
    assert.equal(viewer.announced.at(-1), 5);
    assert.deepEqual(viewer.statuses.at(-1), 'connected');
    assert.ok(viewer.messages - (messages[index] ?? 0) < 20);
  }
  assert.equal(world.watching, 24);
  await leaveAll(world);
});

test('[OP41] a viewer of a party that never reads is told no more changes, and closed', async () => {
  const world = await crowd(24);
  const deaf = await stranger(world, 2);
  const long = 'x'.repeat(400);
  for (let no = 0; no < 2_000 && deaf.closed.length === 0; no += 1) {
    world.announce(`${no}`);
    world.act({ act: 'announce', text: `${no} ${long}` });
    await world.pass(250);
  }
  assert.deepEqual(deaf.closed, [4000]);
  const bytes = deaf.heard.reduce((sum, text) => sum + text.length, 0);
  assert.ok(bytes < 200_000, `${bytes}`);
  await leaveAll(world);
});
