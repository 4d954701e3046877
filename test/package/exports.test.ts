import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { LOOKALIKES } from '../../party/room/text/confusables.js';

/** What `npm run build` made; `npm test` builds before it tests. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { types: string; default?: string }>;
  unpkg: string;
};

test('[PK1] every path that the package offers exists, with its types', () => {
  for (const target of Object.values(manifest.exports)) {
    const paths =
      typeof target === 'string' ? [target] : [target.types, target.default ?? target.types];
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

test('[PK10] who only embeds installs neither a room server’s libraries nor a framework', () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, { optional: boolean }>>;
  // What the modules that pages import name, in all their chunks.
  const needed = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const imports = readFileSync(path, 'utf8').matchAll(/(?:from|import\(?)\s*["`]([^"`]+)["`]/g);
    for (const [, name = ''] of imports) {
      if (name.startsWith('.')) visit(join(dirname(path), name));
      else needed.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  };
  const ofElement = ['index', 'define', 'server/index', 'server/define'];
  for (const name of [...ofElement, 'client/index', 'conductor/index']) visit(`dist/${name}.js`);
  assert.deepEqual([...needed].sort(), Object.keys(dependencies ?? {}).sort());
  for (const name of Object.keys(peerDependencies ?? {})) {
    assert.equal(peerDependenciesMeta?.[name]?.optional, true, name);
  }
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
    paths.filter((path) => /^(demo|test|dist\/site(-partykit)?|\.ci)\//.test(path)),
    [],
  );
});

const BUNDLED = { bundle: true, write: false, format: 'esm', splitting: true } as const;

test('[PK22] the script is in it once, without source maps, hls.js and the SDK', async () => {
  const files = readdirSync('dist/cdn', { recursive: true, encoding: 'utf8' });
  assert.deepEqual(
    files.filter((name) => /\.map$|hls\.light|odyssey-sdk/.test(name)),
    [],
  );
  const texts = files
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join('dist/cdn', name), 'utf8'));
  assert.equal(texts.filter((text) => text.includes('sourceMappingURL')).length, 0);
  for (const library of ['hls.js/light', '@odysseyml/odyssey']) {
    const loaders = texts.filter((text) => text.includes(`import("${library}")`));
    assert.equal(loaders.length, 1, library);
  }
  // Of a mirror's file a bundler knows nothing.
  const outdir = join(tmpdir(), 'never-written');
  const bundled = await build({ ...BUNDLED, entryPoints: ['dist/define.js'], outdir });
  assert.deepEqual(bundled.warnings, []);
  // Bundlers get the very same, which then does not register by itself.
  const taken = readFileSync('dist/element.js', 'utf8');
  assert.match(
    taken,
    /^import"\.\/as-library\.js";export\{.+\}from"\.\/cdn\/odyssey-broadcast\.js";delete /,
  );
});

test('[PK20] every file that a module of the package loads is packed, and each language is there once', () => {
  const modules = readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .map((name) => join('dist', name))
    .filter((name) => name.endsWith('.js') && !name.startsWith(join('dist', 'site')));
  let loaded = 0;
  for (const name of modules) {
    const text = readFileSync(name, 'utf8');
    for (const [, , to = ''] of text.matchAll(/(?:\bfrom|\bimport\(?)\s*(["'`])(\.[^"'`]+)\1/g)) {
      assert.ok(existsSync(join(dirname(name), to)), `${name} loads ${to}`);
      loaded += 1;
    }
  }
  assert.ok(loaded > 100);
  for (const language of ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'zh']) {
    const files = modules.filter((name) => new RegExp(`/${language}-[\\w-]{8}\\.js$`).test(name));
    assert.equal(files.length, 1, files.join());
  }
});

const STRICT = [
  ...['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes'],
  ...['--module', 'NodeNext', '--target', 'ES2022'],
  ...['--lib', 'ES2022,DOM,DOM.Iterable', '--types', 'node'],
];

function typeCheck(...files: string[]): { status: number | null; stdout: string } {
  const words = [...STRICT, ...files];
  return spawnSync(join('node_modules', '.bin', 'tsc'), words, { encoding: 'utf8' });
}

test('[PK20] its declarations stand by themselves, without a compiler that skips them', () => {
  const entries = ['index', 'define', 'client/index', 'conductor/index', 'headless/index'];
  const { status, stdout } = typeCheck(
    ...[...entries, 'room/party/index'].map((name) => `dist/${name}.d.ts`),
  );
  assert.equal(status, 0, stdout);
});

test('[EX1] its types are written out, and are the very same as those of the schemas', () => {
  const lines = readdirSync('dist/protocol').flatMap((file) => {
    const text = readFileSync(join('dist/protocol', file), 'utf8');
    assert.doesNotMatch(text, /valibot/, file);
    return [...text.matchAll(/^export type (\w+) =/gm)].map(([, name]) => {
      const [packed, compiled] = ['protocol', '.types/protocol'].map(
        (folder) => `import('./${folder}/${file.replace('.d.ts', '.js')}').${name}`,
      );
      return `export const ${name}: Same<${packed}, ${compiled}> = true;`;
    });
  });
  assert.ok(lines.length > 25);
  // What one of them takes the other takes, however it is asked.
  const same =
    'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;';
  const path = 'dist/same-types.ts';
  try {
    writeFileSync(path, [same, ...lines].join('\n'));
    const right = typeCheck(path);
    assert.equal(right.status, 0, right.stdout);
    const wrong = 'export const Wrong: Same<{ one?: 1 }, { one?: 1 | undefined }> = true;';
    writeFileSync(path, [same, wrong].join('\n'));
    assert.notEqual(typeCheck(path).status, 0);
  } finally {
    rmSync(path, { force: true });
  }
});

test('[TX6] no page carries the folding: neither its look-alike letters nor its lists of words', () => {
  const files = readdirSync('dist/cdn', { recursive: true, encoding: 'utf8' });
  const scripts = files.filter((file) => file.endsWith('.js'));
  assert.ok(scripts.length > 20, 'a build');
  const rows = Object.values(LOOKALIKES).filter((letters) => letters.length >= 8);
  const parts = [
    ...rows.map((letters) => letters.slice(0, 6)),
    'Default_Ignorable',
    'Hanifi_Rohingya',
  ];
  for (const file of scripts) {
    const script = readFileSync(join('dist/cdn', file), 'utf8');
    const carried = parts.filter((part) => script.includes(part) || script.includes(escaped(part)));
    assert.deepEqual(carried, [], file);
  }
  // It would be found: the room's own build has all of it.
  const room = readdirSync('dist/chunks', { encoding: 'utf8' });
  const own = room
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join('dist/chunks', file), 'utf8'))
    .join('\n');
  for (const part of parts) assert.ok(own.includes(part) || own.includes(escaped(part)), part);
});

/** As a bundler may write it. */
function escaped(text: string): string {
  return text.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
