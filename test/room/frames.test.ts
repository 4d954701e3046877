import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClientMessage } from '../../src/protocol/messages.js';
import { JPEG, jpegOf } from '../support/recorded.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

/** Whom the room has asked for pictures, and of what. */
function askedOf(room: TestRoom): string[] {
  return [...room.heard].flatMap(([connection, inbox]) =>
    inbox.flatMap((said) => (said.type === 'capture' ? [`${said.promptId} of ${connection}`] : [])),
  );
}

function taken(room: TestRoom): string[] {
  return room.effects.flatMap((effect) => (effect.type === 'frame' ? [effect.promptId] : []));
}

/** A prompt that was applied, under this id. */
function applied(room: TestRoom, by: string, id: string): void {
  room.prompt(by, `the words of ${id}`, id);
  room.performed();
}

const frame = (promptId: string) => ({ type: 'frame', promptId, jpeg: JPEG }) as const;

test('[RC7] when a prompt has taken effect, the conductor’s own page is asked for the picture', () => {
  const [room, conductor, other = ''] = liveRoom(3, { gapSeconds: 0, turns: 'open' });
  assert.equal(room.state.lease?.connection, conductor);
  applied(room, other, 'one');
  assert.deepEqual(askedOf(room), [`one of ${conductor}`]);
  room.prompt(other, 'refused words', 'two');
  assert.deepEqual(askedOf(room), [`one of ${conductor}`], 'not before it has');
});

test('[RC7] the conductor’s own page is asked, no matter who came before it', () => {
  const room = new TestRoom({ gapSeconds: 0, turns: 'open' });
  const first = room.join();
  const conductor = room.join({ conduct: 'prefer' });
  room.join();
  room.goLive();
  assert.equal(room.state.lease?.connection, conductor);
  applied(room, first, 'one');
  assert.deepEqual(askedOf(room), [`one of ${conductor}`]);
});

test('[RC8] the last eight that were asked for may come, and none before', () => {
  const [room, conductor, ...others] = liveRoom(10, { gapSeconds: 0, turns: 'open' });
  others.forEach((by, index) => {
    applied(room, by, `p${index}`);
  });
  others.forEach((_, index) => {
    room.say(conductor, frame(`p${index}`));
  });
  assert.deepEqual(taken(room), ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']);
});

test('[RC7] where the conductor has no screen, another that may conduct is asked; else nobody', () => {
  for (const others of [0, 2]) {
    const room = new TestRoom({ turns: 'open' });
    const headless = room.join({ watching: false, conduct: 'prefer' });
    const author = room.join({ mayConduct: false });
    room.join({ conduct: 'no' });
    const able = Array.from({ length: others }, () => room.join());
    room.goLive();
    assert.equal(room.state.lease?.connection, headless);
    applied(room, author, 'one');
    assert.deepEqual(askedOf(room), others === 0 ? [] : [`one of ${able[0]}`]);
  }
});

test('[RC7] what was not applied has no picture', () => {
  const [room, , author = ''] = liveRoom(2, { turns: 'open' });
  room.prompt(author, 'words that the world refuses');
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.deepEqual(askedOf(room), []);
});

test('[RC7] a page that has no picture says so, and others are asked, three at most', () => {
  const [room, conductor, second = '', third = '', fourth = ''] = liveRoom(5, { turns: 'open' });
  applied(room, fourth, 'one');
  const none = { type: 'frame', promptId: 'one', jpeg: null } as const;
  for (const page of [conductor ?? '', conductor ?? '', second, third, fourth])
    room.say(page, none);
  assert.deepEqual(
    askedOf(room),
    [conductor, second, third].map((page) => `one of ${page}`),
  );
  assert.deepEqual([taken(room), room.state.frames], [[], []]);
});

test('[RC8] a picture is taken of the one who was asked, once', () => {
  const [room, conductor = '', author = ''] = liveRoom(2, { turns: 'open' });
  applied(room, author, 'one');
  room.say(author, frame('one'));
  room.say(conductor, frame('another'));
  assert.deepEqual(taken(room), []);
  room.say(conductor, frame('one'));
  room.say(conductor, frame('one'));
  assert.deepEqual(taken(room), ['one']);
});

test('[RC8] after twenty seconds it is too late', () => {
  for (const [wait, expected] of [
    [19_999, ['one']],
    [20_000, []],
  ] as const) {
    const [room, conductor = '', author = ''] = liveRoom(2, { turns: 'open' });
    applied(room, author, 'one');
    room.now += wait;
    room.say(conductor, frame('one'));
    assert.deepEqual(taken(room), expected);
  }
});

test('[RC8] pages that never send a picture leave nothing behind', () => {
  const [room, , author = ''] = liveRoom(2, {
    turns: 'open',
    gapSeconds: 0,
    cooldownSeconds: 0,
    promptsPerMinute: 120,
  });
  for (let index = 0; index < 40; index += 1) applied(room, author, `p-${index}`);
  assert.ok(room.state.frames.length <= 8, String(room.state.frames.length));
});

test('[RC8] only a JPEG of nine kilobytes is a picture', () => {
  const parsed = (jpeg: unknown) =>
    parseClientMessage(JSON.stringify({ type: 'frame', promptId: 'one', jpeg }));
  assert.equal(parsed(JPEG).ok, true);
  const html = Buffer.from('<script>alert(1)</script>').toString('base64');
  const large = `${JPEG.slice(0, 8)}${'A'.repeat(12_000)}`;
  assert.equal(parsed(null).ok, true, 'none');
  for (const wrong of ['', html, large, `${JPEG}\n`, '/9j/ä===', '/9j/<b>', 7]) {
    assert.equal(parsed(wrong).ok, false, String(wrong).slice(0, 20));
  }
});

test('[RC14] what is no whole JPEG of a thumbnail’s size is not taken, and another page is asked', () => {
  const whole = Buffer.from(JPEG, 'base64');
  const [header, rest] = [whole.subarray(0, 20), whole.subarray(20)];
  const endless = Buffer.from([0xff, 0xe1, 0xff, 0xff]);
  const unsized = Buffer.concat([header, rest.subarray(13)]);
  const wrong: Readonly<Record<string, string>> = {
    'one that unfolds': jpegOf(65_535, 65_535),
    'one that is high': jpegOf(16, 257),
    'one of nothing': jpegOf(0, 16),
    'its first bytes': whole.subarray(0, 8).toString('base64'),
    'one without its end': whole.subarray(0, -2).toString('base64'),
    'one with a page behind it': Buffer.concat([whole, Buffer.from('<html>')]).toString('base64'),
    'one without a size': unsized.toString('base64'),
    'one with two sizes': Buffer.concat([header, rest.subarray(0, 13), rest]).toString('base64'),
    'a segment beyond its end': Buffer.concat([header, endless, rest]).toString('base64'),
    'no segments': Buffer.concat([header, Buffer.from('abcdef'), rest]).toString('base64'),
  };
  for (const [what, jpeg] of Object.entries(wrong)) {
    const [room, conductor = '', author = ''] = liveRoom(2, { turns: 'open' });
    applied(room, author, 'one');
    room.say(conductor, { type: 'frame', promptId: 'one', jpeg });
    assert.deepEqual(taken(room), [], what);
    assert.deepEqual(askedOf(room), [`one of ${conductor}`, `one of ${author}`], what);
    room.say(author, { type: 'frame', promptId: 'one', jpeg: jpegOf(256, 256) });
    assert.deepEqual(taken(room), ['one'], what);
  }
});

test('[RC15] where every prompt is reviewed, only a page that the site has signed for is asked', () => {
  for (const by of ['nobody', 'a classifier', 'a moderator'] as const) {
    for (const isSigned of [true, false]) {
      const room = new TestRoom({ turns: 'open', approval: by === 'a moderator' ? 'all' : 'off' });
      const conductor = room.join();
      const author = room.join();
      const third = room.join({ isSignedConductor: isSigned });
      const moderator = room.join({ id: 't-mod', role: 'moderator', conduct: 'no' });
      room.goLive();
      assert.equal(room.state.lease?.connection, conductor);
      const outside = { ...room.state.outside, hasClassifier: by === 'a classifier' };
      room.state = { ...room.state, outside };
      room.prompt(author, 'a red kite', 'one');
      const allow = { verdict: 'allow' } as const;
      if (by === 'a classifier') room.apply({ type: 'judged', promptId: 'one', verdict: allow });
      if (by === 'a moderator') room.act(moderator, { act: 'approve', promptId: 'one' });
      room.performed();
      assert.equal(room.receipt(author, 'one').status, 'applied', by);
      const reviewed = isSigned ? [`one of ${third}`] : [];
      assert.deepEqual(askedOf(room), by === 'nobody' ? [`one of ${conductor}`] : reviewed, by);
    }
  }
});
