import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPacked, pack } from '../../support/packed.js';
import { editorData, manifest } from './described.js';
import { jsx } from './jsx.js';
import { PRODUCTS, type Product } from './products.js';
import { Site } from './site.js';

/**
 * `npm run bench:embedding`: what it is to embed the element, beside what else is embedded by a tag, as it comes from
 * the registry. Each column is a check that is run. They are installed in a folder that is removed afterwards; `--keep
 * FOLDER` works there, and installs nothing the next time. A smoke run (`--smoke`) is of the element alone, without what
 * needs a framework, and so without the registry.
 */

/** As `test/frameworks` has them. */
const { dependencies: TOOLS } = JSON.parse(
  readFileSync('test/frameworks/package.json', 'utf8'),
) as { readonly dependencies: Readonly<Record<string, string>> };

const isSmoke = process.argv.includes('--smoke');
const kept = process.argv.indexOf('--keep');
const folder =
  kept < 0 ? mkdtempSync(join(tmpdir(), 'embedding-')) : String(process.argv[kept + 1]);
const products = PRODUCTS.filter(({ version }) => version === null || !isSmoke);
try {
  install();
  const site = await Site.start(folder);
  const typed = isSmoke ? null : jsx(folder, products);
  const rows: Record<string, string>[] = [];
  for (const product of products) {
    rows.push({
      '': `${product.name} ${product.version ?? ''}`.trim(),
      manifest: manifest(folder, product),
      'editor data': editorData(folder, product, isSmoke),
      ...(typed && { 'typed in': typed.get(product.name) ?? '' }),
      'import in Node': importedInNode(product),
      ...(!isSmoke && { 'drawn in Node': drawnInNode(product) }),
      ...(!isSmoke && { 'events after hydration': await site.hydrated(product) }),
      'hints for 20 wrong uses': await site.hints(product),
    });
  }
  await site.close();
  print(rows);
  // What is measured of the element itself has to be there.
  const ours = rows.at(-1) ?? {};
  if (
    !/complete/.test(ours['manifest'] ?? '') ||
    !/^20 /.test(ours['hints for 20 wrong uses'] ?? '')
  ) {
    process.exitCode = 1;
  }
} finally {
  if (kept < 0) rmSync(folder, { recursive: true, force: true });
}

function install(): void {
  const packed = mkdtempSync(join(tmpdir(), 'odyssey-packed-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  if (!isSmoke) {
    const tools = Object.entries(TOOLS).map(([name, version]) => `${name}@${version}`);
    const wanted = products.flatMap(({ name, version, others }) =>
      version === null ? [] : [`${name}@${version}`, ...others],
    );
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
    if (!existsSync(join(folder, 'node_modules')))
      execFileSync('npm', ['install', ...quiet, ...tools, ...wanted], {
        cwd: folder,
        stdio: 'ignore',
      });
  }
  installPacked(folder, pack(packed), []);
  rmSync(packed, { recursive: true });
}

/** What a program of a line or two prints in Node; why not, where it fails. */
function inNode(program: string): string {
  const path = join(folder, 'program.mjs');
  writeFileSync(path, program);
  try {
    return execFileSync(process.execPath, [path], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const [, why = 'it failed'] =
      /^(\w*Error: .+)$/m.exec((error as { stderr: string }).stderr) ?? [];
    return `no: ${why.slice(0, 60)}`;
  }
}

function importedInNode({ script }: Product): string {
  return inNode(`await import('${script}'); console.log('yes'); process.exit(0);`).trim();
}

/** By the renderer of custom elements that there is for Node, which Lit’s are made for. */
function drawnInNode({ script, tag }: Product): string {
  const printed = inNode(`
    import { render } from '@lit-labs/ssr';
    import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
    import { html } from 'lit';
    await import('${script}');
    console.log(await collectResult(render(html\`<${tag}></${tag}>\`)));
    process.exit(0);`);
  if (printed.startsWith('no')) return printed.trim();
  return printed.includes('<template shadowroot') ? 'yes' : 'the tag alone';
}

function print(rows: readonly Record<string, string>[]): void {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log(line(names));
  console.log(line(names.map(() => '---')));
  for (const row of rows) console.log(line(names.map((name) => row[name] ?? '')));
}
