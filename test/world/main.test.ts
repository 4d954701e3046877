import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseWorldArguments } from '../../demo/world/arguments.js';
import { startWorld } from '../../demo/world/world.js';
import { call, until } from './wire.js';

const script = join(import.meta.dirname, '../../demo/world/main.ts');

describe('the world on the command line', () => {
  test('[WO21] it prints one line with its address and ends on SIGTERM, cleanly', async () => {
    const { child, output } = run('--port', '0', '--stream-seconds', '20');
    const url = await until('address', () => output().match(/http:\/\/\S+/)?.[0], 15_000);
    assert.equal((await fetch(`${url}/ping`)).status, 200);
    assert.equal(output().trim().split('\n').length, 1);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('[WO21] a taken port is said in words', async () => {
    const world = await startWorld();
    const { child, output } = run('--port', String(world.port));
    const [code] = await once(child, 'exit');
    await world.close();
    assert.equal(code, 1);
    assert.equal(output().trim(), `Port ${world.port} is taken: give another one with --port.`);
  });

  test('[WO21] every option is a flag; a bad value is named', () => {
    assert.deepEqual(
      parseWorldArguments([
        '--stream-seconds',
        '12.5',
        '--close-after-expiry',
        'false',
        '--refused-words',
        'one,two',
      ]),
      { streamSeconds: 12.5, closeAfterExpiry: false, refusedWords: ['one', 'two'] },
    );
    assert.throws(() => parseWorldArguments(['--stream-seconds', 'soon']), /--stream-seconds/);
    assert.throws(() => parseWorldArguments(['--unknown', '1']), /--unknown/);
  });

  test('[WO28] it prints its log on demand, up to the entry before it is killed', async () => {
    const { child, output } = run('--port', '0', '--prints-log', 'true');
    const url = await until('address', () => output().match(/http:\/\/\S+/)?.[0], 15_000);
    const body = JSON.stringify({ fault: 'slow-start', ms: 7 });
    await fetch(`${url}/_world/faults`, { method: 'POST', body });
    const log = (await (await fetch(`${url}/_world/log`)).json()) as object[];
    child.kill('SIGKILL');
    await once(child, 'close');
    const printed = output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    assert.equal(log.length, 1);
    assert.deepEqual(
      printed.map((line) => JSON.parse(line)),
      log,
    );
  });

  test('[WO21] a closed world answers no more, and can be opened again on the same port', async () => {
    const world = await startWorld();
    await world.close();
    await assert.rejects(call(world, 'GET', '/ping'));
    const next = await startWorld({ port: world.port });
    assert.equal((await call(next, 'GET', '/ping')).status, 200);
    await next.close();
  });
});

function run(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece;
    });
  }
  return { child, output: () => text };
}
