import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reactionsOf } from '../../src/protocol/reactions.js';
import { liveRoom } from '../support/test-room.js';

/** Takes one prompt to the world and returns its id. */
function change(room: ReturnType<typeof liveRoom>[0], visitor: string, text: string): string {
  const id = room.prompt(visitor, text);
  room.passAlive(3_000);
  room.performed();
  return id;
}

function keptIn(room: ReturnType<typeof liveRoom>[0]) {
  return room.effects.flatMap((effect) =>
    effect.type === 'reactions' ? [[effect.no, effect.sums]] : [],
  );
}

test('[RX6] the sum stays with the change that was on screen', () => {
  const [room, a, b] = liveRoom(2, { turns: 'open', cooldownSeconds: 0 });
  room.apply({ type: 'reacted', sums: { '👏': 3 } });
  assert.deepEqual(room.view().reactions, { of: null, sums: { '👏': 3 } });
  assert.deepEqual(keptIn(room), [], 'the opening has no entry');

  const first = change(room, a, 'it snows');
  assert.deepEqual(room.view().reactions, { of: first, sums: {} });
  room.apply({ type: 'reacted', sums: { '👏': 40, '❤️': 1 } });
  room.apply({ type: 'reacted', sums: { '👏': 1 } });
  assert.deepEqual(room.view().reactions, { of: first, sums: { '👏': 41, '❤️': 1 } });
  assert.equal(room.view().changes[0]?.reactions, undefined, 'told apart while it grows');

  const second = change(room, b, 'the sun rises');
  room.apply({ type: 'reacted', sums: { '🔥': 2 } });
  const third = change(room, a, 'night falls');
  const view = room.view();
  assert.deepEqual(
    view.changes.map((one) => [one.id, reactionsOf(one, view)]),
    [
      [first, { '👏': 41, '❤️': 1 }],
      [second, { '🔥': 2 }],
      [third, {}],
    ],
  );
  assert.deepEqual(keptIn(room), [
    [1, { '👏': 40, '❤️': 1 }],
    [1, { '👏': 41, '❤️': 1 }],
    [2, { '🔥': 2 }],
  ]);
});

test('[PF25] what comes for a change before is added to that one alone', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 0 });
  const first = change(room, a, 'it snows');
  room.apply({ type: 'reacted', sums: { '👏': 2 } });
  const second = change(room, a, 'the sun rises');
  const third = change(room, a, 'night falls');
  const late = [
    [first, { '👏': 1, '❤️': 1, '🖕': 9 }],
    [second, { '🔥': 3 }],
  ] as const;
  room.apply({ type: 'reacted', sums: { '🎉': 1 }, earlier: late });
  const view = room.view();
  assert.deepEqual(
    view.changes.map((one) => [one.id, reactionsOf(one, view)]),
    [
      [first, { '👏': 3, '❤️': 1 }],
      [second, { '🔥': 3 }],
      [third, { '🎉': 1 }],
    ],
  );
  assert.deepEqual(keptIn(room).slice(1), [
    [3, { '🎉': 1 }],
    [1, { '👏': 3, '❤️': 1 }],
    [2, { '🔥': 3 }],
  ]);
});

test('[PF25] for a change that is none, or is told of no more, it counts for no other', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 0, promptsPerMinute: 120 });
  const first = change(room, a, 'it snows');
  for (let no = 0; no < 10; no += 1) change(room, a, `number ${no}`);
  const { world, reactions } = room.state;
  const effects = keptIn(room);
  for (const id of [first, '', 'nothing', '__proto__', 'constructor', reactions.of ?? '']) {
    room.apply({ type: 'reacted', sums: {}, earlier: [[id, { '👏': 1 }]] });
  }
  assert.deepEqual([room.state.world, room.state.reactions], [world, reactions]);
  assert.deepEqual(keptIn(room), effects);
  assert.ok(reactions.former.length <= world.changes.length, 'no more is kept than is shown');
});

test('[RX6] nothing is new, and nothing is written, where nothing of it is offered any more', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 0 });
  change(room, a, 'it snows');
  const before = room.state.reactions;
  room.apply({ type: 'reacted', sums: { '🖕': 9 } });
  assert.equal(room.state.reactions, before);
  assert.deepEqual(keptIn(room), []);
});

test('[RX11] a change keeps the sums of at most twelve emoji', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 0 });
  const host = room.join({ id: 'a-host', role: 'host' });
  change(room, a, 'it snows');
  for (const list of ['🐀🐁🐂🐃🐄🐅', '🐆🐇🐈🐉🐊🐋', '🐌🐍🐎🐏🐐🐑', '🐀🐑']) {
    room.setRules(host, { reactions: list });
    const sums = Object.fromEntries([...list].map((emoji) => [emoji, 1]));
    room.apply({ type: 'reacted', sums });
  }
  const { sums } = room.view().reactions;
  assert.equal(Object.keys(sums).length, 12);
  assert.deepEqual([sums['🐀'], sums['🐋'], sums['🐑']], [2, 1, undefined]);
});
