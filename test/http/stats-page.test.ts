import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { ApiRoom } from '../support/api-room.js';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.js';
import { signed } from '../support/tokens.js';

test('[OP50] the page of the statistics is the same for anyone, and runs nothing but itself', async () => {
  const room = await ApiRoom.start();
  const response = await room.shell.answer(room.request('/stats.html'));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
  const policy = response.headers.get('Content-Security-Policy') ?? '';
  for (const part of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), policy);
  }
  const text = await response.text();
  const token = await signed({ role: 'host' });
  const asHost = await room.shell.answer(room.request('/stats.html', { token }));
  assert.equal(await asHost.text(), text);
  assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org)/);
});

const chromium = findChromium();

test('[OP50] it shows the room’s numbers with a token alone', {
  skip: chromium === null,
}, async () => {
  const room = await ApiRoom.start({ ALLOWED_ORIGINS: '*' });
  const server = createServer(async ({ url = '', headers: { authorization } }, response) => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await room.shell.answer(new Request(`http://rooms.example${url}`, { headers }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await puppeteer.launch({
    executablePath: chromium ?? '',
    args: [...CHROMIUM_FLAGS],
  });
  try {
    const page = await browser.newPage();
    const url = `http://localhost:${port}/parties/main/lobby/stats.html`;
    await page.goto(url);
    await page.type('input', await signed({ role: 'viewer' }));
    await page.click('button');
    await page.waitForFunction(`document.querySelector('[role=alert]').textContent !== ''`);
    assert.equal((await page.$$('main section')).length, 0);
    const host = await browser.newPage();
    await host.goto(`${url}#${await signed({ role: 'host' })}`);
    await host.waitForSelector('main section');
    assert.equal(host.url(), url, 'the token does not stay in the address');
    const titles = await host.$$eval('h2', (headings) => headings.map((one) => one.textContent));
    assert.deepEqual(titles.slice(0, 4), [
      ...['Turns', 'Last refusals, by reason', 'On air', 'First frame'],
    ]);
    assert.match(
      (await host.$eval('main', (main) => main.textContent)) ?? '',
      /\$0\.00\d+ an hour/,
    );
  } finally {
    await browser.close();
    server.close();
  }
});
