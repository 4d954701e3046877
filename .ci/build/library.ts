import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { minify } from 'vite';
import { neededDeclarations } from './declaration-files.js';
import { withoutSchemas } from './declarations.js';

/**
 * The package's modules: one file per entry, and chunks that they share. Comments stay in the sources, and
 * functions and classes have their names, for the traces of errors. The element is that of the script, with what it
 * needs in it; a server, which has no page, draws it with its own Lit.
 */

const OUT = 'dist';
/** The script, from where the entries are. */
const SCRIPT = './cdn/odyssey-broadcast.js';
/** What they take of it. */
const ELEMENT = 'element.js';
/** What tells the script that it is a library. */
const MARK = 'as-library.js';
/** The traces of errors have these names. */
const NAMED = { function: true, class: true };
/** The entries that have the element in them. */
const OF_ELEMENT = /^(index|define|react)$/;
/** Where `tsc -b` puts all declarations. */
const DECLARATIONS = join(OUT, '.types');
/** Of the room's build: its own copy of what both sides agree on is the same text as the element's. */
const COPIED = /(['"])((?:\.\.\/)+)src\/protocol\//g;

/** The entries by their path below `dist`, without the ending. */
export async function entriesOf(): Promise<Readonly<Record<string, string>>> {
  const { exports, bin } = JSON.parse(await readFile('package.json', 'utf8')) as {
    exports: Readonly<Record<string, string | { readonly default?: string }>>;
    bin: Readonly<Record<string, string>>;
  };
  const modules = Object.values(exports).flatMap((one) =>
    typeof one === 'string' ? [] : (one.default ?? []),
  );
  return Object.fromEntries(
    [...modules, ...Object.values(bin)].map((path) => {
      const [, name = ''] = /^(?:\.\/)?dist\/(.+)\.js$/.exec(path) ?? [];
      return [name, name.startsWith('room/') ? `${name.slice(5)}.ts` : `src/${name}.ts`];
    }),
  );
}

/** Of builds before nothing is left, but what others have just made. */
export async function clean(): Promise<void> {
  const kept = new Set(['.types', 'cdn', 'site', 'site-partykit']);
  const names = (await readdir(OUT)).filter((name) => !kept.has(name));
  await Promise.all(names.map((name) => rm(join(OUT, name), { recursive: true })));
}

export async function buildModules(): Promise<void> {
  const entries = Object.entries(await entriesOf());
  const onServer = entries.filter(([name]) => OF_ELEMENT.test(name));
  await Promise.all([
    writeElement(),
    buildEntries(entries, [elementOfScript()]),
    buildEntries(
      onServer.map(([name, path]) => [`server/${name}`, path]),
      [nothingLater(), minifyStyles()],
    ),
  ]);
}

async function buildEntries(
  entries: readonly (readonly [name: string, path: string])[],
  plugins: Plugin[],
): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(entries),
    outdir: OUT,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    external: ['cloudflare:*'],
    tsconfig: 'src/tsconfig.json',
    charset: 'utf8',
    legalComments: 'none',
    minifySyntax: true,
    logLevel: 'warning',
    plugins,
    write: false,
  });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code, errors } = await minify(path, text, {
        module: true,
        compress: { target: 'es2022', keepNames: NAMED },
        mangle: { toplevel: true, keepNames: NAMED },
      });
      if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }),
  );
}

/** Of the entries with the element only the rest is bundled. */
function elementOfScript(): Plugin {
  return {
    name: 'element-of-script',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/element\// }, ({ kind }) =>
        kind === 'import-statement' ? { path: `./${ELEMENT}`, external: true } : null,
      );
    },
  };
}

/**
 * The element is in the package once: bundlers get that of the script, which then registers nothing by itself. A
 * module is run once all before it in the list have been, so the mark is there while the script runs, and no longer.
 */
async function writeElement(): Promise<void> {
  const lists = (await readFile('src/cdn.ts', 'utf8')).matchAll(/^export {([^}]*)}/gm);
  const names = [...lists].flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
  const mark = 'globalThis[Symbol.for("odyssey-broadcast.as-library")]';
  await writeFile(join(OUT, MARK), `${mark}=true;\n`);
  const text = `import"./${MARK}";export{${names.join()}}from"${SCRIPT}";delete ${mark};\n`;
  await writeFile(join(OUT, ELEMENT), text);
}

/** What is loaded later is loaded in a page; a server draws what comes first. */
function nothingLater(): Plugin {
  return {
    name: 'nothing-later',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: 'later', namespace: 'nothing' } : null,
      );
      onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: 'export {}' }));
    },
  };
}

/** Comments and indents of stylesheets are text to a bundler. */
function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    setup({ onLoad }) {
      onLoad({ filter: /src\/element\/.*\.ts$/ }, async ({ path }) => ({
        contents: withMinifiedStyles(await readFile(path, 'utf8')),
        loader: 'ts',
      }));
    },
  };
}

/** A module with the stylesheets in it as a browser needs them, and without indents, which templates keep. */
export function withMinifiedStyles(code: string): string {
  return code
    .replace(/\bcss`[^`]*`/g, (styles) =>
      styles
        .replace(/\/\*.*?\*\//gs, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,]) ?|(?<=:) /g, '$1')
        .replace(/;}/g, '}'),
    )
    .replace(/\n +/g, '\n');
}

/** Puts beside the entries the declarations that they lead to, and no others. */
export async function writeDeclarations(): Promise<void> {
  const entries = Object.keys(await entriesOf()).filter((name) => !name.includes('/cli/'));
  const files = await neededDeclarations(
    DECLARATIONS,
    entries.map((name) => `${name}.d.ts`),
    (path, text) =>
      withoutSchemas(text.replace(COPIED, path.startsWith('room/') ? '$1$2../protocol/' : '$&')),
  );
  for (const [path, text] of files) {
    await mkdir(dirname(join(OUT, path)), { recursive: true });
    await writeFile(join(OUT, path), text);
  }
}
