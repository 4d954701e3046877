import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Publisher } from '../../party/room/view/publisher.js';
import { byteLength, MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import { parseServerMessage, type ServerMessage } from '../../src/protocol/messages.js';
import { RULE_NAMES } from '../../src/protocol/rules.js';
import { moderatedRoom } from '../support/moderation.js';
import { TestRoom } from '../support/test-room.js';

const LONG = '語'.repeat(2_000);
const QUOTED = '"'.repeat(2_000);

/** The first word to one who joins now. */
function welcomeTo(
  room: TestRoom,
  connection: string,
): Extract<ServerMessage, { type: 'welcome' }> {
  const welcome = {
    type: 'welcome',
    connection,
    identity: 'i'.repeat(300),
    rulesNotTaken: RULE_NAMES,
  } as const;
  const { each } = new Publisher().publish(room.state, room.now, [welcome], room.policies);
  const { text } = each.find((one) => one.connection === connection) ?? { text: '' };
  assert.ok(byteLength(text) <= MESSAGE_BYTES_MAX, `${byteLength(text)} bytes`);
  const parsed = parseServerMessage(text);
  assert.ok(parsed.ok && parsed.message.type === 'welcome');
  return parsed.message;
}

test('[VI4] texts are shown shorter once less than 2,500 bytes are left for the lists, to 600 characters then', () => {
  const LEFT_MIN = 2_500;
  const bytesOf = (room: TestRoom) => byteLength(JSON.stringify(room.view()));
  const opening = '語'.repeat(1_900);
  const roomWith = (fill: string) =>
    new TestRoom({ opening, safePrompt: `${'語'.repeat(700)}${fill}` });
  // What a visitor's own view takes of a message is kept free beside the room's.
  const most = MESSAGE_BYTES_MAX - 4_000 - LEFT_MIN;
  const size = 1 + most - bytesOf(roomWith('x'));
  const full = roomWith('x'.repeat(size));
  assert.equal(bytesOf(full), most);
  assert.equal(full.view().rules.opening, opening);
  const { rules } = roomWith('x'.repeat(size + 1)).view();
  const cut = `${'語'.repeat(599)}…`;
  assert.deepEqual([rules.opening, rules.safePrompt], [cut, cut]);
});

for (const [script, long] of Object.entries({ LONG, QUOTED })) {
  for (const turns of ['vote', 'raffle', 'curated', 'queue'] as const) {
    test(`[VI4] ${turns}: a welcome fits one message in a room full of long texts (${script})`, () => {
      const [room, host, , ...visitors] = moderatedRoom(41, {
        turns,
        maxLength: 2_000,
        maxProposals: 40,
        profanity: 'yes',
      });
      const names = visitors.map((_, index) => `${index} ${long.slice(0, 28)}`);
      visitors.forEach((id, index) => {
        room.say(id, { type: 'rename', name: names[index] ?? null });
      });
      room.setRules(host, { opening: long, blockedWords: long });
      room.setRules(host, { safePrompt: long, gapSeconds: 0 });
      const why = long.slice(0, 200);
      const [first = ''] = visitors;
      room.act(host, { act: 'announce', text: why });
      for (let index = 0; index < 12; index += 1) {
        const [me] = visitors.slice(-1);
        room.prompt(host, `${index} ${long.slice(0, 1_990)}`, `h-${index}`);
        if (turns === 'curated') room.direct(host, 'choose', `h-${index}`);
        room.passAlive(40_000);
        if (room.state.dispatch.phase === 'inFlight') {
          room.performed({ status: 'applied', appliedText: `${long}${long}`.slice(0, 4_000) });
        }
        assert.ok(me);
      }
      visitors.forEach((id, index) => {
        room.prompt(id, `${index} ${long.slice(0, 1_900)}`, `${'p'.repeat(60)}${index}`);
      });
      for (const what of ['prompts', 'queue', 'joins'] as const) {
        room.act(host, { act: 'lock', what, why });
      }
      room.act(host, { act: 'unlock', what: 'joins' });
      room.act(host, { act: 'lock', what: 'joins', why });
      for (const connection of [host, first]) welcomeTo(room, connection);
      const { changes } = welcomeTo(room, host).snapshot.room;
      if (room.state.world.changes.length > 0) assert.ok(changes.length > 0, 'changes are shown');
    });
  }
}

test('[VI4] an author reads his newest prompts however long they are, and short ones whole', () => {
  const [room, host, , visitor] = moderatedRoom(1, {
    turns: 'open',
    maxLength: 2_000,
    cooldownSeconds: 0,
  });
  room.setRules(host, { promptsPerMinute: 100 });
  for (const id of ['p1', 'p2', 'p3'])
    room.prompt(visitor ?? '', `${id} ${LONG.slice(0, 1_990)}`, id);
  room.prompt(visitor ?? '', 'a short one', 'p4');
  const { receipts } = welcomeTo(room, visitor ?? '').snapshot;
  assert.deepEqual(
    receipts.map(({ id }) => id),
    ['p1', 'p2', 'p3', 'p4'],
  );
  assert.equal(receipts.at(-1)?.text, 'a short one');
  assert.equal(welcomeTo(room, host).snapshot.room.rules.opening, room.state.rules.values.opening);
});
