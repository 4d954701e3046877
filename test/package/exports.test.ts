import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** What `npm run build` made; `npm test` builds before it tests. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
  unpkg: string;
};

test('[PK1] every path that the package offers exists, with its types', () => {
  for (const target of Object.values(manifest.exports)) {
    const paths = typeof target === 'string' ? [target] : [target.types, target.default];
    for (const path of paths.filter((one) => !one.includes('*'))) assert.ok(existsSync(path), path);
  }
  assert.ok(existsSync(manifest.unpkg));
});

test('[PK2] the class, the client and the conductor can be imported where there is no page', () => {
  const script = `
    const { OdysseyBroadcast } = await import('odyssey-broadcast');
    const { BroadcastClient } = await import('odyssey-broadcast/client');
    const { attachConductor } = await import('odyssey-broadcast/conductor');
    console.log([OdysseyBroadcast, BroadcastClient, attachConductor].map((one) => typeof one).join());
  `;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  assert.equal(printed.trim(), 'function,function,function');
});

test('[PK3] what is packed holds the build and the room, and none of the demo or the tests', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const wanted of [
    'dist/index.js',
    'dist/cdn/odyssey-broadcast.js',
    'dist/custom-elements.json',
    'README.md',
    'LICENSE',
  ]) {
    assert.ok(paths.includes(wanted), wanted);
  }
  assert.deepEqual(
    paths.filter((path) => /^(demo|test|dist\/site|\.ci)\//.test(path)),
    [],
  );
});
