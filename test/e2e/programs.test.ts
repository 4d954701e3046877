import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createGzip } from 'node:zlib';
import { signedHeaders } from '../../party/server/signature.js';
import { Stack, until } from '../support/stack.js';
import { SECRET, tokenOf } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

/** Programs of others, in `test/programs`, with the libraries that they use, against the running room. */

const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of the receiver').toString('base64')}`;
const ROOM = '/parties/main/studio';

/** One of the programs that runs on, and what it prints. */
class Program {
  readonly lines: string[] = [];
  private readonly child: ChildProcess;

  constructor(name: string, ...parameters: string[]) {
    this.child = spawn(process.execPath, [name, ...parameters], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.lines.push(...text.trim().split('\n'));
    });
  }

  /** The first line that fits, once it is there. */
  async line(fits: RegExp): Promise<string> {
    const find = () => this.lines.find((line) => fits.test(line)) ?? '';
    return until(`a line like ${fits}`, find, (line) => line !== '');
  }

  async stop(): Promise<void> {
    this.child.kill();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit');
    }
  }
}

let folder: string;
let receiver: Program;
let stack: Stack;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'odyssey-programs-'));
  const isOurs = (path: string) => !path.includes('node_modules');
  cpSync('test/programs', folder, { recursive: true, filter: isOurs });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
  receiver = new Program('receive.mjs', WEBHOOK_SECRET);
  const port = await receiver.line(/^\d+$/);
  stack = await Stack.start({
    env: {
      ROOM_SECRET: SECRET,
      WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
      WEBHOOK_SECRET,
    },
    rules: { turns: 'open', 'gap-seconds': 0 },
  });
  await new Visitor(await stack.open({ room: 'studio' })).live();
});
after(async () => {
  await receiver.stop();
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(program: string, ...parameters: string[]): string {
  return execFileSync(process.execPath, [program, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function prompt(text: string): Promise<void> {
  const token = await tokenOf('bot', { room: 'studio', scope: 'prompt' });
  const sent = await fetch(`${stack.rooms.url}${ROOM}/prompts?wait=20`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  const { id } = (await sent.json()) as { id: string };
  const receipt = async () => {
    const response = await fetch(`${stack.rooms.url}${ROOM}/prompts/${id}?wait=20`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as { status: string }).status;
  };
  await until('the prompt to settle', receipt, (status) => /^(applied|unconfirmed)$/.test(status));
}

test('[AP14] a client made from the description compiles strictly, prompts, waits and exports', async () => {
  const description = await fetch(`${stack.rooms.url}${ROOM}/openapi.json`);
  writeFileSync(join(folder, 'openapi.json'), await description.text());
  const linted = run(
    'node_modules/@redocly/cli/bin/cli.js',
    ...['lint', 'openapi.json', '--format=json'],
  );
  const { totals } = JSON.parse(linted.slice(linted.indexOf('{'))) as {
    totals: { errors: number; warnings: number };
  };
  assert.deepEqual([totals.errors, totals.warnings], [0, 0], linted);
  run('node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.d.ts');
  run('node_modules/typescript/bin/tsc', '-p', '.');
  const text = 'a lighthouse in the fog';
  const printed = run('out/prompt.js', `${stack.rooms.url}${ROOM}`, SECRET, text);
  const told = JSON.parse(printed) as Record<string, unknown>;
  assert.deepEqual([told['phase'], told['refused']], ['live', 'not-allowed']);
  // A world that is slow to acknowledge leaves it unconfirmed: that is an end as well.
  assert.match(String(told['status']), /^(applied|unconfirmed)$/);
  assert.equal((told['texts'] as string[])[0], text);
  assert.ok(Number(told['lines']) >= 1);
  assert.match(String(told['csv']), /"no","at","id"/);
});

test('[ID7] [ID11] of a token that jsonwebtoken signs, the developer is told which claim is wrong', () => {
  const told = JSON.parse(run('tokens.mjs', `${stack.rooms.url}${ROOM}`, SECRET)) as Record<
    string,
    [status: number, detail: string]
  >;
  const taken = Object.entries(told).filter(([, [status]]) => status === 200);
  assert.deepEqual(
    taken.map(([what]) => what),
    [
      ...['as the guide has it', 'sub as a number', 'null for what is absent'],
      ...['a name in Japanese', 'rooms as a list', 'a clock that is ahead', 'claims nobody knows'],
    ],
  );
  const named: Readonly<Record<string, RegExp>> = {
    'no sub': /sub is missing/,
    'an empty sub': /sub must be text/,
    'no end': /exp is missing/,
    'an end in milliseconds': /exp must be a number of seconds since 1970, not of milliseconds/,
    over: /exp was \d+ s ago/,
    'another role': /role must be one of viewer, prompter, moderator, host/,
    'another room': /room is "студия", and this room is "studio"/,
    'a name that is no text': /name must be text/,
    'a clock that is wrong': /nbf is \d+ s in the future: one clock is wrong/,
    HS512: /alg must be HS256/,
    'another secret': /its signature is not by the ROOM_SECRET/,
  };
  for (const [what, sentence] of Object.entries(named)) {
    const [status, detail = ''] = told[what] ?? [];
    assert.equal(status, 401, what);
    assert.match(detail, sentence);
  }
  assert.equal(Object.keys(told).length, taken.length + Object.keys(named).length);
});

test('[WH8] the library of Standard Webhooks verifies what a room sends, by base64 or by plain text', async () => {
  await prompt('a red balloon');
  await receiver.line(/^prompt\.settled$/);
  assert.ok(!receiver.lines.includes('refused'));
  const plain = 'correct horse battery staple';
  const raw = new Program('receive.mjs', plain, 'raw');
  const port = await raw.line(/^\d+$/);
  const body = JSON.stringify({ type: 'prompt.settled' });
  const post = async (secret: string) => {
    const headers = await signedHeaders(secret, { id: 'm1', at: Date.now(), body });
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
  };
  assert.equal(await post(plain), 204);
  assert.equal(await post('another secret of theirs'), 401);
  await raw.stop();
});

test('[EV8] behind a proxy that compresses, an EventSource hears at once, and again after a drop', async () => {
  const proxy = await compressing(new URL(stack.rooms.url).port);
  const { port } = proxy.address() as AddressInfo;
  const listener = new Program('listen.mjs', `http://127.0.0.1:${port}${ROOM}/events`);
  await listener.line(/^state \d+$/);
  await prompt('a blue balloon');
  await listener.line(/^prompt \d+$/);
  listener.lines.length = 0;
  proxy.closeAllConnections();
  await listener.line(/^again$/);
  await listener.line(/^state \d+$/);
  await prompt('a green balloon');
  await listener.line(/^prompt \d+$/);
  await listener.stop();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

/** Compresses every answer that does not forbid it, and so holds small ones back. */
async function compressing(to: string): Promise<Server> {
  const server = createServer((asked, answer) => {
    const { url: path, headers } = asked;
    get({ host: '127.0.0.1', port: to, path, headers }, (answered) => {
      const isFixed = String(answered.headers['cache-control']).includes('no-transform');
      const encoding = isFixed ? {} : { 'content-encoding': 'gzip' };
      answer.writeHead(answered.statusCode ?? 502, { ...answered.headers, ...encoding });
      answer.on('close', () => answered.destroy());
      if (isFixed) answered.pipe(answer);
      else answered.pipe(createGzip()).pipe(answer);
    })
      .on('error', () => answer.destroy())
      .end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
