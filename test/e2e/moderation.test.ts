import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { token } from '../../party/cli/token.js';
import { Stack, until, visit } from '../support/stack.js';
import { distance, Visitor } from '../support/visitor.js';

const SECRET = 'a secret of the owner, long enough';
const DESERT = 'a red desert at noon';

let stack: Stack;
before(async () => {
  const rules = { opening: 'A calm harbour at noon', approval: 'all' };
  stack = await Stack.start({ env: { ROOM_SECRET: SECRET }, rules });
});
after(() => stack.close());

/** A page in a browser of its own; with a role it shows the site's token. */
async function somebody(role?: 'moderator'): Promise<Visitor> {
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  await page.setViewport({ width: 900, height: 1400 });
  const words = ['--room', 'watched', '--sub', 'heron', '--name', 'Grey Heron', '--role'];
  const pass = role && (await token([...words, role], { ROOM_SECRET: SECRET }));
  const query = new URLSearchParams({ room: 'watched', 'gap-seconds': '0' });
  await visit(page, `${stack.rooms.url}/?${query}${pass ? `#token=${pass}` : ''}`);
  return new Visitor(page);
}

/** Clicks the button with these words, once it is there. */
async function click({ page }: Visitor, words: string): Promise<void> {
  await page.bringToFront();
  // Behind a dialog nothing can be found, and its closing is nothing that a waiting query notices.
  await until('no dialog', () =>
    page.evaluate(() => {
      const root = document.querySelector('odyssey-broadcast')?.shadowRoot;
      return root?.querySelector('dialog[open]') === null;
    }),
  );
  const button = await page.waitForSelector(`odyssey-broadcast >>> ::-p-aria(${words})`);
  await button!.click();
}

const says = (visitor: Visitor, words: string) =>
  until(
    `"${words}"`,
    () => visitor.text(),
    (text) => text.includes(words),
  );

test('[E2E7] a moderator approves, calms, mutes and bans from the panel, and everybody is told', async () => {
  const visitor = await somebody();
  await visitor.live();
  const moderator = await somebody('moderator');
  await moderator.live();
  const opening = await visitor.picture();

  await visitor.write(DESERT);
  await says(visitor, 'Waiting for a moderator to approve it.');
  // It opens by itself: every prompt of this room waits for approval.
  await says(moderator, DESERT);
  const row = await moderator.page.waitForSelector('odyssey-broadcast >>> [data-held].current');
  await row!.focus();
  await moderator.page.keyboard.press('a');
  const applied = await until(
    'the approved prompt',
    () => visitor.view(),
    ({ receipts }) => receipts[0]?.status === 'applied',
  );
  assert.equal(applied.receipts[0]?.text, DESERT);
  await until(
    'the picture to change',
    async () => distance((await visitor.picture()).colours, opening.colours),
    (far) => far > 20,
  );

  await click(moderator, 'Emergency stop');
  await moderator.page.waitForSelector('odyssey-broadcast >>> dialog[open]');
  await moderator.page.keyboard.press('Enter');
  const calmed = await until(
    'the safe prompt',
    () => visitor.view(),
    ({ room }) => room?.changes.at(-1)?.text.startsWith('A calm empty beach') === true,
  );
  assert.notEqual(calmed.room?.locks.prompts, null);
  await says(visitor, 'A moderator has paused prompts');
  await click(moderator, 'Resume prompts');

  const { you } = await visitor.view();
  const name = you!.name;
  await click(moderator, 'People');
  const person = await moderator.page.waitForSelector(`odyssey-broadcast >>> .people summary`);
  await person!.click();
  await click(moderator, `Mute ${name}`);
  await moderator.page.waitForSelector('odyssey-broadcast >>> dialog[open]');
  await moderator.page.keyboard.type('No spoilers');
  await moderator.page.keyboard.press('Enter');
  const muted = await until(
    'the mute',
    () => visitor.view(),
    (view) => view.you?.muted != null,
  );
  assert.equal(muted.you?.muted?.why, 'No spoilers');
  await says(visitor, 'No spoilers');

  await click(moderator, `Ban ${name}`);
  await moderator.page.waitForSelector('odyssey-broadcast >>> dialog[open]');
  await moderator.page.keyboard.press('Enter');
  await says(visitor, 'A moderator has closed this room to you');
  await click(moderator, 'More');
  await click(moderator, 'Log');
  await says(moderator, `banned ${name}`);
});
