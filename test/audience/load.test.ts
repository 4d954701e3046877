import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLoadOptions } from '../load/options.js';

test('[CW1] the load generator aims at this machine alone unless told otherwise, and has bounds', () => {
  const here = readLoadOptions(['--viewers', '3000', '--url', 'http://127.0.0.1:2220']);
  assert.deepEqual([here.viewers, here.url], [3_000, 'http://127.0.0.1:2220']);
  for (const url of ['http://localhost:1999', 'http://[::1]:80/', 'https://127.9.9.9']) {
    assert.equal(readLoadOptions(['--url', url]).url, url);
  }
  const there = 'https://rooms.example.org';
  for (const url of [there, 'http://localhost.example.org', 'http://127.0.0.1.example.org']) {
    assert.throws(() => readLoadOptions(['--url', url]), /is not this machine/);
  }
  assert.equal(readLoadOptions(['--url', there, '--i-may-load-this-server']).url, there);
  const wrong = [
    ['--viewers', '20001'],
    ['--viewers', '-1'],
    ['--seconds', '3601'],
    ['--seconds', 'long'],
    ['--nonsense', '1'],
    ['--viewers'],
    ['--constructor', '1'],
  ];
  for (const words of wrong) assert.throws(() => readLoadOptions(words), words.join(' '));
});
