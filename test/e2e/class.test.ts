import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { readQr } from '../element/support/read-qr.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { Stack, until, visit } from '../support/stack.js';
import { SECRET, tokenOf } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

/** A school class behind one address, with the limits that every room begins with. */
const PUPILS = 30;
const ROOM = 'class-7b';

/** All has to be decided so long after the first was sent. */
const DECIDED_WITHIN_MS = 180_000;

/** So long somebody looks at a sentence before they decide. */
const READING_MS = 500;

/** A busy machine makes a tap a long press, which does nothing: after this somebody would tap again. */
const SEES_NOTHING_MS = 3_000;

/** Less than all the decisions take: what nobody sees expires. */
const APPROVAL_SECONDS = 10;

const THINGS = [
  ...['a fox', 'a lighthouse', 'a whale', 'a balloon', 'a dragon', 'a castle', 'an owl', 'a train'],
  ...['a kite', 'a bridge'],
];
const DOINGS = ['glows in the dark', 'is covered in snow', 'is made of glass'];
const PROPOSALS = DOINGS.flatMap((doing) => THINGS.map((thing) => `${thing} ${doing}`));

let stack: Stack;
before(async () => {
  const rules = { opening: 'A harbour', approval: 'all', approvalSeconds: APPROVAL_SECONDS };
  stack = await Stack.start({ env: { ROOM_SECRET: SECRET }, rules });
});
after(() => stack.close());

/** A page in a browser of its own: a phone, or the screen on the wall. */
async function open(url: string, isPhone = true): Promise<Page> {
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
  await page.setViewport(isPhone ? phone : { width: 1280, height: 720 });
  await visit(page, url);
  return page;
}

/** What became of a pupil's proposal, as the room told it last. */
function statusOf({ heard }: RawVisitor): string | null {
  const told = heard.filter((message) => message.type === 'receipt').at(-1)?.receipt;
  return told?.reason ?? told?.status ?? null;
}

interface AtHand {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** The proposal at hand, and where a thumb approves it. */
function atHand(page: Page): Promise<AtHand | null> {
  return page.evaluate(() => {
    const root = document.querySelector('odyssey-broadcast')!.shadowRoot!;
    const card = root.querySelector<HTMLElement>('[data-held].current');
    const button = card?.querySelector('.approve:not([aria-disabled=true])');
    if (card == null || button == null || card.getAnimations().length > 0) return null;
    const { left, top, width, height } = button.getBoundingClientRect();
    return { id: card.dataset['held']!, x: left + width / 2, y: top + height / 2 };
  });
}

test('[CR10] a class of 30: one moderator decides every proposal within three minutes, by taps alone', async () => {
  const { url } = stack.rooms;
  const joinUrl = `${url}/embed?room=${ROOM}&layout=remote`;
  const wall = new URLSearchParams({ room: ROOM, layout: 'screen', 'join-url': joinUrl });
  const screen = await open(`${url}/embed?${wall}`, false);
  await new Visitor(screen).live();
  const code = await screen.waitForSelector('odyssey-broadcast >>> .code');
  const address = readQr(await code!.evaluate((drawn) => drawn.outerHTML));
  assert.equal(address, joinUrl);

  const token = await tokenOf('teacher', { room: ROOM, role: 'moderator' });
  const moderator = await open(`${url}/?room=${ROOM}#token=${token}`);
  const phone = new Visitor(await open(address));
  const pupils = await Promise.all(
    PROPOSALS.slice(1, PUPILS).map(async (_, index) => {
      const pupil = await RawVisitor.connect(url.replace('http://', ''), ROOM);
      pupil.hello({ name: `Pupil ${index + 2}` });
      await pupil.next('welcome');
      pupil.stay();
      return pupil;
    }),
  );
  await moderator.waitForSelector('odyssey-broadcast >>> [data-section=held]');

  const sentAt = Date.now();
  await phone.write(PROPOSALS[0]!);
  for (const [index, pupil] of pupils.entries()) {
    pupil.say({ type: 'prompt', id: `pupil-${index}`, text: PROPOSALS[index + 1]! });
  }
  const statuses = async () => {
    const own = (await phone.view()).receipts.at(-1);
    return [own?.reason ?? own?.status ?? null, ...pupils.map(statusOf)];
  };
  await until('all to wait for a word', statuses, (all) =>
    all.every((status) => status === 'awaits-approval'),
  );
  await moderator.bringToFront();
  await moderator.evaluate(() => {
    const root = document.querySelector('odyssey-broadcast')!.shadowRoot!;
    root.querySelector('[data-held].current .decide')!.scrollIntoView({ block: 'center' });
  });

  const waits: number[] = [];
  const isOpen = (all: (string | null)[]) => all.includes('awaits-approval');
  let thumb = null as AtHand | null;
  let tapped = { id: null as string | null, at: 0 };
  /** The next proposal, or that there is none. After a tap that did nothing they tap again. */
  const onward = async () => {
    if (!isOpen(await statuses())) return 'all decided';
    const found = await atHand(moderator);
    if (found === null) tapped = { id: null, at: 0 };
    return found?.id === tapped.id && Date.now() < tapped.at + SEES_NOTHING_MS ? null : found;
  };
  for (;;) {
    const from = Date.now();
    const next = await until(`proposal ${waits.length + 1}`, onward, (one) => one !== null);
    if (next === null || next === 'all decided') break;
    waits.push(Date.now() - from);
    if (thumb !== null) assert.deepEqual([next.x, next.y], [thumb.x, thumb.y], 'the thumb stays');
    thumb = next;
    await new Promise((resolve) => setTimeout(resolve, READING_MS));
    await moderator.touchscreen.tap(next.x, next.y);
    tapped = { id: next.id, at: Date.now() };
  }
  const decisions = await statuses();
  const tookMs = Date.now() - sentAt;
  const mean = Math.round(waits.slice(1).reduce((sum, ms) => sum + ms, 0) / (waits.length - 1));
  console.log(`all decided after ${tookMs} ms; the next was at hand after ${mean} ms on average`);
  assert.ok(tookMs < DECIDED_WITHIN_MS, `${tookMs} ms`);
  const agreed = new Set<string | null>(['waiting', 'performing', 'applied']);
  assert.deepEqual(
    decisions.filter((status) => !agreed.has(status)),
    [],
    'none expired, none was refused',
  );
  for (const pupil of pupils) pupil.close();
});
