import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';
import { withMinifiedStyles } from './.ci/build/library.js';
import { writeScriptFiles } from './.ci/build/script-files.js';
import { galleryPages } from './demo/gallery/pages.js';

/** What Workers serves: the demo's static pages and the script they embed. */
const SITE = 'dist/site';
/** The same for PartyKit, which sends no header fields with its files: `party/http/script-files.ts` does. */
const PARTYKIT_SITE = 'dist/site-partykit';

function site(): Plugin {
  return {
    name: 'site',
    async closeBundle() {
      await writeScriptFiles();
      for (const folder of [SITE, PARTYKIT_SITE]) {
        await rm(folder, { recursive: true, force: true });
      }
      await cp('demo/page', SITE, { recursive: true });
      await mkdir(`${SITE}/gallery`);
      for (const [name, text] of Object.entries(galleryPages())) {
        await writeFile(`${SITE}/gallery/${name}`, text);
      }
      for (const name of ['gallery.js', 'gallery.css']) {
        await cp(`demo/gallery/${name}`, `${SITE}/gallery/${name}`);
      }
      await cp(SITE, PARTYKIT_SITE, { recursive: true });
      await rm(`${PARTYKIT_SITE}/_headers`);
      await cp('dist/cdn', `${SITE}/cdn`, { recursive: true });
      await cp('dist/cdn', `${PARTYKIT_SITE}/cdn-files`, { recursive: true });
    },
  };
}

/**
 * The bundler puts its own helpers into a file that chunks wait for, after they have come themselves:
 * here each chunk has them within itself.
 */
function withoutRuntimeFile(): Plugin {
  return {
    name: 'without-runtime-file',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const runtime = chunks.find(({ name }) => name === 'rolldown-runtime');
      if (runtime === undefined) return;
      const helpers = runtime.code.replace(
        /export\s*{([^}]*)};?[\s\S]*$/,
        (_all, names: string) => {
          return `return{${names.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')}}`;
        },
      );
      const imported = /import\s*{([^}]*)}\s*from\s*"[^"]*rolldown-runtime[^"]*";?/;
      for (const chunk of chunks) {
        const [statement = '', names = ''] = imported.exec(chunk.code) ?? [];
        if (statement === '') continue;
        const taken = names.replace(/([\w$]+) as ([\w$]+)/g, '$1:$2');
        // Where all else stands in the file stays the same, for its source map.
        const rest = chunk.code.replace(statement, ' '.repeat(statement.length));
        chunk.code = `const{${taken}}=(()=>{${helpers}})();\n${rest}`;
        if (chunk.map) chunk.map.mappings = `;${chunk.map.mappings}`;
      }
      delete bundle[runtime.fileName];
    },
  };
}

/** Stylesheets are text to a bundler: without this their comments and indents go over the wire. */
function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    transform: (code, id) =>
      /src\/element\/.*\.ts$/.test(id) ? { code: withMinifiedStyles(code), map: null } : null,
  };
}

/** The chunks that a page loads at once: one has with it what those after it have as well. */
const AT_ONCE = ['element/play.ts', 'element/line.ts', 'element/room-ui.ts'];

interface Graph {
  getModuleInfo(id: string): { readonly importers: readonly string[] } | null;
}

/**
 * The chunk that a module goes with, for those that are not the entry's: left to the bundler, what several have
 * in common would be a file that each waits for after it has come itself.
 */
function chunkOf(id: string, graph: Graph): string | null {
  const users = new Set([id]);
  // A set that grows is walked to its end.
  for (const user of users)
    for (const of of graph.getModuleInfo(user)?.importers ?? []) users.add(of);
  const isUsedBy = (file: string) => [...users].some((user) => user.endsWith(`/src/${file}`));
  if (isUsedBy('cdn.ts')) return null;
  const first = AT_ONCE.find(isUsedBy);
  return first?.replace(/.*\/|\.ts/g, '') ?? null;
}

/** The script-tag build: one entry that registers the element, its lazy chunks beside it. */
export default defineConfig({
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist/cdn',
    target: 'es2022',
    modulePreload: false,
    sourcemap: true,
    minify: true,
    lib: { entry: 'src/cdn.ts', formats: ['es'], fileName: () => 'odyssey-broadcast.js' },
    rollupOptions: {
      // What the entry shares with its lazy chunks stays in it: a page waits for each file more.
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: true,
        // What no other bundler will read costs a page half a kilobyte.
        comments: { annotation: false },
        // By this name the package finds the SDK, which it has as a dependency, and what the SDK has in Node alone.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => /node_modules\/(@odysseyml|ws)\//.test(id))
            ? 'chunks/odyssey-sdk-[hash].js'
            : 'chunks/[name]-[hash].js',
        codeSplitting: {
          groups: [{ name: chunkOf, debugName: 'at once' }],
          includeDependenciesRecursively: false,
        },
      },
    },
  },
  plugins: [minifyStyles(), withoutRuntimeFile(), site()],
  logLevel: 'warn',
});
