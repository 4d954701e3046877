import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { RawVisitor } from '../support/raw-visitor.js';
import { Stack, until, visit } from '../support/stack.js';
import { SECRET, tokenOf } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

/** From page load on, with nothing but keys and what a screen reader is given. */

const OPENING = 'A calm harbour at noon';
const DESERT = 'a red desert at noon';

let stack: Stack;
before(async () => {
  const rules = {
    opening: OPENING,
    held: { approval: 'all' },
    ballot: { turns: 'vote', submitSeconds: 15, voteSeconds: 120 },
    past: { lingerSeconds: 0 },
  };
  stack = await Stack.start({ env: { ROOM_SECRET: SECRET }, rules });
});
after(() => stack.close());

/** A page as it has just been loaded, in a browser of its own. */
async function somebody(room: string, token?: string): Promise<Visitor> {
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  await page.setViewport({ width: 1100, height: 800 });
  await visit(page, `${stack.rooms.url}/?room=${room}${token ? `#token=${token}` : ''}`);
  return new Visitor(page);
}

interface Told {
  readonly role: string;
  readonly name: string;
}

interface AxNode {
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { value?: unknown } }[];
}

/** What a screen reader has of a page, in order. */
async function tree(page: Page): Promise<AxNode[]> {
  const session = await page.createCDPSession();
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes as AxNode[];
}

function toldOf({ role, name }: AxNode): Told {
  return { role: String(role?.value ?? ''), name: String(name?.value ?? '').trim() };
}

/** What has the focus, as it is told. */
async function focused(page: Page): Promise<Told> {
  const isFocused = ({ properties = [] }: AxNode) =>
    properties.some(({ name, value }) => name === 'focused' && value.value === true);
  const all = (await tree(page)).filter(isFocused).map(toldOf);
  return all.find(({ role }) => role !== 'RootWebArea') ?? { role: '', name: '' };
}

/** Goes on by the Tab key to what is told so; whatever it comes to has a role and a name. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<Told> {
  await page.bringToFront();
  const seen: string[] = [];
  for (;;) {
    const told = await focused(page);
    if (told.role === role && name.test(told.name)) return told;
    if (seen.length > 0)
      assert.ok(told.role !== '' && told.name !== '', `a nameless stop: ${seen}`);
    seen.push(`${told.role} ${told.name}`);
    assert.ok(seen.length < 60, `the Tab key never came to ${role} ${name}, but to: ${seen}`);
    await page.keyboard.press('Tab');
  }
}

/** Whether a screen reader finds this in the page. */
function finds(page: Page, what: string): Promise<unknown> {
  return until(
    `"${what}" in the tree`,
    async () => (await tree(page)).map(toldOf).map(({ name }) => name),
    (names) => names.some((name) => name.includes(what)),
  );
}

test('[CR8] from page load to an applied prompt', async () => {
  const visitor = await somebody('typed');
  const { page } = visitor;
  await visitor.live();
  await tabTo(page, 'textbox', /What should happen next/);
  await page.keyboard.type(DESERT);
  await page.keyboard.press('Enter');
  await until(
    'the prompt',
    () => visitor.view(),
    ({ receipts }) => receipts.at(-1)?.status === 'applied',
  );
  await finds(page, DESERT);
  await page.close();
});

test('[CR6] its author takes a change back, and the world is as it was', async () => {
  const visitor = await somebody('undone');
  await visitor.live();
  const { id } = await visitor.call<{ id: string }>('prompt', DESERT);
  const undone = await visitor.page.evaluate(
    (promptId) => document.querySelector('odyssey-broadcast')!.client!.undo(promptId),
    id,
  );
  assert.deepEqual(undone, { ok: true });
  await until(
    'the world as it was',
    () => visitor.view(),
    ({ room }) => room?.changes.at(-1)?.text === OPENING,
  );
  await visitor.page.close();
});

test('[CR8] from page load to a vote', async () => {
  const visitor = await somebody('ballot');
  const { page } = visitor;
  await visitor.live();
  const other = await RawVisitor.connect(new URL(stack.rooms.url).host, 'ballot');
  other.hello();
  other.stay();
  await other.next('welcome');
  await tabTo(page, 'textbox', /What should happen next/);
  await page.keyboard.type(DESERT);
  await page.keyboard.press('Enter');
  other.say({ type: 'prompt', id: 'theirs', text: 'a night full of stars' });
  await page.waitForSelector(
    'odyssey-broadcast >>> .choice:nth-child(2) button[aria-disabled=false]',
  );
  await tabTo(page, 'button', /a night full of stars/);
  await page.keyboard.press('Space');
  await until(
    'the vote',
    () => visitor.view(),
    ({ you }) => you?.vote === 'theirs',
  );
  await finds(page, 'You have voted');
  other.close();
  await page.close();
});

test('[CR8] from page load to an approval', async () => {
  const moderator = await somebody(
    'held',
    await tokenOf('mo', { room: 'held', role: 'moderator' }),
  );
  const { page } = moderator;
  await moderator.live();
  const author = await RawVisitor.connect(new URL(stack.rooms.url).host, 'held');
  author.hello({ name: 'Ada' });
  author.stay();
  await author.next('welcome');
  author.say({ type: 'prompt', id: 'asked', text: DESERT });
  await finds(page, 'A prompt waits for approval.');
  const { name } = await tabTo(page, 'button', /^Approve/);
  assert.ok(name.includes('Ada') && name.includes(DESERT), name);
  await page.keyboard.press('Enter');
  await author.next('receipt', ({ receipt }) => receipt.status === 'applied');
  author.close();
  await page.close();
});

test('[CR8] from page load to a replayed moment', async () => {
  const before = await somebody('past');
  await before.live();
  await before.call('prompt', DESERT);
  await before.page.close();
  await until(
    'dark',
    () => stack.phase('past'),
    (phase) => phase === 'dark',
  );
  const visitor = await somebody('past');
  const { page } = visitor;
  await visitor.live();
  await tabTo(page, 'button', /^Replay/);
  await page.keyboard.press('Enter');
  // The focus that it gives back is the one it took: it has to be open before the next key.
  await page.waitForSelector('odyssey-broadcast >>> dialog.replay[open]');
  await finds(page, DESERT);
  await tabTo(page, 'button', new RegExp(DESERT));
  await page.keyboard.press('Enter');
  await until(
    'the moment to play',
    () =>
      page.evaluate(() => {
        const root = document.querySelector('odyssey-broadcast')!.shadowRoot!;
        const video = root.querySelector<HTMLVideoElement>('dialog.replay video');
        return video === null ? 0 : video.currentTime;
      }),
    (at) => at > 0.5,
  );
  await page.keyboard.press('Escape');
  assert.match((await focused(page)).name, /^Replay/);
  await page.close();
});
