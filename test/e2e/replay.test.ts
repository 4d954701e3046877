import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { Recording, Recordings } from '../../src/protocol/replay.js';
import { askServer } from '../support/ask-server.js';
import { Stack, until, visit } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

const RULES = { room: 'lobby', turns: 'open', 'cooldown-seconds': '0' };

let stack: Stack;
before(async () => {
  // The world keeps two recordings: of three broadcasts the first is gone.
  stack = await Stack.start({ world: { recordingsKept: 2 }, rules: { 'linger-seconds': 0 } });
});
after(() => stack.close());

function roomUrl(path: string): string {
  return `${stack.rooms.url}/parties/main/lobby${path}`;
}

async function chain(): Promise<Recordings> {
  return (await (await askServer(roomUrl('/recordings'))).json()) as Recordings;
}

/** A broadcast of some seconds in which these prompts take effect, and are pictured. */
async function broadcast(wishes: readonly string[]): Promise<void> {
  const page = await stack.open(RULES);
  const visitor = new Visitor(page);
  await visitor.live();
  for (const wish of wishes) {
    const { status } = await visitor.call<{ status: string }>('prompt', wish);
    assert.equal(status, 'applied', wish);
  }
  await until(
    'the pictures of the prompts',
    async () => (await chain()).running?.prompts.map(({ frame }) => frame),
    (frames) => frames?.length === wishes.length && frames.every(Boolean),
  );
  await page.close();
  await until(
    'dark',
    () => stack.phase('lobby'),
    (phase) => phase === 'dark',
  );
}

/** What the replay shows. */
function replay(page: Page) {
  return page.evaluate(() => {
    const root = document.querySelector('odyssey-broadcast')?.shadowRoot;
    const dialog = root?.querySelector('dialog.replay') ?? null;
    const video = dialog?.querySelector('video') ?? null;
    const text = (selector: string) => dialog?.querySelector(selector)?.textContent?.trim() ?? '';
    return {
      isOpen: dialog !== null,
      status: text('[role=status]'),
      current: text('.moment[aria-current] .words'),
      words: [...(dialog?.querySelectorAll('.words') ?? [])].map((one) => one.textContent),
      pictures: [...(dialog?.querySelectorAll('img') ?? [])].map((one) => one.naturalWidth),
      at: video?.currentTime ?? 0,
      src: video?.src ?? '',
      size: [video?.videoWidth ?? 0, video?.videoHeight ?? 0],
      frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
    };
  });
}

async function press(page: Page, selector: string): Promise<void> {
  const button = await page.waitForSelector(`odyssey-broadcast >>> ${selector}`);
  await button?.click();
}

async function playing(page: Page, wish: string) {
  return until(
    `"${wish}" to play`,
    () => replay(page),
    ({ current, at, frames }) => current === wish && at > 0 && frames > 3,
  );
}

test('[RP11] three broadcasts are replayed: the first is gone, the others play, with their pictures', async () => {
  const wishes = ['a red balloon', 'night with stars'];
  await broadcast(['snow is falling']);
  await broadcast(wishes);
  await broadcast(['a red desert']);
  const { streams, running } = await chain();
  assert.deepEqual([streams.map(({ no }) => no), running], [[3, 2, 1], null]);

  const gone = await askServer(roomUrl('/recordings/1'));
  assert.equal(gone.status === 410 || gone.status === 503, true, String(gone.status));
  const recording = (await (await askServer(roomUrl('/recordings/2'))).json()) as Recording;
  assert.ok((recording.frames ?? 0) > 20, String(recording.frames));
  const frame = await askServer(roomUrl(`/frames/${streams[0]?.prompts[0]?.id}`));
  assert.equal(frame.headers.get('Content-Type'), 'image/jpeg');
  assert.ok((await frame.arrayBuffer()).byteLength <= 9_000);

  const page = await stack.open({ ...RULES, conduct: 'never' });
  await press(page, '.replay-open');
  const shown = await until(
    'the pictures',
    () => replay(page),
    ({ pictures }) => pictures.length === 4 && pictures.every((width) => width > 0),
  );
  assert.deepEqual(shown.words, ['snow is falling', ...wishes, 'a red desert']);
  assert.deepEqual(new Set(shown.pictures), new Set([256]));

  await press(page, '.part:nth-child(2) .moment');
  const first = await playing(page, 'a red balloon');
  assert.deepEqual(first.size, [832, 480]);
  await until(
    'a later picture',
    () => replay(page),
    ({ at }) => at > first.at,
  );
  await press(page, '.part:nth-child(2) li:nth-child(2) .moment');
  await playing(page, 'night with stars');
  // On to the next broadcast by itself.
  const last = await playing(page, 'a red desert');
  assert.notEqual(last.src, first.src);
  await until(
    'the end',
    () => replay(page),
    ({ status }) => status === 'That is all so far.',
  );
  await page.close();
});

test('[RP11] a link opens the replay at its moment on another page, and a recording that is gone is left out', async () => {
  const link = `${stack.rooms.url}/?${new URLSearchParams({ ...RULES, conduct: 'never' })}`;
  const page = await stack.newPage();
  await visit(page, `${link}#odyssey-replay=lobby,2,4000`);
  await until(
    'the moment',
    () => replay(page),
    ({ at, size }) => at >= 3.9 && size[0] === 832,
  );
  await page.close();

  const other = await stack.newPage();
  await visit(other, `${link}#odyssey-replay=lobby,1,0`);
  // A recording that is missing so soon after its stream's end is taken to be on its way.
  const { status } = await until(
    'a word on the first',
    () => replay(other),
    (seen) => seen.status !== '' && !seen.status.startsWith('Fetching'),
  );
  assert.match(status, /still being written|not kept any more/);
  await other.close();
});
