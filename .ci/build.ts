import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { vscodeOf, webTypesOf } from './build/editors.js';
import { readElement } from './build/element.js';
import { frameworkTypes } from './build/frameworks.js';
import { buildModules, clean, writeDeclarations } from './build/library.js';
import { manifestOf } from './build/manifest.js';
import { packScript } from './build/script-files.js';

/** The package beside its script-tag build: `npm run build` calls it once the types are checked. */

const { version, bin } = JSON.parse(await readFile('package.json', 'utf8')) as {
  version: string;
  bin: Record<string, string>;
};

async function describe(): Promise<void> {
  const element = readElement();
  await mkdir('dist/types', { recursive: true });
  const data = {
    'custom-elements.json': manifestOf(element),
    'vscode.html-data.json': vscodeOf(element),
    'web-types.json': webTypesOf(element, version),
  };
  await Promise.all([
    ...Object.entries(data).map(([name, value]) =>
      writeFile(`dist/${name}`, `${JSON.stringify(value)}\n`),
    ),
    ...Object.entries(frameworkTypes(element)).map(([name, text]) =>
      writeFile(`dist/types/${name}.d.ts`, text),
    ),
  ]);
}

await clean();
await Promise.all([buildModules(), writeDeclarations(), describe(), packScript()]);
// So that `npx odyssey-broadcast` runs in a clone, too; where the package is installed npm does it.
await Promise.all(Object.values(bin).map((file) => chmod(file, 0o755)));
