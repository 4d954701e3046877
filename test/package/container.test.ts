import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { HeadlessStack, live } from '../support/headless-stack.js';
import { installPacked, pack } from '../support/packed.js';
import { SECRET } from '../support/tokens.js';

const FILE = readFileSync('conductor.Dockerfile', 'utf8');

/** What the file says to run, as a list; a later option of the same name counts. */
function wordsOf(instruction: RegExp): string[] {
  const [, list = '[]'] = instruction.exec(FILE) ?? [];
  const [command, ...words] = JSON.parse(list) as string[];
  assert.equal(command, 'node');
  return words;
}

test('[HL14] the container’s command, from the packed tarball, conducts, tells its health, and ends', async () => {
  const [, installed = ''] = /npm install .* \.\/odyssey-broadcast\.tgz (.+) \\/.exec(FILE) ?? [];
  const others = installed.split(' ').map((one) => one.slice(0, one.lastIndexOf('@')));
  assert.deepEqual(others, ['jose', 'werift', 'ws']);
  assert.ok(
    readFileSync('docs/headless-conductor.md', 'utf8').includes(
      `npm install odyssey-broadcast ${installed}`,
    ),
  );
  const folder = mkdtempSync(join(tmpdir(), 'odyssey-container-'));
  const stack = await HeadlessStack.start();
  try {
    installPacked(folder, pack(folder), others);
    const words = [...wordsOf(/^ENTRYPOINT (.+)$/m), '--host', stack.rooms.host, '--room', 'boxed'];
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [...words, '--health-port', '0'], {
      cwd: folder,
      env: { PATH, NODE_ENV: 'production', ROOM_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let port = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string; port?: number; host?: string };
      if (said.event !== 'health') return;
      assert.equal(said.host, '0.0.0.0');
      port = said.port ?? 0;
    });
    const healthy = () => {
      const check = wordsOf(/^HEALTHCHECK [\s\S]*?CMD (.+)$/m);
      const there = check.map((word) => word.replace(':8080/', `:${port}/`));
      assert.notDeepEqual(there, check);
      return spawnSync(process.execPath, there).status === 0;
    };
    try {
      await live(stack.visitor('boxed'));
      assert.equal(healthy(), true);
      child.kill('SIGTERM');
      await ended;
      assert.equal(child.exitCode, 0);
      assert.equal(healthy(), false);
    } finally {
      child.kill('SIGKILL');
    }
    assert.equal(stack.world.stats().sessions.dangling, 0);
  } finally {
    await stack.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
