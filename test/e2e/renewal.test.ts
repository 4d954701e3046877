import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';
import { watchFrames } from '../support/watch-frames.js';

/** Loose, since machines are slow: a new start takes longer. How short a gap is, the bench tells. */
const LONGEST_GAP_MS = 1_500;
/** In `test/bench` one stream is as short; the service's own run for 150 s. */
const STREAM_SECONDS = 20;

let stack: Stack;
before(async () => {
  stack = await Stack.start({
    world: { streamSeconds: STREAM_SECONDS },
    env: { STREAM_SECONDS: String(STREAM_SECONDS) },
  });
});
after(() => stack.close());

test('[E2E8] streams are renewed, and nobody notices', async () => {
  const page = await stack.open({
    room: 'endless',
    visitors: '2',
    turns: 'open',
    'cooldown-seconds': '0',
  });
  const [a, b] = [new Visitor(page, 0), new Visitor(page, 1)];
  await Promise.all([a.live(), b.live()]);
  const sessions: number[] = [];
  const counting = setInterval(() => sessions.push(stack.world.stats().sessions.live), 100);
  const watched = await watchFrames(page, 1);

  const prompts = ['three red balloons', 'snow is falling', 'a night full of stars'];
  const streams: string[] = [];
  for (const prompt of prompts) {
    const { status } = await a.call<{ status: string }>('prompt', prompt);
    assert.equal(status, 'applied');
    const { room } = await b.view();
    assert.ok(room !== null && 'streamId' in room.life, 'a stream is on air');
    const { streamId } = room.life;
    streams.push(streamId);
    if (streams.length === prompts.length) break;
    await until(
      'the next stream',
      () => b.view(),
      ({ room: seen }) =>
        seen?.life.phase === 'live' &&
        seen.life.streamId !== streamId &&
        stack.world.stats().sessions.live === 1,
    );
  }

  assert.equal(new Set(streams).size, prompts.length, 'each prompt had a stream of its own');
  const performed = stack.world
    .stats()
    .streams.flatMap((stream) => stream.performed.map(({ prompt }) => prompt));
  assert.deepEqual(performed, prompts, 'nothing is lost, nothing comes twice');
  const log = await fetch(`${stack.world.url}/_world/log`);
  const entries = (await log.json()) as { event: string; withImage?: boolean }[];
  const starts = entries.filter(({ event }) => event === 'stream-started');
  assert.deepEqual(
    starts.map(({ withImage }) => withImage),
    [false, true, true],
    'each goes on from the last frame of the one before',
  );
  const told = await watched();
  assert.deepEqual(told.phases, ['renewing', 'live', 'renewing', 'live']);
  assert.ok(told.frames > 200, `${told.frames} frames`);
  assert.ok(told.longestGapMs < LONGEST_GAP_MS, `${told.longestGapMs} ms without a frame`);
  await until(
    'the end of the session before',
    () => stack.world.stats().sessions.live,
    (live) => live === 1,
  );
  clearInterval(counting);
  assert.equal(Math.max(...sessions), 2, 'the next session is made before the old one ends');

  await page.close();
  await until(
    'the room to be dark',
    () => stack.phase('endless'),
    (phase) => phase === 'dark',
  );
  const { dangling, live, provisioned } = stack.world.stats().sessions;
  assert.deepEqual([dangling, live, provisioned], [0, 0, 0]);
});

test('[E2E9] without a second session the last frame stays, with a word, until the next stream', async () => {
  const alone = await Stack.start({
    world: { streamSeconds: STREAM_SECONDS, concurrentSessions: 1 },
    env: { STREAM_SECONDS: String(STREAM_SECONDS) },
  });
  try {
    const page = await alone.open({
      room: 'alone',
      turns: 'open',
      opening: 'A red desert at noon',
    });
    const visitor = new Visitor(page);
    await visitor.live();
    const { room } = await visitor.view();
    const first = room !== null && 'streamId' in room.life ? room.life.streamId : '';
    await until(
      'the break',
      () => visitor.view(),
      ({ room: seen }) => seen?.life.phase === 'renewing' && seen.life.held,
    );
    const pictures: Awaited<ReturnType<typeof visitor.picture>>[] = [];
    const words: string[] = [];
    const waited = visitor.call<{ status: string }>('prompt', 'snow is falling');
    for (;;) {
      const { room: seen } = await visitor.view();
      if (seen?.life.phase !== 'renewing') break;
      pictures.push(await visitor.picture());
      words.push(await visitor.text());
    }
    assert.ok(pictures.length > 1);
    const darkest = pictures.map(({ colours }) =>
      Math.max(...colours.filter((_, at) => at % 4 < 3)),
    );
    assert.ok(Math.min(...darkest) > 60, `the last frame stays: ${darkest}`);
    assert.ok(words.some((said) => said.includes('The world takes a breath')));
    const next = await until(
      'the next stream',
      () => visitor.view(),
      ({ room: seen }) => seen?.life.phase === 'live',
    );
    assert.ok(
      next.room !== null && 'streamId' in next.room.life && next.room.life.streamId !== first,
    );
    await until(
      'its picture',
      () => visitor.picture(),
      ({ frames, colours }) => frames > 3 && colours.length > 0,
    );
    assert.equal((await waited).status, 'applied');
    assert.doesNotMatch(await visitor.text(), /takes a breath/);
    const { opened, live } = alone.world.stats().sessions;
    assert.deepEqual([opened, live], [1, 1], 'all on one session');
  } finally {
    await alone.close();
  }
});
