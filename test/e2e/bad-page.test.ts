import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until, visit } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

const NAME = '<img src=x onerror=alert(1)>';
const TEXT = 'a red desert at noon';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

/** Keeps what the element tells its page. */
function listen(): void {
  const told: string[] = [];
  Object.assign(window, { told });
  document.addEventListener('odyssey-error', ({ message }) => told.push(message));
}

/** Takes away from a page what browsers, visitors and pages may refuse: before anything of it runs. */
function poor(): void {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  }
  // Three hours ahead.
  const shift = 3 * 3_600_000;
  const { now } = Date;
  Date.now = () => now() + shift;
  Notification.requestPermission = () => Promise.resolve('denied');
  Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  for (const gone of ['vibrate', 'wakeLock', 'mediaSession']) {
    Object.defineProperty(Navigator.prototype, gone, { get: () => undefined });
  }
  Object.defineProperty(Element.prototype, 'requestFullscreen', { value: undefined });
  Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false });
  Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { get: () => false });
}

test('[CR9] without storage, permissions and some of its script, by a wrong clock, all else goes on', async () => {
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  await page.setViewport({ width: 390, height: 844 });
  const problems: string[] = [];
  const warned: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => warned.push(message.text()));
  await page.evaluateOnNewDocument(poor);
  await page.evaluateOnNewDocument(listen);
  await page.setRequestInterception(true);
  const missing = /chunks\/(player|strip|story|coach|alerts|people)-/;
  page.on('request', (request) => {
    if (missing.test(request.url())) void request.abort();
    else void request.continue();
  });
  const query = {
    room: 'poor',
    name: NAME,
    layout: 'sideways',
    theme: 'neon',
    'turn-seconds': 'x',
  };
  await visit(page, `${stack.rooms.url}/?${new URLSearchParams(query)}`);
  const visitor = new Visitor(page);
  await visitor.live();
  await visitor.draft('');
  await page.keyboard.sendCharacter('x'.repeat(10_000));
  await visitor.send();
  const { receipts } = await visitor.view();
  assert.deepEqual(receipts, [], 'what is too long is not sent');
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await visitor.write(TEXT);
  const { room, you } = await until(
    'the prompt',
    () => visitor.view(),
    (view) => view.receipts.at(-1)?.status === 'applied',
  );
  assert.equal(room?.changes.at(-1)?.name, you?.name);
  await until(
    'the words on the picture',
    () => visitor.text(),
    (text) => text.includes(TEXT),
  );

  // The clock of the own turn is the room's.
  assert.deepEqual(await visitor.call('requestTurn'), { ok: true });
  const clock = await until(
    'the clock',
    () =>
      page.evaluate(() => {
        const root = document.querySelector('odyssey-broadcast')!.shadowRoot!;
        return root.querySelector('.tells')?.textContent?.match(/\b0:[0-3]\d\b/)?.[0] ?? '';
      }),
    (shown) => shown !== '',
  );
  assert.match(clock, /^0:(30|2\d)$/);
  assert.deepEqual(problems, [], 'nothing is thrown');
  for (const wrong of ['layout="sideways"', 'theme="neon"', 'turn-seconds="x"']) {
    assert.equal(warned.filter((line) => line.includes(wrong)).length, 1, `${wrong} is told once`);
  }
  const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
  assert.ok(told.length > 0 && told.every((message) => message.startsWith('A part of this page')));
  await page.close();
});
