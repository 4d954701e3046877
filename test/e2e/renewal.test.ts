import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { OdysseyBroadcast } from '../../src/index.js';
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

/**
 * On the page: one visitor sends a prompt as soon as the other is told of another stream. Asked from
 * here that takes, on a busy machine, as long as a stream lives.
 */
async function promptEachStream(prompts: readonly string[]) {
  const [a, b] = document.querySelectorAll<OdysseyBroadcast>('odyssey-broadcast');
  const streams: string[] = [];
  const statuses: string[] = [];
  for (const prompt of prompts) {
    let streamId: string | undefined;
    while (streamId === undefined) {
      const life = b!.view.room?.life;
      if (life?.phase === 'live' && !streams.includes(life.streamId)) streamId = life.streamId;
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    streams.push(streamId);
    statuses.push((await a!.prompt(prompt)).status);
  }
  return { streams, statuses };
}

/** On the page, since a break is short: what it shows all through the next one, in which it prompts. */
async function throughTheBreak(prompt: string) {
  const element = document.querySelector<OdysseyBroadcast>('odyssey-broadcast')!;
  const root = element.shadowRoot!;
  const context = document.createElement('canvas').getContext('2d')!;
  const life = () => element.view.room?.life;
  const isHeld = () => {
    const now = life();
    return now?.phase === 'renewing' && now.held;
  };
  const brightest: number[] = [];
  const words: string[] = [];
  while (!isHeld()) await new Promise((resolve) => setTimeout(resolve, 20));
  const sent = element.prompt(prompt);
  while (life()?.phase === 'renewing') {
    context.drawImage(root.querySelector<HTMLVideoElement>('video[data-front]')!, 0, 0, 16, 9);
    const { data } = context.getImageData(0, 0, 16, 9);
    brightest.push(Math.max(...data.filter((_, at) => at % 4 < 3)));
    words.push([...root.children].map(({ textContent }) => textContent).join(' '));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { brightest, words, status: (await sent).status };
}

test('[E2E8] streams are renewed, and nobody notices', async (t) => {
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
  // A test that fails ends too.
  t.after(() => clearInterval(counting));
  const watched = await watchFrames(page, 1);

  const prompts = ['three red balloons', 'snow is falling', 'a night full of stars'];
  const { streams, statuses } = await page.evaluate(promptEachStream, prompts);
  assert.deepEqual(
    statuses,
    prompts.map(() => 'applied'),
  );
  assert.equal(new Set(streams).size, prompts.length, 'each prompt had a stream of its own');
  const performed = stack.world
    .stats()
    .streams.flatMap((stream) => stream.performed.map(({ prompt }) => prompt));
  assert.deepEqual(performed, prompts, 'nothing is lost, nothing comes twice');
  const log = await fetch(`${stack.world.url}/_world/log`);
  const entries = (await log.json()) as { event: string; withImage?: boolean }[];
  const starts = entries.filter(({ event }) => event === 'stream-started');
  // On a slow machine the next one may have started already.
  assert.ok(starts.length >= prompts.length);
  assert.deepEqual(
    starts.map(({ withImage }) => withImage),
    starts.map((_, at) => at > 0),
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
    rules: { opening: 'A red desert at noon' },
    env: { STREAM_SECONDS: String(STREAM_SECONDS) },
  });
  try {
    const page = await alone.open({
      room: 'alone',
      turns: 'open',
    });
    const visitor = new Visitor(page);
    await visitor.live();
    const { room } = await visitor.view();
    const first = room !== null && 'streamId' in room.life ? room.life.streamId : '';
    const { brightest, words, status } = await page.evaluate(throughTheBreak, 'snow is falling');
    assert.ok(brightest.length > 1);
    assert.ok(Math.min(...brightest) > 60, `the last frame stays: ${brightest}`);
    assert.ok(words.some((said) => said.includes('Next scene coming up')));
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
    assert.equal(status, 'applied');
    await until(
      'the word to go',
      () => visitor.text(),
      (said) => !said.includes('Next scene coming up'),
    );
    const { opened, live } = alone.world.stats().sessions;
    assert.deepEqual([opened, live], [1, 1], 'all on one session');
  } finally {
    await alone.close();
  }
});
