import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { nameShapes } from './declarations.js';

/**
 * The package's modules: one file per entry, and chunks that they share. Comments stay in the sources. In what
 * runs in a room, names stay as they are, for the traces of its errors; a page is minified anyway.
 */

const OUT = 'dist';
/** The script's chunks: what imports nothing is there for all. */
const CHUNKS = join(OUT, 'cdn/chunks');
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
  const kept = new Set(['.types', 'cdn', 'site']);
  const names = (await readdir(OUT)).filter((name) => !kept.has(name));
  await Promise.all(names.map((name) => rm(join(OUT, name), { recursive: true })));
}

export async function buildModules(): Promise<void> {
  const entries = Object.entries(await entriesOf());
  const ofRoom = entries.filter(([name]) => name.startsWith('room/'));
  const ofPage = entries.filter(([name]) => !name.startsWith('room/'));
  await Promise.all([
    buildEntries(ofRoom, { minifyIdentifiers: false }),
    buildEntries(ofPage, {
      minifyIdentifiers: true,
      plugins: [languagesOfScript(), minifyStyles()],
    }),
  ]);
}

async function buildEntries(
  entries: readonly (readonly [name: string, path: string])[],
  options: { readonly minifyIdentifiers: boolean; readonly plugins?: Plugin[] },
): Promise<void> {
  await build({
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
    minifyWhitespace: true,
    logLevel: 'warning',
    ...options,
  });
}

/** A language's words are in the package once, those of the script; only chunks load them. */
function languagesOfScript(): Plugin {
  return {
    name: 'languages-of-script',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/[a-z]{2}\.js$/ }, async ({ kind, path }) => {
        if (kind !== 'dynamic-import') return null;
        const language = new RegExp(`^${path.slice(2, 4)}-[\\w-]{8}\\.js$`);
        const [chunk, ...others] = (await readdir(CHUNKS)).filter((name) => language.test(name));
        if (chunk === undefined || others.length > 0) throw new Error(`No one chunk for ${path}.`);
        return { path: `../cdn/chunks/${chunk}`, external: true };
      });
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

/** A module with the stylesheets in it as a browser needs them. */
export function withMinifiedStyles(code: string): string {
  return code.replace(/\bcss`[^`]*`/g, (styles) =>
    styles
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?|(?<=:) /g, '$1')
      .replace(/;}/g, '}'),
  );
}

/** Puts beside the entries the declarations that they lead to, and no others. */
export async function copyDeclarations(): Promise<void> {
  const seen = new Set<string>();
  const copy = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = (await readFile(join(DECLARATIONS, path), 'utf8')).replace(
      COPIED,
      path.startsWith('room/') ? '$1$2../protocol/' : '$&',
    );
    await mkdir(dirname(join(OUT, path)), { recursive: true });
    await writeFile(join(OUT, path), nameShapes(text));
    // An example in a comment imports nothing.
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
    const imports = [...code.matchAll(/(?:\bfrom |\bimport\()(['"])(\.[^'"]+)\.js\1/g)];
    await Promise.all(
      imports.map(([, , to = '']) => copy(normalize(join(dirname(path), `${to}.d.ts`)))),
    );
  };
  const entries = Object.keys(await entriesOf());
  await Promise.all(
    entries.filter((name) => !name.includes('/cli/')).map((name) => copy(`${name}.d.ts`)),
  );
}
