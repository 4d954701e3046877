import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { ClientView } from '../../src/client/index.js';
import { CutProxy } from '../support/cut-proxy.js';
import { Stack, until } from '../support/stack.js';
import { SECRET, signed } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

/**
 * Inputs of people's pages, tokens, keyboards and lines, each on the whole product. The table is
 * `test/cases/element.json`; in it what cannot be seen is escaped.
 */

interface Case<Kind extends string, Input> {
  readonly id: string;
  readonly kind: Kind;
  readonly input: Input;
  readonly want: string;
}

type ElementCase =
  | Case<'el-rule', { attribute: string; name: string }>
  | Case<'el-token', { claims: Record<string, unknown>; name: string }>
  | Case<'el-ime', { events: readonly { type: string; key?: string; keyCode?: number }[] }>
  | Case<'el-line', { events: readonly string[]; withinMs: number }>
  | Case<'el-storage', { refuses: string; keeps: string }>
  | Case<'el-rtl', { text: string; first: string; last: string }>
  | Case<'el-rtl-field', { text: string }>
  | Case<'el-host', { host: string; page: string }>;

const CASES = JSON.parse(
  readFileSync(new URL('../cases/element.json', import.meta.url), 'utf8'),
) as ElementCase[];

let stack: Stack;
let line: CutProxy;
before(async () => {
  stack = await Stack.start({
    env: { ROOM_SECRET: SECRET, ALLOWED_ORIGINS: 'http://localhost:*, http://127.0.0.1:*' },
  });
  line = await CutProxy.to(Number(new URL(stack.rooms.url).port));
});
after(async () => {
  line.close();
  await stack.close();
});

/** Puts one element with these attributes in the place of the page's own. */
async function embed(page: Page, attributes: Record<string, string>): Promise<Visitor> {
  await page.evaluate((given) => {
    document.querySelector('odyssey-broadcast')?.remove();
    const element = document.createElement('odyssey-broadcast');
    const all = { room: 'lobby', conduct: 'never', load: 'eager', ...given };
    for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
    document.body.append(element);
  }, attributes);
  return new Visitor(page);
}

/**
 * What a page says of this name on its console while an element with these attributes joins. The browser
 * itself may say there that the line of the element before was given up.
 */
async function saidOf(name: string, attributes: Record<string, string>): Promise<string[]> {
  const page = await stack.open({ room: 'elsewhere', conduct: 'never' });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const visitor = await embed(page, attributes);
  const naming = () => said.filter((text) => text.includes(name));
  await until(`${name} on the console`, () => naming().length > 0);
  await welcomed(visitor);
  await page.close();
  return naming();
}

/** The view of a visitor, once the room has welcomed them. */
function welcomed(visitor: Visitor): Promise<ClientView> {
  return until(
    'a welcome',
    () => visitor.view(),
    ({ connection, you }) => connection.status === 'connected' && you !== null,
  );
}

async function joined(): Promise<Visitor> {
  const visitor = new Visitor(await stack.open({ room: 'lobby', conduct: 'never' }));
  await welcomed(visitor);
  return visitor;
}

/** Writes into the field what no keyboard of this computer has. */
async function fill(page: Page, text: string): Promise<void> {
  await page.waitForSelector('odyssey-broadcast >>> [part~=input]');
  await page.evaluate((value) => {
    const { shadowRoot } = document.querySelector('odyssey-broadcast')!;
    const field = shadowRoot!.querySelector<HTMLTextAreaElement>('[part~=input]')!;
    field.focus();
    field.value = value;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, text);
}

/** Where the first and the last sign of a text stand on the screen. */
function edges(page: Page, text: string): Promise<{ first: number; last: number } | null> {
  return page.evaluate((wanted) => {
    const { shadowRoot } = document.querySelector('odyssey-broadcast')!;
    const nodes = document.createTreeWalker(shadowRoot!, NodeFilter.SHOW_TEXT);
    const leftOf = (node: Node, at: number) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      const isDrawn = node.parentElement?.checkVisibility({ contentVisibilityAuto: true }) ?? false;
      const isSeen = isDrawn && node.parentElement?.closest('[aria-live]') === null;
      if (at < 0 || !isSeen || leftOf(node, at) === leftOf(node, at + wanted.length - 1)) continue;
      return { first: leftOf(node, at), last: leftOf(node, at + wanted.length - 1) };
    }
    return null;
  }, text);
}

const CHECKS: {
  [Kind in ElementCase['kind']]: (input: Extract<ElementCase, { kind: Kind }>['input']) => unknown;
} = {
  'el-rule': async ({ attribute, name }) => {
    const [written = '', value = ''] = attribute.replaceAll('"', '').split('=');
    const said = await saidOf(name, { [written]: value });
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', /turn-seconds/);
  },
  'el-token': async ({ claims, name }) => {
    // A number is taken as its text: nothing has to be said where the visitor is let in.
    const token = await signed(claims);
    const page = await stack.open({ room: 'lobby', conduct: 'never', token });
    const visitor = new Visitor(page);
    const { connection, you } = await until(
      'an answer',
      () => visitor.view(),
      (view) => view.you !== null || view.connection.status === 'refused',
    );
    const named = stack.consoleLines.some((text) => new RegExp(`\\b${name}\\b`).test(text));
    assert.ok(you !== null || named, `${connection.status}: ${stack.consoleLines.join('\n')}`);
    await page.close();
  },
  'el-ime': async ({ events }) => {
    const { page } = await joined();
    await fill(page, '日本');
    await page.evaluate((given) => {
      const { shadowRoot } = document.querySelector('odyssey-broadcast')!;
      const field = shadowRoot!.querySelector<HTMLTextAreaElement>('[part~=input]')!;
      for (const { type, ...more } of given) {
        const how = { bubbles: true, composed: true, cancelable: true, ...more };
        const Made = type === 'keydown' ? KeyboardEvent : CompositionEvent;
        field.dispatchEvent(new Made(type, how));
      }
    }, events);
    // Had it been sent, the room would have said so before this answer.
    const visitor = new Visitor(page);
    await visitor.call('requestTurn');
    assert.deepEqual((await visitor.view()).receipts, []);
    await page.close();
  },
  'el-line': async ({ events, withinMs }) => {
    const page = await stack.open({ room: 'elsewhere', conduct: 'never' });
    const visitor = await embed(page, { host: `http://127.0.0.1:${line.port}` });
    const { you } = await welcomed(visitor);
    // The interface comes after the welcome, and listens for what a page wakes to.
    await page.waitForSelector('odyssey-broadcast >>> [part~=input]');
    line.swallow();
    await visitor.page.evaluate((given) => {
      for (const name of given) {
        const target = name === 'visibilitychange' ? document : window;
        target.dispatchEvent(new Event(name));
      }
    }, events);
    const wokeAt = Date.now();
    // On a line that is swallowed no answer comes.
    await until(
      'an answer on another line',
      () => visitor.call<{ reason: string | null }>('requestTurn'),
      ({ reason }) => reason !== 'offline',
    );
    assert.ok(Date.now() - wokeAt <= withinMs, `${Date.now() - wokeAt} ms`);
    assert.equal((await visitor.view()).you?.id, you?.id);
    await visitor.page.close();
  },
  'el-storage': async ({ refuses }) => {
    const page = await stack.newPage();
    await page.evaluateOnNewDocument((name) => {
      Object.defineProperty(Storage.prototype, name, {
        value() {
          throw new DOMException('full', 'QuotaExceededError');
        },
      });
    }, refuses);
    await page.goto(`${stack.rooms.url}/?room=lobby&conduct=never`);
    const visitor = new Visitor(page);
    const before = await welcomed(visitor);
    await visitor.call('requestTurn');
    await stack.restartRooms(async () => {
      await until(
        'the drop',
        () => visitor.view(),
        ({ connection }) => connection.status === 'reconnecting',
      );
    });
    const back = await welcomed(visitor);
    assert.equal(back.you?.id, before.you?.id);
    assert.notEqual(back.you?.standing.state, 'none');
    await page.close();
  },
  'el-rtl': async ({ text, first, last }) => {
    const host = new Visitor(await stack.open({ room: 'written' }));
    await host.live();
    await host.call('prompt', text);
    assert.deepEqual([text.at(0), text.at(-1)], [first, last]);
    const seen = await until(`the text, drawn`, () => edges(host.page, text));
    assert.ok(seen !== null && seen.first > seen.last, JSON.stringify(seen));
    await host.page.close();
  },
  'el-rtl-field': async ({ text }) => {
    const { page } = await joined();
    await fill(page, text);
    const isRtl = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('odyssey-broadcast')!;
      return shadowRoot!.querySelector('[part~=input]')!.matches(':dir(rtl)');
    });
    assert.equal(isRtl, true);
    await page.close();
  },
  'el-host': async ({ host, page: scheme }) => {
    const page = await stack.open({ room: 'elsewhere', conduct: 'never' });
    assert.equal(new URL(page.url()).protocol, `${scheme}:`);
    await page.evaluate(() => {
      const made: string[] = [];
      Object.assign(globalThis, {
        made,
        WebSocket: class extends EventTarget {
          constructor(url: string) {
            super();
            made.push(url);
          }
          close() {}
        },
      });
    });
    await embed(page, { host });
    // The page's own element may have been about to connect as well.
    const made = await until(
      'a line',
      () => page.evaluate(() => (globalThis as unknown as { made: string[] }).made),
      (urls) => urls.some((url) => url.endsWith('/lobby')),
    );
    assert.ok(made.includes(`ws://${host}/parties/main/lobby`), made.join('\n'));
    await page.close();
  },
};

const RULES: Readonly<Record<ElementCase['kind'], string>> = {
  'el-rule': '[EL82]',
  'el-token': '[ID11]',
  'el-ime': '[EL14]',
  'el-line': '[CL26]',
  'el-storage': '[CL22]',
  'el-rtl': '[EL83]',
  'el-rtl-field': '[EL83]',
  'el-host': '[CL21]',
};

for (const { id, kind, input, want } of CASES) {
  test(`${RULES[kind]} ${id}: ${want}`, async () => {
    await (CHECKS[kind] as (given: typeof input) => Promise<void>)(input);
  });
}

test('[CL30] on a line that was swallowed one click is enough: another is made, and it is done', async () => {
  const page = await stack.open({ room: 'elsewhere', conduct: 'never' });
  const host = `http://127.0.0.1:${line.port}`;
  const visitor = await embed(page, { host, room: 'swallowed' });
  const { you } = await welcomed(visitor);
  await page.waitForSelector('odyssey-broadcast >>> [part~=input]');
  line.swallow();
  assert.deepEqual(await visitor.call('requestTurn'), { ok: true });
  const after = await visitor.view();
  assert.equal(after.connection.status, 'connected');
  assert.equal(after.you?.id, you?.id);
  assert.notEqual(after.you?.standing.state, 'none');
  await page.close();
});
