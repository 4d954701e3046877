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

/**
 * Of the script, the package has what a bundler cannot make itself: neither the source maps, nor hls.js, which is a
 * dependency like others. Where it is loaded without a bundler, as from a mirror of the registry, hls.js is looked for
 * where mirrors have it.
 */
export async function packScript(): Promise<void> {
  const names = (await readdir(FOLDER, { recursive: true })).map((name) => join(FOLDER, name));
  const library = names.find((name) => /\/hls\.light-[\w-]{8}\.js$/.test(name));
  if (library === undefined) return;
  const installed = await readFile('node_modules/hls.js/package.json', 'utf8');
  const { version } = JSON.parse(installed) as { version: string };
  const beside = `["../../../../hls.js@","/dist/hls.light.min.mjs"].join("${version}")`;
  // A bundler has found the first, and must not look for the second: esbuild reads what is a text as a whole.
  const found = `import("hls.js/light").catch(()=>import(/*webpackIgnore:true*//*@vite-ignore*/${beside}))`;
  const left = names.filter((name) => name.endsWith('.map') || name === library);
  await Promise.all(left.map((name) => rm(name)));
  await Promise.all(
    names
      .filter((name) => name.endsWith('.js') && !left.includes(name))
      .map(async (name) => {
        const code = await readFile(name, 'utf8');
        const wanted = `import(\`./${basename(library)}\`)`;
        await writeFile(
          name,
          code.replace(MAPPED, '\n').replace(wanted, () => found),
        );
      }),
  );
  await writeScriptFiles();
}
