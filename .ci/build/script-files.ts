import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
