import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What lies beside the script: a loader for classic tags, and the hashes of all files. */

const FOLDER = 'dist/cdn';

/** A classic script cannot be split, so it imports the module beside it. */
const CLASSIC =
  "(function(){import(new URL('./odyssey-broadcast.js',document.currentScript.src).href)})();\n";

export async function writeScriptFiles(): Promise<void> {
  await writeFile(join(FOLDER, 'odyssey-broadcast-classic.js'), CLASSIC);
  const names = (await readdir(FOLDER, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'))
    .sort();
  const hashes = await Promise.all(
    names.map(async (name) => [name, hashOf(await readFile(join(FOLDER, name)))] as const),
  );
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const modules = hashes.filter(([name]) => !name.endsWith('-classic.js'));
  const integrity = {
    version,
    files: Object.fromEntries(hashes),
    importmap: {
      integrity: Object.fromEntries(modules.map(([name, hash]) => [`./${name}`, hash])),
    },
  };
  await writeFile(join(FOLDER, 'integrity.json'), `${JSON.stringify(integrity, null, 1)}\n`);
}

function hashOf(content: Uint8Array): string {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

const MAPPED = /\n\/\/# sourceMappingURL=.*\n?$/;

/** What the script loads of others, by how its file is named; the SDK has a second one, for Node. */
const LIBRARIES = [
  {
    files: /\/hls\.light-[\w-]{8}\.js$/,
    name: 'hls.js',
    as: 'hls.js/light',
    file: '/dist/hls.light.min.mjs',
  },
  {
    files: /\/odyssey-sdk-[\w-]{8}\.js$/,
    name: '@odysseyml/odyssey',
    as: '@odysseyml/odyssey',
    file: '/dist/index.js',
  },
];

/**
 * Of the script, the package has what a bundler cannot make itself: neither the source maps, nor hls.js and the SDK,
 * which are dependencies like others. Where it is loaded without a bundler, as from a mirror of the registry, they are
 * looked for where mirrors have them.
 */
export async function packScript(): Promise<void> {
  const names = (await readdir(FOLDER, { recursive: true })).map((name) => join(FOLDER, name));
  const libraries = await Promise.all(
    LIBRARIES.map(async ({ files, name, as, file }) => {
      const installed = await readFile(`node_modules/${name}/package.json`, 'utf8');
      const { version } = JSON.parse(installed) as { version: string };
      const beside = `["../../../../${name}@","${file}"].join("${version}")`;
      // A bundler has found the first, and must not look for the second: esbuild reads what is a text as a whole.
      const found = `import("${as}").catch(()=>import(/*webpackIgnore:true*//*@vite-ignore*/${beside}))`;
      return { names: names.filter((one) => files.test(one)), found };
    }),
  );
  const left = [
    ...names.filter((name) => name.endsWith('.map')),
    ...libraries.flatMap((library) => library.names),
  ];
  await Promise.all(left.map((name) => rm(name)));
  await Promise.all(
    names
      .filter((name) => name.endsWith('.js') && !left.includes(name))
      .map(async (name) => {
        let code = (await readFile(name, 'utf8')).replace(MAPPED, '\n');
        for (const { names: files, found } of libraries) {
          for (const file of files)
            code = code.replace(`import(\`./${basename(file)}\`)`, () => found);
        }
        await writeFile(name, code);
      }),
  );
  await writeScriptFiles();
}
