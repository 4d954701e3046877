import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { HostRoom } from '../support/host-room.js';

/** What is said on all lines, in its order, as `who: what`. */
function listen(lines: Readonly<Record<string, { send(text: string): void }>>): string[] {
  const said: string[] = [];
  for (const [who, line] of Object.entries(lines)) {
    const send = line.send.bind(line);
    line.send = (text) => {
      const message = JSON.parse(text) as ServerMessage;
      const what = message.type === 'receipt' ? message.receipt.status : message.type;
      said.push(`${who}: ${what}`);
      send(text);
    };
  }
  return said;
}

test('[SH3] the world and the author hear of a prompt before the audience, and each in order', async () => {
  const room = await HostRoom.start({ turns: 'open' });
  const audience = await Promise.all(['a', 'b'].map((id) => room.enter(id, { mayConduct: false })));
  const conductor = await room.enter('conductor', {}, { conduct: 'can' });
  const author = await room.enter('author', { mayConduct: false });
  const late = await room.enter('c', { mayConduct: false });
  await room.pass(5_000);
  assert.equal(room.host.view().life.phase, 'live');
  const said = listen({ a: audience[0]!, b: audience[1]!, conductor, author, c: late });
  room.storage.written.length = 0;
  const tell = conductor.send.bind(conductor);
  let isStored: boolean | null = null;
  conductor.send = (text) => {
    isStored ??= room.storage.written.includes('room/prompts/000');
    tell(text);
  };

  await author.prompt('a lighthouse', 'p1');

  assert.equal(author.receipt('p1')?.status, 'applied');
  const told = said.filter((line) => !line.endsWith(': you'));
  const first = ['conductor: conduct', 'author: delta', 'author: waiting', 'author: performing'];
  assert.deepEqual(told.slice(0, 4), first);
  const rest = ['conductor: delta', 'a: delta', 'b: delta', 'c: delta'];
  assert.deepEqual(told.slice(4, 8).sort(), rest.sort());
  // The conductor is asked for a picture of it.
  const next = ['author: delta', 'conductor: delta', 'author: applied', 'conductor: capture'];
  assert.deepEqual(told.slice(8, 12), next);
  assert.deepEqual(told.slice(12).sort(), ['a: delta', 'b: delta', 'c: delta']);
  assert.equal(isStored, true, 'the prompt was stored before its command was sent');
});
